import { uuidv7 } from 'uuidv7';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { closeDb, getDb } from '@/lib/platform/db/client';
import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import { migrate } from '@/lib/platform/db/migrate';
import { readMigrations } from '@/lib/platform/db/migration-files';
import { describeOnBothDatabases } from '@/lib/platform/db/testing';
import { createPostgresDatabase, createSqliteDatabase } from '@/lib/platform/db/testing/databases';
import { aRun, aUser } from '@/lib/platform/db/testing/records';
import { testEnvironment } from '@/lib/platform/db/testing/test-environment';
import { replaceEnv } from '@/lib/platform/env/env';
import { insertRun } from '@/lib/runs/db/insert-run';
import { promptPreview } from '@/lib/runs/db/preview';
import { deleteRuns, restoreRuns } from '@/lib/runs/db/run-history';
import { mergeTagForms } from '../run-tags';
import { indexChangedRuns, indexSomeChangedRuns, reindexedFrom, reindexSomeRuns } from './index-runs';
import { searchRuns } from './search-runs';

const FOLDING = '20261129190000_search_folding';
const WORDS = ['большой', 'हिन्दी', '한국어', 'Łódź', '東京'];

async function add(userId: string, prompt: string | string[]): Promise<string> {
  const run = aRun(userId, { promptPreview: promptPreview(prompt) });
  await insertRun({ ...run, request: { ...run.request, prompt } });
  return run.id;
}

async function find(userId: string, q: string): Promise<string[]> {
  return (await searchRuns(userId, { q, limit: 100 })).runs.map(({ id }) => id);
}

async function noted(): Promise<number> {
  const [row] = await getDb().$queryRaw<{ count: number | bigint }[]>`
    SELECT count(*) AS "count" FROM "RunUnindexed"`;
  return Number(row?.count);
}

