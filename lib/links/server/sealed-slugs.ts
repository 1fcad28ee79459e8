import type { SealedStore } from '@/lib/connections/server/rewrap-stored-keys';
import { listSealedSlugs, replaceSealedSlug } from '@/lib/links/db/shares';

/** The sealed slugs of all links, for the command that rewraps sealed secrets. */
export const SEALED_SLUGS: SealedStore = {
  what: 'sealed slug',
  list: listSealedSlugs,
  replace: replaceSealedSlug,
};
