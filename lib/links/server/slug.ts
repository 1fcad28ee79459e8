import { createHash, randomBytes } from 'node:crypto';
import type { SealedStore } from '@/lib/connections/server/rewrap-stored-keys';
import { listSealedSlugs, replaceSealedSlug } from '@/lib/links/db/shares';

/** 192 random bits: nobody finds a link by guessing. */
const SLUG_BYTES = 24;

/** The secret part of a link's address, 32 characters of base64url. */
export function newSlug(): string {
  return randomBytes(SLUG_BYTES).toString('base64url');
}

/** What is kept of it to find the link by. So many random bits need no slow hash. */
export function hashSlug(slug: string): string {
  return createHash('sha256').update(slug).digest('base64url');
}

/** The sealed slugs of all links, for the command that wraps what is sealed anew. */
export const SEALED_SLUGS: SealedStore = {
  what: 'sealed slug',
  list: listSealedSlugs,
  replace: replaceSealedSlug,
};