describeOnBothDatabases('indexing', ({ kind }) => {
  it('is done at the latest by a search, of whatever has changed', async () => {
    const { id: userId } = await aUser();
    const id = await add(userId, 'uma maçã');
    expect(await noted()).toBeGreaterThan(0);
    expect(await find(userId, 'maca')).toEqual([id]);
    expect(await noted()).toBe(0);
    await getDb().run.update({ where: { id }, data: { title: 'Über' } });
    expect(await find(userId, 'uber')).toEqual([id]);
    await getDb().run.update({ where: { id }, data: { title: null } });
    expect(await find(userId, 'uber')).toEqual([]);
    await deleteRuns(userId, [id]);
    expect(await find(userId, 'maca')).toEqual([]);
    await restoreRuns(userId, [id]);
    expect(await find(userId, 'maca')).toEqual([id]);
    await getDb().run.delete({ where: { id } });
    expect(await find(userId, 'maca')).toEqual([]);
    expect(await noted()).toBe(0);
  });

  it('is done for everybody where nobody searches, and forgets what is gone meanwhile', async () => {
    const users = [await aUser(), await aUser()];
    for (const { id } of users) for (let at = 0; at < 30; at += 1) await add(id, `número ${at}`);
    await getDb().user.delete({ where: { id: users[1]?.id ?? '' } });
    for (let after: number | null = 0; after !== null; ) after = await indexSomeChangedRuns(after);
    expect(await noted()).toBe(0);
    expect(await find(users[0]?.id ?? '', 'numero')).toHaveLength(30);
  });

  it('loses no change that comes at the same time', async () => {
    const { id: userId } = await aUser();
    const ids = await Promise.all(Array.from({ length: 12 }, (_, at) => add(userId, `erste ${at}`)));
    await Promise.all([
      ...ids.map((id, at) => getDb().run.update({ where: { id }, data: { title: `zweite Größe ${at}` } })),
      ...[1, 2, 3].map(() => indexChangedRuns(userId)),
      ...ids.slice(0, 4).map((id) => getDb().runTag.create({ data: { runId: id, userId, tag: 'rot' } })),
    ]);
    expect((await find(userId, 'grosse')).toSorted()).toEqual(ids.toSorted());
    const tagged = await searchRuns(userId, { tag: ['rot'], limit: 100 });
    expect(tagged.runs.map(({ id }) => id).toSorted()).toEqual(ids.slice(0, 4).toSorted());
  });

  it('is not written by two at once, of whom the first to read may be the last to write', async () => {
    const { id: userId } = await aUser();
    const ids = await Promise.all(Array.from({ length: 12 }, (_, at) => add(userId, `erste ${at}`)));
    for (let round = 0; round < 12; round += 1) {
      const tag = `tag ${round}`;
      await getDb().run.updateMany({ where: { userId }, data: { starred: round % 2 === 0 } });
      await Promise.all([
        ...[1, 2, 3].map(() => indexChangedRuns(userId)),
        ...ids.map((id) => getDb().runTag.create({ data: { runId: id, userId, tag } })),
        ...[1, 2].map(() => indexSomeChangedRuns()),
      ]);
      const tagged = await searchRuns(userId, { tag: [tag], limit: 100 });
      expect(tagged.runs.map(({ id }) => id).toSorted(), tag).toEqual(ids.toSorted());
    }
  });

  it('takes texts of any size and of any signs', async () => {
    const { id: userId } = await aUser();
    const letters = (from: number, count: number) =>
      Array.from({ length: count }, (_, at) => String.fromCodePoint(from + ((at * 7919) % 20_000))).join('');
    const long = await add(userId, `${letters(0x4e00, 99_000)}終わり`);
    const base64 = await add(userId, `before ${'QUJDREVG'.repeat(12_000)} after`);
    const odd = await add(userId, 'nul\0l \ud800 \' \\ " & | ! :* <-> \u001a \ue000uabc ende');
    const half = await add(userId, 'half \ud83d of an emoji');
    const list = await add(userId, ['\udc00\ud83d', `${'x '.repeat(5_000)}\0 behind NUL \\u0041 "quoted"`]);
    const escapes = await add(userId, `${'\n"'.repeat(20_000)} at the end`);
    expect(await find(userId, '終わり')).toEqual([long]);
    for (const q of ['half of', '"of an emoji"']) expect(await find(userId, q), q).toEqual([half]);
    for (const q of ['behind', '"x behind nul"', 'quoted', 'u0041'])
      expect(await find(userId, q), q).toEqual([list]);
    expect(await find(userId, '"at the end"')).toEqual([escapes]);
    expect(await find(userId, letters(0x4e00, 30).slice(10, 20))).toEqual([long]);
    expect(await find(userId, 'after before')).toEqual([base64]);
    expect(await find(userId, 'QUJDREVG'.repeat(9))).toEqual([base64]);
    expect(await find(userId, `${'QUJDREVG'.repeat(9)}x`)).toEqual([]);
    for (const q of ['nul l', 'ende', 'uabc']) expect(await find(userId, q), q).toEqual([odd]);
  });

  it.skipIf(kind === 'sqlite')('waits for nobody who is changing a run', async () => {
    const { id: userId } = await aUser();
    const [busy, free] = [await add(userId, 'alte Tür'), await add(userId, 'neue Tür')];
    await getDb().$transaction(async (db) => {
      await db.run.update({ where: { id: busy }, data: { title: 'Schloß' } });
      expect(await find(userId, 'tur')).toEqual([free]);
    });
    expect(await find(userId, 'tur')).toEqual([free, busy]);
    expect(await find(userId, 'schloss')).toEqual([busy]);
  });

  it.skipIf(kind === 'sqlite')('does not wait behind runs that somebody holds', async () => {
    const { id: userId } = await aUser();
    while ((await noted()) > 0) await indexChangedRuns(userId);
    const held: string[] = [];
    for (let at = 0; at < 15; at += 1) held.push(await add(userId, `festgehalten ${at}`));
    const free = await add(userId, 'nicht festgehalten');
    await getDb().$transaction(async (db) => {
      await db.$queryRaw`SELECT 1 FROM "Run" WHERE "id" IN (${Prisma.join(held)}) FOR UPDATE`;
      for (let after: number | null = 0; after !== null; ) after = await indexSomeChangedRuns(after);
      expect(await noted()).toBe(held.length);
    });
    expect(await find(userId, 'festgehalten')).toEqual([free, ...held.toReversed()]);
  });

  it.skipIf(kind === 'sqlite')('comes back to old runs that somebody held', async () => {
    const { id: userId } = await aUser();
    const [held, free] = [await add(userId, 'alter Schlüssel'), await add(userId, 'noch ein Schlüssel')];
    await indexChangedRuns(userId);
    await getDb().$executeRaw`DELETE FROM "RunSearchIndex"`;
    await getDb()
      .$executeRaw`INSERT INTO "RunReindex" ("id", "below") SELECT 1, max("position") + 1 FROM "Run"`;
    await getDb().$transaction(async (db) => {
      await db.$queryRaw`SELECT 1 FROM "Run" WHERE "id" = ${held} FOR NO KEY UPDATE`;
      while (await reindexSomeRuns());
    });
    expect(await find(userId, 'schlussel')).toEqual([free, held]);
    expect(await noted()).toBe(0);
  });

  // On SQLite nothing waits for a network: every turn of the event loop is one that was given.
  it.skipIf(kind === 'postgresql')(
    'and searching give everything else its turn between long texts',
    async () => {
      const { id: userId } = await aUser();
      const long = 'Большой дом стоит на берегу реки, ёлка. '.repeat(2_300);
      const last: string[] = [];
      for (let at = 0; at < 8; at += 1) {
        const run = aRun(userId, { promptPreview: 'Большой дом' });
        await insertRun({ ...run, request: { ...run.request, prompt: `${long} конец повести ${at}` } });
        last.push(run.id);
      }
      expect(await turnsDuring(() => indexChangedRuns(userId))).toBeGreaterThanOrEqual(8);
      let found: string[] = [];
      let hits = 0;
      const search = async (q: string) => {
        const page = await searchRuns(userId, { q, limit: 100 });
        found = page.runs.map(({ id }) => id);
        hits = Object.keys(page.hits ?? {}).length;
      };
      expect(await turnsDuring(() => search('конец'))).toBeGreaterThanOrEqual(8);
      expect(hits).toBe(8);
      expect(await turnsDuring(() => search('"конец повести"'))).toBeGreaterThanOrEqual(16);
      expect(found).toEqual(last.toReversed());
    },
  );
});

