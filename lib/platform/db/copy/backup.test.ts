import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { recountAll } from '@/lib/accounts/db/storage/count-stored';
import { findUserOfSession } from '@/lib/accounts/db/users';
import { openKey } from '@/lib/connections/server/secret-box';
import { searchRuns } from '@/lib/history/db/search/search-runs';
import { loadEnv, replaceEnv } from '@/lib/platform/env/env';
import { backUp } from '@/scripts/lib/back-up';
import { moveDatabase, restoreBackup } from '@/scripts/lib/fill-database';
import { closeDb, getDb } from '../client';
import { appliedMigrations, migrate } from '../migrate';
import { readMigrations } from '../migration-files';
import { createPostgresDatabase, createSqliteDatabase, type TestDatabase } from '../testing/databases';
import { type Everything, fillEveryTable, STORED_KEY } from '../testing/every-table';
import { aUser } from '../testing/records';
import { temporaryFolder } from '../testing/temporary-folder';
import { testEnvironment } from '../testing/test-environment';
import { proofOf } from './copy-rows';
import { openBackup } from './read-backup';
import type { Proof } from './row-digest';
import { openReader, type RowSource } from './row-store';

const CREATE = {
  sqlite: createSqliteDatabase,
  postgresql: () => createPostgresDatabase(inject('postgresUrl')),
};
type Kind = keyof typeof CREATE;

