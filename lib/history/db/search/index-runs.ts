import { type DbTransaction, getDb } from '@/lib/platform/db/client';
import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import { promptText } from '@/lib/platform/db/prompt-json';
import { env } from '@/lib/platform/env/env';
import { momentOf } from '@/lib/runs/db/run-position';
import { indexEntry, type RunToIndex, type SearchedTexts } from './index-entry';
import { yieldAfter } from './long-texts';
import { writePostgresIndex } from './postgres-index';
import { REACH } from './run-texts';
import { emptyOldTables, writeSqliteIndex } from './sqlite-index';

/**
 * Keeps the full-text index up to date with the runs. The database's triggers record which runs have changed;
 * their texts are folded and indexed here.
 */

/** Runs indexed together: SQLite flushes its index with each batch and does nothing else meanwhile. */
const PORTION = 50;
/** For background indexing: streaming texts must not be held up. */
const SMALL_PORTION = 10;

/** Characters of text whose words are written in one statement: SQLite runs it in one go. */
const WRITTEN_AT_ONCE = 200_000;

/**
 * Indexes all changed runs of a user: before a search, and after many runs were changed at once.
 * @param portion how many together
 */
export async function indexChangedRuns(userId: string, portion = PORTION): Promise<void> {
  for (let after = 0; ; ) {
    const last = await indexNoted(Prisma.sql`"userId" = ${userId} AND "id" > ${after}`, portion);
    if (last === null) return;
    after = last;
  }
}

/**
 * Prepares a user's runs for a search. Returns the position from which the index is complete; null: it is
 * complete. One query only, since most searches find nothing to do.
 */
export async function prepareIndex(userId: string): Promise<number | null> {
  const [row] = await getDb().$queryRaw<
    { noted: boolean | number | bigint; below: number | bigint | null }[]
  >`
    SELECT EXISTS (SELECT 1 FROM "RunUnindexed" WHERE "userId" = ${userId}) AS "noted",
      (SELECT "below" FROM "RunReindex" WHERE NOT "olderAreFound") AS "below"`;
  if (row?.noted) await indexChangedRuns(userId);
  return row?.below == null ? null : Number(row.below);
}

/**
 * Indexes some changed runs of all users, from behind the note `after`. Returns the last note that it looked
 * at, to continue from; null: there are no more. Runs locked by another transaction stay noted, and must not
 * hold up those behind them.
 */
export function indexSomeChangedRuns(after = 0): Promise<number | null> {
  return indexNoted(Prisma.sql`"id" > ${after}`, SMALL_PORTION);
}

/** Indexes some runs from before the folding, newest first. False: all are done. */
export async function reindexSomeRuns(): Promise<boolean> {
  const below = await reindexedFrom();
  if (below === null) return false;
  return getDb().$transaction(async (db) => {
    const rows = await db.$queryRaw<{ id: string; userId: string; position: number | bigint }[]>`
      SELECT "id", "userId", "position" FROM "Run" WHERE "position" < ${below} ORDER BY "position" DESC LIMIT ${SMALL_PORTION}`;
    const last = rows.at(-1);
    if (last === undefined) {
      await db.$executeRaw`DELETE FROM "RunReindex"`;
      if (env.databaseKind === 'sqlite') await emptyOldTables(db);
      return false;
    }
    const free = await lockRuns(
      db,
      rows.map(({ id }) => id),
    );
    await indexRuns(db, free);
    const isFree = new Set(free);
    const busy = rows.filter(({ id }) => !isFree.has(id));
    // A row may be locked without being changed: then no trigger notes it, and this position is not visited
    // again.
    if (busy.length > 0) {
      await db.$executeRaw`
        INSERT INTO "RunUnindexed" ("runId", "userId")
        VALUES ${Prisma.join(busy.map(({ id, userId }) => Prisma.sql`(${id}, ${userId})`))}`;
    }
    await db.$executeRaw`UPDATE "RunReindex" SET "below" = ${Number(last.position)} WHERE "below" > ${Number(last.position)}`;
    return true;
  });
}

/** The position from which runs are indexed with the folding; null: all are. */
export async function reindexedFrom(): Promise<number | null> {
  const [row] = await getDb().$queryRaw<{ below: number | bigint }[]>`SELECT "below" FROM "RunReindex"`;
  return row === undefined ? null : Number(row.below);
}

/** The time of this position, if the user has older runs. */
export async function indexedFromOf(userId: string, below: number): Promise<Date | null> {
  const older = await getDb().run.findFirst({
    where: { userId, deletedAt: null, position: { lt: BigInt(below) } },
    select: { id: true },
  });
  return older && momentOf(below);
}