/** Turns of the event loop that others have while something is done. */
async function turnsDuring(act: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let isOver = false;
  const next = () => {
    turns += 1;
    if (!isOver) setImmediate(next);
  };
  setImmediate(next);
  await act();
  isOver = true;
  return turns;
}

const KINDS = [
  { kind: 'sqlite' as const, create: createSqliteDatabase },
  {
    kind: 'postgresql' as const,
    create: () => createPostgresDatabase(inject('postgresUrl'), { ctype: 'C' }),
  },
];

describe.each(KINDS)('a history from before the folding on $kind', ({ kind, create }) => {
  const old = new Map<string, string[]>();
  let userId: string;

  beforeAll(async () => {
    const database = await create();
    replaceEnv(testEnvironment({ DATABASE_URL: database.url }));
    const migrations = await readMigrations(kind);
    await migrate(migrations.filter(({ name }) => name < FOLDING));
    userId = uuidv7();
    // The client would write columns that came later.
    await getDb().$executeRaw`INSERT INTO "User" ("id", "isGuest") VALUES (${userId}, true)`;
    for (let round = 0; round < 8; round += 1) {
      for (const word of [...WORDS, 'lighthouse']) {
        const text = word === '東京' ? `今日は${word}都で` : `a ${word} ${round}`;
        old.set(word, [await add(userId, text), ...(old.get(word) ?? [])]);
      }
    }
    const [first = '', second = ''] = old.get('lighthouse') ?? [];
    const tags = ['caf\u00e9', 'cafe\u0301'];
    await getDb().runTag.createMany({
      data: [
        ...tags.map((tag) => ({ runId: first, userId, tag })),
        { runId: second, userId, tag: 'cafe\u0301' },
      ],
    });
    await migrate(migrations);
    return async () => {
      await closeDb();
      await database.drop();
    };
  });

  it('is searched as it was until it is indexed anew, part by part, and says so', async () => {
    expect(await find(userId, 'lightho')).toEqual(old.get('lighthouse'));
    const before = await searchRuns(userId, { q: 'lighthouse', limit: 1 });
    expect(Date.parse(before.indexedFrom ?? '')).toBeLessThanOrEqual(Date.now());
    const fresh = await add(userId, 'ещё большой');
    expect((await find(userId, 'большой'))[0]).toBe(fresh);

    const froms: (number | null)[] = [await reindexedFrom()];
    while (await reindexSomeRuns()) {
      froms.push(await reindexedFrom());
      expect(await find(userId, 'lightho')).toEqual(old.get('lighthouse'));
    }
    expect(froms.length).toBeGreaterThan(2);
    expect(froms.toSorted((a, b) => Number(b) - Number(a))).toEqual(froms);
    expect(await reindexedFrom()).toBeNull();
    for (const word of WORDS) {
      const runQuery = [...(word === 'большой' ? [fresh] : []), ...(old.get(word) ?? [])];
      expect(await find(userId, word), word).toEqual(runQuery);
    }
    expect((await searchRuns(userId, { q: 'lighthouse', limit: 1 })).indexedFrom).toBeUndefined();
  });

  it('has no name left from before the tables of the search were renamed', async () => {
    const names =
      kind === 'sqlite'
        ? await getDb().$queryRaw<
            { name: string; sql: string | null }[]
          >`SELECT "name", "sql" FROM sqlite_master`
        : await getDb().$queryRaw<{ name: string; sql: string | null }[]>`
            SELECT "relname" AS "name", NULL AS "sql" FROM pg_class UNION ALL SELECT "conname", NULL FROM pg_constraint
            UNION ALL SELECT "tgname", NULL FROM pg_trigger UNION ALL SELECT "column_name", NULL FROM information_schema.columns
            UNION ALL SELECT "proname", "prosrc" FROM pg_proc`;
    expect(names.filter(({ name, sql }) => /RunWords|RunPieces|triples/.test(name + sql))).toEqual([]);
  });

  it('has one tag where it had two that look the same', async () => {
    const tagged = (tag: string) => searchRuns(userId, { tag: [tag], limit: 9 }).then(({ runs }) => runs);
    // Only while a history is indexed anew.
    await getDb().$executeRaw`INSERT INTO "RunReindex" ("id", "below") VALUES (1, 1)`;
    await mergeTagForms();
    await mergeTagForms();
    const [first, second] = old.get('lighthouse') ?? [];
    for (const tag of ['caf\u00e9', 'cafe\u0301']) {
      const runs = await tagged(tag);
      expect(runs.map(({ id, tags }) => ({ id, tags }))).toEqual([
        { id: first, tags: ['café'] },
        { id: second, tags: ['café'] },
      ]);
    }
  });
});
