import type { SealedStore } from '@/lib/connections/server/rewrap-stored-keys';
import { listSealedSlugs, replaceSealedSlug } from '@/lib/links/db/shares';

/** The sealed slugs of all links, for the command that wraps what is sealed anew. */
export const SEALED_SLUGS: SealedStore = {
  what: 'sealed slug',
  list: listSealedSlugs,
  replace: replaceSealedSlug,
};
