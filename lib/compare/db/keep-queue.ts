import { getDb } from '@/lib/platform/db/client';
import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import { databaseNow } from '@/lib/runs/db/process-lease';
import { WATCHED_MS } from './queue';
import { among, isNobodys } from './take-cell';

/**
 * What keeps the queues right while servers come and go: whose cells are whose, who watches, and what is of no use any
 * more (docs/decisions/0038).
 */

/** The cells that a server has, by the rows; with the `StopReason` of those whose runs it should end. */
export async function cellsOfServer(processId: string): Promise<{ runId: string; stop: string | null }[]> {
  const rows = await getDb().queuedCell.findMany({
    where: { processId },
    select: { runId: true, stop: true },
  });
  return rows.flatMap(({ runId, stop }) => (runId === null ? [] : [{ runId, stop }]));
}

/**
 * Cells of servers that are gone wait again, unless there is a run: that one is closed with the other runs of its
 * server, and takes its cell along. What they watched is open to others. Returns the comparisons that have changed.
 *
 * @param leaseMs how old a heartbeat may be; null: only of servers that have no row at all
 * @param holdMs how long a comparison that was watched through a dead server waits for its page
 */
export async function freeCellsOfTheDead(
  ownId: string,
  leaseMs: number | null,
  holdMs: number,
): Promise<string[]> {
  const isAlive = (process: Prisma.Sql) => Prisma.sql`EXISTS (
    SELECT 1 FROM "ServerProcess" AS owner WHERE owner."id" = ${process}
      AND ${leaseMs === null ? Prisma.sql`TRUE` : Prisma.sql`owner."seenAt" > ${databaseNow()} - ${leaseMs}`})`;
  const watcherGone = Prisma.sql`"watchedBy" IS NOT NULL AND "watchedBy" <> ${ownId}
    AND NOT ${isAlive(Prisma.sql`"ComparisonQueue"."watchedBy"`)}`;
  await getDb().$executeRaw`
    UPDATE "ComparisonQueue" SET "watchedBy" = NULL,
      "watchedUntil" = CASE WHEN "background" THEN 0 ELSE ${databaseNow()} + ${holdMs} END
    WHERE ${watcherGone}`;
  const isGone = Prisma.sql`"state" = 'taken' AND "processId" <> ${ownId}
    AND NOT ${isAlive(Prisma.sql`"QueuedCell"."processId"`)}`;
  return free(isGone);
}

/**
 * The same for cells that this server has by the rows but does not know: it could not say, when it tried, that it had
 * not started them.
 */
export function freeForgottenCells(runIds: readonly string[]): Promise<string[]> {
  return free(Prisma.sql`"state" = 'taken' AND ${among(Prisma.sql`"runId"`, runIds)}`);
}

async function free(which: Prisma.Sql): Promise<string[]> {
  const ended = await getDb().$queryRaw<{ comparisonId: string }[]>`
    DELETE FROM "QueuedCell" WHERE ${which} AND ("stop" IS NOT NULL OR EXISTS (
        SELECT 1 FROM "Run" WHERE "Run"."id" = "QueuedCell"."runId"))
      AND NOT EXISTS (
        SELECT 1 FROM "Run" WHERE "Run"."id" = "QueuedCell"."runId" AND "Run"."status" = 'streaming')
    RETURNING "comparisonId"`;
  const freed = await getDb().$queryRaw<{ comparisonId: string }[]>`
    UPDATE "QueuedCell" SET ${isNobodys}
    WHERE ${which} AND NOT EXISTS (SELECT 1 FROM "Run" WHERE "Run"."id" = "QueuedCell"."runId")
    RETURNING "comparisonId"`;
  const changed = [...new Set([...ended, ...freed].map(({ comparisonId }) => comparisonId))];
  if (freed.length > 0) {
    await getDb().comparisonQueue.updateMany({
      where: { comparisonId: { in: changed } },
      data: { version: { increment: 1 } },
    });
  }
  return changed;
}

/** Somebody watches these comparisons through this server, as long as it says so again and again. */
export async function noteWatched(comparisonIds: readonly string[], processId: string): Promise<void> {
  await sayWatched(comparisonIds, processId, Prisma.sql`TRUE`);
}

