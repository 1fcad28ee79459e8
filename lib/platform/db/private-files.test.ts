import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { replaceEnv } from '@/lib/platform/env/env';
import { protectDataFolder } from '@/scripts/lib/private-files.mjs';
import { closeDb, getDb } from './client';
import { migrate } from './migrate';
import { testEnvironment } from './testing/test-environment';

const mode = async (file: string) => ((await stat(file)).mode & 0o777).toString(8);

async function modesIn(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).sort();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await mode(path.join(folder, name))])),
  );
}

describe.skipIf(process.platform === 'win32')('files of the database', () => {
  let folder: string;
  let umask: number;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'playground-files-'));
    await chmod(folder, 0o755);
    // As open as a shell can be.
    umask = process.umask(0);
  });
  afterEach(async () => {
    await closeDb();
    process.umask(umask);
    await rm(folder, { recursive: true, force: true });
  });

  async function open(file: string): Promise<void> {
    replaceEnv(testEnvironment({ DATABASE_URL: `file:${file}` }));
    await migrate();
    await getDb().user.create({ data: { id: 'someone' } });
  }

  it.each(['test.db', 'a b%20c ü.db', 'new/folders/test.db'])(
    'are their owner’s only from the start: %s',
    async (name) => {
      const file = path.join(folder, name);
      await open(file);
      const modes = await modesIn(path.dirname(file));
      expect(Object.keys(modes).length).toBeGreaterThanOrEqual(3);
      expect(new Set(Object.values(modes))).toEqual(new Set(['600']));
      // The folder was there: it is not ours to change. Those that were made are.
      expect(await mode(folder)).toBe('755');
      if (name.startsWith('new/')) {
        expect(await mode(path.join(folder, 'new'))).toBe('700');
        expect(await mode(path.join(folder, 'new/folders'))).toBe('700');
      }
    },
  );

  it('are taken from others where they are there already, and nothing beside them', async () => {
    const file = path.join(folder, 'test.db');
    await open(file);
    const names = Object.keys(await modesIn(folder));
    for (const name of names) await chmod(path.join(folder, name), 0o666);
    await writeFile(path.join(folder, 'test.db.txt'), 'somebody’s');
    await chmod(path.join(folder, 'test.db.txt'), 0o666);
    await closeDb();
    replaceEnv(testEnvironment({ DATABASE_URL: `file:${file}` }));
    await getDb().user.update({ where: { id: 'someone' }, data: { name: 'still' } });
    const modes = await modesIn(folder);
    for (const name of Object.keys(modes))
      expect(modes[name], name).toBe(name === 'test.db.txt' ? '666' : '600');
    expect(await mode(folder)).toBe('755');
  });

  it('and secrets in the data folder are, and the folder where it holds nothing else', async () => {
    const ours = ['', '-wal', '-shm', '-journal', '-server'].map((end) => `playground.db${end}`);
    for (const name of ['secrets.json', ...ours]) {
      await writeFile(path.join(folder, name), 'x');
    }
    protectDataFolder(folder);
    expect(new Set(Object.values(await modesIn(folder)))).toEqual(new Set(['600']));
    expect(await mode(folder)).toBe('700');
  });

  it('in a data folder that is somebody’s leave the folder and the rest alone', async () => {
    await writeFile(path.join(folder, 'secrets.json'), 'x');
    await writeFile(path.join(folder, 'letter.txt'), 'x');
    await mkdir(path.join(folder, 'photos'));
    protectDataFolder(folder);
    expect(await modesIn(folder)).toEqual({ 'letter.txt': '666', photos: '777', 'secrets.json': '600' });
    expect(await mode(folder)).toBe('755');
  });
});
