import { uuidv7 } from 'uuidv7';
import { expect, it } from 'vitest';
import { removePartOfGuest } from '@/lib/accounts/db/storage/idle-guests';
import { findUser } from '@/lib/accounts/db/users';
import { createComparison, deleteComparison, restoreComparison } from '@/lib/compare/db/comparisons';
import type { ShareAbout } from '@/lib/links/model/share-about';
import type { SharedRun } from '@/lib/links/model/shared-run';
import { getDb } from '@/lib/platform/db/client';
import { revokeShares } from '@/lib/platform/db/share-state';
import { describeOnBothDatabases } from '@/lib/platform/db/testing';
import { aRun, aUser } from '@/lib/platform/db/testing/records';
import { insertRun } from '@/lib/runs/db/insert-run';
import { deleteRuns, deleteRunsWithLinks, getRun, sweepDeletedRuns } from '@/lib/runs/db/run-history';
import { columnsPlan } from '@/lib/testing/comparisons';
import {
  changeShareExpiry,
  countOpenShares,
  findShare,
  insertShare,
  listSealedSlugs,
  listShares,
  type NewShareRecord,
  replaceSealedSlug,
  sweepExpiredShares,
} from './shares';

const NASTY = 'NUL \0, half \ud83d, whole 😀, \u001a, "quotes" \\u0000 \r\n';
const NOW = new Date('2026-11-25T12:00:00.000Z');
const ABOUT: ShareAbout = { words: NASTY, models: [NASTY], hidden: ['timings'], redactions: 1 };
const at = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);

