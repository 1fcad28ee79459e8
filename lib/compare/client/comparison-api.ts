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
import type { Token } from '@/lib/protocol/run/run-events';
import { choiceSchema, runStateSchema } from '@/lib/protocol/run/run-state-schema';
import { runDetailSchema } from '@/lib/runs/model/runs';

/** Calls of the comparison API. All throw `ApiError`; 404: it is gone, or belongs to somebody else. */

const pathOf = (id: string, suffix = '') => `/api/comparisons/${encodeURIComponent(id)}${suffix}`;

/**
 * As for one run (lib/runs/client/run-detail-schema.ts): tokens, and the thousands of cells of a grid, come from our own
 * server and are not checked one by one.
 */
const trustedRunSchema = z.extend(runDetailSchema, {
  state: z.extend(runStateSchema, {
    choices: z.array(
      z.extend(choiceSchema, {
        tokens: z.custom<Token[] | null>((value) => value === null || Array.isArray(value)),
      }),
    ),
  }),
});

const [columnsDetail, sweepDetail] = comparisonDetailSchema.def.options;
const trustedDetailSchema = z.discriminatedUnion('kind', [
  z.extend(columnsDetail, {
    cells: z.array(
      z.object({
        cell: z.string(),
        isUpToDate: z.nullable(z.boolean()),
        run: z.nullable(trustedRunSchema),
      }),
    ),
  }),
  z.extend(sweepDetail, {
    cells: z.custom<Extract<ComparisonDetail, { kind: 'sweep' }>['cells']>(Array.isArray),
  }),
]);

export function fetchComparison(id: string, signal?: AbortSignal): Promise<ComparisonDetail> {
  return api(pathOf(id), trustedDetailSchema, { signal });
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

/** The key makes it safe to retry when no answer came: the server recognizes the same start request by it. */
export function startComparison(id: string, body: StartComparison): Promise<ComparisonQueue> {
  return insisting(() => api(pathOf(id, '/start'), comparisonQueueSchema, { method: 'POST', body }));
}

export function stopComparison(id: string, body: StopComparison): Promise<ComparisonQueue> {
  return insisting(() =>
    api(pathOf(id, '/stop'), comparisonQueueSchema, { method: 'POST', body, keepalive: true }),
  );
}

/** Pausing twice is the same as once, so this may be repeated too. */
export function pauseComparison(id: string, body: PauseComparison): Promise<ComparisonQueue> {
  return insisting(() => api(pathOf(id, '/pause'), comparisonQueueSchema, { method: 'POST', body }));
}

export function comparisonEvents(
  id: string,
  from: { readonly since: string; readonly seen: string },
  signal: AbortSignal,
): Promise<Response> {
  const query = new URLSearchParams({ since: from.since, steps: '1' });
  if (from.seen !== '') query.set('seen', from.seen);
  return apiEvents(pathOf(id, `/events?${query}`), { signal });
}

const TRIES = 3;
const WAIT_MS = 400;

/** For calls that may safely be repeated: retried when no answer came at all. */
async function insisting<Answer>(request: () => Promise<Answer>): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await request();
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 0 || tries === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, WAIT_MS * tries));
    }
  }
}
