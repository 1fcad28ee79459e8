import { expect, it, vi } from 'vitest';
import { findUser } from '@/lib/accounts/db/users';
import { route } from '@/lib/accounts/server/route';
import { sweep } from '@/lib/boot';
import { createComparison } from '@/lib/compare/server/change-comparison';
import { createConnection } from '@/lib/connections/server/manage-connections';
import { createShare } from '@/lib/links/server/manage-shares';
import { openShare } from '@/lib/links/server/open-share';
import { getDb } from '@/lib/platform/db/client';
import { checkToken, createToken } from '@/lib/public-api/server/tokens';
import { deleteRuns, getRun, restoreRuns } from '@/lib/runs/db/run-history';
import { runRegistry } from '@/lib/runs/server/registry';
import { startRun } from '@/lib/runs/server/start-run';
import { callRoute, captureLogs, newVisitor } from '@/lib/testing/call-route';
import { aFinishedComparison, columnsPlan } from '@/lib/testing/comparisons';
import { describeRuns } from '@/lib/testing/describe-runs';
import { eventually, runBody } from '@/lib/testing/runs';
import { storedShare } from '@/lib/testing/shares';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

const who = route({ access: 'optional' }, ({ userId }) => ({ userId }));

async function runOf(userId: string): Promise<string> {
  const started = await startRun({ ...runBody({ max_tokens: 3 }), userId });
  if (started.kind !== 'live') throw new Error('not live');
  await started.run.settled;
  return started.run.identity.runId;
}

/** Ids of a comparison's runs. */
async function runsOf(comparisonId: string): Promise<string[]> {
  const runs = await getDb().run.findMany({ where: { comparisonId }, orderBy: { cell: 'asc' } });
  return runs.map(({ id }) => id);
}

async function lastSeen(userId: string): Promise<number> {
  return (await getDb().user.findUniqueOrThrow({ where: { id: userId } })).lastSeenAt.getTime();
}

/** As often as it takes: one sweep removes a part of what there is. */
async function sweepAll(now: number): Promise<void> {
  for (let times = 0; times < 4; times += 1) await sweep(now);
}

