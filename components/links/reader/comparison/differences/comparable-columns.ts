import { type ComparedOutput, type Divergence, firstDivergence } from '@/lib/compare/model/divergence';
import type { MeasuredOutput } from '@/lib/compare/model/measured-output';
import type { Shared } from '@/lib/links/model/shared';
import { sharedCellRuns } from '@/lib/links/model/shared-cell-runs';
import { measuredShared } from '@/lib/links/model/shared-measures';
import { echoedUnits } from '@/lib/protocol/run/echoed-prompt';

/** The first output of a column, prepared for comparing. */
export interface ComparableColumn {
  readonly at: number;
  /** The key of this output where outputs are compared. */
  readonly cell: string;
  readonly name: string;
  /** UTF-16 offset at which the completion begins, after an echoed prompt. */
  readonly from: number;
  /** Without its tokens: they are many, and nothing here needs them. */
  readonly measured: MeasuredOutput;
  readonly compared: ComparedOutput;
}

/** All columns that have an output. */
export function comparableColumns(shared: Shared): ComparableColumn[] {
  if (shared.kind !== 'comparison' || shared.compared.kind !== 'columns') return [];
  return sharedCellRuns(shared).flatMap(({ at, name, run }) => {
    const output = run.outputs?.[0];
    const measured = measuredShared(run);
    if (!output || !measured) return [];
    const { text, tokens = null } = output;
    const request = { prompt: run.prompt ?? '', echo: run.parameters?.echo === true };
    const from = echoedUnits(request, { index: 0, text });
    return [
      {
        at,
        cell: String(at),
        name,
        from,
        measured: { ...measured, tokens: null },
        compared: { text, from, tokens, model: run.model ?? null },
      },
    ];
  });
}

/** Where each column diverges from the reference, by cell; null: it is the same text. */
export function divergencesOf(
  columns: readonly ComparableColumn[],
  reference: ComparableColumn | null,
): Readonly<Record<string, Divergence | null>> {
  if (reference === null) return {};
  return Object.fromEntries(
    columns
      .filter((column) => column !== reference)
      .map(({ cell, compared }) => [cell, firstDivergence(reference.compared, compared)]),
  );
}
