import { readdir } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { createUser, findUser, updateUser } from '@/lib/accounts/db/users';
import { env, replaceEnv } from '@/lib/platform/env/env';
import { insertRun } from '@/lib/runs/db/insert-run';
import { getRun } from '@/lib/runs/db/run-history';
import { checkpointRuns } from '@/lib/runs/db/save-run';
import { closeDb, getDb } from './client';
import { migrate } from './migrate';
import { describeOnBothDatabases } from './testing';
import { aRun } from './testing/records';
import { testEnvironment } from './testing/test-environment';

describeOnBothDatabases('the database client', ({ kind }) => {
  if (kind === 'sqlite')
    it('keeps its settings, transactions or not', async () => {
      const settings = async () => {
        const values = [];
        for (const pragma of ['journal_mode', 'synchronous', 'foreign_keys', 'busy_timeout']) {
          const rows = await getDb().$queryRawUnsafe<Record<string, unknown>[]>(`PRAGMA ${pragma}`);
          values.push(...rows.flatMap((row) => Object.values(row).map(String)));
        }
        return values;
      };
      const FULL = '2';
      expect(await settings()).toEqual(['wal', FULL, '1', '5000']);
      await getDb().$transaction([getDb().user.count(), getDb().user.count()]);
      await expect(
        getDb().$transaction(async () => {
          throw new Error('rolled back');
        }),
      ).rejects.toThrow('rolled back');
      expect(await settings()).toEqual(['wal', FULL, '1', '5000']);
    });

  if (kind === 'sqlite' && process.platform === 'linux')
    it('opens no file per transaction', async () => {
      const openFiles = async () => (await readdir('/proc/self/fd')).length;
      await getDb().$transaction(async (db) => db.user.count());
      const before = await openFiles();
      for (let i = 0; i < 50; i += 1) await getDb().$transaction(async (db) => db.user.count());
      expect(await openFiles()).toBeLessThan(before + 10);
    });

  it('lets the event loop turn while one query follows the other', async () => {
    let turned = false;
    setTimeout(() => {
      turned = true;
    });
    // Without turns this would never end.
    while (!turned) await getDb().user.count();
    turned = false;
    setTimeout(() => {
      turned = true;
    });
    await getDb().$transaction(async (db) => {
      while (!turned) await db.user.count();
    });
  });

  it('lets 200 writers write at once', async () => {
    const created = await createUser({ isGuest: true });
    if (!created.ok) throw new Error(created.reason);
    const { id } = created.user;
    const writers = Array.from({ length: 200 }, async (_, writer) => {
      for (let round = 0; round < 5; round += 1) {
        if (writer % 2 === 0) {
          await getDb().user.update({ where: { id }, data: { sessionVersion: { increment: 1 } } });
        } else {
          await getDb().$transaction(async (db) => {
            const { sessionVersion } = await db.user.update({
              where: { id },
              data: { sessionVersion: { increment: 1 } },
            });
            expect(sessionVersion).toBeGreaterThan(0);
          });
        }
      }
    });
    await Promise.all(writers);
    expect((await findUser(id))?.sessionVersion).toBe(1000);
  });

  it('takes back what a failed transaction wrote', async () => {
    const created = await createUser({ isGuest: true });
    if (!created.ok) throw new Error(created.reason);
    const { id } = created.user;
    await expect(
      getDb().$transaction(async (db) => {
        await db.user.update({ where: { id }, data: { name: 'never' } });
        await db.user.create({ data: { id } });
      }),
    ).rejects.toThrow();
    expect((await findUser(id))?.name).toBeNull();
  });

  it('gives times back as they were, whatever the zone of the machine', async () => {
    expect(new Date('2026-01-01T00:00:00Z').getHours()).not.toBe(0);
    const before = Date.now();
    const created = await createUser({ isGuest: true });
    if (!created.ok) throw new Error(created.reason);
    const found = await findUser(created.user.id);
    expect(found?.createdAt).toEqual(created.user.createdAt);
    expect(Math.abs((found?.createdAt.getTime() ?? 0) - before)).toBeLessThan(60_000);
  });

  it('keeps text that databases refuse, and finds nothing by an id that holds it', async () => {
    const created = await createUser({ isGuest: true });
    if (!created.ok) throw new Error(created.reason);
    for (const name of ['a\0b', '\u001a0000', 'half \ud83d', '\udc00\ud800', 'whole 😀', '\u001a']) {
      expect((await updateUser(created.user.id, { name }))?.name).toBe(name);
    }
    expect(await findUser('no\0body')).toBeNull();
  });

  it('connects again after it was let go', async () => {
    await closeDb();
    expect(await findUser('nobody')).toBeNull();
  });

  if (kind === 'postgresql')
    it('keeps to the schema that the address names', async () => {
      const own = env.databaseUrl;
      await getDb().$executeRaw`CREATE SCHEMA "apart"`;
      replaceEnv(testEnvironment({ DATABASE_URL: `${own}${own.includes('?') ? '&' : '?'}schema=apart` }));
      expect(await migrate()).not.toEqual([]);
      const created = await createUser({ isGuest: true });
      if (!created.ok) throw new Error(created.reason);
      const run = aRun(created.user.id);
      await insertRun(run);
      await checkpointRuns([
        { runId: run.id, choices: [{ index: 0, text: 'x', finishReason: null }], outputPreview: '' },
      ]);
      expect((await getRun(created.user.id, run.id))?.state.choices[0]?.text).toBe('x');
      await closeDb();
      replaceEnv(testEnvironment({ DATABASE_URL: own }));
      expect(await findUser(created.user.id)).toBeNull();
    });
});
