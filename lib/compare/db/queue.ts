import { uuidv7 } from 'uuidv7';
import type { RefusedCell } from '@/lib/compare/model/comparisons';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { cellsOf } from '@/lib/compare/model/plan-cells';
import { isBuiltIn } from '@/lib/connections/model/built-in-connections';
import { type DbTransaction, getDb, isUniqueViolation, isWriteConflict } from '@/lib/platform/db/client';
import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import { fromStored, toStored } from '@/lib/platform/db/stored-json';
import { env } from '@/lib/platform/env/env';
import { databaseNow } from '@/lib/runs/db/process-lease';
import { notePaced } from './connection-pace';

/**
 * The queue of a comparison as people change it: cells come, and are taken out (docs/decisions/0038). How servers
 * take them is in ./take-cell.ts. Rows are locked in one order everywhere: the comparison, cells, its queue.
 */

/** For how long a comparison counts as watched after a server has said so. */
export const WATCHED_MS = 45_000;
/** Rows of one statement. */
const ROWS_AT_ONCE = 500;
const MAX_TRIES = 5;

/** Where a start request came from, as limits by address need to know it. */
export interface StartOrigin {
  readonly address: string;
  readonly isGuest: boolean;
  readonly isNewcomer: boolean;
  /** The API token that asked; absent: a session. */
  readonly tokenId?: string;
}

export interface NewStart {
  readonly userId: string;
  readonly comparisonId: string;
  readonly idempotencyKey: string;
  readonly bodyHash: string;
  readonly plan: ComparisonPlan;
  readonly origin: StartOrigin | null;
  readonly requestId: string | null;
  /** The server through which somebody watches the comparison now; null: nobody does, as far as this one knows. */
  readonly watchedBy: string | null;
  /** Throws when the session or API token that asked is not good any more; absent: it was no request. */
  readonly checkAccess?: (db: DbTransaction) => Promise<void>;
}

export interface CellToQueue {
  readonly cell: string;
  readonly contentHash: string;
  readonly connectionId: string;
}

export interface Enqueued {
  readonly kind: 'queued';
  /** Runs that are under way with something else, and shall end. */
  readonly stopped: readonly string[];
}

export type EnqueueResult =
  | Enqueued
  /** The same request came before, or another one with its key. */
  | { readonly kind: 'known'; readonly bodyHash: string }
  | { readonly kind: 'no_comparison' };

/** The hash of the start request with this key; null: there was none. */
export async function bodyHashOfStart(comparisonId: string, idempotencyKey: string): Promise<string | null> {
  const found = await getDb().queuedStart.findUnique({
    where: { comparisonId_idempotencyKey: { comparisonId, idempotencyKey } },
    select: { bodyHash: true },
  });
  return found?.bodyHash ?? null;
}

/**
 * Puts cells at the end of the comparison's queue, all or none. Cells that are under way with the same content stay as
 * they are; others of the same name leave the queue, or are marked to be stopped.
 * @param ended runs that have visibly ended, although their rows do not say so yet
 */
export async function enqueueCells(
  start: NewStart,
  cells: readonly CellToQueue[],
  refused: readonly RefusedCell[],
  ended: ReadonlySet<string>,
): Promise<EnqueueResult> {
  try {
    return await whenNotDeadlocked(() =>
      getDb().$transaction((db) => enqueueIn(db, start, cells, refused, ended)),
    );
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const bodyHash = await bodyHashOfStart(start.comparisonId, start.idempotencyKey);
    if (bodyHash === null) throw error;
    return { kind: 'known', bodyHash };
  }
}

