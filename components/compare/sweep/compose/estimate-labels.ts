import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { gridSize } from '@/lib/compare/model/plan-cells';
import type { PlanEstimate } from '@/lib/compare/model/sweep-check';
import { counted } from '@/lib/platform/numbers/counted';
import { maxCostLabel } from '@/lib/protocol/run/money';
import type { Cost } from '@/lib/protocol/run/price';

/** `Up to 2,400 output tokens and about 420 input tokens. Up to $0.0123.` */
export function formatEstimate(
  { maxOutputTokens: tokens, assumesMaxTokens, estimatedPromptTokens }: PlanEstimate,
  costs: readonly Cost[],
): string {
  const limit = assumesMaxTokens ? ' (at the usual default of 16)' : '';
  const cost = maxCostLabel(costs);
  return `Up to ${tokens.toLocaleString('en')} output tokens${limit} and about ${estimatedPromptTokens.toLocaleString('en')} input tokens.${cost === null ? '' : ` ${cost}.`}`;
}

/** `20 runs, up to 400 output tokens`. */
export function formatBrief({ calls, maxOutputTokens: tokens }: PlanEstimate): string {
  return `${counted(calls, 'run')}, up to ${tokens.toLocaleString('en')} output tokens`;
}

/** `About 12 minutes at the pace of the runs so far.` Milliseconds; null: none has run yet. */
export function formatTime(ms: number | null): string {
  if (ms === null) return 'How long it takes depends on the server.';
  const minutes = ms / 60_000;
  const time =
    minutes < 1
      ? 'Less than a minute'
      : minutes < 90
        ? `About ${counted(Math.round(minutes), 'minute')}`
        : `About ${counted(Math.round(minutes / 60), 'hour')}`;
  return `${time} at the pace of the runs so far.`;
}

/** What the calls are made of: `5 × 4 cells × 20 inputs × 3 repeats, 2 completions each`. */
export function formatCalls(
  { axes, repeats, inputs }: ComparisonPlan,
  { completions, completionsPerCall, refused }: PlanEstimate,
): string {
  const { rows, columns } = gridSize(axes);
  const cells = axes.length < 2 ? counted(rows, 'cell') : `${rows} × ${columns} cells`;
  return [
    [
      cells,
      ...(inputs ? [counted(inputs.rows.length, 'input')] : []),
      ...(repeats === 1 ? [] : [counted(repeats, 'repeat')]),
    ].join(' × '),
    ...(refused === 0 ? [] : [`${counted(refused, 'run')} left out`]),
    ...(completionsPerCall === 1 || completions === 0
      ? []
      : completionsPerCall === null
        ? [`${counted(completions, 'completion')} in total`]
        : [`${counted(completionsPerCall, 'completion')} each`]),
  ].join(', ');
}
