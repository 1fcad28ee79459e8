import type { Token } from '@/lib/protocol/run/run-events';
import { placeTokens } from '@/lib/protocol/tokens/token-view';
import { characterStart, splitWords } from './split-text';

/** A stretch of a text that was written in one step, or in several where no step shows anything by itself. */
export interface Span {
  /** UTF-16 offsets in the text. */
  readonly start: number;
  readonly end: number;
  /** Number of its first token among all tokens (of its word among all words); null where no token is known. */
  readonly index: number | null;
  /** Tokens that it took: more than one for a character sent in parts (`bytes:\xf0`, `�`). */
  readonly count: number;
}

/**
 * Tokens as stretches that cover a text from an offset on without gaps. Tokens that show nothing (special ones, ones
 * that were blanked) are in no stretch; parts of one character are one stretch together.
 */
export function tokenSpans(text: string, tokens: readonly Token[], from: number): Span[] {
  const spans: Span[] = [];
  let at = 0;
  /** Tokens since the last visible one. */
  let unseen = 0;
  const add = (start: number, end: number, index: number | null, count: number) => {
    if (end > from) spans.push({ start: Math.max(start, from), end, index, count });
  };
  const addUncovered = (to: number, next: number) => {
    let [end, count] = [to, unseen];
    const behind: [start: number, end: number, index: number][] = [];
    // Behind the parts of a character, short tokens were not found by themselves: they are taken from the end.
    for (; count > 1; count -= 1) {
      const part = tokens[next - unseen + count - 1]?.text ?? '';
      if (part === '' || end - part.length <= at || !text.startsWith(part, end - part.length)) break;
      behind.push([end - part.length, end, next - unseen + count - 1]);
      end -= part.length;
    }
    add(at, end, count > 0 ? next - unseen : null, count);
    for (const [start, until, index] of behind.reverse()) add(start, until, index, 1);
  };
  for (const [index, { start, end }] of placeTokens(text, tokens).entries()) {
    if (end === start) {
      unseen += 1;
      continue;
    }
    if (start > at) addUncovered(start, index);
    add(start, end, index, 1);
    at = end;
    unseen = 0;
  }
  if (text.length > at) addUncovered(text.length, tokens.length);
  return spans;
}

/** Words need only be cut as far as they are looked at. */
const BEHIND = 200;

/** Words, spaces and signs in the place of tokens, as far as a little behind `until`. */
export function wordSpans(text: string, from: number, until: number): Span[] {
  let at = from;
  return splitWords(text.slice(from, characterStart(text, until + BEHIND))).map((word, index) => {
    const start = at;
    at += word.length;
    return { start, end: at, index, count: 1 };
  });
}