async function enqueueIn(
  db: DbTransaction,
  start: NewStart,
  cells: readonly CellToQueue[],
  refused: readonly RefusedCell[],
  ended: ReadonlySet<string>,
): Promise<EnqueueResult> {
  const { comparisonId, userId } = start;
  await start.checkAccess?.(db);
  if (!(await lockComparison(db, comparisonId, userId))) return { kind: 'no_comparison' };
  const all = await db.queuedCell.findMany({
    where: { comparisonId, state: { in: ['waiting', 'taken'] } },
    select: { cell: true, contentHash: true, runId: true, stop: true },
  });
  const goesOn = all.filter(({ runId, stop }) => stop === null && (runId === null || !ended.has(runId)));
  const same = new Set(goesOn.map(({ cell, contentHash }) => `${cell} ${contentHash}`));
  const added = cells.filter(({ cell, contentHash }) => !same.has(`${cell} ${contentHash}`));
  const names = [...added, ...refused].map(({ cell }) => cell);
  const startId = uuidv7();
  await db.queuedStart.create({
    data: {
      id: startId,
      comparisonId,
      userId,
      idempotencyKey: start.idempotencyKey,
      bodyHash: start.bodyHash,
      plan: toStored(added.length > 0 ? start.plan : null),
      cells: added.length,
      origin: toStored(start.origin),
      requestId: start.requestId,
    },
    select: { id: true },
  });
  await forgetRefused(db, start, names);
  if (names.length === 0) return { kind: 'queued', stopped: [] };
  const { waited, stopped } = await takeOut(db, comparisonId, names, 'stop');
  const connections = await connectionsOf(db, userId, added);
  await insertCells(db, { startId, comparisonId, connections }, added, refused);
  await noteQueue(db, start, all.length > 0 ? added.length - waited : null, added.length);
  await notePaced(db, [...connections].sort());
  return { kind: 'queued', stopped };
}

/**
 * What tokens of a user have started and what waits or runs: cells by comparison. What is being stopped does not count: a
 * cell of the same name may have been started since by its owner.
 * @param tokenId null: of all tokens
 */
export async function cellsOfTokens(userId: string, tokenId: string | null): Promise<Map<string, string[]>> {
  const isOpen = { state: { in: ['waiting', 'taken'] satisfies ('waiting' | 'taken')[] }, stop: null };
  const starts = await getDb().queuedStart.findMany({
    where: { userId, queued: { some: isOpen } },
    select: { id: true, origin: true },
  });
  const ids = starts.flatMap(({ id, origin }) => {
    const startedBy = fromStored<StartOrigin>(origin)?.tokenId;
    return startedBy !== undefined && (tokenId === null || startedBy === tokenId) ? [id] : [];
  });
  const cells = new Map<string, string[]>();
  for (const some of inParts(ids)) {
    const rows = await getDb().queuedCell.findMany({
      where: { startId: { in: [...some] }, ...isOpen },
      select: { comparisonId: true, cell: true },
    });
    for (const { comparisonId, cell } of rows) {
      const there = cells.get(comparisonId);
      if (there) there.push(cell);
      else cells.set(comparisonId, [cell]);
    }
  }
  return cells;
}

/**
 * Why cells that are started again were refused before is of no interest any more, nor why those were that the plan does not
 * have any more: so there are never more than the plan has cells.
 */
async function forgetRefused(
  db: DbTransaction,
  { comparisonId, plan }: NewStart,
  startedAgain: readonly string[],
): Promise<void> {
  const refused = await db.queuedCell.findMany({
    where: { comparisonId, state: 'refused' },
    select: { cell: true },
  });
  if (refused.length === 0) return;
  const current = new Set(cellsOf(plan));
  for (const cell of startedAgain) current.delete(cell);
  const gone = [...new Set(refused.map(({ cell }) => cell))].filter((cell) => !current.has(cell));
  for (const some of inParts(gone)) {
    await db.queuedCell.deleteMany({ where: { comparisonId, state: 'refused', cell: { in: some } } });
  }
}

