import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { recountAll } from '@/lib/accounts/db/storage/count-stored';
import { openKey } from '@/lib/connections/server/secret-box';
import { searchRuns } from '@/lib/history/db/search/search-runs';
import { indexAllRuns } from '@/lib/history/server/search-indexing';
import { replaceEnv } from '@/lib/platform/env/env';
import { closeDb, getDb } from '../client';
import { migrate } from '../migrate';
import { toStored } from '../stored-json';
import { createPostgresDatabase, createSqliteDatabase, type TestDatabase } from '../testing/databases';
import { type Everything, fillEveryTable, STORED_KEY } from '../testing/every-table';
import { aRun, aUser } from '../testing/records';
import { schemaDrift } from '../testing/schema-drift';
import { testEnvironment } from '../testing/test-environment';
import { copyRows, proofOf } from './copy-rows';
import { openPostgres } from './postgres-engine';
import type { Proof } from './row-digest';
import { openReader, openWriter, type RowSource } from './row-store';
import type { Row } from './row-values';
import { openSqlite } from './sqlite-engine';

const CREATE = {
  sqlite: createSqliteDatabase,
  postgresql: () => createPostgresDatabase(inject('postgresUrl')),
};
type Kind = keyof typeof CREATE;

const made: TestDatabase[] = [];
afterAll(async () => {
  await closeDb();
  for (const database of made) await database.drop();
});

/** A new, migrated database, which `getDb` uses from now on. */
async function newDatabase(kind: Kind): Promise<string> {
  const database = await CREATE[kind]();
  made.push(database);
  await use(database.url);
  await migrate();
  await closeDb();
  return database.url;
}

async function use(url: string): Promise<void> {
  await closeDb();
  replaceEnv(testEnvironment({ DATABASE_URL: url }));
}

async function copy(from: string, to: string): Promise<Proof[]> {
  const source = await openReader(from);
  const target = await openWriter(to);
  try {
    const proofs = await copyRows(source, target);
    await target.commit();
    return proofs;
  } finally {
    await target.close();
    await source.close();
  }
}

async function proofsOf(url: string): Promise<Proof[]> {
  const reader = await openReader(url);
  try {
    return await Promise.all(reader.tables.map((table) => proofOf(reader, table)));
  } finally {
    await reader.close();
  }
}

/** Everything that a SQLite file stores, as it is stored. */
async function storedIn(url: string): Promise<Record<string, unknown[][]>> {
  const engine = await openSqlite(url);
  try {
    const stored: Record<string, unknown[][]> = {};
    for (const { name, primaryKey } of await engine.readTables()) {
      const key = primaryKey.map((column) => `"${column}"`).join();
      stored[name] = await engine.query(`SELECT * FROM "${name}" ORDER BY ${key}`);
    }
    return stored;
  } finally {
    await engine.close();
  }
}

const RUNS = 300;

