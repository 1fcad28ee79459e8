import type { Token } from '@/lib/protocol/run/run-events';
import { formatFixed } from '@/lib/protocol/text/format-fixed';
import { probability, tokenAlternatives } from '@/lib/protocol/tokens/token-view';
import { visibleInline } from '@/lib/protocol/tokens/visible-whitespace';
import { formatBits } from '@/lib/runs/model/score/format-score';
import { surprisal } from '@/lib/runs/model/score/text-score';
import { type WhatIfSettings, whatIf as whatIfOfToken } from '@/lib/runs/model/what-if';

/** 97.3 %, 0.42 %, <0.01 %: three figures, and never rounded to 0 or 100. */
export function formatChance(chance: number): string {
  const percent = chance * 100;
  if (percent === 0) return '0%';
  if (percent < 0.01) return '<0.01%';
  if (percent > 99.95 && percent < 100) return '>99.9%';
  return `${percent.toFixed(percent < 1 ? 2 : percent < 99.95 ? 1 : 0)}%`;
}

/** `30.1% → ≈12.4%`: both are over the listed tokens only. Where nothing changes, one figure is enough. */
export function whatIfLabel(
  { before, after }: { readonly before: number; readonly after: number },
  arrow = ' → ',
): string {
  const [from, to] = [formatChance(before), formatChance(after)];
  return from === to ? `≈${to}` : `${from}${arrow}≈${to}`;
}

/** −0.865: a natural logarithm, with a real minus sign. */
export function formatLogprob(logprob: number): string {
  return formatFixed(logprob, Math.abs(logprob) < 100 ? 3 : 0);
}

/** The place of a token among the ones that the server listed: `2 of 5 returned`; a token outside the list is `not in top 5`. */
export function rankLabel(token: Token): string | null {
  const listed = token.top.length;
  if (token.logprob === null || listed === 0) return null;
  const { rank } = tokenAlternatives(token);
  return rank === null ? `not in top ${listed}` : `${rank} of ${listed} returned`;
}

/** A token for screen readers: its text, its probability or surprisal, and the best alternatives. */
export function tokenLabel(
  token: Token,
  withBits = false,
  whatIf: { readonly own: WhatIfSettings; readonly other: WhatIfSettings } | null = null,
): string {
  const own = probability(token.logprob);
  const { entries, rank } = tokenAlternatives(token);
  const parts = [`“${spoken(token.text)}”`];
  const bits = withBits ? surprisal(token.logprob) : null;
  if (bits !== null) parts.push(formatBits(bits));
  parts.push(own === null ? 'no probability' : formatChance(own));
  if (rank !== null) parts.push(`rank ${rank} of ${entries.length}`);
  const scaled = whatIf && whatIfOfToken(token, whatIf.own, whatIf.other);
  if (scaled) {
    const chosen = scaled.entries.find((entry) => entry.chosen);
    if (chosen) parts.push(`what if: ${whatIfLabel(chosen, ' to ')}`);
    if (!scaled.possible) parts.push('ruled out by these settings');
  }
  const remaining = entries.filter((entry) => !entry.chosen).slice(0, 2);
  if (remaining.length > 0) {
    parts.push(
      `alternatives ${remaining.map((entry) => `“${spoken(entry.text)}” ${formatChance(entry.probability)}`).join(', ')}`,
    );
  }
  return parts.join(', ');
}

/** A space at the start is the usual case and is not read out; a token of nothing but white space is. */
function spoken(text: string): string {
  return text.trim() === '' ? visibleInline(text) : text.trim();
}
