import type { ReactNode } from 'react';
import { formatBits, formatFigure } from '@/lib/runs/model/score/format-score';
import { bitsPerToken, perplexity, type TextScore } from '@/lib/runs/model/score/text-score';

/** The figures of a scored text, in one line where there is space. */
export function ScoreFigures({ score }: { score: TextScore }) {
  const count = score.tokens.length;
  return (
    <dl className="flex flex-wrap gap-x-5 gap-y-1 tabular-nums">
      <Figure name="Surprisal">{formatBits(score.bits)}</Figure>
      <Figure name="Per token">{formatBits(bitsPerToken(score) ?? 0)}</Figure>
      <Figure name="Perplexity">{formatFigure(perplexity(score) ?? 0)}</Figure>
      <Figure name="Tokens">{count.toLocaleString('en')}</Figure>
    </dl>
  );
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex gap-1.5 whitespace-nowrap">
      <dt className="text-ink-3">{name}</dt>
      <dd className="text-ink">{children}</dd>
    </div>
  );
}

/** Which way the figures of a score read. */
export const LOWER_IS = 'Lower = more expected by the model.';

/** What the figures leave out, in a sentence each. */
export function leftOutLabel({ tokens, scored, leftOut }: TextScore): string {
  const without = tokens.length - scored;
  const onlyFirst = without === 1 && tokens[0]?.logprob === null;
  return [
    onlyFirst && "The first token has no probability, so it isn't counted.",
    without > 0 &&
      !onlyFirst &&
      `${counted(without)} no probability, so ${without === 1 ? "it isn't" : "they aren't"} counted.`,
    leftOut > 0 && `${counted(leftOut)} been generated and ${leftOut === 1 ? "isn't" : "aren't"} counted.`,
  ]
    .filter(Boolean)
    .join(' ');
}

function counted(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'token has' : 'tokens have'}`;
}
