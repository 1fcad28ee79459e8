import type { Token } from '@/lib/protocol/run/run-events';
import { align } from '@/lib/protocol/text/align';
import { surprisal, type TextScore } from './text-score';

/** One line of two texts, token for token: the same token in both, or one that only one of them has there. */
export interface TokenPair {
  readonly before: Token | null;
  readonly after: Token | null;
  /** Bits of `after` minus bits of `before`; null unless both are the same token with a probability. */
  readonly difference: number | null;
}

/** A number of tokens and the sum of their surprisals, in bits. */
export interface TokenSum {
  readonly tokens: number;
  readonly bits: number;
}

export interface ComparedScores {
  readonly pairs: readonly TokenPair[];
  /** Tokens at the same place of both texts; `bits` is the difference, `after` minus `before`. */
  readonly common: TokenSum;
  readonly onlyBefore: TokenSum;
  readonly onlyAfter: TokenSum;
}

/**
 * Two scored texts, token for token, aligned where their tokens are equal. The difference of their totals is that of
 * the common tokens, plus what only `after` has, minus what only `before` has. A common token that has a probability in
 * one of them alone (it is the first of its text there) counts as the other one's.
 */
export function compareScores(
  before: Pick<TextScore, 'tokens'>,
  after: Pick<TextScore, 'tokens'>,
): ComparedScores {
  const { blocks } = align(
    before.tokens.map(({ text }) => text),
    after.tokens.map(({ text }) => text),
  );
  const pairs: TokenPair[] = [];
  const common = { tokens: 0, bits: 0 };
  const onlyBefore = { tokens: 0, bits: 0 };
  const onlyAfter = { tokens: 0, bits: 0 };
  for (const block of blocks) {
    const left = before.tokens.slice(...block.before);
    const right = after.tokens.slice(...block.after);
    if (!block.same) {
      for (const token of left) {
        add(onlyBefore, token);
        pairs.push({ before: token, after: null, difference: null });
      }
      for (const token of right) {
        add(onlyAfter, token);
        pairs.push({ before: null, after: token, difference: null });
      }
      continue;
    }
    for (const [at, token] of left.entries()) {
      const other = right[at] ?? null;
      const [a, b] = [surprisal(token.logprob), surprisal(other?.logprob ?? null)];
      const difference = a === null || b === null ? null : b - a;
      common.tokens += 1;
      common.bits += difference ?? 0;
      if (a === null && b !== null) onlyAfter.bits += b;
      if (b === null && a !== null) onlyBefore.bits += a;
      pairs.push({ before: token, after: other, difference });
    }
  }
  return { pairs, common, onlyBefore, onlyAfter };
}

function add(sum: { tokens: number; bits: number }, token: Token): void {
  sum.tokens += 1;
  sum.bits += surprisal(token.logprob) ?? 0;
}
