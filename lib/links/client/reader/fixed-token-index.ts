import type { SharedPiece } from '@/lib/links/model/shared-document';
import type { Token } from '@/lib/protocol/run/run-events';
import { tokenRanges } from '@/lib/protocol/tokens/token-view';
import type { TokenIndex } from '@/lib/runs/client/token-index';

/**
 * The tokens of a shared document's text that have a probability, and where they are in it.
 *
 * @param drawn the text as the page has it
 */
export function fixedTokenIndex(
  pieces: readonly SharedPiece[],
  drawn: string,
): { readonly tokens: readonly Token[]; readonly index: TokenIndex } {
  const all = pieces.flatMap(({ text, tokens }): readonly Token[] =>
    (tokens ?? [{ text, logprob: null, top: [] }]).map((token) => ({ ...token, text: asDrawn(token.text) })),
  );
  const ranges = tokenRanges(drawn, all).filter(
    ({ token, start, end }) => end > start && (token.logprob !== null || token.top.length > 0),
  );
  function firstAfter(offset: number): number {
    let low = 0;
    let high = ranges.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ranges[middle]?.end ?? 0) > offset) high = middle;
      else low = middle + 1;
    }
    return low;
  }
  return {
    tokens: ranges.map(({ token }) => token),
    index: {
      count: ranges.length,
      sync: () => undefined,
      start: (at) => ranges[at]?.start ?? 0,
      end: (at) => ranges[at]?.end ?? 0,
      at(offset) {
        const found = firstAfter(offset);
        return (ranges[found]?.start ?? Number.POSITIVE_INFINITY) <= offset ? found : -1;
      },
      firstAfter,
    },
  };
}

/** What a browser makes of a text in a page. */
function asDrawn(text: string): string {
  return /[\r\0]/.test(text) ? text.replace(/\r\n?/g, '\n').replaceAll('\0', '') : text;
}
