import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunFilter } from '@/lib/history/model/run-search';
import { closeDb, getDb } from '@/lib/platform/db/client';
import { migrate } from '@/lib/platform/db/migrate';
import { readMigrations } from '@/lib/platform/db/migration-files';
import { promptText } from '@/lib/platform/db/prompt-json';
import { createSqliteDatabase, type TestDatabase } from '@/lib/platform/db/testing/databases';
import { generateRuns } from '@/lib/platform/db/testing/generate-runs';
import { testEnvironment } from '@/lib/platform/db/testing/test-environment';
import { replaceEnv } from '@/lib/platform/env/env';
import { deleteRuns, restoreRuns } from '@/lib/runs/db/run-history';
import { countRuns } from './count-runs';
import { indexEntry, type SearchedTexts, toFtsWord } from './index-entry';
import { reindexedFrom, reindexSomeRuns } from './index-runs';
import { searchRuns } from './search-runs';

const ROWS = '20261201130000_search_rows';
const COUNT = 240;
const NEWEST = 60;

const FILTERS: readonly RunFilter[] = [
  { status: ['complete'] },
  { status: ['failed'], sort: 'longest' },
  { tag: ['keep'] },
  { q: 'river' },
  { q: 'rive', sort: 'most_tokens' },
  { q: 'lantern', sort: 'oldest' },
  { q: '"ba ro"' },
  { q: 'iver', sort: 'longest' },
  { q: 'iver', model: ['practice-1'] },
  { q: 'river', starred: true },
  { q: 'ri', source: ['api'], sort: 'most_tokens' },
];

let database: TestDatabase;
const userId = uuidv7();

beforeAll(async () => {
  database = await createSqliteDatabase();
  replaceEnv(testEnvironment({ DATABASE_URL: database.url }));
  const migrations = await readMigrations('sqlite');
  await migrate(migrations.filter(({ name }) => name < ROWS));
  await getDb().$executeRaw`INSERT INTO "User" ("id", "isGuest") VALUES (${userId}, true)`;
  await generateRuns({ userId, count: COUNT, index: indexAsBefore });
  await migrate(migrations);
}, 60_000);
afterAll(async () => {
  await closeDb();
  await database.drop();
});

/** As the version before it did. */
async function indexAsBefore(): Promise<void> {
  const db = getDb();
  const rows = await db.$queryRaw<
    (SearchedTexts & { position: number | bigint; facets: string; promptJson: string })[]
  >`SELECT * FROM "RunSearched" ORDER BY "position"`;
  for (const { position, facets, promptJson, ...row } of rows) {
    const { words, shown } = indexEntry({ ...row, prompt: promptText(promptJson, 100_000) });
    await db.$executeRaw`
      INSERT INTO "RunSearchIndex"(rowid, title, note, prompt, output, facets)
      VALUES (${Number(position)}, '', '', '', ${words.map(toFtsWord).join(' ')}, ${facets})`;
    await db.$executeRaw`INSERT INTO "RunTrigramIndex"(rowid, shown) VALUES (${Number(position)}, ${shown})`;
  }
  await db.$executeRaw`DELETE FROM "RunUnindexed"`;
}

async function find(filter: RunFilter): Promise<string[]> {
  const ids: string[] = [];
  let before: string | undefined;
  do {
    const { runs, next, indexedFrom } = await searchRuns(userId, { ...filter, before, limit: 20 });
    // Every run is found all the time.
    expect(indexedFrom).toBeUndefined();
    ids.push(...runs.map(({ id }) => id));
    before = next ?? undefined;
  } while (before !== undefined);
  return ids;
}

async function findAll(): Promise<Record<string, readonly string[]>> {
  const found: Record<string, readonly string[]> = {};
  for (const filter of FILTERS) {
    const name = JSON.stringify(filter);
    found[name] = await find(filter);
    const { count, isExact } = await countRuns(userId, filter);
    if (isExact) expect(count, name).toBe(found[name].length);
  }
  return found;
}

async function countOf(table: string): Promise<number> {
  const [row] = await getDb().$queryRawUnsafe<{ count: number | bigint }[]>(
    `SELECT count(*) AS "count" FROM "${table}_docsize"`,
  );
  return Number(row?.count);
}

it('finds the same in the index as it was, in both, and in the one that was built anew', async () => {
  const atFirst = await findAll();
  for (const [name, ids] of Object.entries(atFirst)) expect(ids.length, name).toBeGreaterThan(0);
  expect(await countOf('RunSearchIndexOld')).toBe(COUNT);

  while ((await countOf('RunSearchIndex')) < NEWEST) expect(await reindexSomeRuns()).toBe(true);
  expect(await findAll()).toEqual(atFirst);

  // Runs of both parts change, go and come back.
  const ids = (await find({ status: ['complete'] })).filter((_, at) => at % 9 === 0);
  await getDb().run.updateMany({ where: { id: { in: ids } }, data: { title: 'harbour' } });
  expect(await find({ q: 'harb' })).toEqual(ids);
  await deleteRuns(userId, ids);
  expect(await find({ q: 'harb' })).toEqual([]);
  expect(await countOf('RunSearchIndex')).toBe(await countRows());
  await restoreRuns(userId, ids);
  expect(await find({ q: 'harb' })).toEqual(ids);
  await getDb().run.updateMany({ where: { id: { in: ids } }, data: { title: null } });
  const gone = await findAll();

  while (await reindexSomeRuns());
  expect(await reindexedFrom()).toBeNull();
  expect(await findAll()).toEqual(gone);
  for (const table of ['RunSearchIndex', 'RunTrigramIndex']) {
    expect(await countOf(table)).toBe(COUNT);
    expect(await countOf(`${table}Old`)).toBe(0);
  }
  expect(await countRows()).toBe(COUNT);
}, 120_000);

async function countRows(): Promise<number> {
  const [row] = await getDb().$queryRaw<{ count: number | bigint }[]>`
    SELECT count(*) AS "count" FROM "RunSearchRow"`;
  return Number(row?.count);
}
