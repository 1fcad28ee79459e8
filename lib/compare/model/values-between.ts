import { parameterSpec } from '@/lib/protocol/request/parameters';
import { snapToStep } from './decimals';
import type { SweepParameter } from './plan';

/**
 * Evenly spaced legal values from one end to the other, both included, lowest first: used for a range
 * selected on a slider. Snapped to the parameter's step and kept within its bounds; fewer than `count` when
 * the step allows no more. Empty for a parameter that is not a number.
 */
export function valuesBetween(parameter: SweepParameter, from: number, to: number, count: number): number[] {
  const { min, max, step = 1, kind } = parameterSpec(parameter);
  if ((kind !== 'number' && kind !== 'integer') || count < 1) return [];
  const inBounds = (value: number) => Math.min(max ?? value, Math.max(min ?? value, value));
  const [low, high] = [inBounds(Math.min(from, to)), inBounds(Math.max(from, to))];
  const values = new Set<number>();
  for (let at = 0; at < count; at += 1) {
    const share = count === 1 ? 0 : at / (count - 1);
    values.add(inBounds(snapToStep(low * (1 - share) + high * share, step)));
  }
  return [...values];
}

/**
 * Whether numbers are evenly spaced between the lowest and the highest: each within half a step of its ideal
 * value, which is as close as `valuesBetween` gets.
 */
export function isEven(parameter: SweepParameter, numbers: readonly number[]): boolean {
  const sorted = numbers.toSorted((a, b) => a - b);
  const last = sorted.length - 1;
  const [low = 0, high = 0] = [sorted[0], sorted[last]];
  const { step = 1 } = parameterSpec(parameter);
  return (
    last > 0 &&
    sorted.every((value, at) => Math.abs(value - (low + ((high - low) * at) / last)) <= step / 2 + 1e-9)
  );
}
