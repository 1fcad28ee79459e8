import { apiOnDemand } from '@/lib/client/http/api';
import type { RunDetail } from '@/lib/contract/runs';

const loadSchema = async () => (await import('./run-detail-schema')).trustedRunDetailSchema;

/** The whole run. Throws `ApiError`; 404 for an unknown one. */
export function fetchRun(runId: string, signal?: AbortSignal): Promise<RunDetail> {
  return apiOnDemand(`/api/runs/${encodeURIComponent(runId)}`, loadSchema, { signal });
}
