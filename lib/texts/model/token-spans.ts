import type { Token } from '@/lib/protocol/run/run-events';
import { tokenRanges } from '@/lib/protocol/tokens/token-view';
import { characterStart, splitWords } from './split-text';

/** A stretch of a text that one token produced, or several tokens when one alone shows nothing. */
export interface Span {
  /** UTF-16 offsets in the text. */
  readonly start: number;
  readonly end: number;
  /**
   * Index of its first token among all tokens (or of its word among all words); null when no token is known.
   */
  readonly index: number | null;
  /** Number of tokens: more than one for a character sent in parts (`bytes:\xf0`, `�`). */
  readonly count: number;
}

/**
 * Tokens as stretches that cover a text from an offset on without gaps. Tokens that show nothing (special or
 * blanked ones) are in no stretch; parts of one character are one stretch together.
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
    // Short tokens behind the parts of a character were not found on their own: they are taken from the end.
    for (; count > 1; count -= 1) {
      const part = tokens[next - unseen + count - 1]?.text ?? '';
      if (part === '' || end - part.length <= at || !text.startsWith(part, end - part.length)) break;
      behind.push([end - part.length, end, next - unseen + count - 1]);
      end -= part.length;
    }
    add(at, end, count > 0 ? next - unseen : null, count);
    for (const [start, until, index] of behind.reverse()) add(start, until, index, 1);
  };
  for (const [index, { start, end }] of tokenRanges(text, tokens).entries()) {
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

/** How far words are cut beyond the offset that matters. */
const BEHIND = 200;

/** Words, spaces and signs in place of tokens, up to a little behind `until`. */
export function wordSpans(text: string, from: number, until: number): Span[] {
  let at = from;
  return splitWords(text.slice(from, characterStart(text, until + BEHIND))).map((word, index) => {
    const start = at;
    at += word.length;
    return { start, end: at, index, count: 1 };
  });
}
