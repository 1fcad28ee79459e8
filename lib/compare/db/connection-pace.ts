import { type DbTransaction, getDb } from '@/lib/platform/db/client';
import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import { toStored } from '@/lib/platform/db/stored-json';
import { env } from '@/lib/platform/env/env';
import type { Attempt } from '@/lib/protocol/run/run-events';
import { databaseNow } from '@/lib/runs/db/process-lease';

/**
 * How many cells may go to one connection at once, over all servers: as many as its owner has set, and fewer while its
 * server refuses calls as too many (docs/decisions/0043). Every time here is the database's.
 */

/** A refusal longer ago says nothing of those now: nobody has called meanwhile. */
const FORGOTTEN_MS = 2 * 60_000;
/** A connection that was not slowed down again for so long needs no limit. */
const RECOVERED_MS = 10 * 60_000;

/** What holds for the connections that have a limit now. */
export interface Paces {
  /** No cell goes to these. */
  readonly held: readonly string[];
  /** The place that the next cell has at each of the others. */
  readonly slots: ReadonlyMap<string, number>;
  /** Those whose servers have refused calls lately. */
  readonly slowed: ReadonlySet<string>;
}

interface PaceRow {
  readonly connectionId: string;
  readonly atOnce: number | bigint | null;
  readonly runsAtOnce: number | bigint | null;
  readonly isHeld: boolean | number | bigint;
  /** Of a cell that is taken; null: there is none. */
  readonly runId: string | null;
  readonly slot: number | bigint | null;
}

/** Of all connections that have a limit; one row for each of their cells that is taken. */
export async function readPaces(): Promise<Paces> {
  const rows = await getDb().$queryRaw<PaceRow[]>`
    SELECT pace."connectionId", pace."atOnce", own."runsAtOnce", pace."resumesAt" > ${databaseNow()} AS "isHeld",
      taken."runId", taken."slot"
    FROM "ConnectionPace" AS pace
    LEFT JOIN "Connection" AS own ON own."id" = pace."connectionId"
    LEFT JOIN "QueuedCell" AS taken ON taken."connectionId" = pace."connectionId" AND taken."state" = 'taken'
    WHERE own."runsAtOnce" IS NOT NULL OR pace."atOnce" IS NOT NULL OR pace."resumesAt" > ${databaseNow()}`;
  const held: string[] = [];
  const slots = new Map<string, number>();
  const slowed = new Set<string>();
  for (const connectionId of new Set(rows.map((row) => row.connectionId))) {
    const own = rows.filter((row) => row.connectionId === connectionId);
    const limits = own.flatMap(({ atOnce, runsAtOnce }) =>
      [atOnce ?? [], runsAtOnce ?? []].flat().map(Number),
    );
    const taken = own.filter(({ runId }) => runId !== null);
    if (own.some(({ atOnce }) => atOnce !== null)) slowed.add(connectionId);
    if (own.some(({ isHeld }) => Number(isHeld)) || taken.length >= Math.min(...limits))
      held.push(connectionId);
    else slots.set(connectionId, freeSlot(taken.flatMap(({ slot }) => slot ?? []).map(Number)));
  }
  return { held, slots, slowed };
}

/** The lowest that is not in use. Fewer cells are taken than the limit, so it is within the limit. */
function freeSlot(used: readonly number[]): number {
  let slot = 1;
  while (used.includes(slot)) slot += 1;
  return slot;
}

/** In a transaction that queues cells for these connections. */
export async function notePaced(db: DbTransaction, connectionIds: readonly string[]): Promise<void> {
  const now = new Date();
  for (const id of connectionIds) {
    await db.$executeRaw`
      INSERT INTO "ConnectionPace" ("connectionId", "changedAt") VALUES (${id}, ${now})
      ON CONFLICT ("connectionId") DO UPDATE SET "changedAt" = excluded."changedAt"`;
  }
}

/** The cell whose call was refused, or answered. */
export interface PacedCell {
  readonly runId: string;
  readonly comparisonId: string;
  readonly connectionId: string;
  readonly takenAt: number;
}

/**
 * The connection's server refused a call as one too many: half as many cells run at once from now on. All that were taken
 * before that count as one refusal. Returns for how long every call was refused, in milliseconds.
 */
