import type { Token } from '@/lib/protocol/run/run-events';
import { type TokenColours, tokenLevel } from '@/lib/runs/client/token-colours';
import type { TokenIndex } from '@/lib/runs/client/token-index';
import {
  createSightPainter,
  type SightPainter,
  type SightPainterOptions,
  type Stretch,
} from './paint-in-sight';

export interface TokenPainterOptions extends Omit<SightPainterOptions, 'stretches'> {
  readonly index: TokenIndex;
  /** Brings the index up to date and answers the tokens. */
  readonly tokens: () => readonly Token[];
  readonly by: TokenColours;
}

/** Colours the tokens in sight by how expected they were. */
export function createTokenPainter({ index, tokens, by, ...sight }: TokenPainterOptions): SightPainter {
  function* stretches(from: number, to: number): Iterable<Stretch> {
    if (by === 'off') return;
    const list = tokens();
    for (let at = index.firstAfter(from); at < index.count && index.start(at) < to; at += 1) {
      const token = list[at];
      const level = token ? tokenLevel(token, by) : 0;
      if (level > 0) yield { start: index.start(at), end: index.end(at), highlight: `token-${level}` };
    }
  }
  return createSightPainter({ ...sight, stretches });
}
