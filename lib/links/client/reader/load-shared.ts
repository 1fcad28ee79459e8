import { type Shared, sharedSchema } from '@/lib/links/model/shared';
import type { SharedDocument } from '@/lib/links/model/shared-document';
import type { SharedRun } from '@/lib/links/model/shared-run';
import { api } from '@/lib/platform/client/http/api';

const loading = new Map<string, Promise<Shared>>();

/**
 * Everything that a link shares, for what the page itself does not contain: tokens, pace, exact settings.
 * Loaded once; a failure is not cached, so that the next use tries again. Throws `ApiError`, `gone` once the
 * link is closed.
 */
export function loadShared(slug: string): Promise<Shared> {
  const known = loading.get(slug);
  if (known) return known;
  const requested = api(`/s/${encodeURIComponent(slug)}.json`, sharedSchema);
  loading.set(slug, requested);
  requested.catch(() => loading.delete(slug));
  return requested;
}

/** The same for a link that must show a run. Throws an error to display when it shows something else. */
export async function loadSharedRun(slug: string): Promise<SharedRun> {
  const shared = await loadShared(slug);
  if (shared.kind !== 'run') throw new Error(`This link shows a ${shared.kind}. Open it from its own page.`);
  return shared;
}

/** The same for one that must show a document. */
export async function loadSharedDocument(slug: string): Promise<SharedDocument> {
  const shared = await loadShared(slug);
  if (shared.kind !== 'document') throw new Error(`This link shows a ${shared.kind}.`);
  return shared;
}
