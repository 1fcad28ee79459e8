import type { FileProblem } from '@/lib/history/model/export/run-file-reader';
import { originOf } from '@/lib/history/model/exported-ids';
import type { ExportedRun } from '@/lib/history/model/run-export';
import { importCheckAnswerSchema, MAX_IDS } from '@/lib/history/model/run-import';
import { api } from '@/lib/platform/client/http/api';
import { readRunFile } from './read-run-file';
import { retryWhenRateLimited } from './retry-when-rate-limited';

/** A run of the file that cannot be imported. */
export interface Refusal {
  readonly number: number;
  readonly line: number;
  readonly reason: string;
}

/** How many refusals are listed; the rest are only counted. */
export const MAX_NAMED = 20;

export interface ImportPreview {
  readonly runs: number;
  readonly fresh: number;
  /** Already in the history, or twice in the file. */
  readonly here: number;
  readonly refused: number;
  readonly refusals: readonly Refusal[];
  /** When the oldest and the newest run were made; null without any. */
  readonly from: string | null;
  readonly to: string | null;
  /** Most used first. */
  readonly models: readonly string[];
  readonly exportedAt: string | null;
  readonly problem: FileProblem | null;
  /** Origins of the runs already in the history. */
  readonly known: ReadonlySet<string>;
}

/**
 * Reads a whole file and checks which of its runs are already in the history, changing nothing.
 *
 * @param hasHistory false skips the check: without an account no runs can be there
 */
export async function previewImport(
  file: Blob,
  {
    hasHistory,
    signal,
    onBytes,
  }: { hasHistory: boolean; signal: AbortSignal; onBytes: (bytes: number) => void },
): Promise<ImportPreview> {
  const seen = new Set<string>();
  const known = new Set<string>();
  const refusals: Refusal[] = [];
  const models = new Map<string, number>();
  let [runs, here, refused] = [0, 0, 0];
  let from: string | null = null;
  let to: string | null = null;
  let batch: ExportedRun[] = [];

  async function checkBatch(): Promise<void> {
    const some = batch;
    batch = [];
    if (some.length === 0 || !hasHistory) return;
    const ids = [...new Set(some.flatMap((run) => [run.id, originOf(run)]))];
    const answer = await retryWhenRateLimited(signal, () =>
      api('/api/runs/import/check', importCheckAnswerSchema, { method: 'POST', body: { ids }, signal }),
    );
    const found = new Set(answer.here);
    for (const run of some) {
      if (!found.has(run.id) && !found.has(originOf(run))) continue;
      known.add(originOf(run));
      here += 1;
    }
  }

  const { problem, exportedAt } = await readRunFile(file, {
    signal,
    onBytes,
    onRun: async (one) => {
      runs += 1;
      if (!one.ok) {
        refused += 1;
        if (refusals.length < MAX_NAMED)
          refusals.push({ number: one.number, line: one.line, reason: one.reason });
        return;
      }
      const { run } = one;
      models.set(run.model, (models.get(run.model) ?? 0) + 1);
      if (from === null || run.createdAt < from) from = run.createdAt;
      if (to === null || run.createdAt > to) to = run.createdAt;
      if (seen.has(originOf(run))) {
        here += 1;
        return;
      }
      seen.add(originOf(run));
      batch.push(run);
      // Two ids per run.
      if (batch.length >= MAX_IDS / 2) await checkBatch();
    },
  });
  await checkBatch();
  return {
    runs,
    fresh: runs - here - refused,
    here,
    refused,
    refusals,
    from,
    to,
    models: [...models].sort((a, b) => b[1] - a[1]).map(([model]) => model),
    exportedAt,
    problem,
    known,
  };
}
