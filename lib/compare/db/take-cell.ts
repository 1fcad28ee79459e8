import type { RefusedCell } from '@/lib/compare/model/comparisons';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { getDb, isUniqueViolation } from '@/lib/platform/db/client';
import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import { fromStored, toStored } from '@/lib/platform/db/stored-json';
import { env } from '@/lib/platform/env/env';
import type { Attempt } from '@/lib/protocol/run/run-events';
import { databaseNow } from '@/lib/runs/db/process-lease';
import { type PacedCell, type Paces, readPaces } from './connection-pace';
import type { StartOrigin } from './queue';
import { storedPlan } from './stored-plan';

/**
 * How servers take cells out of the queues (docs/decisions/0038). A cell that is taken has the id that its run will
 * have: as long as there is no such run, nothing was sent, and the cell is free again when its server dies.
 */

export interface Taker {
  readonly processId: string;
  /** Of the run that the cell will have. */
  readonly runId: string;
  /** Comparisons that somebody watches through this server. */
  readonly attended: readonly string[];
  /** Those of which the watcher has just left, or was only expected: theirs unless another server has one. */
  readonly leftLately: readonly string[];
  /** Whether this server may take what is watched through others: their pages can follow it from there. */
  readonly isFollowedElsewhere: boolean;
  /** Who has no slot here at the moment. */
  readonly full: FullSlots;
}

export interface FullSlots {
  readonly users: readonly string[];
  readonly addresses: readonly string[];
  readonly guestAddresses: readonly string[];
  readonly guests: boolean;
}

export interface TakenCell {
  readonly startId: string;
  readonly cell: string;
  readonly comparisonId: string;
  readonly runId: string;
  /** Null: of a server from before there were limits by connection. */
  readonly connectionId: string | null;
  /** By the database's clock. */
  readonly takenAt: number;
  /** Attempts that its connection's server refused before, as too many calls. */
  readonly attempts: readonly Attempt[];
  /** How often it was put back because of that. */
  readonly tries: number;
  /** Whether that server has refused calls lately. */
  readonly isSlowed: boolean;
}

/** The same for the limits of its connection; null: it has none. */
export function pacedCell({ connectionId, ...taken }: TakenCell): PacedCell | null {
  return connectionId === null ? null : { ...taken, connectionId };
}

/** Whose turn it is: what the bounds of runs count by. */
export interface NextQueue {
  readonly comparisonId: string;
  readonly userId: string;
  readonly address: string | null;
  readonly isGuest: boolean;
}

/** The comparison of which `takeNextCell` would take a cell now; null: none. */
export async function nextQueue(taker: Taker): Promise<NextQueue | null> {
  const { held } = await readPaces();
  const [row] = await getDb().$queryRaw<
    (Omit<NextQueue, 'isGuest'> & { isGuest: boolean | number | bigint })[]
  >`
    ${queuesInTurn(taker, held)} LIMIT 1`;
  return row === undefined ? null : { ...row, isGuest: Boolean(Number(row.isGuest)) };
}

/** Servers that take cells of a limited connection at the same moment want the same place: one of them gets it. */
const MAX_TRIES = 5;

/**
 * Takes the next cell, in one statement: users take turns, and so do the comparisons of one user, over all servers. Null:
 * nothing waits that this server may run now.
 * @param ofUser null: of anybody
 */
export async function takeNextCell(taker: Taker, ofUser: string | null = null): Promise<TakenCell | null> {
  for (let triesLeft = MAX_TRIES - 1; ; triesLeft -= 1) {
    const paces = await readPaces();
    try {
      const [row] = await getDb().$queryRaw<TakenRow[]>(takeStatement(taker, paces, ofUser));
      return row === undefined ? null : asTaken(row, paces);
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      if (triesLeft === 0) return null;
    }
  }
}

interface TakenRow extends Pick<TakenCell, 'startId' | 'cell' | 'comparisonId' | 'runId' | 'connectionId'> {
  readonly takenAt: number | bigint;
  readonly tries: number | bigint;
  /** SQLite has JSON as text. */
  readonly attempts: string | Prisma.JsonValue | null;
}

function asTaken({ takenAt, tries, attempts, ...row }: TakenRow, { slowed }: Paces): TakenCell {
  const json = typeof attempts === 'string' ? JSON.parse(attempts) : attempts;
  return {
    ...row,
    takenAt: Number(takenAt),
    tries: Number(tries),
    attempts: fromStored<Attempt[]>(json) ?? [],
    isSlowed: row.connectionId !== null && slowed.has(row.connectionId),
  };
}

