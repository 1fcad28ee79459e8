import { sharePageSchema } from '@/lib/links/model/shares';
import { api } from '@/lib/platform/client/http/api';

/** Links of one page, which are as many as anybody has. */
const LIMIT = 100;

/** How many open links show a document; at most 100. Throws `ApiError`. */
export async function countOpenLinks({ documentId }: { readonly documentId: string }): Promise<number> {
  const query = new URLSearchParams({ documentId, limit: String(LIMIT) });
  const { shares } = await api(`/api/shares?${query}`, sharePageSchema);
  return shares.filter(({ status }) => status === 'open').length;
}
