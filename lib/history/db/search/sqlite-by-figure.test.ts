import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RunFilter } from '@/lib/history/model/run-search';
import { closeDb, getDb } from '@/lib/platform/db/client';
import type { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import { migrate } from '@/lib/platform/db/migrate';
import { createSqliteDatabase, type TestDatabase } from '@/lib/platform/db/testing/databases';
import { generateRuns } from '@/lib/platform/db/testing/generate-runs';
import { aUser } from '@/lib/platform/db/testing/records';
import { testEnvironment } from '@/lib/platform/db/testing/test-environment';
import { replaceEnv } from '@/lib/platform/env/env';
import { wordsMatches } from './find-in-sqlite';
import { type PageStart, toRunQuery } from './run-query';
import { readByFigure } from './sqlite-by-figure';

const COUNT = 600;
const LIMIT = 20;
const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);

describe('reading by a figure on sqlite', () => {
  let database: TestDatabase;
  let userId: string;

  beforeAll(async () => {
    database = await createSqliteDatabase();
    replaceEnv(testEnvironment({ DATABASE_URL: database.url }));
    await migrate();
    userId = (await aUser()).id;
    await generateRuns({ userId, count: COUNT });
    const deleted = await getDb().run.findMany({
      where: { userId },
      skip: 100,
      take: 30,
      select: { id: true },
    });
    await getDb().run.updateMany({
      where: { id: { in: deleted.map(({ id }) => id) } },
      data: { deletedAt: new Date() },
    });
  });

  afterAll(async () => {
    await closeDb();
    await database.drop();
  });

  // Few are sorted, many are walked: the same runs in the same order.
  const filters: RunFilter[] = [
    { status: ['complete'], sort: 'longest' },
    { status: ['failed'], sort: 'longest' },
    { status: ['failed', 'stopped'], sort: 'most_tokens' },
    { model: ['codestral', 'practice-1'], sort: 'longest' },
    { connection: ['practice'], sort: 'longest' },
    { source: ['api'], sort: 'most_tokens' },
    { source: ['compare', 'api'], sort: 'longest' },
    { finish: ['stop', 'length'], sort: 'longest' },
    { tag: ['keep'], sort: 'most_tokens' },
    { probabilities: true, sort: 'longest' },
    { starred: true, sort: 'longest' },
    { source: ['playground'], finish: ['length'], from: day(600), to: day(100), sort: 'longest' },
    { q: 'ri', sort: 'longest' },
    { q: 'ri', starred: true, sort: 'most_tokens' },
    { q: 'lantern', sort: 'longest' },
    { q: 'river la', sort: 'most_tokens' },
  ];
  it.each(filters)('finds the same by sorting and by walking: %j', async (filter) => {
    const sorted = await walk(filter, sizesOf({ few: COUNT }));
    expect(sorted.positions.length).toBeGreaterThan(0);
    const near = await walk(filter, sizesOf({ near: 60, far: 70 }));
    const inStretches = await walk(filter, sizesOf({ near: 60, atOnce: 7, far: 70 }));
    const far = await walk(filter, sizesOf({ near: 10, enough: 11, far: 70 }));
    const many = await walk(filter, sizesOf({ near: 10, enough: 11, many: COUNT, far: 70 }));
    expect(near.positions).toEqual(sorted.positions);
    expect(inStretches.positions).toEqual(sorted.positions);
    expect(many.positions).toEqual(sorted.positions);
    expect(far.positions).toEqual(sorted.positions);
    // A page without a match is a stretch that was walked past.
    expect(far.pages).toBeLessThanOrEqual(Math.ceil(sorted.positions.length / LIMIT) + COUNT / 70 + 2);
  });

  it('checks no more than 200 runs with one statement, and has the end of a range with its matches', async () => {
    const near = await statementsOf(sizesOf({ near: COUNT, atOnce: 200 }));
    expect(near.length).toBeGreaterThan(1);
    // The last value is the limit.
    for (const { values } of near) expect(values.at(-1)).toBeLessThanOrEqual(200);
    // Too few are near; what is farther is one statement, so that no run that comes between two is seen twice.
    expect(await statementsOf(sizesOf({ near: 1, enough: 2, far: 70 }))).toHaveLength(2);
  });

  /** That walk through the figure's index, for the first page. */
  async function statementsOf(sizes: Parameters<typeof readByFigure>[4]): Promise<Prisma.Sql[]> {
    const runQuery = toRunQuery(userId, { tag: ['keep'], sort: 'longest' });
    const matches = await wordsMatches(runQuery);
    if (matches === null) throw new Error('nothing to search');
    const read = vi.spyOn(getDb(), '$queryRaw');
    try {
      const { found } = await readByFigure(runQuery, matches, null, COUNT, sizes);
      expect(found.length).toBeGreaterThan(0);
      return read.mock.calls.flatMap(([query]) => ('sql' in query ? [query] : []));
    } finally {
      read.mockRestore();
    }
  }

  function sizesOf({ few = 0, near = 1, atOnce = COUNT, enough = 1, many = 0, far = 1 }) {
    return { few, fewWords: few, near, nearWords: near, atOnce, enough, many, far };
  }

  async function walk(filter: RunFilter, sizes: Parameters<typeof readByFigure>[4]) {
    const runQuery = toRunQuery(userId, filter);
    const matches = await wordsMatches(runQuery);
    if (matches === null) throw new Error('nothing to search');
    const positions: number[] = [];
    let start: PageStart | null = null;
    for (let pages = 1; pages <= COUNT; pages += 1) {
      const page = await readByFigure(runQuery, matches, start, LIMIT, sizes);
      expect(page.found.length).toBeLessThanOrEqual(LIMIT);
      positions.push(...page.found.map(({ position }) => position));
      if (page.next === null) return { positions, pages };
      start = page.next;
    }
    throw new Error('no end');
  }
});
