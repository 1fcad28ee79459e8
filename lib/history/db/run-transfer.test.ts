import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { readFileRun } from '@/lib/history/model/export/read-exported-run';
import { createRunEncoder } from '@/lib/history/model/export/run-encoder';
import { createRunFileReader } from '@/lib/history/model/export/run-file-reader';
import type { ExportedRun } from '@/lib/history/model/run-export';
import { MAX_IMPORTED, MAX_RUN_BYTES } from '@/lib/history/model/run-import';
import { closeDb, getDb } from '@/lib/platform/db/client';
import { migrate } from '@/lib/platform/db/migrate';
import { describeOnBothDatabases } from '@/lib/platform/db/testing';
import {
  createPostgresDatabase,
  createSqliteDatabase,
  type TestDatabase,
} from '@/lib/platform/db/testing/databases';
import { generateRuns } from '@/lib/platform/db/testing/generate-runs';
import { hardRuns, neighbours } from '@/lib/platform/db/testing/hard-runs';
import { aRun, aUser } from '@/lib/platform/db/testing/records';
import { testEnvironment } from '@/lib/platform/db/testing/test-environment';
import { replaceEnv } from '@/lib/platform/env/env';
import { insertRun } from '@/lib/runs/db/insert-run';
import { deleteRuns, getRun } from '@/lib/runs/db/run-history';
import { type ExportScope, pagesOf } from './export-positions';
import { readRunsForExport } from './run-export';
import { findImported, importRuns } from './run-import';
import { linkImported, linksOf } from './run-links';
import { searchRuns } from './search/search-runs';

/** As bytes of a file. */
async function exportAll(userId: string, scope: ExportScope = { kind: 'all' }): Promise<Uint8Array> {
  const encoder = createRunEncoder('json', '2026-01-01T00:00:00.000Z');
  const parts = [encoder.begin()];
  for await (const runs of readRunsForExport(userId, scope, { withTokens: true })) {
    parts.push(...runs.flatMap((run) => [...encoder.run(run)]));
  }
  return new TextEncoder().encode(parts.join('') + encoder.end());
}

function readFile(bytes: Uint8Array): ExportedRun[] {
  const reader = createRunFileReader(MAX_RUN_BYTES);
  const found = [...reader.push(bytes), ...reader.finish()];
  expect(reader.problem).toBeNull();
  return found.map((one) => {
    const read = readFileRun(one);
    if (!read.ok) throw new Error(`${one.number}: ${read.reason}`);
    return read.run;
  });
}

async function importAll(userId: string, runs: readonly ExportedRun[], size = MAX_IMPORTED) {
  const total = { imported: 0, here: 0 };
  for (let at = 0; at < runs.length; at += size) {
    const answer = await importRuns(userId, runs.slice(at, at + size));
    total.imported += answer?.imported ?? 0;
    total.here += answer?.here ?? 0;
  }
  await linkImported(userId, linksOf(runs));
  return total;
}

/** With ids as indexes in the file, so that two files of other ids can be compared. */
function withoutIds(runs: readonly ExportedRun[]) {
  const indexes = new Map(runs.map(({ id }, at) => [id, at]));
  return runs.map(({ id: _id, originId: _origin, parentOriginId: _parentOrigin, ...run }) => ({
    ...run,
    parentId: run.parentId === null ? null : (indexes.get(run.parentId) ?? 'elsewhere'),
  }));
}

const DATABASES = {
  sqlite: createSqliteDatabase,
  postgresql: () => createPostgresDatabase(inject('postgresUrl')),
};

