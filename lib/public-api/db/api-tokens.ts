import { uuidv7 } from 'uuidv7';
import { type DbTransaction, getDb, isForeignKeyViolation } from '@/lib/platform/db/client';
import type { ApiToken as ApiTokenRow } from '@/lib/platform/db/generated/sqlite/client';
import { env } from '@/lib/platform/env/env';
import type { ApiToken, TokenScope } from '@/lib/public-api/model/tokens';

/** A token with what the server checks. */
export interface ApiTokenRecord {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly scope: TokenScope;
  /** Null: never. */
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
}

export interface NewApiToken {
  readonly name: string;
  readonly secretHash: string;
  readonly lastFour: string;
  readonly scope: TokenScope;
  readonly expiresAt: Date | null;
}

/** Newest first. */
export async function listApiTokens(userId: string): Promise<ApiToken[]> {
  const rows = await getDb().apiToken.findMany({ where: { userId }, orderBy: { id: 'desc' } });
  return rows.map(toApiToken);
}

/** Null when the user does not exist (any more). */
export async function insertApiToken(userId: string, token: NewApiToken): Promise<ApiToken | null> {
  try {
    return toApiToken(await getDb().apiToken.create({ data: { ...token, id: uuidv7(), userId } }));
  } catch (error) {
    if (isForeignKeyViolation(error)) return null;
    throw error;
  }
}

/** Deletes it permanently; false when it does not exist, or belongs to another user. */
export async function deleteApiToken(userId: string, id: string): Promise<boolean> {
  const { count } = await getDb().apiToken.deleteMany({ where: { id, userId } });
  return count === 1;
}

/** Removes all of this user's; returns how many. */
export async function deleteApiTokens(userId: string): Promise<number> {
  return (await getDb().apiToken.deleteMany({ where: { userId } })).count;
}

/** Whether it exists and has not expired; in a transaction it stays until that is committed. */
export async function isApiTokenGood(
  userId: string,
  id: string,
  now: Date,
  db?: DbTransaction,
): Promise<boolean> {
  // SQLite has one writer at a time anyhow.
  if (db && env.databaseKind === 'postgresql') {
    await db.$queryRaw`SELECT 1 FROM "ApiToken" WHERE "id" = ${id} AND "userId" = ${userId} FOR KEY SHARE`;
  }
  const hasTime = { OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] };
  return (await (db ?? getDb()).apiToken.count({ where: { id, userId, ...hasTime } })) > 0;
}

/** The holder of the secret is the owner, so this is the only query without a user. */
export function findApiTokenByHash(secretHash: string): Promise<ApiTokenRecord | null> {
  return getDb().apiToken.findUnique({
    where: { secretHash },
    select: { id: true, userId: true, name: true, scope: true, expiresAt: true, lastUsedAt: true },
  });
}

/** A token that was revoked meanwhile stays revoked. */
export async function noteApiTokenUsed(id: string, at: Date): Promise<void> {
  await getDb().apiToken.updateMany({ where: { id }, data: { lastUsedAt: at } });
}

function toApiToken({ createdAt, expiresAt, lastUsedAt, ...row }: ApiTokenRow): ApiToken {
  const { id, name, lastFour, scope } = row;
  return {
    ...{ id, name, lastFour, scope },
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  };
}
