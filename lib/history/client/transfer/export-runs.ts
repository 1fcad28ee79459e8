import { EXPORT_FORMATS } from '@/lib/history/model/export/export-formats';
import { createRunCounter } from '@/lib/history/model/export/run-counter';
import { type ExportFormat, RUN_COUNT_HEADER } from '@/lib/history/model/run-export';
import { apiResponse } from '@/lib/platform/client/http/api';
import type { SaveTarget } from './save-target';

/** Which runs: all, those that match a filter (as the query of an address), or selected ones. */
export type ExportWhat =
  | { readonly kind: 'all' }
  | { readonly kind: 'filter'; readonly query: string }
  | { readonly kind: 'ids'; readonly ids: readonly string[] };

export interface ExportProgress {
  readonly runs: number;
  readonly bytes: number;
  /** How many runs there will be, if the server knows. */
  readonly total: number | null;
}

/** `completions-runs-2026-03-01.json`; with the reader's local date. */
export function exportName(format: ExportFormat, now = new Date()): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  return `completions-runs-${day}.${EXPORT_FORMATS[format].extension}`;
}

/**
 * Writes an export into its file while it downloads. Throws `ApiError`, an abort as it is, and an error when
 * the connection broke in the middle; then there is no file.
 */
export async function exportRuns(
  what: ExportWhat,
  format: ExportFormat,
  {
    target,
    signal,
    onProgress,
  }: { target: SaveTarget; signal: AbortSignal; onProgress: (progress: ExportProgress) => void },
): Promise<ExportProgress> {
  try {
    const answer = await requestExport(what, format, signal);
    const count = Number(answer.headers.get(RUN_COUNT_HEADER) ?? Number.NaN);
    const counter = createRunCounter(format);
    let progress: ExportProgress = { runs: 0, bytes: 0, total: Number.isFinite(count) ? count : null };
    onProgress(progress);
    const reader = answer.body?.getReader();
    for (;;) {
      const next = await reader?.read();
      if (!next || next.done) break;
      await target.write(next.value);
      progress = {
        ...progress,
        runs: counter.push(next.value),
        bytes: progress.bytes + next.value.length,
      };
      onProgress(progress);
    }
    signal.throwIfAborted();
    await target.finish();
    return progress;
  } catch (error) {
    await target.abandon();
    throw error instanceof TypeError
      ? new Error('The connection dropped before the export finished. Nothing was saved.')
      : error;
  }
}

function requestExport(what: ExportWhat, format: ExportFormat, signal: AbortSignal): Promise<Response> {
  if (what.kind === 'ids') {
    return apiResponse('/api/runs/export', { method: 'POST', body: { format, ids: what.ids }, signal });
  }
  const query = new URLSearchParams(what.kind === 'filter' ? what.query : '');
  query.set('format', format);
  return apiResponse(`/api/runs/export?${query}`, { signal });
}