describe.each([
  ['sqlite', 'postgresql'],
  ['postgresql', 'sqlite'],
] as const)('everything, from %s to %s', (from, to) => {
  const opened: TestDatabase[] = [];
  const use = async (database: TestDatabase) => {
    await closeDb();
    replaceEnv(testEnvironment({ DATABASE_URL: database.url }));
  };
  beforeAll(async () => {
    for (const kind of [from, to]) {
      const database = await DATABASES[kind]();
      opened.push(database);
      await use(database);
      await migrate();
    }
  });
  afterAll(async () => {
    await closeDb();
    for (const database of opened) await database.drop();
  });

  it('is the same when it is exported again, but for ids and owner', async () => {
    const [here, there] = opened as [TestDatabase, TestDatabase];
    await use(here);
    const owner = await aUser();
    await generateRuns({ userId: owner.id, count: 400 });
    const hard = await hardRuns(owner.id);
    await neighbours(owner.id, 30, new Date('2026-02-03T04:05:06.007Z'));
    const file = await exportAll(owner.id);
    const first = readFile(file);
    expect(first).toHaveLength(400 + hard + 30);

    await use(there);
    const other = await aUser();
    expect(await importAll(other.id, first, 37)).toEqual({ imported: first.length, here: 0 });
    const second = readFile(await exportAll(other.id));
    const expected = first.map((run) =>
      run.status === 'streaming' ? { ...run, status: 'interrupted' } : run,
    );
    expect(withoutIds(second)).toEqual(withoutIds(expected as ExportedRun[]));
    // To the byte, too.
    expect(JSON.stringify(withoutIds(second))).toBe(JSON.stringify(withoutIds(expected as ExportedRun[])));
    expect(second.map(({ originId }) => originId)).toEqual(first.map(({ id }) => id));
    expect(second.some(({ id }) => first.some((run) => run.id === id))).toBe(false);
    // It is the history that it was, and can be searched.
    const found = await searchRuns(other.id, { q: 'neighbour 17', limit: 5 });
    expect(found.runs.map(({ promptPreview }) => promptPreview)).toEqual(['Neighbour 17']);

    // And back again: all of it is known.
    expect(await importAll(other.id, second)).toEqual({ imported: 0, here: second.length });
    await use(here);
    expect(await importAll(owner.id, second)).toEqual({ imported: 0, here: second.length });
    expect(Buffer.from(await exportAll(owner.id)).equals(Buffer.from(file))).toBe(true);
  });
});