export async function noteRefusal({ connectionId, takenAt }: PacedCell): Promise<number> {
  const running = Prisma.sql`(
    SELECT count(*) FROM "QueuedCell" WHERE "connectionId" = ${connectionId} AND "state" = 'taken')`;
  const isNews = Prisma.sql`"loweredAt" < ${takenAt}`;
  const longAgo = Prisma.sql`${databaseNow()} - ${FORGOTTEN_MS}`;
  const isFirst = Prisma.sql`("failingSince" IS NULL OR ("loweredAt" < ${longAgo} AND "resumesAt" < ${longAgo}))`;
  const [row] = await getDb().$queryRaw<{ failingMs: number | bigint }[]>`
    UPDATE "ConnectionPace" SET
      "failingSince" = CASE WHEN ${isFirst} THEN ${databaseNow()} ELSE "failingSince" END,
      "atOnce" = CASE WHEN ${isNews} THEN (CASE WHEN ${running} > 3 THEN ${running} / 2 ELSE 1 END) ELSE "atOnce" END,
      "answers" = CASE WHEN ${isNews} THEN 0 ELSE "answers" END,
      "loweredAt" = CASE WHEN ${isNews} THEN ${databaseNow()} ELSE "loweredAt" END,
      "changedAt" = ${new Date()}
    WHERE "connectionId" = ${connectionId} RETURNING ${databaseNow()} - "failingSince" AS "failingMs"`;
  return Number(row?.failingMs ?? 0);
}

/**
 * The connection's server answered a call that was made since its last refusal: as many answers as cells run at once let one
 * more run, until there is no need for a limit any more.
 * @param most how many could run without one
 */
export async function noteAnswer({ connectionId, takenAt }: PacedCell, most: number): Promise<void> {
  const own = Prisma.sql`(SELECT "runsAtOnce" FROM "Connection" WHERE "id" = ${connectionId})`;
  const isRaised = Prisma.sql`"answers" + 1 >= "atOnce"`;
  await getDb().$executeRaw`
    UPDATE "ConnectionPace" SET "failingSince" = NULL,
      "answers" = CASE WHEN ${isRaised} THEN 0 ELSE "answers" + 1 END,
      "atOnce" = CASE WHEN NOT ${isRaised} THEN "atOnce"
        WHEN "atOnce" + 1 >= ${most} OR "atOnce" + 1 >= coalesce(${own}, ${most}) THEN NULL
        WHEN "loweredAt" < ${databaseNow()} - ${RECOVERED_MS} THEN NULL
        ELSE "atOnce" + 1 END
    WHERE "connectionId" = ${connectionId} AND "atOnce" IS NOT NULL AND "loweredAt" < ${takenAt}`;
}

/**
 * The cell waits again, first of its start, and no cell goes to its connection for `waitMs`. Its run is gone, in the same
 * transaction: nothing came of it. False, and nothing has changed: the run has ended, or is to be stopped.
 * @param attempts all that failed so far
 */
export function putBackRefused(
  { runId, comparisonId, connectionId }: PacedCell,
  attempts: readonly Attempt[],
  waitMs: number,
): Promise<boolean> {
  const lock = env.databaseKind === 'sqlite' ? Prisma.empty : Prisma.sql`FOR UPDATE`;
  const at = Prisma.sql`${databaseNow()} + ${waitMs}`;
  return getDb().$transaction(async (db) => {
    // Locked in the order of a run's end: the run, then its cell.
    const open = await db.$queryRaw<unknown[]>`
      SELECT 1 FROM "Run" WHERE "id" = ${runId} AND "status" = 'streaming' ${lock}`;
    if (open.length === 0) return false;
    const { count } = await db.queuedCell.updateMany({
      where: { runId, state: 'taken', stop: null },
      data: { ...NOBODYS, tries: { increment: 1 }, attempts: toStored([...attempts]) },
    });
    if (count === 0) return false;
    // Afterwards, since a run takes its cell along.
    await db.run.deleteMany({ where: { id: runId } });
    await db.comparisonQueue.updateMany({ where: { comparisonId }, data: { hasRetries: true } });
    await db.$executeRaw`
      UPDATE "ConnectionPace" SET "resumesAt" = CASE WHEN "resumesAt" > ${at} THEN "resumesAt" ELSE ${at} END
      WHERE "connectionId" = ${connectionId}`;
    return true;
  });
}

/** Of a cell that waits. */
const NOBODYS = { state: 'waiting', processId: null, runId: null, takenAt: null, slot: null } as const;
