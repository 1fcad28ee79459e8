import type { RefusedCell } from '@/lib/compare/model/comparisons';
import { getDb } from '@/lib/platform/db/client';
import { fromStored } from '@/lib/platform/db/stored-json';

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
  readonly waiting: number;
  readonly refused: number;
  readonly taken: readonly CellAtServer[];
}

export const NOTHING_QUEUED: QueueCounts = {
  version: 0,
  total: 0,
  background: false,
  waiting: 0,
  refused: 0,
  taken: [],
};

interface CountsRow
  extends Record<
    'version' | 'total' | 'background' | 'waiting' | 'refused' | 'hasRun',
    number | bigint | boolean
  > {
  readonly cell: string | null;
  readonly runId: string;
  readonly processId: string;
}

/** One statement, since a cell that goes from one state to another in between would be missed, or counted twice. */
export async function readQueueCounts(comparisonId: string): Promise<QueueCounts> {
  const rows = await getDb().$queryRaw<CountsRow[]>`
    SELECT queue."version", queue."total", queue."background",
      (SELECT count(*) FROM "QueuedCell" WHERE "state" = 'waiting' AND "comparisonId" = ${comparisonId}) AS "waiting",
      (SELECT count(*) FROM "QueuedCell" WHERE "state" = 'refused' AND "comparisonId" = ${comparisonId}) AS "refused",
      taken."cell", taken."runId", taken."processId",
      EXISTS (SELECT 1 FROM "Run" AS run WHERE run."id" = taken."runId") AS "hasRun"
    FROM "ComparisonQueue" AS queue
    LEFT JOIN "QueuedCell" AS taken
      ON taken."state" = 'taken' AND taken."comparisonId" = queue."comparisonId"
    WHERE queue."comparisonId" = ${comparisonId} ORDER BY taken."startId", taken."position"`;
  const [counts] = rows;
  if (counts === undefined) return NOTHING_QUEUED;
  return {
    version: Number(counts.version),
    total: Number(counts.total),
    background: Boolean(Number(counts.background)),
    waiting: Number(counts.waiting),
    refused: Number(counts.refused),
    taken: rows.flatMap(({ cell, runId, processId, hasRun }) =>
      cell === null ? [] : [{ cell, runId, processId, hasRun: Boolean(Number(hasRun)) }],
    ),
  };
}

/** The names of the cells that wait, next first, and those that were refused. */
export async function readQueueLists(
  comparisonId: string,
): Promise<{ waiting: string[]; refused: RefusedCell[] }> {
  const [waiting, refused] = await Promise.all(
    (['waiting', 'refused'] as const).map((state) =>
      getDb().queuedCell.findMany({
        where: { state, comparisonId },
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

/** Whether anything of it waits or runs, on any server. */
export async function isUnderWay(comparisonId: string): Promise<boolean> {
  const found = await getDb().queuedCell.findFirst({
    where: { comparisonId, state: { in: ['waiting', 'taken'] } },
    select: { cell: true },
  });
  return found !== null;
}
