import * as z from 'zod/mini';
import type { ComparisonExportFormat, ImportComparison } from '@/lib/compare/model/comparison-export';
import {
  type CellRuns,
  type Comparison,
  type ComparisonDetail,
  type ComparisonEdit,
  type ComparisonQueue,
  cellRunsSchema,
  comparisonDetailSchema,
  comparisonQueueSchema,
  comparisonSchema,
  type NewComparison,
  type PauseComparison,
  type StartComparison,
  type StopComparison,
} from '@/lib/compare/model/comparisons';
import { api, apiEvents, apiResponse } from '@/lib/platform/client/http/api';
import { ApiError } from '@/lib/platform/client/http/api-error';

/** Calls of the comparison API. All throw `ApiError`; 404: it is gone, or belongs to somebody else. */

const pathOf = (id: string, suffix = '') => `/api/comparisons/${encodeURIComponent(id)}${suffix}`;

/** Its cells, which may be thousands, or have all their tokens, come from our own server and are not checked one by one. */
const trustedDetailSchema = z.extend(comparisonDetailSchema.def.options[0], {
  kind: z.enum(['columns', 'sweep']),
  cells: z.custom(Array.isArray),
});

export async function fetchComparison(id: string, signal?: AbortSignal): Promise<ComparisonDetail> {
  return (await api(pathOf(id), trustedDetailSchema, { signal })) as ComparisonDetail;
}

/** More of what the detail left out of these runs, at most MAX_RUNS_READ. */
export function fetchCellRuns(id: string, runIds: readonly string[]): Promise<CellRuns> {
  return api(pathOf(id, `/cells?runs=${runIds.join(',')}`), cellRunsSchema);
}

export function createComparison(body: NewComparison): Promise<Comparison> {
  return api('/api/comparisons', comparisonSchema, { method: 'POST', body });
}

/** The same from a file; its runs are imported afterwards. */
export function importComparison(body: ImportComparison): Promise<Comparison> {
  return api('/api/comparisons/import', comparisonSchema, { method: 'POST', body });
}

/** The comparison as a file, as it is on the server. */
export async function fetchExport(id: string, format: ComparisonExportFormat): Promise<Blob> {
  return (await apiResponse(pathOf(id, `/export?format=${format}`))).blob();
}

/** 409 `conflict`: another tab has changed it since `edit.updatedAt`. */
export function editComparison(id: string, edit: ComparisonEdit, keepalive = false): Promise<Comparison> {
  return api(pathOf(id), comparisonSchema, { method: 'PATCH', body: edit, keepalive });
}

export async function deleteComparison(id: string, links: 'keep' | 'revoke' = 'keep'): Promise<void> {
  try {
    await apiResponse(pathOf(id, `?links=${links}`), { method: 'DELETE' });
  } catch (error) {
    // Already gone, perhaps deleted in another tab: the goal is reached.
    if (!(error instanceof ApiError) || error.status !== 404) throw error;
  }
}

/** Restores a deleted comparison with its runs, until it is swept. */
export async function restoreComparison(id: string): Promise<void> {
  await apiResponse(pathOf(id, '/restore'), { method: 'POST' });
}

const TRIES = 3;
const WAIT_MS = 400;

/** A change of what is under way. It may safely be repeated, and is when no answer came at all. */
function queueCall<Body>(name: 'start' | 'stop' | 'pause') {
  return async (id: string, body: Body): Promise<ComparisonQueue> => {
    const request = { method: 'POST', body, keepalive: name === 'stop' } as const;
    for (let tries = 1; ; tries += 1) {
      try {
        return await api(pathOf(id, `/${name}`), comparisonQueueSchema, request);
      } catch (error) {
        if (!(error instanceof ApiError) || error.status !== 0 || tries === TRIES) throw error;
        await new Promise((resolve) => setTimeout(resolve, WAIT_MS * tries));
      }
    }
  };
}

/** The key makes that safe: the server recognizes the same start request by it. */
export const startComparison = queueCall<StartComparison>('start');
export const stopComparison = queueCall<StopComparison>('stop');
export const pauseComparison = queueCall<PauseComparison>('pause');

export function comparisonEvents(
  id: string,
  from: { readonly since: string; readonly seen: string },
  signal: AbortSignal,
): Promise<Response> {
  const query = new URLSearchParams({ since: from.since });
  if (from.seen !== '') query.set('seen', from.seen);
  return apiEvents(pathOf(id, `/events?${query}`), { signal });
}