/** Returns the last note that it looked at; null: there was none. */
async function indexNoted(condition: Prisma.Sql, portion: number): Promise<number | null> {
  // Most searches find nothing noted, and need no transaction.
  const [first] = await getDb().$queryRaw<unknown[]>`SELECT 1 FROM "RunUnindexed" WHERE ${condition} LIMIT 1`;
  if (first === undefined) return null;
  return getDb().$transaction(async (db) => {
    const noted = await db.$queryRaw<{ id: number | bigint; runId: string }[]>`
      SELECT "id", "runId" FROM "RunUnindexed" WHERE ${condition} ORDER BY "id" LIMIT ${portion}`;
    if (noted.length === 0) return null;
    const runIds = [...new Set(noted.map(({ runId }) => runId))];
    const free = await lockRuns(db, runIds);
    // Somebody may have indexed them while this waited for the lock.
    const left = await db.$queryRaw<{ runId: string }[]>`
      SELECT DISTINCT "runId" FROM "RunUnindexed" WHERE "id" IN (${Prisma.join(noted.map(({ id }) => Number(id)))})`;
    const isLeft = new Set(left.map(({ runId }) => runId));
    await indexRuns(
      db,
      free.filter((runId) => isLeft.has(runId)),
    );
    const isFree = new Set(free);
    const there = await db.run.findMany({ where: { id: { in: runIds } }, select: { id: true } });
    const isBusy = new Set(there.map(({ id }) => id).filter((id) => !isFree.has(id)));
    const done = noted.filter(({ runId }) => !isBusy.has(runId)).map(({ id }) => Number(id));
    if (done.length > 0) {
      await db.$executeRaw`DELETE FROM "RunUnindexed" WHERE "id" IN (${Prisma.join(done)})`;
    }
    return Number(noted.at(-1)?.id);
  });
}

/**
 * Locks those of these runs that no other transaction is changing, so that they stay as they are until the
 * index has them. Each user's runs are indexed by one transaction at a time, up to its end: otherwise the one
 * that read first might write last. SQLite has one writer.
 */
async function lockRuns(db: DbTransaction, runIds: readonly string[]): Promise<string[]> {
  if (env.databaseKind === 'sqlite') return [...runIds];
  const ids = Prisma.join([...runIds]);
  // Always in the same order, so that no two transactions deadlock.
  await db.$queryRaw`
    SELECT pg_advisory_xact_lock("user")::text FROM (
      SELECT DISTINCT hashtextextended("userId", 0) AS "user" FROM "Run" WHERE "id" IN (${ids}) ORDER BY "user"
    ) AS users`;
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "Run" WHERE "id" IN (${ids}) FOR SHARE SKIP LOCKED`;
  return rows.map(({ id }) => id);
}

/** Indexes these runs as they are now. The caller has locked them. */
export async function indexRuns(db: DbTransaction, runIds: readonly string[]): Promise<void> {
  if (runIds.length === 0) return;
  const found = await db.$queryRaw<
    (Omit<SearchedTexts, 'prompt'> & { runId: string; position: number | bigint; promptJson: string })[]
  >`
    SELECT "runId", "position", "title", "note", "promptJson", "output", "shown" FROM "RunSearched"
    WHERE "runId" IN (${Prisma.join([...runIds])}) ORDER BY "position"`;
  const rows = found.map((row) => ({ ...row, prompt: promptText(row.promptJson, REACH) }));
  const write = env.databaseKind === 'sqlite' ? writeSqliteIndex : writePostgresIndex;
  const moved: number[] = [];
  let runs: RunToIndex[] = [];
  let characters = 0;
  for (const [at, row] of rows.entries()) {
    runs.push({ runId: row.runId, position: Number(row.position), entry: indexEntry(row) });
    const length = lengthOf(row);
    characters += length;
    if (characters >= WRITTEN_AT_ONCE || at === rows.length - 1) {
      moved.push(...(await write(db, runs)));
      runs = [];
      characters = 0;
    }
    await yieldAfter(length);
  }
  if (moved.length === 0) return;
  const again = await db.run.findMany({
    where: { position: { in: moved.map(BigInt) } },
    select: { id: true },
  });
  // Each has its place by now: none is moved for them.
  await indexRuns(
    db,
    again.map(({ id }) => id),
  );
}

function lengthOf({ title, note, prompt, output }: SearchedTexts): number {
  return [title, note, prompt, output].reduce((sum, text) => sum + (text?.length ?? 0), 0);
}
