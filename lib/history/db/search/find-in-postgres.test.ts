import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { RunFilter } from '@/lib/history/model/run-search';
import { closeDb } from '@/lib/platform/db/client';
import { migrate } from '@/lib/platform/db/migrate';
import { createPostgresDatabase, type TestDatabase } from '@/lib/platform/db/testing/databases';
import { generateRuns } from '@/lib/platform/db/testing/generate-runs';
import { aUser } from '@/lib/platform/db/testing/records';
import { testEnvironment } from '@/lib/platform/db/testing/test-environment';
import { replaceEnv } from '@/lib/platform/env/env';
import { findInPostgres } from './find-in-postgres';
import { indexChangedRuns } from './index-runs';
import { type PageStart, type Phase, toRunQuery } from './run-query';

const COUNT = 600;
const LIMIT = 20;

describe('searching on postgres', () => {
  let database: TestDatabase;
  let userId: string;

  beforeAll(async () => {
    database = await createPostgresDatabase(inject('postgresUrl'));
    replaceEnv(testEnvironment({ DATABASE_URL: database.url }));
    await migrate();
    userId = (await aUser()).id;
    await generateRuns({ userId, count: COUNT });
    await generateRuns({ userId: (await aUser()).id, count: 100, seed: 2 });
    await indexChangedRuns(userId);
  });

  afterAll(async () => {
    await closeDb();
    await database.drop();
  });

  // Among the next runs, in a range of them, or in all: the same runs in the same order.
  const filters: (RunFilter & { phase?: Phase })[] = [
    { status: ['complete'] },
    { status: ['failed'], sort: 'longest' },
    { status: ['failed', 'stopped'], sort: 'most_tokens' },
    { source: ['compare', 'api'], sort: 'oldest' },
    { tag: ['keep'], sort: 'longest' },
    { starred: true },
    { q: 'river' },
    { q: 'river', sort: 'oldest' },
    { q: 'river', model: ['codestral'], sort: 'longest' },
    { q: 'ri', probabilities: true },
    { q: 'ri la', sort: 'most_tokens' },
    { q: '"ro ba"' },
    { q: '"ro ba"', sort: 'longest' },
    { q: 'ive', phase: 'substrings' },
    { q: 'ive', source: ['api'], sort: 'most_tokens', phase: 'substrings' },
  ];
  it.each(filters)('finds the same wherever it looks first: %j', async (filter) => {
    const all = await walk(filter, { near: 1, range: 2 * COUNT, enough: LIMIT + 1 });
    expect(all.length).toBeGreaterThan(0);
    expect(await walk(filter, { near: COUNT, range: 2 * COUNT, enough: 1 })).toEqual(all);
    expect(await walk(filter, { near: 1, range: 70, enough: 2 })).toEqual(all);
    expect(await walk(filter, { near: 20, range: 70, enough: LIMIT })).toEqual(all);
  });

  async function walk(
    { phase = 'words', ...filter }: RunFilter & { phase?: Phase },
    { near, range, enough }: { near: number; range: number; enough: number },
  ): Promise<number[]> {
    const sizes = {
      near: { filtered: near, both: near, searched: near, filteredByFigure: near, searchedByFigure: near },
      range,
      enough,
    };
    const positions: number[] = [];
    let start: PageStart | null = null;
    for (let pages = 1; pages <= 2 * COUNT; pages += 1) {
      const page = await findInPostgres(toRunQuery(userId, filter), phase, start, LIMIT, sizes);
      expect(page.found.length).toBeLessThanOrEqual(LIMIT);
      positions.push(...page.found.map(({ position }) => position));
      if (page.next === null) return positions;
      start = page.next;
    }
    throw new Error('no end');
  }
});
