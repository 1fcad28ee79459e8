import { MAX_AT_ONCE } from '@/lib/history/model/run-bulk';
import { runDocumentsSchema } from '@/lib/history/model/run-documents';
import { api } from '@/lib/platform/client/http/api';

/** How many documents walk through these runs. 0 where the server cannot be asked: the deletion will say so. */
export async function countDocumentsOfRuns(ids: readonly string[]): Promise<number> {
  const found = new Set<string>();
  for (let at = 0; at < ids.length; at += MAX_AT_ONCE) {
    const body = { ids: ids.slice(at, at + MAX_AT_ONCE) };
    const answer = await api('/api/runs/documents', runDocumentsSchema, { method: 'POST', body }).catch(
      () => null,
    );
    if (answer === null) return 0;
    for (const id of answer.documents) found.add(id);
  }
  return found.size;
}
