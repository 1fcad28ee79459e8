import type { ReactNode } from 'react';
import type { Token } from '@/lib/protocol/run/run-events';
import { probability } from '@/lib/protocol/tokens/token-view';
import { formatChance, formatLogprob, rankLabel } from './token-labels';

/** What the server said about a token: its probability, the logarithm of it, and its rank. */
export function TokenFacts({ token }: { token: Token }) {
  const chance = probability(token.logprob);
  if (token.logprob === null || chance === null) {
    return <p className="px-1 pb-1 text-ink-2">No probability for this token.</p>;
  }
  const rank = rankLabel(token);
  return (
    <dl className="mb-1 flex gap-4 border-b px-1 pb-1.5">
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
