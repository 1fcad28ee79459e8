import { createHash, randomBytes } from 'node:crypto';
import { type Access, closeAccess } from '@/lib/accounts/server/access';
import { noteVisit } from '@/lib/accounts/server/last-visit';
import { AppError } from '@/lib/platform/model/app-error';
import {
  type ApiTokenRecord,
  deleteApiToken,
  deleteApiTokens,
  findApiTokenByHash,
  insertApiToken,
  isApiTokenGood,
  listApiTokens,
  noteApiTokenUsed,
} from '@/lib/public-api/db/api-tokens';
import type { ApiToken, CreateToken } from '@/lib/public-api/model/tokens';

/** Personal tokens for the public API: shown once, stored as a hash. */

const MAX_TOKENS = 50;
const DAY_MS = 24 * 60 * 60_000;
/** `lastUsedAt` is only shown to people, so it need not be written with every call. */
const NOTE_USE_EVERY_MS = 60_000;
/** Makes a token recognizable in a log or in a scan for leaked secrets. */
const PREFIX = 'cpt_';
const SECRET = /^cpt_[\w-]{43}$/;

/** Newest first; none for a visitor. */
export async function tokensOf(userId: string | null): Promise<ApiToken[]> {
  return userId === null ? [] : listApiTokens(userId);
}

/** The only time that the secret is available. Throws AppError `conflict` when there are too many. */
export async function createToken(
  userId: string,
  { name, expiresInDays, scope = 'completions' }: Omit<CreateToken, 'password'>,
): Promise<{ token: ApiToken; secret: string }> {
  if ((await listApiTokens(userId)).length >= MAX_TOKENS) {
    throw new AppError('conflict', { message: `You can have up to ${MAX_TOKENS} tokens. Revoke one first.` });
  }
  const secret = PREFIX + randomBytes(32).toString('base64url');
  const token = await insertApiToken(userId, {
    name,
    secretHash: hashOf(secret),
    lastFour: secret.slice(-4),
    scope,
    expiresAt: expiresInDays === null ? null : new Date(Date.now() + expiresInDays * DAY_MS),
  });
  if (token === null) throw new AppError('not_signed_in');
  return { token, secret };
}

/** The token stops working, and its open answers end. Throws AppError `not_found`. */
export async function revokeToken(userId: string, tokenId: string): Promise<void> {
  if (!(await deleteApiToken(userId, tokenId))) throw new AppError('not_found');
  closeAccess(userId, { kind: 'token', id: tokenId });
}

/** The same for all tokens of this user. */
export async function revokeAllTokens(userId: string): Promise<void> {
  await deleteApiTokens(userId);
  closeAccess(userId, { kind: 'token' });
}

/** The token as an access that an answer depends on. `endingsBefore`: from before it was checked. */
export function accessOfToken({ id, userId }: ApiTokenRecord, endingsBefore: number): Access {
  return {
    ...{ userId, kind: 'token', id, endingsBefore },
    isOpen: (db) => isApiTokenGood(userId, id, new Date(), db),
  };
}

/** The record of a token. Throws AppError `not_signed_in`, with a sentence why. */
export async function checkToken(secret: string, now = new Date()): Promise<ApiTokenRecord> {
  const token = SECRET.test(secret) ? await findApiTokenByHash(hashOf(secret)) : null;
  if (token === null) {
    throw new AppError('not_signed_in', {
      message: "This API token isn't valid. Create a token in the playground under Settings → API.",
    });
  }
  if (token.expiresAt !== null && token.expiresAt <= now) {
    throw new AppError('not_signed_in', {
      message: `The API token "${token.name}" expired on ${token.expiresAt.toISOString().slice(0, 10)}.`,
    });
  }
  if (token.lastUsedAt === null || now.getTime() - token.lastUsedAt.getTime() >= NOTE_USE_EVERY_MS) {
    await noteApiTokenUsed(token.id, now);
  }
  noteVisit(token.userId);
  return token;
}

/** 32 random bytes cannot be guessed, so a fast hash is enough, and lookups must be cheap. */
function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
