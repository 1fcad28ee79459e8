import { expect, it } from 'vitest';
import { deleteAccount } from '@/lib/accounts/server/account';
import { stopAllOfUser } from '@/lib/compare/server/stop-all-of-user';
import { runRegistry } from '@/lib/runs/server/registry';
import { startRun } from '@/lib/runs/server/start-run';
import { callRoute, newVisitor, toRequest } from '@/lib/testing/call-route';
import { describeRuns } from '@/lib/testing/describe-runs';
import { eventually, runBody } from '@/lib/testing/runs';
import { answers } from '@/lib/testing/upstream-answers';
import { POST as postRun } from './route';

describeRuns('a run', ({ upstream, connect, setEnv }) => {
  async function visitor() {
    const { user, cookie } = await newVisitor();
    const connectionId = await connect(user.id);
    const body = (more = {}) => runBody({ model: 'test-model' }, { connectionId, ...more });
    return { user, cookie, body };
  }

  it('is the same run for all who press again at once after this process forgot it', async () => {
    const { user, body } = await visitor();
    const input = { ...body(), userId: user.id };
    const first = await startRun(input);
    if (first.kind !== 'live') throw new Error('not live');
    await first.run.settled;
    runRegistry().remove(first.run);
    const again = await Promise.all([startRun(input), startRun(input), startRun(input)]);
    for (const started of again) {
      expect(started).toEqual({ kind: 'stored', runId: first.run.identity.runId });
    }
    expect(upstream().requests).toHaveLength(1);
  });

  it('of an account that is gone is refused as nobody’s', async () => {
    const { user, body } = await visitor();
    const input = { ...body({ connectionId: 'practice' }), userId: user.id };
    await deleteAccount(user.id, stopAllOfUser);
    await expect(startRun(input)).rejects.toMatchObject({ code: 'not_signed_in' });
    expect(runRegistry().ofUser(user.id)).toEqual([]);
  });

  it('that begins while its account is being deleted does not go on', async () => {
    const { user, body } = await visitor();
    upstream().always(answers.silence());
    await startRun({ ...body({ background: true }), userId: user.id });
    await upstream().received(1);
    const deletion = deleteAccount(user.id, stopAllOfUser);
    const late = startRun({ ...body({ background: true }), userId: user.id }).catch(() => null);
    await Promise.all([deletion, late]);
    await eventually(() => runRegistry().openCount(user.id) === 0, 'the late run to end');
    for (const request of upstream().requests) expect(await request.closed).toBe('closed');
  });

  it('is not watched by a page that left before its stream began', async () => {
    const { user, cookie, body } = await visitor();
    upstream().always(answers.silence());
    const gone = new AbortController();
    const request = toRequest({ method: 'POST', cookie, body: body() });
    // Next does not read the answer's body when the connection is already closed.
    await postRun(new Request(request, { signal: gone.signal }));
    const [run] = runRegistry().ofUser(user.id);
    expect(run?.watchers).toBe(1);
    gone.abort();
    expect(run?.watchers).toBe(0);
  });

  it('has so many readers by pressing again, and no more', async () => {
    setEnv({ MAX_OPEN_RUNS_PER_USER: '1' });
    const { user, cookie, body } = await visitor();
    upstream().always(answers.silence());
    const call = { method: 'POST', cookie, body: body() };
    for (let count = 0; count < 8; count += 1) await postRun(toRequest(call));
    expect(runRegistry().ofUser(user.id)[0]?.watchers).toBe(8);
    expect((await callRoute(postRun, call)).status).toBe(429);
  });
});
