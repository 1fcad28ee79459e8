import type { Token } from '@/lib/protocol/run/run-events';
import { type TokenColours, tokenLevel } from '@/lib/runs/client/token-colours';
import type { TokenIndex } from '@/lib/runs/client/token-index';
import { type DrawnText, paintVisible, type Stretch } from './paint-visible';

/** The tokens of a text, which may be growing. */
export interface TokenSource {
  readonly index: TokenIndex;
  /** Updates the index and returns the tokens. */
  readonly tokens: () => readonly Token[];
}

/** Colours the visible tokens by how expected they were. Returns a function that removes the colours. */
export function paintTokens(
  text: DrawnText,
  { index, tokens }: TokenSource,
  by: Exclude<TokenColours, 'off'>,
): () => void {
  function* stretches(from: number, to: number): Iterable<Stretch> {
    const list = tokens();
    for (let at = index.firstAfter(from); at < index.count && index.start(at) < to; at += 1) {
      const token = list[at];
      const level = token ? tokenLevel(token, by) : 0;
      if (level > 0) yield { start: index.start(at), end: index.end(at), highlight: `token-${level}` };
    }
  }
  return paintVisible(text, stretches);
}