/** The same, where another server has said so since: one whose watcher has left does not notice that there is one here. */
export async function noteWatchedAgain(comparisonIds: readonly string[], processId: string): Promise<void> {
  await sayWatched(
    comparisonIds,
    processId,
    Prisma.sql`("watchedBy" IS NULL OR "watchedBy" <> ${processId})`,
  );
}

/** Their watchers have just left this server: that counts as long as nobody watches through another one. */
export async function noteLeftLately(comparisonIds: readonly string[], processId: string): Promise<void> {
  const isOthers = Prisma.sql`"watchedUntil" > ${databaseNow()} AND coalesce("watchedBy", '') <> ${processId}`;
  await sayWatched(comparisonIds, processId, Prisma.sql`NOT (${isOthers})`);
}

async function sayWatched(ids: readonly string[], processId: string, where: Prisma.Sql): Promise<void> {
  if (ids.length === 0) return;
  await getDb().$executeRaw`
    UPDATE "ComparisonQueue" SET "watchedBy" = ${processId}, "watchedUntil" = ${databaseNow()} + ${WATCHED_MS}
    WHERE "comparisonId" IN (${Prisma.join([...ids])}) AND ${where}`;
}

/**
 * Comparisons with something under way that nobody watches and that should not go on by themselves. What waits in a paused
 * one goes on only when somebody is there to resume it.
 */
export async function unwatchedComparisons(): Promise<{ comparisonId: string; userId: string }[]> {
  return getDb().$queryRaw<{ comparisonId: string; userId: string }[]>`
    SELECT queue."comparisonId", queue."userId" FROM "ComparisonQueue" AS queue
    WHERE NOT queue."background" AND queue."watchedUntil" <= ${databaseNow()} AND EXISTS (
      SELECT 1 FROM "QueuedCell" AS cell
      WHERE (cell."state" = 'taken' OR (cell."state" = 'waiting' AND NOT queue."paused"))
        AND cell."comparisonId" = queue."comparisonId")`;
}

/**
 * Removes what is of no use any more: plans of starts of which no cell waits, starts that nobody repeats any more, and
 * queues, and paces of connections, in which nothing was under way since then.
 */
export async function sweepQueues(olderThan: Date): Promise<void> {
  const isOver = Prisma.sql`NOT EXISTS (
    SELECT 1 FROM "QueuedCell" AS cell
    WHERE cell."startId" = "QueuedStart"."id" AND cell."state" IN ('waiting', 'taken'))`;
  await getDb().$executeRaw`UPDATE "QueuedStart" SET "plan" = NULL WHERE "plan" IS NOT NULL AND ${isOver}`;
  await getDb().$executeRaw`
    DELETE FROM "QueuedStart" WHERE "createdAt" < ${olderThan} AND NOT EXISTS (
      SELECT 1 FROM "QueuedCell" AS cell WHERE cell."startId" = "QueuedStart"."id")`;
  await getDb().$executeRaw`
    DELETE FROM "ComparisonQueue" WHERE "changedAt" < ${olderThan} AND NOT EXISTS (
      SELECT 1 FROM "QueuedCell" AS cell WHERE cell."comparisonId" = "ComparisonQueue"."comparisonId")`;
  await getDb().$executeRaw`
    DELETE FROM "ConnectionPace" WHERE "changedAt" < ${olderThan} AND NOT EXISTS (
      SELECT 1 FROM "QueuedCell" AS cell
      WHERE cell."connectionId" = "ConnectionPace"."connectionId" AND cell."state" IN ('waiting', 'taken'))`;
}

/** For a restored backup: what waited when it was made may have run since. */
export async function forgetQueues(): Promise<number> {
  const { count } = await getDb().queuedCell.deleteMany({ where: { state: { not: 'refused' } } });
  await getDb().queuedStart.deleteMany({ where: { queued: { none: {} } } });
  await getDb().comparisonQueue.deleteMany();
  await getDb().connectionPace.deleteMany();
  return count;
}
