import { type DbTransaction, getDb, isUniqueViolation } from '@/lib/platform/db/client';
import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import { asBoolean, asDate, type HotRow, hotRow } from '@/lib/platform/db/hot';

/** A completions server of a user, with its key and its extra headers as the secret box sealed them. */
export interface ConnectionRecord {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly kind: string;
  readonly baseUrl: string;
  readonly origin: string;
  readonly sealedKey: string | null;
  readonly keyLast4: string | null;
  readonly sealedHeaders: string | null;
  /** Separated by spaces. */
  readonly headerNames: string;
  readonly isDefault: boolean;
  /** Runs of comparisons on it at once; null: as many as there are slots. */
  readonly runsAtOnce: number | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export type NewConnection = Pick<
  ConnectionRecord,
  | 'id'
  | 'name'
  | 'kind'
  | 'baseUrl'
  | 'origin'
  | 'sealedKey'
  | 'keyLast4'
  | 'sealedHeaders'
  | 'headerNames'
  | 'isDefault'
  | 'runsAtOnce'
>;
export type ConnectionPatch = Partial<Omit<NewConnection, 'id'>>;

export type SaveConnectionResult =
  | { ok: true; connection: ConnectionRecord }
  | { ok: false; reason: 'name_taken' | 'not_found' };

/** Oldest first. */
export function listConnections(userId: string): Promise<ConnectionRecord[]> {
  return getDb().connection.findMany({ where: { userId }, orderBy: { id: 'asc' } });
}

export async function findConnection(userId: string, id: string): Promise<ConnectionRecord | null> {
  const row = await hotRow<HotRow<ConnectionRecord, 'isDefault' | 'createdAt' | 'updatedAt'>>(Prisma.sql`
    SELECT "id", "userId", "name", "kind", "baseUrl", "origin", "sealedKey", "keyLast4", "sealedHeaders", "headerNames",
      "isDefault", "runsAtOnce", "createdAt", "updatedAt"
    FROM "Connection" WHERE "id" = ${id} AND "userId" = ${userId}`);
  return (
    row && {
      ...row,
      isDefault: asBoolean(row.isDefault),
      createdAt: asDate(row.createdAt),
      updatedAt: asDate(row.updatedAt),
    }
  );
}

/** The caller creates `id`, because the sealed key is bound to it. `not_found`: there is no such user. */
export function insertConnection(userId: string, connection: NewConnection): Promise<SaveConnectionResult> {
  return saveConnection(userId, connection.isDefault, (db) =>
    db.connection.create({ data: { ...connection, userId } }),
  );
}

/** Absent fields stay as they are. `isDefault: true` takes it from the connection that had it. */
export function updateConnection(
  userId: string,
  id: string,
  patch: ConnectionPatch,
): Promise<SaveConnectionResult> {
  return saveConnection(userId, patch.isDefault === true, async (db) => {
    await db.connection.updateMany({ where: { id, userId }, data: patch });
    return db.connection.findFirst({ where: { id, userId } });
  });
}

/** Rolls the transaction back, so that a default is not removed for a connection that does not exist. */
class NothingToSave extends Error {}

async function saveConnection(
  userId: string,
  becomesDefault: boolean,
  save: (db: DbTransaction) => Promise<ConnectionRecord | null>,
): Promise<SaveConnectionResult> {
  try {
    const connection = await getDb().$transaction(async (db) => {
      // Writing the user's row first makes changes of one user's connections wait for each other: otherwise
      // two at once could both become the default.
      const owner = await db.user.updateMany({ where: { id: userId }, data: { lastSeenAt: new Date() } });
      if (owner.count === 0) throw new NothingToSave();
      if (becomesDefault) {
        await db.connection.updateMany({ where: { userId, isDefault: true }, data: { isDefault: false } });
      }
      const saved = await save(db);
      if (saved === null) throw new NothingToSave();
      return saved;
    });
    return { ok: true, connection };
  } catch (error) {
    if (error instanceof NothingToSave) return { ok: false, reason: 'not_found' };
    if (isUniqueViolation(error)) return { ok: false, reason: 'name_taken' };
    throw error;
  }
}

/** Deletes a connection, and the prices of its models. */
export function deleteConnection(userId: string, id: string): Promise<boolean> {
  return getDb().$transaction(async (db) => {
    // A price that is being set waits for this, and then finds the connection gone (see savePrice).
    await db.user.updateMany({ where: { id: userId }, data: { lastSeenAt: new Date() } });
    const { count } = await db.connection.deleteMany({ where: { id, userId } });
    if (count === 1) await db.modelPrice.deleteMany({ where: { userId, connectionId: id } });
    return count === 1;
  });
}

/** The columns that the secret box seals. */
export type SealedColumn = 'sealedKey' | 'sealedHeaders';

export interface SealedRecord {
  readonly id: string;
  readonly sealed: string;
}

/** A page of one sealed column of all users, in order of id, for the command that rewraps it. Starts at `''`. */
export async function listSealed(
  column: SealedColumn,
  afterId: string,
  limit: number,
): Promise<SealedRecord[]> {
  const rows = await getDb().connection.findMany({
    where: { id: { gt: afterId }, [column]: { not: null } },
    orderBy: { id: 'asc' },
    take: limit,
    select: { id: true, sealedKey: true, sealedHeaders: true },
  });
  return rows.flatMap((row) => {
    const sealed = row[column];
    return sealed === null ? [] : [{ id: row.id, sealed }];
  });
}

/** False when the secret was changed in between: the new one is not touched. */
export async function replaceSealed(
  column: SealedColumn,
  id: string,
  old: string,
  replacement: string,
): Promise<boolean> {
  const { count } = await getDb().connection.updateMany({
    where: { id, [column]: old },
    data: { [column]: replacement },
  });
  return count === 1;
}
