import {
  type DocumentDetail,
  documentDetailSchema,
  type Saved,
  type StepsToSave,
  savedSchema,
} from '@/lib/documents/model/documents';
import { api, apiResponse } from '@/lib/platform/client/http/api';

/** Calls of documents over our own API. All throw `ApiError`. */

const pathOf = (id: string) => `/api/documents/${encodeURIComponent(id)}`;

/** 404: it does not exist, or is deleted. */
export function fetchDocument(id: string, signal?: AbortSignal): Promise<DocumentDetail> {
  return api(pathOf(id), documentDetailSchema, { signal });
}

/** With `keepalive`, the request outlives the page, if it is short enough. */
export function saveSteps(id: string, save: StepsToSave, keepalive = false): Promise<Saved> {
  return api(`${pathOf(id)}/steps`, savedSchema, { method: 'POST', body: save, keepalive });
}

export async function renameDocument(id: string, title: string | null): Promise<void> {
  await apiResponse(pathOf(id), { method: 'PATCH', body: { title } });
}

export async function deleteDocument(id: string): Promise<void> {
  await apiResponse(pathOf(id), { method: 'DELETE' });
}

/** Undoes a deletion, for a minute. */
export async function restoreDocument(id: string): Promise<void> {
  await apiResponse(`${pathOf(id)}/restore`, { method: 'POST' });
}
