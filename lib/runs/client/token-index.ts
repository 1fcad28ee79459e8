import type { Token } from '@/lib/protocol/run/run-events';
import { placeTokens } from '@/lib/protocol/tokens/token-view';

/**
 * Where each token of a growing text is. Tokens that are known already are not looked at again, so that following a
 * stream stays linear.
 */
export interface TokenIndex {
  readonly count: number;
  /** Takes in what came since. A list of tokens that is another one (the run was told anew) starts over. */
  sync(text: string, tokens: readonly Token[] | null): void;
  /** UTF-16 offsets in the text; start = end for a token that shows nothing. */
  start(index: number): number;
  end(index: number): number;
  /** The token that covers the offset; −1 where there is none. */
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
      for (const { start, end } of placeTokens(text.slice(from), tokens.slice(starts.length))) {
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
