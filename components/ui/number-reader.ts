import type { NumberRules, ReadNumber } from '@/lib/platform/numbers/read-number';
import { plainNumber } from './number-text';

let readNumber: ((typed: string, rules?: NumberRules) => ReadNumber) | null = null;

/**
 * Called when a number field gets the focus, since most numbers can be read without it. Rejects when it fails
 * to load.
 */
export async function fetchReader(): Promise<void> {
  if (readNumber === null) ({ readNumber } = await import('@/lib/platform/numbers/read-number'));
}

/** Null: the code that can read this is not loaded yet. */
export function readNow(typed: string, rules: NumberRules): ReadNumber | null {
  if (readNumber !== null) return readNumber(typed, rules);
  if (typed.trim() === '') return { kind: 'empty' };
  const value = plainNumber(typed, rules.integer);
  return value === null ? null : { kind: 'number', value };
}