function takeStatement(taker: Taker, paces: Paces, ofUser: string | null): Prisma.Sql {
  const set = Prisma.sql`
    UPDATE "QueuedCell" SET "state" = 'taken', "processId" = ${taker.processId}, "runId" = ${taker.runId},
      "takenAt" = ${databaseNow()}, "slot" = ${slotOf(paces)}`;
  const returning = Prisma.sql`
    RETURNING "QueuedCell"."startId", "QueuedCell"."cell", "QueuedCell"."comparisonId", "QueuedCell"."runId",
      "QueuedCell"."connectionId", "QueuedCell"."takenAt", "QueuedCell"."tries", "QueuedCell"."attempts"`;
  const first = (comparisonId: Prisma.Sql) => Prisma.sql`
    SELECT waiting."startId", waiting."cell" FROM "QueuedCell" AS waiting
    WHERE waiting."state" = 'waiting' AND waiting."comparisonId" = ${comparisonId} AND ${mayGo('waiting', paces.held)}
    ORDER BY waiting."startId", waiting."position" LIMIT 1`;
  // Of several servers that look at the same moment, each locks another cell. A comparison is only looked at when those
  // before it have none left; materialized, because a plan that looked twice would take two cells.
  return env.databaseKind === 'postgresql'
    ? Prisma.sql`
        WITH found AS MATERIALIZED (
          SELECT first.* FROM (${queuesInTurn(taker, paces.held, ofUser)}) AS next
          CROSS JOIN LATERAL (${first(Prisma.sql`next."comparisonId"`)} FOR UPDATE SKIP LOCKED) AS first LIMIT 1)
        ${set} FROM found WHERE "QueuedCell"."startId" = found."startId" AND "QueuedCell"."cell" = found."cell"
        ${returning}`
    : Prisma.sql`
        ${set} WHERE ("startId", "cell") IN (
          ${first(Prisma.sql`(SELECT next."comparisonId" FROM (${queuesInTurn(taker, paces.held, ofUser)}) AS next LIMIT 1)`)})
        ${returning}`;
}

/** Unique for each connection: so two servers can't both take the last place. */
function slotOf({ slots }: Paces): Prisma.Sql {
  if (slots.size === 0) return Prisma.sql`NULL`;
  const cases = [...slots].map(([id, slot]) => Prisma.sql`WHEN ${id} THEN CAST(${slot} AS INTEGER)`);
  return Prisma.sql`CASE "QueuedCell"."connectionId" ${Prisma.join(cases, ' ')} ELSE NULL END`;
}

/** Whether a waiting cell's connection has a place for it. */
function mayGo(alias: 'waiting' | 'queued', held: readonly string[]): Prisma.Sql {
  const connectionId = Prisma.raw(`coalesce(${alias}."connectionId", '')`);
  return held.length === 0 ? Prisma.sql`TRUE` : Prisma.sql`NOT ${among(connectionId, held)}`;
}

/** The comparisons with waiting cells that the server may run now, the next one first. */
function queuesInTurn(taker: Taker, held: readonly string[], ofUser: string | null = null): Prisma.Sql {
  const isTheirs = ofUser === null ? Prisma.sql`TRUE` : Prisma.sql`queue."userId" = ${ofUser}`;
  return Prisma.sql`
    SELECT queue."comparisonId", queue."userId", queue."address", queue."isGuest" FROM (
      SELECT "ComparisonQueue".*,
        coalesce(
          max(CASE WHEN "hadTurn" THEN "turn" END) OVER (PARTITION BY "userId"),
          min("turn") OVER (PARTITION BY "userId")) AS "turnOfUser"
      FROM "ComparisonQueue") AS queue
    WHERE EXISTS (
        SELECT 1 FROM "QueuedCell" AS queued
        WHERE queued."state" = 'waiting' AND queued."comparisonId" = queue."comparisonId" AND ${mayGo('queued', held)})
      AND NOT queue."paused" AND ${isTheirs} AND (${mayRun(taker)}) AND ${hasSlot(taker.full)}
    ORDER BY queue."turnOfUser", queue."turn", queue."comparisonId"`;
}

/**
 * What is watched through another server runs there: this one could not show its text. A comparison in the background
 * is anybody's once nobody watches it.
 */
function mayRun({ processId, attended, leftLately, isFollowedElsewhere }: Taker): Prisma.Sql {
  const id = Prisma.sql`queue."comparisonId"`;
  const isOwnSign = Prisma.sql`(queue."watchedBy" = ${processId} OR queue."watchedUntil" <= ${databaseNow()})`;
  const own = Prisma.sql`(${among(id, attended)} OR (${among(id, leftLately)} AND ${isOwnSign}))`;
  const isWatched = Prisma.sql`queue."watchedUntil" > ${databaseNow()}`;
  // Nobody else could be watching it.
  if (env.databaseKind === 'sqlite') {
    return Prisma.sql`queue."background" OR ${among(id, [...attended, ...leftLately])}`;
  }
  if (isFollowedElsewhere) return Prisma.sql`queue."background" OR ${isWatched} OR ${own}`;
  return Prisma.sql`(queue."background" AND NOT ${isWatched}) OR ${own}`;
}

