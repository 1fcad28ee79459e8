import { withMinus } from './minus';

/** A shown number with so many decimals; what rounds to zero has no sign. */
export function formatFixed(value: number, digits: number): string {
  return withMinus(value.toFixed(digits).replace(/^-(?=[0.]+$)/, ''));
}