const made: TestDatabase[] = [];
const folders: string[] = [];
afterEach(closeDb);
afterAll(async () => {
  for (const database of made) await database.drop();
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

async function newDatabase(kind: Kind): Promise<string> {
  const database = await CREATE[kind]();
  made.push(database);
  return database.url;
}

async function newFolder(): Promise<string> {
  const folder = await temporaryFolder('playground-backup-');
  folders.push(folder);
  return folder;
}

async function use(url: string): Promise<void> {
  await closeDb();
  replaceEnv(testEnvironment({ DATABASE_URL: url }));
}

async function proofsOf(url: string): Promise<Proof[]> {
  const reader = await openReader(url);
  try {
    return await Promise.all(reader.tables.map((table) => proofOf(withoutSessionVersions(reader), table)));
  } finally {
    await reader.close();
  }
}

/** What a restore changes, of those who have an account. */
function withoutSessionVersions(source: RowSource): RowSource {
  return {
    tables: source.tables,
    rows: async function* (table) {
      const at = table.columns.findIndex(({ name }) => name === 'sessionVersion');
      const guest = table.columns.findIndex(({ name }) => name === 'isGuest');
      for await (const rows of source.rows(table)) {
        yield at < 0 ? rows : rows.map((row) => (row[guest] === true ? row : row.with(at, null)));
      }
    },
  };
}

/** The queues of comparisons, which a restore empties, and what counts their bytes. */
function withoutQueues(proofs: readonly Proof[]): Proof[] {
  const queues = ['ComparisonQueue', 'QueuedStart', 'QueuedCell', 'ConnectionPace'];
  const changed = [...queues, 'StoredItem', 'UserStorage'];
  return proofs.filter(({ table }) => !changed.includes(table));
}

async function sessionVersions(url: string): Promise<Map<string, number>> {
  await use(url);
  const users = await getDb().user.findMany();
  await closeDb();
  return new Map(users.map(({ id, sessionVersion }) => [id, sessionVersion]));
}

async function isEmpty(url: string): Promise<boolean> {
  return (await proofsOf(url)).every(({ rows }) => rows === 0);
}

/** A script as npm runs it, with no settings but these. */
async function command(
  script: string,
  args: readonly string[],
  env: Record<string, string>,
  onStart: (pid: number) => void = () => {},
): Promise<{ code: number | null; output: string }> {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, ['node_modules/tsx/dist/cli.mjs', `scripts/${script}.mjs`, ...args], {
    env: { NODE_ENV: 'production', PATH, HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onStart(child.pid ?? 0);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, output };
}

const SECRETS = {
  NEXTAUTH_SECRET: testEnvironment().NEXTAUTH_SECRET,
  ENCRYPTION_KEYS: testEnvironment().ENCRYPTION_KEYS,
};
const OTHER_SECRETS = { ...SECRETS, ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 9).toString('base64')}` };

function linesIn(file: string): string[] {
  return gunzipSync(readFileSync(file)).toString('utf8').split('\n');
}

async function storedKey(url: string, { userId, connectionId }: Everything): Promise<string | null> {
  await use(url);
  const { sealedKey, origin } = await getDb().connection.findUniqueOrThrow({ where: { id: connectionId } });
  return sealedKey === null ? null : openKey(sealedKey, { userId, connectionId, origin });
}

describe.each([
  ['sqlite', 'postgresql'],
  ['postgresql', 'sqlite'],
] as const)('a backup of %s', (kind, other) => {
  let source: string;
  let everything: Everything;
  let before: Proof[];
  let folder: string;
  let whole: string;

  beforeAll(async () => {
    source = await newDatabase(kind);
    await use(source);
    await migrate();
    everything = await fillEveryTable(60);
    await closeDb();
    before = withoutQueues(await proofsOf(source));
    folder = await newFolder();
    whole = path.join(folder, 'whole.backup');
    const { code, output } = await command('backup', ['--to', whole], { DATABASE_URL: source, ...SECRETS });
    expect(output).toMatch(/Backed up \d+ rows of \d+ tables to .*whole.backup \(\d+\.\d MB\)/);
    expect(output).toContain("It contains the server's secrets: keep it private.");
    expect(code).toBe(0);
  });

  it('is one file for its owner only', async () => {
    expect(await readdir(folder)).toContain('whole.backup');
    expect((await readdir(folder)).filter((name) => name.endsWith('.partial'))).toEqual([]);
    expect((await stat(whole)).mode & 0o777).toBe(0o600);
    // What was encrypted stays so.
    expect(linesIn(whole).join('\n')).not.toContain(STORED_KEY);
  });

  it.each([kind, other])('is restored to %s with everything, by the command', async (to) => {
    const [target, data] = [await newDatabase(to), await newFolder()];
    const { code, output } = await command('restore', ['--from', whole], {
      DATABASE_URL: target,
      DATA_DIR: data,
    });
    expect(output).toContain('all verified');
    expect(code).toBe(0);
    expect(withoutQueues(await proofsOf(target))).toEqual(before);

    const file = path.join(data, 'secrets.json');
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(SECRETS);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await storedKey(target, everything)).toBe(STORED_KEY);
    const { runs } = await searchRuns(everything.userId, { q: 'river', limit: 5 });
    expect(runs.length).toBeGreaterThan(0);
    expect(await recountAll()).toBe(0);
    // What waited may have run after the backup.
    expect(output).toContain(
      "Comparison cells waiting when the backup was made: 1. A restore doesn't start them.",
    );
    expect(await getDb().queuedCell.findMany()).toMatchObject([{ state: 'refused' }]);
    expect(await getDb().comparisonQueue.count()).toBe(0);
  });

  it('without the secrets is restored where they are, and refused where they are not', async () => {
    const file = path.join(folder, 'no-secrets.backup');
    const backup = await command('backup', ['--to', file, '--without-secrets'], {
      DATABASE_URL: source,
      ...SECRETS,
    });
    expect(backup).toMatchObject({
      code: 0,
      output: expect.stringContaining("It doesn't contain the server's secrets"),
    });
    const text = linesIn(file).join('\n');
    expect(text).not.toContain(SECRETS.NEXTAUTH_SECRET);
    expect(text).not.toContain(SECRETS.ENCRYPTION_KEYS.split(':')[1]);

    const [target, data] = [await newDatabase(kind), await newFolder()];
    const place = { DATABASE_URL: target, DATA_DIR: data };
    expect(await command('restore', ['--from', file], place)).toMatchObject({
      code: 1,
      output: expect.stringContaining("The backup doesn't contain the server's secrets. Set NEXTAUTH_SECRET"),
    });
    expect(await command('restore', ['--from', file], { ...place, ...OTHER_SECRETS })).toMatchObject({
      code: 1,
      output: expect.stringContaining("master keys that this server's ENCRYPTION_KEYS lacks (test)"),
    });
    const { NEXTAUTH_SECRET } = SECRETS;
    expect((await command('restore', ['--from', file], { ...place, NEXTAUTH_SECRET })).code).toBe(1);
    expect(await readdir(data)).toEqual([]);

    expect(await command('restore', ['--from', file], { ...place, ...SECRETS })).toMatchObject({ code: 0 });
    expect(withoutQueues(await proofsOf(target))).toEqual(before);
    expect(await readdir(data)).toEqual([]);
  });

  it('without the stored keys has connections without keys, whatever the secrets', async () => {
    await use(source);
    const file = path.join(folder, 'no-keys.backup');
    await backUp(file, { secrets: false, keys: false });
    const { sealedKey, sealedHeaders } = await getDb().connection.findUniqueOrThrow({
      where: { id: everything.connectionId },
    });
    const text = linesIn(file).join('\n');
    for (const sealed of [sealedKey, sealedHeaders]) expect(text).not.toContain(sealed);
    await closeDb();

    for (const [from, options] of [
      [file, []],
      [whole, ['--without-keys']],
    ] as const) {
      const target = await newDatabase(kind);
      const restored = await command('restore', ['--from', from, ...options], {
        DATABASE_URL: target,
        DATA_DIR: await newFolder(),
        ...OTHER_SECRETS,
      });
      expect(restored).toMatchObject({ code: 0 });
      expect(await storedKey(target, everything)).toBeNull();
      const connection = await getDb().connection.findUniqueOrThrow({
        where: { id: everything.connectionId },
      });
      expect(connection).toMatchObject({ keyLast4: null, sealedHeaders: null, headerNames: '' });
      await closeDb();
      const differs = (proof: Proof, at: number) => proof.digest !== before[at]?.digest;
      expect(
        withoutQueues(await proofsOf(target))
          .filter(differs)
          .map(({ table }) => table),
      ).toEqual(['Connection']);
    }
  });

  it.each([kind, other])('restored to %s opens no session of an account, and those of guests', async (to) => {
    await use(source);
    const { userId } = everything;
    const already = await getDb().user.findUniqueOrThrow({ where: { id: userId } });
    const cookie = { sessionVersion: already.sessionVersion, sessionId: 'ended-after-the-backup' };
    const guests = (await getDb().user.findMany({ where: { isGuest: true } })).map(({ id }) => id);
    expect(guests.length).toBeGreaterThan(0);
    expect(await findUserOfSession(userId, cookie)).not.toBeNull();
    await closeDb();

    const target = await newDatabase(to);
    await use(target);
    const said: string[] = [];
    const start = Math.floor(Date.now() / 1000);
    await restoreBackup(whole, { keys: true }, (line) => said.push(line));
    expect(said.join('\n')).toContain('Everyone with an account must sign in again.');
    expect(said.join('\n')).toContain('revoked after the backup work again');
    expect(said.join('\n')).toMatch(/User: 2 rows, digest [0-9a-f]{16}, identical on both sides/);
    await use(target);
    expect(await findUserOfSession(userId, cookie)).toBeNull();
    const [versions, old] = [await sessionVersions(target), await sessionVersions(source)];
    expect(versions.get(userId)).toBeGreaterThanOrEqual(start);
    expect(versions.get(userId)).toBeLessThan(2 ** 31);
    for (const id of guests) expect(versions.get(id)).toBe(old.get(id));

    // Restored again: one that is as high already is raised as well.
    await use(target);
    await getDb().user.update({ where: { id: userId }, data: { sessionVersion: 2_000_000_000 } });
    const [again, file] = [await newDatabase(to), path.join(await newFolder(), 'again.backup')];
    await backUp(file, { secrets: false, keys: true });
    await use(again);
    await restoreBackup(file, { keys: true }, () => {});
    expect((await sessionVersions(again)).get(userId)).toBe(2_000_000_001);
  });

  it('leaves no secrets behind where the configuration is wrong', async () => {
    const [header = '', ...rest] = linesIn(whole);
    const short = JSON.stringify({
      ...JSON.parse(header),
      secrets: { ...SECRETS, NEXTAUTH_SECRET: 'short' },
    });
    const harmed = path.join(folder, 'short-secret.backup');
    await writeFile(harmed, gzipSync([short, ...rest].join('\n')));
    await use(source);
    const bare = path.join(folder, 'bare.backup');
    await backUp(bare, { secrets: false, keys: false });
    const cases: [string, Record<string, string>, string][] = [
      [whole, { PORT: 'abc' }, 'PORT must be'],
      [bare, { PORT: 'abc' }, 'PORT must be'],
      [harmed, {}, 'NEXTAUTH_SECRET must have at least 32 characters'],
    ];
    for (const [file, settings, sentence] of cases) {
      const data = await newFolder();
      const restored = await command('restore', ['--from', file], { DATA_DIR: data, ...settings });
      expect(restored).toMatchObject({ code: 1, output: expect.stringContaining(sentence) });
      expect(await readdir(data)).toEqual([]);
    }
  });

  it('never overwrites a file, and leaves none behind when it fails', async () => {
    await use(source);
    await expect(backUp(whole, { secrets: true, keys: true })).rejects.toThrow(/whole.backup already exists/);
    await expect(backUp('/nowhere/x', { secrets: true, keys: true })).rejects.toThrow(
      'Folder not found: /nowhere',
    );
  });

  it('is not restored over data', async () => {
    const target = await newDatabase(kind);
    await use(target);
    await migrate();
    await aUser();
    await expect(restoreBackup(whole, { keys: true }, () => {})).rejects.toThrow(
      /The target isn't empty: User has rows. Nothing was written/,
    );
    expect(await getDb().user.count()).toBe(1);
  });

  it('that is damaged is not restored', async () => {
    const lines = linesIn(whole);
    const at = (what: string) => lines.findIndex((line) => line.includes(what));
    const preset = at('A preset');
    const harmed: [string, Buffer][] = [
      ['it ends too early', gzipSync(lines.slice(0, preset).join('\n'))],
      ['it ends too early', gzipSync(`${lines.slice(0, preset).join('\n')}\n`)],
      ['its end is missing', gzipSync(`${lines.slice(0, -2).join('\n')}\n{}\n`)],
      [
        'Preset was changed',
        gzipSync(lines.with(preset, (lines[preset] ?? '').replace('A preset', 'B')).join('\n')),
      ],
      ['Preset was changed', gzipSync(lines.toSpliced(preset, 1).join('\n'))],
      ["a row of Preset can't be read", gzipSync(lines.with(preset, '[1]').join('\n'))],
      [
        'its header was changed',
        gzipSync(lines.with(0, (lines[0] ?? '').replace('"kid":"test"', '"kid":"t"')).join('\n')),
      ],
      ['there is data after its end', gzipSync(`${lines.join('\n')}{}\n`)],
      ["it can't be unpacked", Buffer.from('no gzip at all')],
      ["it can't be unpacked", readFileSync(whole).subarray(0, -20)],
    ];
    for (const [what, bytes] of harmed) {
      const file = path.join(folder, 'harmed.backup');
      await writeFile(file, bytes);
      const target = await newDatabase(kind);
      await use(target);
      await expect(
        restoreBackup(file, { keys: true }, () => {}),
        what,
      ).rejects.toThrow(new RegExp(`harmed.backup is damaged: ${what}`));
      await closeDb();
      const exists = target.startsWith('file:') ? await stat(target.slice(5)).catch(() => null) : true;
      if (exists) expect(await isEmpty(target)).toBe(true);
    }
  });

  it('with a header that is no header of ours is not restored, and not shown', async () => {
    const [header = '', ...rest] = linesIn(whole);
    const { masterKeys, tables, ...others } = JSON.parse(header);
    const [table, ...otherTables] = tables;
    const hostile = '\u001b]0;x\u0007';
    const changes: object[] = [
      { version: hostile },
      { version: hostile, formatVersion: 2 },
      { createdAt: 'a'.repeat(201) },
      { createdAt: 'größer' },
      { migrations: [...others.migrations, `29990101000000_${hostile}`] },
      { masterKeys: [{ ...masterKeys[0], kid: hostile }] },
      { tables: [{ ...table, name: hostile }, ...otherTables] },
      { tables: [{ ...table, columns: [{ name: hostile, kind: 'text' }] }, ...otherTables] },
    ];
    const file = path.join(folder, 'header.backup');
    for (const change of changes) {
      await writeFile(
        file,
        gzipSync([JSON.stringify({ ...JSON.parse(header), ...change }), ...rest].join('\n')),
      );
      await expect(openBackup(file)).rejects.toThrow(
        `${file} is damaged: its header can't be read. Nothing was restored. Use another backup.`,
      );
    }
  });

  it('with a line without end is not collected', async () => {
    const file = path.join(folder, 'long.backup');
    await writeFile(file, gzipSync('a'.repeat(1024 * 1024 + 1)));
    await expect(openBackup(file)).rejects.toThrow('long.backup is damaged: a line is too long');
    await writeFile(file, gzipSync('a'.repeat(1024 * 1024)));
    await expect(openBackup(file)).rejects.toThrow('long.backup is damaged: it ends too early');

    const [header = '', name = ''] = linesIn(whole);
    await writeFile(file, gzipSync(`${header}\n${name}\n["${'a'.repeat(2000)}`));
    for (const [max, what] of [
      [2001, 'a line is too long'],
      [2002, 'it ends too early'],
    ] as const) {
      const backup = await openBackup(file, max);
      const [table] = backup.tables;
      if (table === undefined) throw new Error('no table');
      const read = async () => {
        for await (const _ of backup.rows(table));
      };
      await expect(read()).rejects.toThrow(`long.backup is damaged: ${what}`);
      backup.close();
    }
  });

  it('of a newer version, or of another program, is refused with a sentence', async () => {
    const [header = '', ...rest] = linesIn(whole);
    const { migrations } = JSON.parse(header) as { migrations: string[] };
    const changed = (change: object) => JSON.stringify({ ...JSON.parse(header), ...change });
    const cases: [string, RegExp][] = [
      [
        changed({ formatVersion: 2, version: '9.0.0' }),
        /was made by a newer version of this app \(9\.0\.0\)/,
      ],
      [
        changed({ migrations: [...migrations, '29990101000000_future'] }),
        /The backup is from a newer version of this app \(it has 29990101000000_future\)/,
      ],
      ['{"format":"another"}', /isn't a Completions Playground backup/],
    ];
    for (const [first, message] of cases) {
      const file = path.join(folder, 'other.backup');
      await writeFile(file, gzipSync([first, ...rest].join('\n')));
      await use(await newDatabase(kind));
      await expect(restoreBackup(file, { keys: true }, () => {})).rejects.toThrow(message);
      await closeDb();
    }
  });

  it.each([kind, other])('of an older version is restored to %s and migrated', async (to) => {
    const known = await readMigrations(kind);
    const old = known.filter(({ name }) => name < '20261129190000');
    const oldDatabase = await newDatabase(kind);
    await use(oldDatabase);
    await migrate(old);
    await getDb().$executeRaw`INSERT INTO "User" ("id") VALUES ('old')`;
    const request =
      kind === 'sqlite' ? `'{"prompt":"An old Большой river"}'` : `'{"prompt":"An old Большой river"}'::json`;
    await getDb().$executeRawUnsafe(
      `INSERT INTO "Run" ("id", "userId", "position", "status", "connectionId", "connectionName", "model", "request",
         "promptPreview", "choiceCount") VALUES ('run', 'old', 1783000000000, 'complete', 'practice', 'P', 'm', ${request}, 'An old', 1)`,
    );
    const file = path.join(folder, `old-${to}.backup`);
    await backUp(file, { secrets: false, keys: true });

    const target = await newDatabase(to);
    await use(target);
    const said: string[] = [];
    await restoreBackup(file, { keys: true }, (line) => said.push(line));
    expect(said.join()).toContain('Migrated to this version: 20261129190000_search_folding');
    const everyMigration = (await readMigrations(to)).map(({ name }) => name);
    expect(await appliedMigrations()).toEqual(everyMigration);
    const { runs } = await searchRuns('old', { q: 'большой', limit: 5 });
    expect(runs.map(({ id }) => id)).toEqual(['run']);

    // A database that was migrated further cannot take it.
    await use(await newDatabase(to));
    await migrate();
    await expect(restoreBackup(file, { keys: true }, () => {})).rejects.toThrow(
      /needs a database that no server has used yet/,
    );
  });
});

