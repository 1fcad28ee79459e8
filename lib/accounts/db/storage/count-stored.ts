import { setImmediate } from 'node:timers/promises';
import { type DbTransaction, getDb, isWriteConflict } from '@/lib/platform/db/client';
import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import { env } from '@/lib/platform/env/env';

/** Tables whose rows are counted; each has a view of its name and `Bytes`. */
const COUNTED = [
  'Run',
  'Comparison',
  'Share',
  'Preset',
  'Connection',
  'ApiToken',
  'ModelPrice',
  'QueuedStart',
  'Document',
] as const;
type Counted = (typeof COUNTED)[number];

/** Ids read in one statement, and rows counted in one transaction: SQLite does nothing else meanwhile. */
const LOOKED_AT_ONCE = 500;
const COUNTED_AT_ONCE = 50;
const MAX_TRIES = 5;

/**
 * Counts rows from before the triggers existed, in small batches beside a running server. Safe to repeat:
 * rows already counted are skipped. Returns how many rows it counted.
 */
export async function countUncounted(): Promise<number> {
  let counted = 0;
  for (const table of COUNTED) {
    for await (const rows of pages(table)) {
      const missing = rows.filter(({ isCounted }) => !isCounted).map(({ id }) => id);
      counted += missing.length;
      await countRows(table, missing);
    }
  }
  return counted;
}

/**
 * Counts everything again and corrects each person's sum: for a database that was edited by hand or partly
 * restored. May run beside the server. Returns how many people's sums were wrong.
 */
export async function recountAll(): Promise<number> {
  for (const table of COUNTED) {
    for await (const rows of pages(table)) {
      await countRows(
        table,
        rows.map(({ id }) => id),
      );
    }
  }
  await forgetOrphans();
  return sumAll();
}

interface Row {
  readonly id: string;
  readonly isCounted: boolean;
}

async function* pages(table: Counted): AsyncGenerator<Row[]> {
  for (let after = ''; ; ) {
    const rows = await getDb().$queryRaw<{ id: string; counted: string | null }[]>`
      SELECT item."id", stored."id" AS "counted" FROM ${named(table)} AS item
      LEFT JOIN "StoredItem" AS stored ON stored."id" = item."id"
      WHERE item."id" > ${after} ORDER BY item."id" LIMIT ${LOOKED_AT_ONCE}`;
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map(({ id, counted }) => ({ id, isCounted: counted !== null }));
    after = last.id;
    await setImmediate();
  }
}

async function countRows(table: Counted, ids: readonly string[]): Promise<void> {
  for (let at = 0; at < ids.length; at += COUNTED_AT_ONCE) {
    const some = Prisma.join(ids.slice(at, at + COUNTED_AT_ONCE));
    await againWhenDeadlocked(() =>
      getDb().$transaction(async (db) => {
        await lockRows(db, table, some);
        await writeBytes(db, table, some);
      }),
    );
    await setImmediate();
  }
}

/**
 * Counts runs whose outputs were written after them: an import writes a run that has already ended, so no
 * trigger counts it again. Call it in the transaction that wrote them.
 */
export async function countRunsAgain(db: DbTransaction, runIds: readonly string[]): Promise<void> {
  if (runIds.length > 0) await writeBytes(db, 'Run', Prisma.join([...runIds]));
}

async function writeBytes(db: DbTransaction, table: Counted, ids: Prisma.Sql): Promise<void> {
  await db.$executeRaw`
    INSERT INTO "StoredItem" ("id", "userId", "bytes")
    SELECT "id", "userId", "bytes" FROM ${named(`${table}Bytes`)} WHERE "id" IN (${ids})
    ON CONFLICT ("id") DO UPDATE SET "bytes" = excluded."bytes"`;
}

/**
 * A change elsewhere can hold a person's sum and wait for a row that is locked here; Postgres then aborts one
 * of the two.
 */
async function againWhenDeadlocked(act: () => Promise<void>): Promise<void> {
  for (let triesLeft = MAX_TRIES - 1; ; triesLeft -= 1) {
    try {
      return await act();
    } catch (error) {
      if (triesLeft === 0 || !isWriteConflict(error)) throw error;
    }
  }
}

/**
 * Makes a concurrent change or deletion of these rows wait for this transaction; rows that only reference
 * them do not wait. SQLite allows one writer at a time anyway.
 */
async function lockRows(db: DbTransaction, table: Counted, ids: Prisma.Sql): Promise<void> {
  if (env.databaseKind === 'sqlite') return;
  await db.$queryRaw`SELECT 1 FROM ${named(table)} WHERE "id" IN (${ids}) ORDER BY "id" FOR NO KEY UPDATE`;
}

/** Removes the counts of things that no longer exist. */
async function forgetOrphans(): Promise<void> {
  const gone = Prisma.join(
    COUNTED.map((table) => Prisma.sql`NOT EXISTS (SELECT 1 FROM ${named(table)} WHERE "id" = item."id")`),
    ' AND ',
  );
  for (let after = ''; ; ) {
    const ids = await getDb().$queryRaw<{ id: string }[]>`
      SELECT "id" FROM "StoredItem" WHERE "id" > ${after} ORDER BY "id" LIMIT ${LOOKED_AT_ONCE}`;
    const last = ids.at(-1);
    if (last === undefined) return;
    await getDb().$executeRaw`
      DELETE FROM "StoredItem" AS item
      WHERE item."id" IN (${Prisma.join(ids.map(({ id }) => id))}) AND ${gone}`;
    after = last.id;
    await setImmediate();
  }
}

async function sumAll(): Promise<number> {
  let wrong = 0;
  for (let after = ''; ; ) {
    const users = await getDb().user.findMany({
      where: { id: { gt: after } },
      orderBy: { id: 'asc' },
      take: LOOKED_AT_ONCE,
      select: { id: true },
    });
    const last = users.at(-1);
    if (last === undefined) return wrong;
    for (const { id } of users) if (await sumAnew(id)) wrong += 1;
    after = last.id;
  }
}

/** True when the sum was wrong. */
function sumAnew(userId: string): Promise<boolean> {
  return getDb().$transaction(async (db) => {
    // Locks the sum: a change that is under way has added to it already and is waited for, or adds to it afterwards.
    const made = await db.$executeRaw`
      INSERT INTO "UserStorage" ("userId", "bytes") SELECT "id", -1 FROM "User" WHERE "id" = ${userId}
      ON CONFLICT ("userId") DO UPDATE SET "bytes" = "UserStorage"."bytes"`;
    if (made === 0) return false;
    const changed = await db.$executeRaw`
      UPDATE "UserStorage" SET "bytes" = found."sum" FROM (
        SELECT coalesce(sum("bytes"), 0) AS "sum" FROM "StoredItem" WHERE "userId" = ${userId}) AS found
      WHERE "userId" = ${userId} AND "bytes" <> found."sum"`;
    return changed > 0;
  });
}

function named(table: string): Prisma.Sql {
  return Prisma.raw(`"${table}"`);
}
