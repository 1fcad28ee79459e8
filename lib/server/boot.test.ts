import { expect, it } from 'vitest';
import { getDb } from '@/lib/db/client';
import { deleteRuns, getRun, restoreRuns } from '@/lib/db/run-history';
import { findUser } from '@/lib/db/users';
import { sweep } from './boot';
import { createComparison } from './comparisons/change-comparison';
import { startRun } from './runs/start-run';
import { createShare } from './sharing/manage-shares';
import { newVisitor } from './testing/call-route';
import { columnsPlan } from './testing/comparisons';
import { describeRuns } from './testing/describe-runs';
import { runBody } from './testing/runs';
import { storedShare } from './testing/shares';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

describeRuns('sweep', ({ setEnv }) => {
  async function withRun() {
    setEnv({ PRACTICE_TOKENS_PER_SECOND: '10000' });
    const { user } = await newVisitor();
    const started = await startRun({ ...runBody({ max_tokens: 3 }), userId: user.id });
    if (started.kind !== 'live') throw new Error('not live');
    await started.run.settled;
    return { user, runId: started.run.identity.runId };
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

  it('removes guests who left nothing for thirty days, and nobody else', async () => {
    const { user: idle } = await newVisitor();
    const { user: active, runId } = await withRun();
    const { user: claimed } = await newVisitor();
    const { user: planning } = await newVisitor();
    await createComparison(planning.id, { plan: columnsPlan([{}]) });
    await getDb().user.update({ where: { id: claimed.id }, data: { isGuest: false } });
    await sweep(Date.now() + 29 * DAY);
    expect(await findUser(idle.id)).not.toBeNull();
    await sweep(Date.now() + 31 * DAY);
    expect(await findUser(idle.id)).toBeNull();
    expect(await findUser(active.id)).not.toBeNull();
    expect(await getRun(active.id, runId)).not.toBeNull();
    expect(await findUser(claimed.id)).not.toBeNull();
    expect(await findUser(planning.id)).not.toBeNull();
  });
});