describe('the command backup', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('leaves no file behind on %s', async (signal, expected) => {
    const url = await newDatabase('postgresql');
    await use(url);
    await migrate();
    await closeDb();
    // Reading this table waits until this client is gone.
    const client = new pg.Client(url);
    await client.connect();
    const folder = await newFolder();
    try {
      await client.query('BEGIN');
      await client.query('LOCK TABLE "UserStorage"');
      const file = path.join(folder, 'a.backup');
      let pid = 0;
      const ended = command('backup', ['--to', file], { DATABASE_URL: url, ...SECRETS }, (child) => {
        pid = child;
      });
      await expect.poll(() => readdir(folder), { timeout: 30_000 }).toEqual(['a.backup.partial']);
      process.kill(pid, signal);
      expect((await ended).code).toBe(expected);
      expect(await readdir(folder)).toEqual([]);
    } finally {
      await client.end();
    }
  });
});

describe('the command move-database', () => {
  it('moves, proves it, and refuses to do it twice', async () => {
    const [from, to] = [await newDatabase('sqlite'), await newDatabase('postgresql')];
    await use(from);
    await migrate();
    await fillEveryTable(20);
    await closeDb();
    const moved = await command('move-database', ['--from', from, '--to', to], {});
    expect(moved.output).toMatch(/User: 2 rows, digest [0-9a-f]{16}, identical on both sides/);
    expect(moved.output).toMatch(/Moved\. Set DATABASE_URL to the new address/);
    expect(moved.code).toBe(0);
    expect(await proofsOf(to)).toEqual(await proofsOf(from));

    expect(await command('move-database', ['--from', from, '--to', to], {})).toMatchObject({
      code: 1,
      output: expect.stringContaining("The target isn't empty"),
    });
    // The sessions go on.
    expect(await sessionVersions(to)).toEqual(await sessionVersions(from));
  });

  it('takes addresses from the environment, where nobody else reads them', async () => {
    const from = await newDatabase('sqlite');
    await use(from);
    await migrate();
    await aUser();
    await closeDb();
    const ways: ((to: string) => [string[], Record<string, string>])[] = [
      (to) => [[], { DATABASE_URL: from, MOVE_TO: to }],
      (to) => [[], { MOVE_FROM: from, DATABASE_URL: to }],
      (to) => [[], { MOVE_FROM: from, MOVE_TO: to, DATABASE_URL: 'file:/nowhere/x.db' }],
      (to) => [['--from', from], { MOVE_FROM: 'file:/nowhere/x.db', DATABASE_URL: to }],
    ];
    for (const way of ways) {
      const to = await newDatabase('postgresql');
      expect(await command('move-database', ...way(to))).toMatchObject({ code: 0 });
      expect(await proofsOf(to)).toEqual(await proofsOf(from));
    }
    const nothing = await command('move-database', [], { DATABASE_URL: from });
    expect(nothing.output).toContain('Missing --from and --to.');
    expect((await command('move-database', ['--help'], {})).output).toContain(
      'set MOVE_FROM or MOVE_TO instead',
    );
  });

  it('says that the source was used meanwhile', async () => {
    const [from, to] = [await newDatabase('postgresql'), await newDatabase('sqlite')];
    await use(from);
    await migrate();
    await aUser();
    // This test's own connection is open.
    const moved = await command('move-database', ['--from', from, '--to', to], {});
    expect(moved.output).toContain('The source was in use during the move.');
    expect(moved.code).toBe(0);
  });

  it('refuses what it cannot do with a sentence', async () => {
    const [old, empty] = [await newDatabase('sqlite'), await newDatabase('postgresql')];
    await use(old);
    await migrate((await readMigrations('sqlite')).slice(0, 2));
    await closeDb();
    const refusals: [string[], string][] = [
      [['--from', old], 'Missing --to.\nUsage: npm run move-database -- --from'],
      [['--from', old, '--over', empty], "Unknown option '--over'"],
      [['--from', old, '--to', 'mysql://x'], 'DATABASE_URL must start with file: or postgresql://.'],
      [['--from', 'file:/nowhere/x.db', '--to', empty], 'No database found at /nowhere/x.db.'],
      [['--from', 'postgresql://nobody@127.0.0.1:1/x', '--to', empty], "Can't connect to 127.0.0.1:1/x"],
    ];
    for (const [args, sentence] of refusals) {
      const { code, output } = await command('move-database', args, {});
      expect(output).toContain(sentence);
      expect(output).not.toMatch(/^ {4}at /m);
      expect(code).toBe(1);
    }
    await use(old);
    await expect(moveDatabase(old, () => {})).rejects.toThrow('Both addresses point to the same database.');
    await expect(moveDatabase(empty, () => {})).rejects.toThrow(
      "The source isn't a Completions Playground database.",
    );
    await use(empty);
    await expect(moveDatabase(old, () => {})).rejects.toThrow(
      'The source is from an older version of this app',
    );
    expect(await appliedMigrations()).toEqual([]);
  });
});

it('a fingerprint recognises a master key and does not tell it', async () => {
  const { encryptionKeys } = loadEnv(testEnvironment());
  const { fingerprint } = await import('./backup-format');
  const [{ key }] = encryptionKeys;
  expect(fingerprint(key)).toMatch(/^[0-9a-f]{16}$/);
  expect(fingerprint(key)).not.toBe(fingerprint(new Uint8Array(32)));
  expect(Buffer.from(key).toString('hex')).not.toContain(fingerprint(key));
});