/** Whether it is there; until the end of the transaction it cannot be deleted, and other starts of it wait. */
async function lockComparison(db: DbTransaction, id: string, userId: string): Promise<boolean> {
  const lock = env.databaseKind === 'sqlite' ? Prisma.empty : Prisma.sql`FOR NO KEY UPDATE`;
  const rows = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM "Comparison" WHERE "id" = ${id} AND "userId" = ${userId} AND "deletedAt" IS NULL ${lock}`;
  return rows.length > 0;
}

/** Cells that wait leave, unless they are to be kept; those that are taken are marked, with a `StopReason`. Null: all. */
async function takeOut(
  db: DbTransaction,
  comparisonId: string,
  cells: readonly string[] | null,
  reason: string,
  keepsWaiting = false,
): Promise<{ waited: number; stopped: string[] }> {
  let waited = 0;
  const stopped: string[] = [];
  for (const some of cells === null ? [null] : inParts(cells)) {
    const named = some === null ? Prisma.empty : Prisma.sql`AND "cell" IN (${Prisma.join([...some])})`;
    if (!keepsWaiting) {
      waited += await db.$executeRaw`
        DELETE FROM "QueuedCell" WHERE "comparisonId" = ${comparisonId} AND "state" = 'waiting' ${named}`;
    }
    // Afterwards: a cell that was taken in between is among these.
    const taken = await db.$queryRaw<{ runId: string }[]>`
      UPDATE "QueuedCell" SET "stop" = ${reason}
      WHERE "comparisonId" = ${comparisonId} AND "state" = 'taken' AND "stop" IS NULL ${named}
      RETURNING "runId"`;
    stopped.push(...taken.map(({ runId }) => runId));
  }
  return { waited, stopped };
}

/** Those of the cells that are there. A plan can name any: another tenant's must neither be slowed by it nor show that it is. */
async function connectionsOf(
  db: DbTransaction,
  userId: string,
  cells: readonly CellToQueue[],
): Promise<Set<string>> {
  const ids = [...new Set(cells.map(({ connectionId }) => connectionId))];
  const own = await db.connection.findMany({ where: { userId, id: { in: ids } }, select: { id: true } });
  return new Set([...ids.filter(isBuiltIn), ...own.map(({ id }) => id)]);
}

async function insertCells(
  db: DbTransaction,
  { startId, comparisonId, connections }: { startId: string; comparisonId: string; connections: Set<string> },
  added: readonly CellToQueue[],
  refused: readonly RefusedCell[],
): Promise<void> {
  const rows = [
    ...added.map(({ cell, contentHash, connectionId }, position) => ({
      ...{ startId, comparisonId, cell, position, contentHash },
      connectionId: connections.has(connectionId) ? connectionId : null,
    })),
    ...refused.map(({ cell, ...refusal }, position) => ({
      ...{ startId, comparisonId, cell, position, state: 'refused' as const, refusal: toStored(refusal) },
    })),
  ];
  for (const data of inParts(rows)) await db.queuedCell.createMany({ data: [...data] });
}

/** @param grown by how much more is under way; null: nothing was, so counting begins again */
async function noteQueue(
  db: DbTransaction,
  { comparisonId, userId, plan, origin, watchedBy }: NewStart,
  grown: number | null,
  added: number,
): Promise<void> {
  const background = plan.background ?? false;
  const address = origin?.address ?? null;
  const isGuest = origin?.isGuest ?? false;
  const now = new Date();
  const until = watchedBy === null ? Prisma.sql`0` : Prisma.sql`${databaseNow()} + ${WATCHED_MS}`;
  const total = grown === null ? Prisma.sql`${added}` : Prisma.sql`"ComparisonQueue"."total" + ${grown}`;
  // What joins a queue that is paused waits with the others.
  const kept = grown === null ? Prisma.sql`FALSE` : Prisma.sql`TRUE`;
  await db.$executeRaw`
    INSERT INTO "ComparisonQueue"
      ("comparisonId", "userId", "total", "version", "background", "turn", "address", "isGuest",
       "watchedBy", "watchedUntil", "changedAt")
    VALUES (${comparisonId}, ${userId}, ${added}, 1, ${background},
      (SELECT coalesce(max("turn"), 0) + 1 FROM "ComparisonQueue"), ${address}, ${isGuest},
      ${watchedBy}, ${until}, ${now})
    ON CONFLICT ("comparisonId") DO UPDATE SET
      "total" = ${total}, "version" = "ComparisonQueue"."version" + 1, "background" = excluded."background",
      "paused" = "ComparisonQueue"."paused" AND ${kept},
      "hasRetries" = "ComparisonQueue"."hasRetries" AND ${kept},
      "address" = excluded."address", "isGuest" = excluded."isGuest",
      "watchedBy" = coalesce(excluded."watchedBy", "ComparisonQueue"."watchedBy"),
      "watchedUntil" = CASE WHEN excluded."watchedBy" IS NULL THEN "ComparisonQueue"."watchedUntil"
        ELSE excluded."watchedUntil" END,
      "changedAt" = excluded."changedAt"`;
}

/**
 * Takes cells out of the queue, all when none are named, and marks those that are taken, so that the server that has them
 * ends their runs. Returns the ids of these runs.
 */
export function clearCells(
  comparisonId: string,
  cells: readonly string[] | null,
  reason: string,
): Promise<string[]> {
  return whenNotDeadlocked(() =>
    getDb().$transaction(async (db) => {
      const { waited, stopped } = await takeOut(db, comparisonId, cells, reason);
      if (waited > 0) await noteTakenOut(db, comparisonId, waited);
      return stopped;
    }),
  );
}

async function noteTakenOut(db: DbTransaction, comparisonId: string, waited: number): Promise<void> {
  // A queue in which nothing waits is not paused: what is started next would wait for no reason.
  await db.$executeRaw`
    UPDATE "ComparisonQueue" SET "total" = "total" - ${waited}, "version" = "version" + 1, "changedAt" = ${new Date()},
      "paused" = "paused" AND ${hasWaiting}
    WHERE "comparisonId" = ${comparisonId}`;
}

const hasWaiting = Prisma.sql`EXISTS (
  SELECT 1 FROM "QueuedCell" AS cell
  WHERE cell."state" = 'waiting' AND cell."comparisonId" = "ComparisonQueue"."comparisonId")`;

/**
 * Pauses or resumes the queue. One in which nothing waits is not paused. What is resumed counts as watched at once: another
 * server would else clear what nobody has watched while it was paused.
 */
export async function setPaused(comparisonId: string, paused: boolean): Promise<void> {
  await getDb().$executeRaw`
    UPDATE "ComparisonQueue" SET "paused" = ${paused}, "changedAt" = ${new Date()},
      "watchedUntil" = ${paused ? Prisma.sql`"watchedUntil"` : Prisma.sql`${databaseNow()} + ${WATCHED_MS}`}
    WHERE "comparisonId" = ${comparisonId} AND ${paused ? hasWaiting : Prisma.sql`TRUE`}`;
}

/**
 * The same for all of a comparison that nobody watches and that should not go on by itself; what waits stays while it is
 * paused, since nothing comes of it. Null: somebody does watch elsewhere, or may come back there, or it should go on.
 * @param own this server, whose own sign that it is watched does not count
 */
export function clearUnwatched(comparisonId: string, own: string): Promise<string[] | null> {
  return whenNotDeadlocked(() =>
    getDb().$transaction(async (db) => {
      const [row] = await db.$queryRaw<{ paused: boolean | number | bigint }[]>`
        SELECT "paused" FROM "ComparisonQueue" WHERE "comparisonId" = ${comparisonId} AND NOT "background"
          AND ("watchedBy" = ${own} OR "watchedUntil" <= ${databaseNow()})`;
      if (row === undefined) return null;
      const isPaused = Boolean(Number(row.paused));
      const { waited, stopped } = await takeOut(db, comparisonId, null, 'unwatched', isPaused);
      if (waited > 0) await noteTakenOut(db, comparisonId, waited);
      return stopped;
    }),
  );
}

/** In a transaction that deletes the comparison, after its row: nothing of it starts from then on. */
export async function clearDeleted(db: DbTransaction, comparisonId: string): Promise<void> {
  await takeOut(db, comparisonId, null, 'stop');
  await db.$executeRaw`DELETE FROM "QueuedCell" WHERE "comparisonId" = ${comparisonId} AND "state" = 'refused'`;
}

/** Everything of a user leaves the queues. Returns the comparisons that had something there. */
export function clearUser(userId: string): Promise<string[]> {
  return whenNotDeadlocked(() =>
    getDb().$transaction(async (db) => {
      const rows = await db.$queryRaw<{ comparisonId: string }[]>`
        SELECT DISTINCT cell."comparisonId" FROM "QueuedCell" AS cell
        JOIN "ComparisonQueue" AS queue ON queue."comparisonId" = cell."comparisonId"
        WHERE queue."userId" = ${userId} AND cell."state" IN ('waiting', 'taken') ORDER BY 1`;
      for (const { comparisonId } of rows) {
        const { waited } = await takeOut(db, comparisonId, null, 'stop');
        if (waited > 0) await noteTakenOut(db, comparisonId, waited);
      }
      return rows.map(({ comparisonId }) => comparisonId);
    }),
  );
}

/** The plan was changed. */
export async function setBackground(comparisonId: string, background: boolean): Promise<void> {
  await getDb().comparisonQueue.updateMany({
    where: { comparisonId, NOT: { background } },
    data: { background },
  });
}

/** A statement of another server may lock the same rows in another order; Postgres then aborts one of the two. */
async function whenNotDeadlocked<Result>(act: () => Promise<Result>): Promise<Result> {
  for (let triesLeft = MAX_TRIES - 1; ; triesLeft -= 1) {
    try {
      return await act();
    } catch (error) {
      if (triesLeft === 0 || !isWriteConflict(error)) throw error;
    }
  }
}

function inParts<Item>(items: readonly Item[]): Item[][] {
  return Array.from({ length: Math.ceil(items.length / ROWS_AT_ONCE) }, (_, at) =>
    items.slice(at * ROWS_AT_ONCE, (at + 1) * ROWS_AT_ONCE),
  );
}
