import {
  COMPARISON_EXPORT_VERSION,
  COMPARISON_FORMAT,
  exportedComparisonSchema,
  importComparisonSchema,
  MAX_VOTES,
} from '@/lib/compare/model/comparison-export';
import { type ImportResult, importRuns } from '@/lib/history/client/transfer/import-runs';
import { readRunFile } from '@/lib/history/client/transfer/read-run-file';
import { retryWhenRateLimited } from '@/lib/history/client/transfer/retry-when-rate-limited';
import { problemLabel } from '@/lib/history/client/transfer/transfer-labels';
import type { DocumentFormat } from '@/lib/history/model/export/document-reader';
import type { ExportedRun } from '@/lib/history/model/run-export';
import { importComparison } from './comparison-api';

/** A plan with its table, and what checks say about the outputs of thousands of cells. */
const MAX_HEAD = 32_000_000;
const DOCUMENT: DocumentFormat = {
  name: COMPARISON_FORMAT,
  versions: [1, COMPARISON_EXPORT_VERSION],
  maxHead: MAX_HEAD,
};

export interface ImportProgress {
  /** Bytes that were read of a file that is still looked at. */
  readonly bytes: number;
  readonly imported: number;
  /** Null until the whole file was looked at. */
  readonly total: number | null;
}

export interface ImportedComparison extends ImportResult {
  readonly comparisonId: string;
}

/**
 * Imports an exported comparison as a new one, with its runs: the file is read twice, and no more than a batch of runs is in
 * memory. Its runs are copies, also where the original ones are in the history. Throws `ApiError`, an `Error` with a
 * sentence about the file, and an abort as it is.
 */
export async function importComparisonFile(
  file: Blob,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (progress: ImportProgress) => void },
): Promise<ImportedComparison> {
  let total = 0;
  const { problem, fields } = await readRunFile(file, {
    signal,
    document: DOCUMENT,
    onBytes: (bytes) => onProgress({ bytes, imported: 0, total: null }),
    onRun: async () => {
      total += 1;
    },
  });
  // Any other file of JSON is taken for one of lines, which has no fields.
  if (problem === 'not_runs' || (problem === null && fields.format !== COMPARISON_FORMAT))
    throw new Error("This file isn't an exported comparison. Choose its JSON export.");
  if (problem !== null)
    throw new Error(problem === 'cut_off' ? 'The file is incomplete.' : problemLabel(problem, 0));
  // Its list of runs is empty: they were passed on.
  const head = exportedComparisonSchema.safeParse(fields);
  if (!head.success) throw new Error("This file isn't an exported comparison, or was edited by hand.");
  const { title, note, plan, votes, cells } = head.data;
  const body = importComparisonSchema.parse({ title, note, plan, votes: votes.slice(0, MAX_VOTES) });
  const { id } = await retryWhenRateLimited(signal, () => importComparison(body));
  const cellOf = new Map(
    cells.flatMap(({ cell, runId }) => (runId === null ? [] : [[runId, cell] as const])),
  );
  const result = await importRuns(file, {
    known: new Set(),
    signal,
    document: DOCUMENT,
    inPlaceOf: (run, number) => copyOf(run, { id, number, cell: cellOf.get(run.id) }),
    onImported: (imported) => onProgress({ bytes: file.size, imported, total }),
  });
  return { ...result, comparisonId: id };
}

/** A run of the new comparison. Its id is the same when it is sent again; that of the file may be in the history. */
function copyOf(
  run: ExportedRun,
  { id, number, cell }: { id: string; number: number; cell: string | undefined },
): ExportedRun | null {
  if (cell === undefined) return null;
  const alone = { originId: null, parentId: null, parentOriginId: null, branch: null };
  return { ...run, ...alone, id: `${id}-${number}`, comparison: { id, cell } };
}
