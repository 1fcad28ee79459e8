import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { closeDb, getDb } from '@/lib/platform/db/client';
import { migrate } from '@/lib/platform/db/migrate';
import { createSqliteDatabase, type TestDatabase } from '@/lib/platform/db/testing/databases';
import { aRun, aUser } from '@/lib/platform/db/testing/records';
import { testEnvironment } from '@/lib/platform/db/testing/test-environment';
import { replaceEnv } from '@/lib/platform/env/env';
import { insertRun } from '@/lib/runs/db/insert-run';
import { indexChangedRuns } from './index-runs';
import { searchRuns } from './search-runs';

const NOON = Date.parse('2026-03-01T12:00:00Z') * 1024;
const SECOND = 1000 * 1024;

let database: TestDatabase;
let userId: string;

beforeAll(async () => {
  database = await createSqliteDatabase();
  replaceEnv(testEnvironment({ DATABASE_URL: database.url }));
  await migrate();
});
afterAll(async () => {
  await closeDb();
  await database.drop();
});
beforeEach(async () => {
  await getDb().run.deleteMany();
  userId = (await aUser()).id;
});

async function add(positions: readonly number[]): Promise<void> {
  for (const position of positions) {
    const run = aRun(userId, { promptPreview: `harbour ${position}` });
    await insertRun({ ...run, request: { ...run.request, prompt: `harbour ${position}` } });
    // The trigger wrote nothing of the position yet: a run is indexed later.
    await getDb().run.update({ where: { id: run.id }, data: { position: BigInt(position) } });
  }
  await indexChangedRuns(userId);
}

async function stored() {
  const rows = await getDb().$queryRaw<{ row: bigint | number; position: bigint | number }[]>`
    SELECT "row", "position" FROM "RunSearchRow" ORDER BY "row"`;
  return rows.map(({ row, position }) => ({ row: Number(row), position: Number(position) }));
}

/** Rows are in the order of the positions, every run is found, and in order. */
async function expectOrder(positions: readonly number[]): Promise<void> {
  const sorted = positions.toSorted((a, b) => a - b);
  expect(await getDb().$queryRaw`SELECT 1 FROM "RunUnindexed"`).toEqual([]);
  const { runs } = await searchRuns(userId, { q: 'harbour', sort: 'oldest', limit: 2000 });
  expect(runs.map(({ promptPreview }) => Number(promptPreview.split(' ')[1]))).toEqual(sorted);
  expect((await stored()).map(({ position }) => position)).toEqual(sorted);
  const [middle = 0] = sorted.slice(sorted.length / 2);
  const [one] = (await searchRuns(userId, { q: `${middle}`, limit: 10 })).runs;
  expect(one?.promptPreview).toBe(`harbour ${middle}`);
  // Pieces of words, by the other table.
  const { runs: pieces } = await searchRuns(userId, { q: 'arbou', limit: 2000 });
  expect(pieces).toHaveLength(sorted.length);
}

const range = (count: number, from: number, step: number) =>
  Array.from({ length: count }, (_, at) => from + at * step);

it('gives runs that are seconds apart the rows of their time', async () => {
  const positions = range(10, NOON, 60 * SECOND);
  await add(positions);
  expect(await stored()).toEqual(
    positions.map((position) => ({ position, row: Math.floor(position / 65_536) })),
  );
  await expectOrder(positions);
});

it('gives many runs of one moment rows next to each other', async () => {
  const positions = range(120, NOON, 1);
  await add(positions);
  const rows = (await stored()).map(({ row }) => row);
  expect(Math.max(...rows) - Math.min(...rows)).toBeLessThan(200);
  await expectOrder(positions);
});

it.each<[string, (taken: readonly number[]) => number[]]>([
  ['in order', () => range(60, NOON + 1, 2)],
  ['backwards', () => range(60, NOON + 1, 2).toReversed()],
  [
    'each in the middle of the last two',
    () => range(60, NOON + 1, 2).map((one, at, all) => (at % 2 === 0 ? one : all.at(-at)) ?? one),
  ],
])('moves runs where others come between that have no place: %s', async (_, between) => {
  const taken = range(120, NOON, 2);
  await add(taken);
  await add([NOON - 2, NOON + 400]);
  const before = await stored();
  const others = [...new Set(between(taken))];
  for (const position of others) await add([position]);
  const after = new Map((await stored()).map(({ position, row }) => [position, row]));
  const moved = before.filter(({ position, row }) => after.get(position) !== row);
  expect(moved.length).toBeGreaterThan(0);
  await expectOrder([...taken, NOON - 2, NOON + 400, ...others]);
});

it('moves runs at the end of all, and below the first', async () => {
  const late = range(3, NOON + 10, 1);
  await add(late);
  await add([NOON]);
  await add(range(9, NOON + 1, 1));
  await expectOrder([...late, NOON, ...range(9, NOON + 1, 1)]);
});

it('knows the days of runs, and that there is nothing before and after them', async () => {
  await add(range(5, NOON, 6 * 3600 * SECOND));
  const found = async (from: string, to: string) =>
    (await searchRuns(userId, { q: 'harbour', from, to, limit: 9 })).runs.length;
  expect(await found('2026-03-01', '2026-03-01')).toBe(2);
  expect(await found('2026-03-02', '2026-03-02')).toBe(3);
  expect(await found('2026-02-01', '2026-02-28')).toBe(0);
  expect(await found('2026-03-03', '2026-03-09')).toBe(0);
  const pages = async (sort: 'newest' | 'oldest', before: number) =>
    (await searchRuns(userId, { q: 'harbour', sort, before: String(before), limit: 9 })).runs.length;
  expect(await pages('newest', NOON)).toBe(0);
  expect(await pages('newest', NOON + 1)).toBe(1);
  expect(await pages('oldest', NOON + 24 * 3600 * SECOND)).toBe(0);
  expect(await pages('oldest', NOON + 24 * 3600 * SECOND - 1)).toBe(1);
});

it('keeps the row of a run that changes, and frees that of one that is deleted', async () => {
  await add(range(5, NOON, SECOND));
  const before = await stored();
  await getDb().run.updateMany({ data: { starred: true } });
  await indexChangedRuns(userId);
  expect(await stored()).toEqual(before);
  await getDb().run.updateMany({ where: { position: BigInt(NOON) }, data: { deletedAt: new Date() } });
  expect(await stored()).toEqual(before.slice(1));
  await getDb().run.deleteMany({ where: { position: BigInt(NOON + SECOND) } });
  expect(await stored()).toEqual(before.slice(2));
  expect((await searchRuns(userId, { q: 'harbour', starred: true, limit: 9 })).runs).toHaveLength(3);
});
