import { apiOnDemand } from '@/lib/platform/client/http/api';
import type { RunDetail } from '@/lib/runs/model/runs';

const loadSchema = async () => (await import('./run-detail-schema')).trustedRunDetailSchema;

/** The whole run. Throws `ApiError`; 404 for an unknown one. */
export function fetchRun(runId: string, signal?: AbortSignal): Promise<RunDetail> {
  return apiOnDemand(`/api/runs/${encodeURIComponent(runId)}`, loadSchema, { signal });
}
