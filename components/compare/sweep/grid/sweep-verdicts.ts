import { gridOf } from '@/lib/compare/model/cell-grid';
import {
  type Check,
  summarizeVerdicts,
  type Verdict,
  type VerdictSummary,
  verdictRate,
} from '@/lib/compare/model/checks';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import type { GridPoint } from '../../view-state';

type Outputs = readonly (readonly Verdict[])[];

/** What the checks say about the grid; each part null without verdicts. */
export interface GridVerdicts {
  /** Of the outputs of one cell; the same object each time. */
  readonly ofCell: (cell: string) => VerdictSummary | null;
  /** How many outputs pass at a place, in a row or in a column, over all inputs and repeats: `3 of 5`. */
  readonly rate: (part: Partial<GridPoint>) => string | null;
}

export function gridVerdicts(
  plan: ComparisonPlan,
  { checks, cells }: { checks: readonly Check[]; cells: ReadonlyMap<string, { readonly verdicts: Outputs }> },
): GridVerdicts {
  const parts = new Map<string, (readonly Verdict[])[]>();
  for (const { cell, row, column } of gridOf(plan).cells) {
    const outputs = cells.get(cell)?.verdicts ?? [];
    if (outputs.length === 0) continue;
    for (const key of [partKey({ row, column }), partKey({ row }), partKey({ column }), partKey({})]) {
      const there = parts.get(key);
      if (there) there.push(...outputs);
      else parts.set(key, [...outputs]);
    }
  }
  const summaries = new Map<string, VerdictSummary | null>();
  return {
    ofCell: (cell) => {
      const summary = summaries.get(cell) ?? summarizeVerdicts(checks, cells.get(cell)?.verdicts ?? []);
      summaries.set(cell, summary);
      return summary;
    },
    rate: (part) => verdictRate(checks, parts.get(partKey(part)) ?? []),
  };
}

function partKey({ row, column }: Partial<GridPoint>): string {
  return `${row ?? ''}:${column ?? ''}`;
}
