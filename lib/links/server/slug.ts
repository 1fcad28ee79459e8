import { createHash, randomBytes } from 'node:crypto';

/** 192 random bits: nobody finds a link by guessing. */
const SLUG_BYTES = 24;

/** The secret part of a link's address, 32 characters of base64url. */
export function newSlug(): string {
  return randomBytes(SLUG_BYTES).toString('base64url');
}

/** What is stored to find the link by. With this many random bits no slow hash is needed. */
export function hashSlug(slug: string): string {
  return createHash('sha256').update(slug).digest('base64url');
}
