import type { RunFilter } from '@/lib/history/model/run-search';
import { getDb } from '@/lib/platform/db/client';
import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import { findPositions } from './search/search-runs';

/**
 * Which of a user's runs: those that match a filter, selected ones, or all, including those of comparisons.
 */
export type ExportScope =
  | { readonly kind: 'all' }
  | { readonly kind: 'filter'; readonly filter: RunFilter }
  | { readonly kind: 'ids'; readonly ids: readonly string[] };

/** Maximum number of runs that are read together. */
const PAGE = 100;

/** How many runs there will be; null when only reading them all would show it. */
export async function countForExport(userId: string, scope: ExportScope): Promise<number | null> {
  if (scope.kind === 'filter') return null;
  if (scope.kind === 'ids') return (await positionsOf(userId, scope.ids)).length;
  let count = 0;
  for (const { where } of sourcesOf(userId)) {
    const [row] = await getDb().$queryRaw<{ runs: number | bigint }[]>`
      SELECT count(*) AS "runs" FROM "Run" WHERE ${where}`;
    count += Number(row?.runs ?? 0);
  }
  return count;
}

/**
 * The positions of the runs in the history, newest first, a page at a time. A filter may pass over thousands of runs between two
 * pages: `stopped` is looked at before each reading, and its reason thrown.
 */
export async function* pagesOf(
  userId: string,
  scope: ExportScope,
  stopped?: AbortSignal,
): AsyncGenerator<readonly number[]> {
  if (scope.kind === 'filter') {
    const filter = { ...scope.filter, sort: 'newest' as const, limit: PAGE };
    let before: string | undefined;
    do {
      stopped?.throwIfAborted();
      const page = await findPositions(userId, { ...filter, before });
      if (page.positions.length > 0) yield page.positions;
      before = page.next ?? undefined;
    } while (before !== undefined);
  } else if (scope.kind === 'ids') {
    const positions = await positionsOf(userId, scope.ids, stopped);
    for (let at = 0; at < positions.length; at += PAGE) yield positions.slice(at, at + PAGE);
  } else {
    yield* pagesOfAll(userId, stopped);
  }
}

interface Source {
  readonly where: Prisma.Sql;
  readonly order: Prisma.Sql;
}

/**
 * Runs of the list, and runs of comparisons: each has an index that begins with the user and the comparison.
 */
function sourcesOf(userId: string): readonly [Source, Source] {
  const mine = Prisma.sql`"userId" = ${userId} AND "deletedAt" IS NULL`;
  return [
    { where: Prisma.sql`${mine} AND "comparisonId" IS NULL`, order: Prisma.sql`"position"` },
    {
      where: Prisma.sql`${mine} AND "comparisonId" IN (SELECT "id" FROM "Comparison" WHERE ${mine})`,
      // The plus forces a sort: by the index of positions a database would go through everybody's runs.
      order: Prisma.sql`+"position"`,
    },
  ];
}

/** Both sources merged, in order. */
async function* pagesOfAll(userId: string, stopped?: AbortSignal): AsyncGenerator<readonly number[]> {
  const [list, comparisons] = sourcesOf(userId).map((source) => newestOf(source, stopped)) as [
    Positions,
    Positions,
  ];
  let [run, cell] = [await list.next(), await comparisons.next()];
  let page: number[] = [];
  while (!run.done || !cell.done) {
    if (!run.done && (cell.done || run.value > cell.value)) {
      page.push(run.value);
      run = await list.next();
    } else if (!cell.done) {
      page.push(cell.value);
      cell = await comparisons.next();
    }
    if (page.length < PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

type Positions = AsyncGenerator<number, void>;

/** Positions are small: many are read at a time, since sorting the second source takes as long for a few. */
const READ_AHEAD = 2_000;

async function* newestOf({ where, order }: Source, stopped?: AbortSignal): Positions {
  let after = Prisma.empty;
  for (;;) {
    stopped?.throwIfAborted();
    const rows = await getDb().$queryRaw<{ position: number | bigint }[]>`
      SELECT "position" FROM "Run" WHERE ${where} ${after} ORDER BY ${order} DESC LIMIT ${READ_AHEAD}`;
    for (const { position } of rows) yield Number(position);
    if (rows.length < READ_AHEAD) return;
    after = Prisma.sql`AND "position" < ${Number(rows.at(-1)?.position)}`;
  }
}

async function positionsOf(userId: string, ids: readonly string[], stopped?: AbortSignal): Promise<number[]> {
  const found = new Set<number>();
  for (let at = 0; at < ids.length; at += 1_000) {
    stopped?.throwIfAborted();
    const rows = await getDb().run.findMany({
      where: { userId, deletedAt: null, id: { in: ids.slice(at, at + 1_000) } },
      select: { position: true },
    });
    for (const { position } of rows) found.add(Number(position));
  }
  return [...found].sort((a, b) => b - a);
}
