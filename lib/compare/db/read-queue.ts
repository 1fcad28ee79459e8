import type { RefusedCell } from '@/lib/compare/model/comparisons';
import { getDb } from '@/lib/platform/db/client';
import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import { fromStored } from '@/lib/platform/db/stored-json';
import { databaseNow } from '@/lib/runs/db/process-lease';

/** The queue of a comparison as its rows say. */

/** A cell that a server has taken. */
export interface CellAtServer {
  readonly cell: string;
  readonly runId: string;
  readonly processId: string;
  /** False: it is just being started. */
  readonly hasRun: boolean;
}

/** What can be read without reading thousands of names. */
export interface QueueCounts {
  /** Of the list of waiting cells: the same version is the same list, of which the first ones may have left. */
  readonly version: number;
  /** Cells started since nothing was last under way. */
  readonly total: number;
  /** Goes on when nobody watches. */
  readonly background: boolean;
  /** What waits stays waiting. */
  readonly paused: boolean;
  /** Until a cell may go to a connection whose server refuses calls as too many, in milliseconds; null: to all of them. */
  readonly nextTryMs: number | null;
  /** Without those that were put back. */
  readonly waiting: number;
  /** Cells that were put back because of such a refusal: they wait before all others, and are not part of that list. */
  readonly retrying: readonly string[];
  readonly refused: number;
  readonly taken: readonly CellAtServer[];
}

export const NOTHING_QUEUED: QueueCounts = {
  version: 0,
  total: 0,
  background: false,
  paused: false,
  nextTryMs: null,
  waiting: 0,
  retrying: [],
  refused: 0,
  taken: [],
};

interface CountsRow
  extends Record<
    'version' | 'total' | 'background' | 'paused' | 'waiting' | 'refused' | 'hasRun',
    number | bigint | boolean
  > {
  readonly nextTryMs: number | bigint | null;
  readonly cell: string | null;
  /** Null: it was put back. */
  readonly runId: string | null;
  readonly processId: string;
}

/** One statement, since a cell that goes from one state to another in between would be missed, or counted twice. */
export async function readQueueCounts(comparisonId: string): Promise<QueueCounts> {
  const rows = await getDb().$queryRaw<CountsRow[]>`
    SELECT queue."version", queue."total", queue."background", queue."paused",
      (SELECT count(*) FROM "QueuedCell" WHERE "state" = 'waiting' AND "comparisonId" = ${comparisonId}) AS "waiting",
      (SELECT count(*) FROM "QueuedCell" WHERE "state" = 'refused' AND "comparisonId" = ${comparisonId}) AS "refused",
      (${nextTry(comparisonId)}) AS "nextTryMs",
      cell."cell", cell."runId", cell."processId",
      EXISTS (SELECT 1 FROM "Run" AS run WHERE run."id" = cell."runId") AS "hasRun"
    FROM "ComparisonQueue" AS queue
    LEFT JOIN (
      SELECT * FROM "QueuedCell" WHERE "state" = 'taken' AND "comparisonId" = ${comparisonId}
      UNION ALL
      SELECT * FROM "QueuedCell" WHERE "state" = 'waiting' AND "comparisonId" = ${comparisonId} AND "tries" > 0
        AND EXISTS (SELECT 1 FROM "ComparisonQueue" WHERE "comparisonId" = ${comparisonId} AND "hasRetries")
    ) AS cell ON cell."comparisonId" = queue."comparisonId"
    WHERE queue."comparisonId" = ${comparisonId} ORDER BY cell."startId", cell."position"`;
  const [counts] = rows;
  if (counts === undefined) return NOTHING_QUEUED;
  const retrying = rows.flatMap(({ cell, runId }) => (cell === null || runId !== null ? [] : [cell]));
  return {
    version: Number(counts.version),
    total: Number(counts.total),
    background: Boolean(Number(counts.background)),
    paused: Boolean(Number(counts.paused)),
    nextTryMs: counts.nextTryMs === null ? null : Number(counts.nextTryMs),
    waiting: Number(counts.waiting) - retrying.length,
    retrying,
    refused: Number(counts.refused),
    taken: rows.flatMap(({ cell, runId, processId, hasRun }) =>
      cell === null || runId === null ? [] : [{ cell, runId, processId, hasRun: Boolean(Number(hasRun)) }],
    ),
  };
}

/** Of the connections that cells of it wait for: the first one's time counts. */
function nextTry(comparisonId: string): Prisma.Sql {
  return Prisma.sql`
    SELECT min(CASE WHEN pace."resumesAt" > ${databaseNow()} THEN pace."resumesAt" - ${databaseNow()} ELSE 0 END)
    FROM "ConnectionPace" AS pace WHERE pace."atOnce" IS NOT NULL AND EXISTS (
      SELECT 1 FROM "QueuedCell" AS waiting WHERE waiting."connectionId" = pace."connectionId"
        AND waiting."state" = 'waiting' AND waiting."comparisonId" = ${comparisonId})`;
}

/** The names of the cells that wait, next first and without those that were put back, and those that were refused. */
export async function readQueueLists(
  comparisonId: string,
): Promise<{ waiting: string[]; refused: RefusedCell[] }> {
  const [waiting, refused] = await Promise.all(
    (['waiting', 'refused'] as const).map((state) =>
      getDb().queuedCell.findMany({
        where: { state, comparisonId, ...(state === 'waiting' && { tries: 0 }) },
        select: { cell: true, refusal: state === 'refused' },
        orderBy: [{ startId: 'asc' }, { position: 'asc' }],
      }),
    ),
  );
  return {
    waiting: (waiting ?? []).map(({ cell }) => cell),
    refused: (refused ?? []).flatMap(({ cell, refusal }) => {
      const why = fromStored<Omit<RefusedCell, 'cell'>>(refusal ?? null);
      return why === null ? [] : [{ cell, ...why }];
    }),
  };
}

/** Cells of all comparisons of a user that wait or run. */
export async function countQueued(userId: string): Promise<number> {
  const [row] = await getDb().$queryRaw<{ cells: number | bigint }[]>`
    SELECT count(*) AS "cells" FROM "ComparisonQueue" AS queue
    JOIN "QueuedCell" AS cell ON cell."comparisonId" = queue."comparisonId" AND cell."state" IN ('waiting', 'taken')
    WHERE queue."userId" = ${userId}`;
  return Number(row?.cells ?? 0);
}

/** Whether anything of it waits or runs, on any server. */
export async function isUnderWay(comparisonId: string): Promise<boolean> {
  const found = await getDb().queuedCell.findFirst({
    where: { comparisonId, state: { in: ['waiting', 'taken'] } },
    select: { cell: true },
  });
  return found !== null;
}
