import type { Shared } from '@/lib/links/model/shared';
import { sharedCellRuns } from '@/lib/links/model/shared-cell-runs';
import { measuredShared } from '@/lib/links/model/shared-measures';
import { echoedUnits } from '@/lib/protocol/run/echoed-prompt';
import { type ComparedOutput, type Divergence, firstDivergence } from '@/lib/texts/model/divergence';
import type { DifferencesJob, DiffMode } from '@/lib/texts/model/text-differences';

/** The first output of a column, prepared for comparing. */
export interface ComparableColumn {
  readonly at: number;
  /** The key of this output where outputs are compared. */
  readonly cell: string;
  readonly name: string;
  /** UTF-16 offset at which the completion begins, after an echoed prompt. */
  readonly from: number;
  /** Its text after `from`. */
  readonly completion: string;
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
        completion: measured.text,
        compared: { text, from, tokens, model: run.model ?? null },
      },
    ];
  });
}

/** Compares the others with the reference. */
export function differencesJob(
  columns: readonly ComparableColumn[],
  reference: ComparableColumn,
  mode: DiffMode,
): DifferencesJob {
  const others = columns.filter((column) => column !== reference);
  return {
    reference: reference.completion,
    others: others.map(({ cell, completion }) => ({ key: cell, text: completion })),
    mode,
  };
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
