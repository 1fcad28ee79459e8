import { expect, it } from 'vitest';
import { getDb } from '@/lib/platform/db/client';
import { describeOnBothDatabases } from '@/lib/platform/db/testing';
import { aRun, aUser, insertShare } from '@/lib/platform/db/testing/records';
import { insertApiToken, noteApiTokenUsed } from '@/lib/public-api/db/api-tokens';
import { insertRun } from '@/lib/runs/db/insert-run';
import { listIdleGuests, removePartOfGuest } from './idle-guests';

const DAY = 24 * 60 * 60_000;
const ago = (days: number) => new Date(Date.now() - days * DAY);

async function anIdleGuest(): Promise<string> {
  const { id } = await aUser();
  await getDb().user.update({ where: { id }, data: { lastSeenAt: ago(100) } });
  const run = aRun(id);
  await insertRun(run);
  await getDb().run.update({ where: { id: run.id }, data: { status: 'complete' } });
  return id;
}

async function addToken(userId: string, usedAt: Date | null): Promise<void> {
  const secretHash = `hash of ${userId} ${usedAt?.getTime()}`;
  const token = await insertApiToken(userId, {
    name: 'a script',
    secretHash,
    lastFour: 'abcd',
    scope: 'completions',
    expiresAt: null,
  });
  if (token !== null && usedAt !== null) await noteApiTokenUsed(token.id, usedAt);
}

async function removeAll(userId: string): Promise<void> {
  while ((await removePartOfGuest(userId, ago(90), new Date())) === 'more');
}

describeOnBothDatabases('a guest who works by an API token alone', () => {
  it('is not idle while the token is used', async () => {
    const [working, unused, stopped, none] = [
      await anIdleGuest(),
      await anIdleGuest(),
      await anIdleGuest(),
      await anIdleGuest(),
    ];
    await addToken(working, null);
    await addToken(working, ago(200));
    await addToken(working, ago(1));
    await addToken(unused, null);
    await addToken(stopped, ago(91));
    expect((await listIdleGuests(ago(90), '', 10)).toSorted()).toEqual([unused, stopped, none].toSorted());
    for (const id of [working, unused, stopped, none]) await removeAll(id);
    const left = await getDb().user.findMany({
      select: { id: true, _count: { select: { runs: true, apiTokens: true } } },
    });
    expect(left).toEqual([{ id: working, _count: { runs: 1, apiTokens: 3 } }]);
  });
});

describeOnBothDatabases('a guest who has shared a document', () => {
  it('stays with it for as long as the link is open', async () => {
    const userId = await anIdleGuest();
    const link = { userId, sealedSlug: '', title: null, snapshot: {} };
    const [shared, expired, own] = ['shared', 'expired', 'own'].map((name) => `${name} of ${userId}`);
    for (const id of [shared, expired, own])
      await getDb().document.create({ data: { id: id ?? '', userId } });
    await insertShare({ ...link, id: `a ${userId}`, slugHash: `a ${userId}`, documentId: shared ?? '' });
    await insertShare({
      ...{ ...link, id: `b ${userId}`, slugHash: `b ${userId}`, documentId: expired ?? '' },
      expiresAt: ago(1),
    });
    await removeAll(userId);
    const left = { where: { userId }, select: { id: true } };
    expect(await getDb().document.findMany(left)).toEqual([{ id: shared }]);
    expect(await getDb().share.findMany(left)).toEqual([{ id: `a ${userId}` }]);
    await getDb().share.updateMany({ where: { userId }, data: { revokedAt: new Date() } });
    await removeAll(userId);
    expect(await getDb().user.findUnique({ where: { id: userId } })).toBeNull();
  });
});
