import { REDACTED } from './redact';

/**
 * One text, as several copies of it tell it: with everything blacked out that is blacked out in one of them. What is
 * hidden may begin in a prompt and end in one of the outputs alone. Only how much of an end (or, of a suffix, of a
 * beginning) is hidden can be different, so the copy that tells least hides all.
 */
export function mostHidden<Text extends string | string[]>(
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
  const emitted = (text: string) => text.replaceAll(REDACTED, '').length;
  return copies.reduce((one, other) => (emitted(other) < emitted(one) ? other : one));
}
