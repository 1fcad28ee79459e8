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

export async function readQueueCounts(comparisonId: string): Promise<QueueCounts> {
  const [counts] = await getDb().$queryRaw<
    Record<'version' | 'total' | 'background' | 'waiting' | 'refused', number | bigint | boolean>[]
  >`
    SELECT queue."version", queue."total", queue."background",
      (SELECT count(*) FROM "QueuedCell" AS cell
        WHERE cell."state" = 'waiting' AND cell."comparisonId" = queue."comparisonId") AS "waiting",
      (SELECT count(*) FROM "QueuedCell" AS cell
        WHERE cell."state" = 'refused' AND cell."comparisonId" = queue."comparisonId") AS "refused"
    FROM "ComparisonQueue" AS queue WHERE queue."comparisonId" = ${comparisonId}`;
  if (counts === undefined) return NOTHING_QUEUED;
  const { version, total, background, waiting, refused } = counts;
  return {
    version: Number(version),
    total: Number(total),
    background: Boolean(Number(background)),
    waiting: Number(waiting),
    refused: Number(refused),
    taken: await cellsAtServers(comparisonId),
  };
}

async function cellsAtServers(comparisonId: string): Promise<CellAtServer[]> {
  const rows = await getDb().$queryRaw<
    { cell: string; runId: string; processId: string; hasRun: boolean | number | bigint }[]
  >`
    SELECT cell."cell", cell."runId", cell."processId",
      EXISTS (SELECT 1 FROM "Run" AS run WHERE run."id" = cell."runId") AS "hasRun"
    FROM "QueuedCell" AS cell
    WHERE cell."state" = 'taken' AND cell."comparisonId" = ${comparisonId} ORDER BY cell."startId", cell."position"`;
  return rows.map(({ hasRun, ...cell }) => ({ ...cell, hasRun: Boolean(Number(hasRun)) }));
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