describeOnBothDatabases('shared links', () => {
  async function aRunOf(userId: string): Promise<string> {
    const run = aRun(userId);
    await insertRun(run);
    return run.id;
  }

  function aShare(runId: string, fields: Partial<NewShareRecord> = {}): NewShareRecord {
    const id = uuidv7();
    const snapshot: SharedRun = {
      version: 1,
      kind: 'run',
      title: NASTY,
      sharedAt: NOW.toISOString(),
      status: 'complete',
      prompt: NASTY,
      outputs: [
        {
          index: 0,
          text: NASTY,
          finishReason: 'stop',
          tokens: [{ text: NASTY, logprob: -0.123456789012345, top: [{ text: '\0', logprob: -1e-7 }] }],
        },
      ],
    };
    return {
      id,
      runId,
      slugHash: `hash ${id}`,
      sealedSlug: `sealed ${id}`,
      title: null,
      snapshot,
      about: ABOUT,
      expiresAt: null,
      ...fields,
    };
  }

  async function snapshotOf(id: string): Promise<unknown> {
    return (await getDb().share.findUniqueOrThrow({ where: { id } })).snapshot;
  }

  it('keep their copy as it was given, and are listed without it', async () => {
    const { id: userId } = await aUser();
    const runId = await aRunOf(userId);
    const share = aShare(runId, { title: NASTY, expiresAt: at(60) });
    const record = await insertShare(userId, share);
    expect(record).toEqual({
      id: share.id,
      userId,
      comparisonId: null,
      kind: 'run',
      sealedSlug: share.sealedSlug,
      title: NASTY,
      createdAt: expect.any(Date),
      expiresAt: at(60),
      revokedAt: null,
      views: 0,
      lastViewedAt: null,
      runId,
      promptPreview: 'Once upon a time',
      model: 'practice',
      about: ABOUT,
    });
    expect(await snapshotOf(share.id)).toEqual(share.snapshot);
    expect(await findShare(userId, share.id)).toEqual(record);
  });

  it('are not made of a run, or by a user, that is not there', async () => {
    const { id: userId } = await aUser();
    expect(await insertShare(userId, aShare('no such run'))).toBeNull();
    expect(await insertShare('nobody', aShare(await aRunOf(userId)))).toBeNull();
    expect(await listShares(userId, { limit: 10 })).toEqual([]);
  });

  it('are not made of what was deleted while its copy was taken', async () => {
    const { id: userId } = await aUser();
    const runId = await aRunOf(userId);
    expect(await deleteRunsWithLinks(userId, [runId], NOW)).toBe(1);
    expect(await insertShare(userId, aShare(runId))).toBeNull();
    const comparison = await createComparison(userId, { plan: columnsPlan([{}]) });
    const comparisonId = comparison?.id ?? '';
    await deleteComparison(userId, comparisonId, 'revoke');
    const { runId: _, ...ofNothing } = aShare(runId);
    expect(await insertShare(userId, { ...ofNothing, comparisonId })).toBeNull();
    expect(await listShares(userId, { limit: 10 })).toEqual([]);
    await restoreComparison(userId, comparisonId);
    expect(await insertShare(userId, { ...ofNothing, comparisonId })).toMatchObject({ comparisonId });
  });

  it('are not left open by a deletion that revokes them at the same time', async () => {
    const { id: userId } = await aUser();
    for (let at = 0; at < 20; at += 1) {
      const runId = await aRunOf(userId);
      const share = aShare(runId);
      await Promise.all([deleteRunsWithLinks(userId, [runId], NOW), insertShare(userId, share)]);
      expect((await findShare(userId, share.id))?.revokedAt).not.toBeNull();
    }
  });

  it('are listed newest first, page by page, all or of one run, to their owner alone', async () => {
    const { id: userId } = await aUser();
    const { id: otherTenantId } = await aUser();
    const [one, other] = [await aRunOf(userId), await aRunOf(userId)];
    const made: string[] = [];
    for (const runId of [one, other, one, one]) {
      made.push((await insertShare(userId, aShare(runId)))?.id ?? '');
    }
    const ids = async (query: Parameters<typeof listShares>[1], of = userId) =>
      (await listShares(of, query)).map(({ id }) => id);
    expect(await ids({ limit: 10 })).toEqual([...made].reverse());
    expect(await ids({ limit: 2 })).toEqual([made[3], made[2]]);
    expect(await ids({ limit: 2, before: made[2] })).toEqual([made[1], made[0]]);
    expect(await ids({ limit: 10, runId: one })).toEqual([made[3], made[2], made[0]]);
    expect(await ids({ limit: 10 }, otherTenantId)).toEqual([]);
    expect(await ids({ limit: 10, runId: one }, otherTenantId)).toEqual([]);
    expect(await findShare(otherTenantId, made[0] ?? '')).toBeNull();
  });

  it('are revoked once, by their owner alone, and forget what they showed', async () => {
    const { id: userId } = await aUser();
    const { id: otherTenantId } = await aUser();
    const runId = await aRunOf(userId);
    const share = aShare(runId);
    await insertShare(userId, share);
    expect(await revokeShares(otherTenantId, { ids: [share.id] }, NOW)).toBe(0);
    expect(await revokeShares(otherTenantId, {}, NOW)).toBe(0);
    expect((await getRun(userId, runId))?.links).toBe(1);
    expect(await revokeShares(userId, { ids: [share.id] }, NOW)).toBe(1);
    expect(await revokeShares(userId, { ids: [share.id] }, at(5))).toBe(0);
    expect(await findShare(userId, share.id)).toMatchObject({
      revokedAt: NOW,
      sealedSlug: '',
      about: null,
    });
    expect(await snapshotOf(share.id)).toBeNull();
    expect((await getRun(userId, runId))?.links).toBe(0);
  });

  it('are counted while they are open, and end sooner or later while they are', async () => {
    const { id: userId } = await aUser();
    const { id: otherTenantId } = await aUser();
    const runId = await aRunOf(userId);
    const [always, soon, gone] = [aShare(runId), aShare(runId, { expiresAt: at(10) }), aShare(runId)];
    for (const share of [always, soon, gone]) await insertShare(userId, share);
    await revokeShares(userId, { ids: [gone.id] }, NOW);
    expect(await countOpenShares(userId, NOW)).toBe(2);
    expect(await countOpenShares(userId, at(10))).toBe(1);
    expect(await changeShareExpiry(userId, soon.id, at(20), at(10))).toBe(false);
    expect(await changeShareExpiry(userId, gone.id, null, NOW)).toBe(false);
    expect(await changeShareExpiry(otherTenantId, soon.id, null, NOW)).toBe(false);
    expect(await changeShareExpiry(userId, soon.id, at(20), NOW)).toBe(true);
    expect(await countOpenShares(userId, at(10))).toBe(2);
    expect(await changeShareExpiry(userId, soon.id, null, at(10))).toBe(true);
    expect(await countOpenShares(userId, at(1_000))).toBe(2);
  });

  it('outlive their run, or go with it', async () => {
    const { id: userId } = await aUser();
    const [retained, ended] = [await aRunOf(userId), await aRunOf(userId)];
    const [retainedShare, endedShare] = [aShare(retained), aShare(ended)];
    for (const share of [retainedShare, endedShare]) await insertShare(userId, share);
    expect(await deleteRuns(userId, [retained])).toBe(1);
    expect(await deleteRunsWithLinks((await aUser()).id, [ended], NOW)).toBe(0);
    expect(await deleteRunsWithLinks(userId, [ended], NOW)).toBe(1);
    // Deleted, and not swept yet: it can be brought back, but nobody is to be led there.
    expect(await findShare(userId, retainedShare.id)).toMatchObject({ runId: null, promptPreview: null });
    await sweepDeletedRuns(new Date(Date.now() + 1_000));
    expect(await getDb().share.findUniqueOrThrow({ where: { id: retainedShare.id } })).toMatchObject({
      runId: null,
      revokedAt: null,
      snapshot: retainedShare.snapshot,
    });
    expect(await findShare(userId, endedShare.id)).toMatchObject({ revokedAt: NOW });
    expect(await snapshotOf(endedShare.id)).toBeNull();
    expect(await countOpenShares(userId, NOW)).toBe(1);
  });

  it('keep a guest who left nothing else, for as long as they are open', async () => {
    const { id: userId } = await aUser();
    const runId = await aRunOf(userId);
    const share = aShare(runId);
    await insertShare(userId, share);
    await deleteRuns(userId, [runId]);
    await sweepDeletedRuns(new Date(Date.now() + 1_000));
    const later = new Date(Date.now() + 1_000);
    const sweep = () => removePartOfGuest(userId, later, new Date());
    expect(await sweep()).toBe('done');
    expect(await findUser(userId)).not.toBeNull();
    await revokeShares(userId, {}, NOW);
    expect(await sweep()).toBe('more');
    expect(await sweep()).toBe('done');
    expect(await findUser(userId)).toBeNull();
  });

  it('forget what they showed some time after they expired', async () => {
    const { id: userId } = await aUser();
    const runId = await aRunOf(userId);
    const [old, recent, always] = [
      aShare(runId, { expiresAt: at(-10) }),
      aShare(runId, { expiresAt: at(-2) }),
      aShare(runId),
    ];
    for (const share of [old, recent, always]) await insertShare(userId, share);
    expect(await sweepExpiredShares(at(-5))).toBe(1);
    expect(await sweepExpiredShares(at(-5))).toBe(0);
    expect(await snapshotOf(old.id)).toBeNull();
    expect(await findShare(userId, old.id)).toMatchObject({ sealedSlug: '', revokedAt: null, about: null });
    expect(await snapshotOf(recent.id)).toEqual(recent.snapshot);
    expect(await snapshotOf(always.id)).toEqual(always.snapshot);
  });

  it('let their sealed slugs be wrapped again, but not those that were closed meanwhile', async () => {
    const { id: userId } = await aUser();
    const runId = await aRunOf(userId);
    const [one, closed] = [aShare(runId), aShare(runId)];
    for (const share of [one, closed]) await insertShare(userId, share);
    await revokeShares(userId, { ids: [closed.id] }, NOW);
    const listed = await listSealedSlugs(one.id.slice(0, -1), 1_000);
    expect(listed).toContainEqual({ id: one.id, sealed: one.sealedSlug });
    expect(listed.map(({ id }) => id)).not.toContain(closed.id);
    expect(await replaceSealedSlug(one.id, 'another', 'new')).toBe(false);
    expect(await replaceSealedSlug(one.id, one.sealedSlug, 'new')).toBe(true);
    expect(await replaceSealedSlug(closed.id, closed.sealedSlug, 'new')).toBe(false);
    expect(await findShare(userId, one.id)).toMatchObject({ sealedSlug: 'new' });
  });

  it('go with their owner', async () => {
    const { id: userId } = await aUser();
    const share = aShare(await aRunOf(userId));
    await insertShare(userId, share);
    await getDb().user.delete({ where: { id: userId } });
    expect(await getDb().share.count({ where: { id: share.id } })).toBe(0);
  });
});
