import type { ReactNode } from 'react';
import type { Token } from '@/lib/protocol/run/run-events';
import { probability } from '@/lib/protocol/tokens/token-view';
import { formatBits } from '@/lib/runs/model/score/format-score';
import { surprisal } from '@/lib/runs/model/score/text-score';
import { formatChance, formatLogprob, rankLabel } from './token-labels';

/**
 * What the server said about a token: its probability, the logarithm of it, and its rank.
 * @param withBits also its surprisal
 */
export function TokenFacts({ token, withBits = false }: { token: Token; withBits?: boolean }) {
  const chance = probability(token.logprob);
  if (token.logprob === null || chance === null) {
    return <p className="px-1 pb-1 text-ink-2">No probability for this token.</p>;
  }
  const rank = rankLabel(token);
  const bits = withBits ? surprisal(token.logprob) : null;
  return (
    <dl className="mb-1 flex flex-wrap gap-x-4 gap-y-1 border-b px-1 pb-1.5">
      {bits !== null && <Fact name="Surprisal">{formatBits(bits)}</Fact>}
      <Fact name="Probability">{formatChance(chance)}</Fact>
      <Fact name="Log probability">{formatLogprob(token.logprob)}</Fact>
      {rank && <Fact name="Rank">{rank}</Fact>}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="whitespace-nowrap">
      <dt className="text-2xs text-ink-3">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
