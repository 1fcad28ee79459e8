import { REDACTED } from './redact';

/**
 * Merges several copies of one text so that everything redacted in any of them is redacted. A hidden text may
 * begin in the prompt and end in only one of the outputs. Copies differ only in how much of their end (for a
 * suffix, of their beginning) is redacted, so the copy that shows least hides everything.
 */
export function maxHidden<Text extends string | string[]>(
  copies: readonly (Text | undefined)[],
): Text | undefined {
  const there = copies.filter((copy) => copy !== undefined);
  const [first] = there;
  if (first === undefined) return undefined;
  if (typeof first === 'string') return least(there as string[]) as Text;
  const lists = there as string[][];
  return first.map((_, at) => least(lists.map((list) => list[at] ?? ''))) as Text;
}

function least(copies: readonly string[]): string {
  const visibleLength = (text: string) => text.replaceAll(REDACTED, '').length;
  return copies.reduce((one, other) => (visibleLength(other) < visibleLength(one) ? other : one));
}
