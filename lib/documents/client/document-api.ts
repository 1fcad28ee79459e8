import type { DocumentDetail, Saved, StepsToSave } from '@/lib/documents/model/documents';
import type { LinksOfDeleted } from '@/lib/history/model/run-bulk';
import { apiOnDemand, apiResponse } from '@/lib/platform/client/http/api';

/** Calls of documents over our own API. All throw `ApiError`. Their schemas come with the first answer. */

const schemas = () => import('@/lib/documents/model/documents');

const pathOf = (id: string) => `/api/documents/${encodeURIComponent(id)}`;

/** 404: it does not exist, or is deleted. */
export function fetchDocument(id: string, signal?: AbortSignal): Promise<DocumentDetail> {
  return apiOnDemand(pathOf(id), async () => (await schemas()).documentDetailSchema, { signal });
}

/** With `keepalive`, the request outlives the page, if it is short enough. */
export function saveSteps(id: string, save: StepsToSave, keepalive = false): Promise<Saved> {
  const load = async () => (await schemas()).savedSchema;
  return apiOnDemand(`${pathOf(id)}/steps`, load, { method: 'POST', body: save, keepalive });
}

export async function renameDocument(id: string, title: string | null): Promise<void> {
  await apiResponse(pathOf(id), { method: 'PATCH', body: { title } });
}

export async function deleteDocument(id: string, links: LinksOfDeleted): Promise<void> {
  await apiResponse(`${pathOf(id)}?links=${links}`, { method: 'DELETE' });
}

/** Undoes a deletion, for a minute. */
export async function restoreDocument(id: string): Promise<void> {
  await apiResponse(`${pathOf(id)}/restore`, { method: 'POST' });
}