describeRuns('sweep', ({ setEnv }) => {
  async function withRun() {
    setEnv({ PRACTICE_TOKENS_PER_SECOND: '10000' });
    const { user, cookie } = await newVisitor();
    return { user, cookie, runId: await runOf(user.id) };
  }

  it('keeps a deleted run for a minute', async () => {
    const { user, runId } = await withRun();
    await deleteRuns(user.id, [runId]);
    await sweep(Date.now() + 50_000);
    expect(await restoreRuns(user.id, [runId])).toBe(1);
    await deleteRuns(user.id, [runId]);
    await sweep(Date.now() + 70_000);
    expect(await restoreRuns(user.id, [runId])).toBe(0);
  });

  it('goes on with the other steps where one fails, and says so', async () => {
    const { user, runId } = await withRun();
    await deleteRuns(user.id, [runId]);
    const logs = captureLogs();
    const unsaved = vi.spyOn(runRegistry(), 'unsaved').mockImplementation(() => {
      throw new Error('this step is broken');
    });
    try {
      await sweep(Date.now() + 70_000);
    } finally {
      unsaved.mockRestore();
      logs.stop();
    }
    expect(logs.text()).toContain('this step is broken');
    expect(await restoreRuns(user.id, [runId])).toBe(0);
  });

  it('forgets what a link showed a day after it expired', async () => {
    const { user, runId } = await withRun();
    const expiresAt = new Date(Date.now() + HOUR).toISOString();
    const include = { prompt: true, parameters: true, outputs: true, probabilities: true, timings: true };
    const share = { runId, title: null, include, redactions: [], expiresAt };
    const { id } = await createShare(user.id, share);
    await sweep(Date.now() + 24 * HOUR);
    expect((await storedShare(id)).snapshot).not.toBeNull();
    await sweep(Date.now() + 26 * HOUR);
    expect((await storedShare(id)).snapshot).toBeNull();
  });

  it('removes guests who were not here for thirty days, with all that they left, and nobody else', async () => {
    const { user: idle } = await newVisitor();
    const { user: left, runId } = await withRun();
    const { user: claimed, runId: claimedRunId } = await withRun();
    await getDb().user.update({ where: { id: claimed.id }, data: { isGuest: false } });
    const { user: planning } = await newVisitor();
    const { id: comparisonId } = await createComparison(planning.id, { plan: columnsPlan([{}]) });
    const { user: active, cookie, runId: activeRunId } = await withRun();
    await sweep(Date.now() + 29 * DAY);
    expect(await findUser(idle.id)).not.toBeNull();
    expect(await getRun(left.id, runId)).not.toBeNull();
    const late = Date.now() + 31 * DAY;
    vi.useFakeTimers({ toFake: ['Date'], now: late - DAY });
    try {
      expect((await callRoute(who, { cookie })).json).toEqual({ userId: active.id });
      await eventually(async () => (await lastSeen(active.id)) > late - 2 * DAY);
    } finally {
      vi.useRealTimers();
    }
    await sweepAll(late);
    for (const { id } of [idle, left, planning]) {
      expect(await findUser(id)).toBeNull();
      expect(await getDb().storedItem.count({ where: { userId: id } })).toBe(0);
    }
    expect(await getDb().run.findUnique({ where: { id: runId } })).toBeNull();
    expect(await getDb().comparison.findUnique({ where: { id: comparisonId } })).toBeNull();
    expect(await getRun(claimed.id, claimedRunId)).not.toBeNull();
    expect(await getRun(active.id, activeRunId)).not.toBeNull();
  });

  it('keeps what an open link shows, and the link, until it is closed', async () => {
    const { user, runId } = await withRun();
    const other = await runOf(user.id);
    const inComparison = await aFinishedComparison(user.id, { plan: columnsPlan([{}, {}]) });
    const [shownCell, otherCell] = await runsOf(inComparison.id);
    const shownComparison = await aFinishedComparison(user.id, { plan: columnsPlan([{}]) });
    const include = { prompt: true, parameters: true, outputs: true, probabilities: true, timings: true };
    const common = { title: null, include, redactions: [], expiresAt: null };
    const share = (subject: { runId: string } | { comparisonId: string }) =>
      createShare(user.id, { ...common, ...subject });
    const links = [await share({ runId }), await share({ runId: shownCell ?? '' })];
    links.push(await share({ comparisonId: shownComparison.id }));
    await createConnection(user.id, { name: 'c', kind: 'custom', baseUrl: 'https://c.example', key: 'sk-1' });
    const late = Date.now() + 31 * DAY;
    await sweepAll(late);
    expect(await findUser(user.id)).not.toBeNull();
    expect(await getRun(user.id, runId)).not.toBeNull();
    expect(await getRun(user.id, shownCell ?? '')).not.toBeNull();
    expect(await runsOf(shownComparison.id)).toHaveLength(1);
    for (const { path } of links) {
      expect(await openShare(path?.slice('/s/'.length) ?? '')).toMatchObject({ state: 'open' });
    }
    expect(await getRun(user.id, other)).toBeNull();
    expect(await getRun(user.id, otherCell ?? '')).toBeNull();
    expect(await getDb().connection.count({ where: { userId: user.id } })).toBe(0);
    await getDb().share.updateMany({ where: { userId: user.id }, data: { expiresAt: new Date(late) } });
    await sweepAll(late + DAY);
    expect(await findUser(user.id)).toBeNull();
    expect(await getDb().run.count({ where: { userId: user.id } })).toBe(0);
  });

  it('takes a visit by an API token for a visit', async () => {
    const { user } = await withRun();
    const { secret } = await createToken(user.id, { name: 'program', expiresInDays: null });
    await getDb().user.update({ where: { id: user.id }, data: { lastSeenAt: new Date(0) } });
    await checkToken(secret);
    await eventually(async () => (await lastSeen(user.id)) > Date.now() - HOUR);
  });

  it('removes no guest where that is turned off', async () => {
    const { user } = await withRun();
    setEnv({ KEEP_GUESTS_DAYS: '0' });
    await sweepAll(Date.now() + 400 * DAY);
    expect(await findUser(user.id)).not.toBeNull();
    setEnv({ KEEP_GUESTS_DAYS: '90' });
    await sweepAll(Date.now() + 80 * DAY);
    expect(await findUser(user.id)).not.toBeNull();
    await sweepAll(Date.now() + 100 * DAY);
    expect(await findUser(user.id)).toBeNull();
  });
});
