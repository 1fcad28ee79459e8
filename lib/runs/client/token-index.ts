import type { Token } from '@/lib/protocol/run/run-events';
import { tokenRanges } from '@/lib/protocol/tokens/token-view';

/**
 * Where each token of a growing text is. Known tokens are not visited again, so that following a stream stays
 * linear.
 */
export interface TokenIndex {
  readonly count: number;
  /** Adds what came since the last call. Starts over for another list of tokens (the run was replayed). */
  sync(text: string, tokens: readonly Token[] | null): void;
  /** UTF-16 offsets in the text; start = end for a token that shows nothing. */
  start(index: number): number;
  end(index: number): number;
  /** The token that covers the offset; −1 without one. */
  at(offset: number): number;
  /** The first token that ends after the offset; `count` past the last. */
  firstAfter(offset: number): number;
}

export function createTokenIndex(): TokenIndex {
  let list: readonly Token[] | null = null;
  let starts: number[] = [];
  let ends: number[] = [];

  function firstAfter(offset: number): number {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 0) > offset) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  return {
    get count() {
      return starts.length;
    },
    sync(text, tokens) {
      if (tokens !== list || (tokens?.length ?? 0) < starts.length) {
        list = tokens;
        starts = [];
        ends = [];
      }
      if (!tokens || tokens.length === starts.length) return;
      const from = ends.at(-1) ?? 0;
      for (const { start, end } of tokenRanges(text.slice(from), tokens.slice(starts.length))) {
        starts.push(from + start);
        ends.push(from + end);
      }
    },
    start: (index) => starts[index] ?? 0,
    end: (index) => ends[index] ?? 0,
    at(offset) {
      const index = firstAfter(offset);
      return index < starts.length && (starts[index] ?? 0) <= offset ? index : -1;
    },
    firstAfter,
  };
}
