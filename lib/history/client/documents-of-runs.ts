import { MAX_AT_ONCE } from '@/lib/history/model/run-bulk';
import { runDocumentsSchema } from '@/lib/history/model/run-documents';
import { api } from '@/lib/platform/client/http/api';

/** How many documents walk through these runs. 0 where the server cannot be asked: the deletion will say so. */
export async function countDocumentsOfRuns(ids: readonly string[]): Promise<number> {
  return (await documentsOfRuns(ids).catch(() => [])).length;
}

/** The ids of the documents that walk through these runs. Throws `ApiError`. */
export async function documentsOfRuns(ids: readonly string[]): Promise<readonly string[]> {
  const found = new Set<string>();
  for (let at = 0; at < ids.length; at += MAX_AT_ONCE) {
    const body = { ids: ids.slice(at, at + MAX_AT_ONCE) };
    const { documents } = await api('/api/runs/documents', runDocumentsSchema, { method: 'POST', body });
    for (const id of documents) found.add(id);
  }
  return [...found];
}