describe.each([
  ['sqlite', 'postgresql'],
  ['postgresql', 'sqlite'],
] as const)('a move from %s to %s and back', (kind, other) => {
  let first: string;
  let second: string;
  let third: string;
  let everything: Everything;
  const proofs: Proof[][] = [];

  beforeAll(async () => {
    [first, second, third] = [await newDatabase(kind), await newDatabase(other), await newDatabase(kind)];
    await use(first);
    everything = await fillEveryTable(RUNS);
    await closeDb();
    proofs.push(await copy(first, second), await copy(second, third));
  });

  it('gives the same rows in every table', async () => {
    expect(proofs[0]).toEqual(proofs[1]);
    for (const url of [first, second, third]) expect(await proofsOf(url)).toEqual(proofs[0]);
    // The fixture would prove nothing for a table that it leaves empty.
    const empty = proofs[0]?.filter(({ rows }) => rows === 0).map(({ table }) => table);
    expect(empty).toEqual([]);
    if (kind === 'sqlite') expect(await storedIn(third)).toEqual(await storedIn(first));
  });

  it('leaves a database that is what the schema says, that counts, checks and is searched as before', async () => {
    for (const url of [second, third]) {
      expect(await schemaDrift(url)).toEqual([]);
      await use(url);
      expect(await migrate()).toEqual([]);
      await indexAllRuns();
      const { runs } = await searchRuns(everything.userId, { q: 'river', limit: 20 });
      expect(runs.length).toBeGreaterThan(0);
      expect(await recountAll()).toBe(0);

      const before = await getDb().userStorage.findUniqueOrThrow({ where: { userId: everything.userId } });
      const { retries: _r, branch: _b, request, processId: _p, ...run } = aRun(everything.userId);
      await getDb().run.create({
        data: { ...run, request: toStored(request), status: 'complete', position: 1n },
      });
      const after = await getDb().userStorage.findUniqueOrThrow({ where: { userId: everything.userId } });
      expect(after.bytes).toBeGreaterThan(before.bytes);
      await expect(
        getDb().run.create({
          data: { ...run, id: 'orphan', userId: 'nobody', request: {}, status: 'complete', position: 2n },
        }),
      ).rejects.toThrow();
      await getDb().run.delete({ where: { id: run.id } });
      await indexAllRuns();
    }
  });

  it('moves stored keys along', async () => {
    await use(third);
    const { connectionId, userId } = everything;
    const { sealedKey, origin } = await getDb().connection.findUniqueOrThrow({ where: { id: connectionId } });
    expect(openKey(sealedKey ?? '', { userId, connectionId, origin })).toBe(STORED_KEY);
  });

  it('is refused into a database that has rows, which stays as it is', async () => {
    const target = await newDatabase(other);
    await use(target);
    await aUser();
    await closeDb();
    const before = await proofsOf(target);
    await expect(copy(first, target)).rejects.toThrow(/The target isn't empty: User/);
    expect(await proofsOf(target)).toEqual(before);
  });

  it('writes nothing when it breaks off', async () => {
    const target = await newDatabase(other);
    const source = await openReader(first);
    const broken: RowSource = {
      tables: source.tables,
      async *rows(table) {
        if (table.name === 'RunChoice') throw new Error('the cable was pulled');
        yield* source.rows(table);
      },
    };
    const writer = await openWriter(target);
    await expect(copyRows(broken, writer)).rejects.toThrow('the cable was pulled');
    await writer.close();
    await source.close();
    expect((await proofsOf(target)).every(({ rows }) => rows === 0)).toBe(true);
    // And it can be done again.
    expect(await copy(first, target)).toEqual(proofs[0]);
  });

  it('notices a row that is missing or different in the target', async () => {
    for (const harm of [
      (rows: readonly Row[]) => rows.slice(1),
      (rows: readonly Row[]) =>
        rows.map((row) => row.map((value) => (value === 'A preset' ? 'Another' : value))),
    ]) {
      const source = await openReader(first);
      const target = await openWriter(await newDatabase(other));
      const harmed = {
        ...target,
        insert: (table: Parameters<typeof target.insert>[0], rows: readonly Row[]) =>
          target.insert(table, table.name === 'Preset' ? harm(rows) : rows),
      };
      await expect(copyRows(source, harmed)).rejects.toThrow(/The copy of Preset differs from its source/);
      await target.close();
      await source.close();
    }
  });

  it.runIf(other === 'postgresql')('is done, and says so, when only its statistics fail', async () => {
    const targetUrl = await newDatabase(other);
    const engine = await openPostgres(targetUrl);
    await engine.query(`CREATE FUNCTION no_statistics(text) RETURNS text IMMUTABLE LANGUAGE plpgsql AS $$
      BEGIN IF current_query() LIKE 'ANALYZE%' THEN RAISE 'disk full'; END IF; RETURN $1; END $$`);
    await engine.query('CREATE INDEX ON "Preset" (no_statistics("name"))');
    await engine.close();
    const source = await openReader(first);
    const target = await openWriter(targetUrl);
    await copyRows(source, target);
    expect(await target.commit()).toMatch(/^All rows were written, .*\(disk full\)/);
    await target.close();
    await source.close();
    expect(await proofsOf(targetUrl)).toEqual(proofs[0]);
  });

  it.runIf(other === 'sqlite')('names one row that references nothing', async () => {
    const source = await openReader(first);
    const target = await openWriter(await newDatabase(other));
    const orphaned: RowSource = {
      tables: source.tables,
      async *rows(table) {
        if (table.name === 'User') return;
        for await (const rows of source.rows(table)) if (table.name === 'Preset') yield rows.slice(0, 1);
      },
    };
    await copyRows(orphaned, target);
    await expect(target.commit()).rejects.toThrow(
      '1 row references a missing row, in Preset. Nothing was written.',
    );
    await target.close();
    await source.close();
  });

  it('refuses rows that reference nothing', async () => {
    const source = await openReader(first);
    const targetUrl = await newDatabase(other);
    const target = await openWriter(targetUrl);
    const orphaned: RowSource = {
      tables: source.tables,
      async *rows(table) {
        if (table.name !== 'Comparison') yield* source.rows(table);
      },
    };
    await copyRows(orphaned, target);
    await expect(target.commit()).rejects.toThrow(
      other === 'sqlite'
        ? /^\d+ rows reference missing rows, the first in \w+\. Nothing/
        : /^Rows reference missing rows \(.+\)\. Nothing/,
    );
    await target.close();
    await source.close();
    expect((await proofsOf(targetUrl)).every(({ rows }) => rows === 0)).toBe(true);
  });
});

describe.each(['sqlite', 'postgresql'] as const)('a reader of %s', (kind) => {
  it('sees one moment, while others write, and says that they did', async () => {
    const url = await newDatabase(kind);
    await use(url);
    await aUser();
    const [before] = (await proofsOf(url)).filter(({ table }) => table === 'User');
    const reader = await openReader(url);
    const users = reader.tables.find(({ name }) => name === 'User');
    if (users === undefined) throw new Error('no users');
    await aUser();
    expect(await proofOf(reader, users)).toEqual(before);
    expect(await reader.wasUsed()).toBe(true);
    await reader.close();

    await closeDb();
    const alone = await openReader(url);
    expect(await alone.wasUsed()).toBe(false);
    await alone.close();
  });

  it('reads long rows a few megabytes at a time', async () => {
    const url = await newDatabase(kind);
    await use(url);
    const { id: userId } = await aUser();
    const { retries: _r, branch: _b, request, processId: _p, ...run } = aRun(userId, { choiceCount: 12 });
    await getDb().run.create({ data: { ...run, request: toStored(request), status: 'complete' } });
    const text = 'é'.repeat(750_000);
    for (let index = 0; index < 12; index += 1) {
      await getDb().runChoice.create({ data: { runId: run.id, index, text } });
    }
    await closeDb();
    const reader = await openReader(url);
    const table = reader.tables.find(({ name }) => name === 'RunChoice');
    if (table === undefined) throw new Error('no choices');
    const batches: number[] = [];
    for await (const rows of reader.rows(table)) batches.push(rows.length);
    await reader.close();
    expect(batches).toEqual([2, 2, 2, 2, 2, 2]);
  });
});

it('refuses a target that somebody else is writing to', async () => {
  const url = await newDatabase('sqlite');
  const other = await openWriter(url);
  await expect(openWriter(url)).rejects.toThrow(/Another program is using .*test.db/);
  await other.close();
});

it('says which file does not exist, and does not make it', async () => {
  await expect(openReader('file:/nowhere/there.db')).rejects.toThrow(
    'No database found at /nowhere/there.db.',
  );
});
