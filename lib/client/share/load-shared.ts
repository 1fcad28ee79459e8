import { api } from '@/lib/client/http/api';
import { type SharedRun, sharedRunSchema } from '@/lib/completions/share/shared-run';

const loading = new Map<string, Promise<SharedRun>>();

/**
 * All that a link shares, for what the page itself does not carry: tokens, pace, exact settings. Asked for once; a
 * failure is forgotten, so that the next use tries again. Throws `ApiError`, `gone` once the link is closed.
 */
export function loadShared(slug: string): Promise<SharedRun> {
  const known = loading.get(slug);
  if (known) return known;
  const asked = api(`/s/${encodeURIComponent(slug)}.json`, sharedRunSchema);
  loading.set(slug, asked);
  asked.catch(() => loading.delete(slug));
  return asked;
}