describeOnBothDatabases('importing', () => {
  const some = async (count: number) => {
    const { id: userId } = await aUser();
    const ids: string[] = [];
    for (let at = 0; at < count; at += 1) {
      const run = aRun(userId, { parentId: ids.at(-1) ?? null });
      await insertRun(run);
      ids.push(run.id);
    }
    return { userId, ids, runs: readFile(await exportAll(userId)) };
  };

  it('knows a run again by its id and by its origin, whatever it went through', async () => {
    const a = await some(3);
    const b = await aUser();
    const c = await aUser();
    await importAll(b.id, a.runs);
    const fromB = readFile(await exportAll(b.id));
    await importAll(c.id, fromB);
    const fromC = readFile(await exportAll(c.id));
    expect(fromC.map(({ originId }) => originId)).toEqual(a.runs.map(({ id }) => id));
    for (const [user, file] of [
      [a.userId, fromB],
      [a.userId, fromC],
      [b.id, a.runs],
      [b.id, fromC],
      [c.id, a.runs],
    ] as const) {
      expect(await importAll(user, file)).toEqual({ imported: 0, here: 3 });
    }
    expect(await findImported(c.id, [...a.ids, 'unheard of'])).toEqual(a.ids);
    // The same twice in one file.
    const d = await aUser();
    expect(await importAll(d.id, [...a.runs, ...a.runs])).toEqual({ imported: 3, here: 3 });
  });

  it('tells what a branch changed only together with its parent', async () => {
    const { id: userId } = await aUser();
    const parent = aRun(userId);
    await insertRun(parent);
    const changes = [{ name: 'stop' as const, before: '["a secret"]', after: null }];
    const child = aRun(userId, { parentId: parent.id, branch: { kind: 'edit', changes } });
    await insertRun(child);
    const branchIn = async (scope: ExportScope) =>
      readFile(await exportAll(userId, scope)).find(({ id }) => id === child.id)?.branch;
    expect(await branchIn({ kind: 'all' })).toEqual({ kind: 'edit', changes });
    expect(await branchIn({ kind: 'ids', ids: [child.id, parent.id] })).toEqual({ kind: 'edit', changes });
    expect(await branchIn({ kind: 'ids', ids: [child.id] })).toEqual({ kind: 'edit' });
    expect(await branchIn({ kind: 'filter', filter: { model: [child.model] } })).toEqual({ kind: 'edit' });
  });

  it('keeps the order of runs whose positions are all taken', async () => {
    const a = await aUser();
    const ids = await neighbours(a.id, 60, new Date('2026-02-03T04:05:06.008Z'));
    const file = readFile(await exportAll(a.id));
    expect(file.map(({ id }) => id)).toEqual(ids);
    for (const size of [100, 7]) {
      const b = await aUser();
      await importAll(b.id, file, size);
      const again = readFile(await exportAll(b.id));
      expect(again.map(({ originId }) => originId)).toEqual(ids);
    }
  });

  it('joins parents across requests, and makes no circle', async () => {
    const a = await some(4);
    const b = await aUser();
    // Newest first and one at a time: every child comes before its parent.
    for (const run of a.runs) {
      const answer = await importRuns(b.id, [run]);
      expect(answer?.withoutParent).toEqual(run.parentId === null ? [] : [run.id]);
    }
    expect(await linkImported(b.id, linksOf(a.runs))).toBe(3);
    const again = readFile(await exportAll(b.id));
    expect(again.map(({ parentId }) => parentId)).toEqual([...again.slice(1).map(({ id }) => id), null]);

    const [newest, , , oldest] = a.runs as [ExportedRun, ExportedRun, ExportedRun, ExportedRun];
    const c = await aUser();
    await importAll(c.id, [
      { ...newest, parentId: oldest.id },
      { ...oldest, parentId: newest.id },
    ]);
    const circle = readFile(await exportAll(c.id));
    expect(circle.map(({ parentOriginId }) => parentOriginId)).toEqual([oldest.id, null]);
    // Runs that were made here belong to no file.
    expect(await linkImported(a.userId, [{ id: oldest.id, parentId: newest.id }])).toBe(0);
  });

  it('never reaches into somebody else’s history', async () => {
    const a = await some(2);
    const b = await aUser();
    await importAll(b.id, a.runs.slice(0, 1));
    // Its parent is only in the other history.
    expect(readFile(await exportAll(b.id))[0]).toMatchObject({ parentId: null });
    expect(await findImported(b.id, a.ids)).toEqual([a.runs[0]?.id]);
    expect(await exportAll(b.id, { kind: 'ids', ids: a.ids }).then(readFile)).toEqual([]);
  });

  it('takes a run in again that was deleted, and leaves deleted ones out of an export', async () => {
    const a = await some(2);
    const b = await aUser();
    await importAll(b.id, a.runs);
    const [first] = readFile(await exportAll(b.id));
    await deleteRuns(b.id, [first?.id ?? '']);
    expect(readFile(await exportAll(b.id))).toHaveLength(1);
    expect(await importAll(b.id, a.runs)).toEqual({ imported: 1, here: 1 });
    expect(readFile(await exportAll(b.id))).toHaveLength(2);
  });

  it('writes all of a request or nothing of it, also when two come at once', async () => {
    const a = await some(20);
    const b = await aUser();
    const answers = await Promise.all([1, 2, 3].map(() => importRuns(b.id, a.runs)));
    expect(answers.map((answer) => answer?.imported).sort()).toEqual([0, 0, 20]);
    const c = await aUser();
    // The last one cannot be stored: a choice that is there twice.
    const output = { index: 0, text: 'x', finishReason: null, tokens: null };
    const broken = a.runs.map((run, at) => ({ ...run, outputs: at === 19 ? [output, output] : [output] }));
    await expect(importRuns(c.id, broken)).rejects.toThrow();
    expect(readFile(await exportAll(c.id))).toEqual([]);
    expect(await getDb().runTag.count({ where: { userId: c.id } })).toBe(0);
    expect(await importRuns('nobody', a.runs)).toBeNull();
  });

  it('puts runs on the connection of the same name, and back into their comparison', async () => {
    const a = await some(1);
    const [run] = a.runs as [ExportedRun];
    const b = await aUser();
    const connection = await getDb().connection.create({
      data: { id: `c-${b.id}`, userId: b.id, name: 'Mine', kind: 'custom', baseUrl: 'x', origin: 'x' },
    });
    await getDb().comparison.create({ data: { id: `k-${b.id}`, userId: b.id, kind: 'columns', plan: {} } });
    await importAll(b.id, [
      {
        ...run,
        id: '1',
        connectionKind: 'own',
        connectionName: 'Mine',
        comparison: { id: `k-${b.id}`, cell: 'a' },
      },
      {
        ...run,
        id: '2',
        connectionKind: 'own',
        connectionName: 'Other',
        comparison: { id: 'k-other', cell: 'a' },
      },
    ]);
    const again = readFile(await exportAll(b.id));
    expect(again.map(({ comparison }) => comparison)).toEqual([{ id: `k-${b.id}`, cell: 'a' }, undefined]);
    const rows = await getDb().run.findMany({ where: { userId: b.id }, orderBy: { originId: 'asc' } });
    expect(rows.map(({ connectionId }) => connectionId)).toEqual([
      connection.id,
      expect.stringMatching(/^imported-[0-9a-f]{16}$/),
    ]);
    expect(await getRun(b.id, again[1]?.id ?? '')).toMatchObject({ connectionName: 'Other' });
    // The comparison was deleted: its runs are not to be seen.
    await getDb().comparison.update({ where: { id: `k-${b.id}` }, data: { deletedAt: new Date() } });
    expect(readFile(await exportAll(b.id))).toHaveLength(1);
  });
});