function hasSlot({ users, addresses, guestAddresses, guests }: FullSlots): Prisma.Sql {
  const address = Prisma.sql`coalesce(queue."address", '')`;
  const isFullGuest = guests ? Prisma.sql`TRUE` : among(address, guestAddresses);
  return Prisma.sql`
    NOT ${among(Prisma.sql`queue."userId"`, users)} AND NOT ${among(address, addresses)}
    AND NOT (queue."isGuest" AND ${isFullGuest})`;
}

export function among(value: Prisma.Sql, list: readonly string[]): Prisma.Sql {
  return list.length === 0 ? Prisma.sql`FALSE` : Prisma.sql`(${value} IN (${Prisma.join([...list])}))`;
}

/** Whether a cell of any comparison waits that is not paused, or is taken. */
export async function whatIsQueued(): Promise<{ isWaiting: boolean; isTaken: boolean }> {
  const [row] = await getDb().$queryRaw<Record<'waiting' | 'taken', boolean | number | bigint>[]>`
    SELECT EXISTS (SELECT 1 FROM "ComparisonQueue" AS queue WHERE NOT queue."paused" AND EXISTS (
        SELECT 1 FROM "QueuedCell" AS cell
        WHERE cell."state" = 'waiting' AND cell."comparisonId" = queue."comparisonId")) AS "waiting",
      EXISTS (SELECT 1 FROM "QueuedCell" WHERE "state" = 'taken') AS "taken"`;
  return { isWaiting: Boolean(Number(row?.waiting)), isTaken: Boolean(Number(row?.taken)) };
}

/** For the metrics: cells of all comparisons that wait. */
export function countWaiting(): Promise<number> {
  return getDb().queuedCell.count({ where: { state: 'waiting' } });
}

/** What the cells of one start have in common. */
export interface StartOfCells {
  readonly userId: string;
  readonly plan: ComparisonPlan;
  readonly origin: StartOrigin | null;
  readonly requestId: string | null;
  /** Of the plan as JSON. */
  readonly characters: number;
}

/** Null: it is gone, with its comparison. */
export async function startOfCells(startId: string): Promise<StartOfCells | null> {
  const row = await getDb().queuedStart.findUnique({
    where: { id: startId },
    select: { userId: true, plan: true, origin: true, requestId: true },
  });
  const plan = storedPlan(row?.plan ?? null);
  if (row === null || plan === null) return null;
  const origin = fromStored<StartOrigin>(row.origin);
  return { ...row, plan, origin, characters: JSON.stringify(plan).length };
}

export const isNobodys = Prisma.sql`
  "state" = 'waiting', "processId" = NULL, "runId" = NULL, "takenAt" = NULL, "slot" = NULL`;

/** The cell was not started: it waits again, where it was. One that is to be stopped leaves the queue. */
export async function putBackCell({ runId, comparisonId }: TakenCell): Promise<void> {
  await getDb().$transaction(async (db) => {
    const stopped = await db.$executeRaw`
      DELETE FROM "QueuedCell" WHERE "runId" = ${runId} AND "stop" IS NOT NULL`;
    await db.$executeRaw`UPDATE "QueuedCell" SET ${isNobodys} WHERE "runId" = ${runId}`;
    await db.$executeRaw`
      UPDATE "ComparisonQueue" SET "version" = "version" + 1, "total" = "total" - ${stopped}
      WHERE "comparisonId" = ${comparisonId}`;
  });
}

/** The cell could not be started. False: it is not there any more. */
export async function refuseCell(runId: string, refusal: Omit<RefusedCell, 'cell'>): Promise<boolean> {
  const { count } = await getDb().queuedCell.updateMany({
    where: { runId },
    data: {
      ...{ state: 'refused', processId: null, runId: null, takenAt: null, slot: null },
      refusal: toStored(refusal),
    },
  });
  return count > 0;
}

/**
 * The cell turned out to have a run already, of a server that had lost it: the cell is that run's until it ends.
 * Two servers can only get there after one of them stood still for longer than its lease.
 */
export async function leaveCellTo({ startId, cell }: TakenCell, existingRunId: string): Promise<void> {
  await getDb().$transaction(async (db) => {
    const owner = await db.run.findUnique({
      where: { id: existingRunId },
      select: { status: true, processId: true },
    });
    if (owner?.status === 'streaming') {
      await db.queuedCell.updateMany({
        where: { startId, cell },
        data: { runId: existingRunId, processId: owner.processId },
      });
    } else {
      await db.queuedCell.deleteMany({ where: { startId, cell } });
    }
    // It may have ended between the two: then nobody else would take its cell out.
    await db.$executeRaw`
      DELETE FROM "QueuedCell" WHERE "startId" = ${startId} AND "cell" = ${cell} AND NOT EXISTS (
        SELECT 1 FROM "Run" WHERE "id" = ${existingRunId} AND "status" = 'streaming')`;
  });
}

/** Whether the cell is still in the queue, waiting or taken. */
export async function isQueued({ startId, cell }: TakenCell): Promise<boolean> {
  const found = await getDb().queuedCell.findUnique({
    where: { startId_cell: { startId, cell } },
    select: { startId: true },
  });
  return found !== null;
}
