import { describe, expect, it } from 'vitest';
import { insertConnection, listConnections } from '@/lib/connections/db/connections';
import { getDb } from '@/lib/platform/db/client';
import { describeOnBothDatabases } from '@/lib/platform/db/testing';
import { aConnection, aRun, aUser } from '@/lib/platform/db/testing/records';
import { savePreset } from '@/lib/playground/db/presets';
import { insertRun } from '@/lib/runs/db/insert-run';
import { runExists } from '@/lib/runs/db/run-history';
import { checkpointRuns } from '@/lib/runs/db/save-run';
import { findUserByAccount, linkAccount, listProviders } from './accounts';
import {
  claimGuest,
  createUser,
  deleteUser,
  findUser,
  findUserByEmail,
  raiseSessionVersion,
  touchUser,
  updateUser,
} from './users';

describeOnBothDatabases('users', () => {
  it('are found by id and by e-mail', async () => {
    const result = await createUser({
      email: 'ada@example.org',
      passwordHash: 'h',
      name: 'Ada',
      isGuest: false,
    });
    if (!result.ok) throw new Error(result.reason);
    expect(result.user).toMatchObject({
      email: 'ada@example.org',
      passwordHash: 'h',
      name: 'Ada',
      isGuest: false,
      sessionVersion: 0,
      practicePace: null,
      linkDays: 30,
    });
    expect(await findUser(result.user.id)).toEqual(result.user);
    expect(await findUserByEmail('ada@example.org')).toEqual(result.user);
    expect(await findUser('nobody')).toBeNull();
    expect(await findUserByEmail('nobody@example.org')).toBeNull();
  });

  it('have an e-mail of their own, however many sign up at once', async () => {
    const attempts = await Promise.all(
      Array.from({ length: 5 }, () => createUser({ email: 'same@example.org', isGuest: false })),
    );
    expect(attempts.filter(({ ok }) => ok)).toHaveLength(1);
    expect(attempts.filter(({ ok }) => !ok)).toEqual(
      Array.from({ length: 4 }, () => ({ ok: false, reason: 'email_taken' })),
    );
  });

  it('change field by field', async () => {
    const { id } = await aUser();
    expect(await updateUser(id, { name: 'Grace' })).toMatchObject({ name: 'Grace', practicePace: null });
    expect(await updateUser(id, { practicePace: 80 })).toMatchObject({ name: 'Grace', practicePace: 80 });
    expect(await updateUser(id, { linkDays: null })).toMatchObject({ practicePace: 80, linkDays: null });
    expect(await updateUser(id, {})).toMatchObject({ name: 'Grace', practicePace: 80, linkDays: null });
    expect(await updateUser('nobody', { name: 'x' })).toBeNull();
  });

  it('end their sessions by a number that only rises', async () => {
    const { id } = await aUser();
    const raised = await Promise.all([raiseSessionVersion(id), raiseSessionVersion(id)]);
    expect(Math.max(...raised)).toBe(2);
    expect(await raiseSessionVersion('nobody')).toBe(0);
  });

  it('are noted as seen at most once an hour', async () => {
    const { id } = await aUser();
    const longAgo = new Date(Date.now() - 7_200_000);
    const lastSeen = async () => (await getDb().user.findUniqueOrThrow({ where: { id } })).lastSeenAt;
    await getDb().user.update({ where: { id }, data: { lastSeenAt: longAgo } });
    await touchUser(id);
    const seen = await lastSeen();
    expect(seen.getTime()).toBeGreaterThan(longAgo.getTime());
    await touchUser(id);
    expect(await lastSeen()).toEqual(seen);
  });

  describe('guests', () => {
    it('become accounts once, and keep what is theirs', async () => {
      const { id } = await aUser();
      await insertConnection(id, aConnection());
      const claims = await Promise.all(
        ['one', 'two', 'three'].map((name) =>
          claimGuest(id, { email: `${name}@example.org`, passwordHash: 'h' }),
        ),
      );
      expect(claims.filter(({ ok }) => ok)).toHaveLength(1);
      expect(claims).toContainEqual({ ok: false, reason: 'not_a_guest' });
      expect(await findUser(id)).toMatchObject({ isGuest: false, passwordHash: 'h' });
      expect(await listConnections(id)).toHaveLength(1);
    });

    it('stay guests when the e-mail is taken', async () => {
      await createUser({ email: 'taken@example.org', isGuest: false });
      const { id } = await aUser();
      expect(await claimGuest(id, { email: 'taken@example.org' })).toEqual({
        ok: false,
        reason: 'email_taken',
      });
      expect(await findUser(id)).toMatchObject({ isGuest: true, email: null });
      expect(await claimGuest('nobody', {})).toEqual({ ok: false, reason: 'not_a_guest' });
    });
  });

  it('ends every session with a new password in one statement, and with nothing else', async () => {
    const created = await createUser({ email: 'pass@example.org', passwordHash: 'old', isGuest: false });
    if (!created.ok) throw new Error('not created');
    const { id, sessionVersion } = created.user;
    expect((await updateUser(id, { name: 'Ada' }))?.sessionVersion).toBe(sessionVersion);
    const changed = await updateUser(id, { passwordHash: 'new' });
    expect(changed).toMatchObject({ passwordHash: 'new', sessionVersion: sessionVersion + 1 });
  });

  it('sign in by providers, each sign-in being one person', async () => {
    const ada = await aUser();
    const eve = await aUser();
    expect(await linkAccount(ada.id, 'github', '1')).toBe(true);
    expect(await linkAccount(ada.id, 'github', '1')).toBe(true);
    expect(await linkAccount(ada.id, 'google', '1')).toBe(true);
    expect(await linkAccount(eve.id, 'github', '1')).toBe(false);
    expect(await linkAccount('nobody', 'github', '2')).toBe(false);
    expect((await findUserByAccount('github', '1'))?.id).toBe(ada.id);
    expect(await findUserByAccount('oidc', '1')).toBeNull();
    expect(await listProviders(ada.id)).toEqual(['github', 'google']);
    expect(await listProviders(eve.id)).toEqual([]);
  });

  it('take everything of theirs with them, and nothing of others', async () => {
    const ada = await aUser();
    const eve = await aUser();
    for (const user of [ada, eve]) {
      const run = aRun(user.id);
      await linkAccount(user.id, 'github', user.id);
      await insertConnection(user.id, aConnection());
      await savePreset(user.id, { name: 'mine', model: null, settings: {} });
      await insertRun(run);
      await insertRun({ ...aRun(user.id), parentId: run.id });
      await checkpointRuns([
        { runId: run.id, choices: [{ index: 0, text: 'x', finishReason: null }], outputPreview: 'x' },
      ]);
    }
    const count = async (userId: string) => {
      const where = { userId };
      const db = getDb();
      return Promise.all([
        db.account.count({ where }),
        db.connection.count({ where }),
        db.preset.count({ where }),
        db.run.count({ where }),
        db.runChoice.count({ where: { run: { userId } } }),
      ]);
    };
    const choicesBefore = await getDb().runChoice.count();
    expect(await deleteUser(ada.id)).toBe(true);
    expect(await count(ada.id)).toEqual([0, 0, 0, 0, 0]);
    expect(await count(eve.id)).toEqual([1, 1, 1, 2, 1]);
    expect(await getDb().runChoice.count()).toBe(choicesBefore - 1);
    expect(await deleteUser(ada.id)).toBe(false);
    expect(await runExists(ada.id, 'any')).toBe(false);
  });
});