describeOnBothDatabases('an export', () => {
  it('is what the list shows, page after page', async () => {
    const { id: userId } = await aUser();
    await generateRuns({ userId, count: 350, seed: 7 });
    for (const filter of [
      { status: ['failed' as const] },
      { q: 'ba' },
      { model: ['practice-1'], sort: 'longest' as const },
    ]) {
      const listed: string[] = [];
      let before: string | undefined;
      do {
        const page = await searchRuns(userId, { ...filter, sort: 'newest', before, limit: 40 });
        listed.push(...page.runs.map(({ id }) => id));
        before = page.next ?? undefined;
      } while (before !== undefined);
      const file = readFile(await exportAll(userId, { kind: 'filter', filter }));
      expect(file.map(({ id }) => id)).toEqual(listed);
      expect(listed.length).toBeGreaterThan(5);
    }
    const chosen = readFile(
      await exportAll(userId, { kind: 'ids', ids: ['generated-7-3', 'generated-7-340', 'x'] }),
    );
    expect(chosen.map(({ id }) => id)).toEqual(['generated-7-340', 'generated-7-3']);
  });

  it('reads on only when it is asked to', async () => {
    const { id: userId } = await aUser();
    await generateRuns({ userId, count: 300, seed: 8 });
    const reading = readRunsForExport(userId, { kind: 'all' }, { withTokens: true });
    const first = (await reading.next()).value ?? [];
    // What is deleted before the export comes to it is not in it.
    await deleteRuns(userId, ['generated-8-5']);
    const remaining: string[] = [];
    for await (const runs of reading) remaining.push(...runs.map(({ id }) => id));
    expect(first.length + remaining.length).toBe(299);
    expect(remaining).not.toContain('generated-8-5');
  });

  it.each<ExportScope>([
    { kind: 'all' },
    { kind: 'filter', filter: { status: ['complete'] } },
    { kind: 'ids', ids: Array.from({ length: 300 }, (_, at) => `generated-9-${at}`) },
  ])('reads nothing more once it is stopped: $kind', async (scope) => {
    const { id: userId } = await aUser();
    await generateRuns({ userId, count: 300, seed: 9 });
    const stop = new AbortController();
    const options = { withTokens: false, stopped: stop.signal };
    const reading = readRunsForExport(userId, scope, options);
    expect((await reading.next()).value).not.toHaveLength(0);
    stop.abort(new Error('nobody reads'));
    await expect(reading.next()).rejects.toThrow('nobody reads');
    // Before its first page, too: with a filter, that one may be far.
    await expect(pagesOf(userId, scope, stop.signal).next()).rejects.toThrow('nobody reads');
    await getDb().run.deleteMany({ where: { userId } });
  });

  it('leaves tokens out where they are not written', async () => {
    const { id: userId } = await aUser();
    await hardRuns(userId);
    for await (const runs of readRunsForExport(userId, { kind: 'all' }, { withTokens: false })) {
      expect(runs.flatMap(({ outputs }) => outputs).every(({ tokens }) => tokens === null)).toBe(true);
    }
  });
});
