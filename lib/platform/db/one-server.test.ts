import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { env, replaceEnv } from '@/lib/platform/env/env';
import { closeDb, getDb } from './client';
import { migrate } from './migrate';
import { holdDatabase, releaseDatabase } from './one-server';
import { createSqliteDatabase, type TestDatabase } from './testing/databases';
import { testEnvironment } from './testing/test-environment';

let database: TestDatabase;
const others: ChildProcess[] = [];
beforeEach(async () => {
  database = await createSqliteDatabase();
  replaceEnv(testEnvironment({ DATABASE_URL: database.url }));
});
afterEach(async () => {
  for (const other of others.splice(0)) await kill(other);
  await releaseDatabase();
  await closeDb();
  await database.drop();
});

async function kill(process: ChildProcess): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return;
  process.kill('SIGKILL');
  await once(process, 'exit');
}

/** Another process tries to hold the database, says whether it does, and stays. */
async function anotherServer(): Promise<{ process: ChildProcess; holds: boolean }> {
  const code = `
    import('./lib/platform/db/one-server.ts')
      .then(({ holdDatabase }) => holdDatabase(0))
      .then((holds) => { console.log(holds); setInterval(() => {}, 1000); });`;
  const other = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], {
    env: { ...process.env, ...testEnvironment({ DATABASE_URL: database.url }) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  others.push(other);
  const [said] = await once(other.stdout, 'data');
  return { process: other, holds: String(said).trim() === 'true' };
}

it('one server holds an SQLite file, until it is killed', async () => {
  const first = await anotherServer();
  expect(first.holds).toBe(true);
  expect(await holdDatabase(0)).toBe(false);
  expect((await anotherServer()).holds).toBe(false);
  // Commands use the file beside it.
  await migrate();
  await getDb().user.create({ data: { id: 'someone' } });

  // Paused is not dead.
  first.process.kill('SIGSTOP');
  expect(await holdDatabase(0)).toBe(false);
  await kill(first.process);
  expect(await holdDatabase()).toBe(true);
  expect(await holdDatabase(0)).toBe(true);
  expect((await anotherServer()).holds).toBe(false);
  await releaseDatabase();
  expect((await anotherServer()).holds).toBe(true);
});

it('waits for a server that is on its way out', async () => {
  const first = await anotherServer();
  const held = holdDatabase(60_000);
  await kill(first.process);
  expect(await held).toBe(true);
});

it.skipIf(process.platform === 'win32')(
  'the file of the lock is its owner’s only, and stays empty',
  async () => {
    await holdDatabase();
    const folder = path.dirname(env.databaseUrl.slice('file:'.length));
    expect(await readdir(folder)).toEqual(['test.db-server']);
    const { mode, size } = await stat(path.join(folder, 'test.db-server'));
    expect({ mode: mode & 0o777, size }).toEqual({ mode: 0o600, size: 0 });
  },
);

it('any number of servers share a Postgres', async () => {
  replaceEnv(testEnvironment({ DATABASE_URL: 'postgresql://somewhere/else' }));
  expect(await holdDatabase(0)).toBe(true);
});
