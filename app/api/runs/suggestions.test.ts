import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { GET as getEvents } from '@/app/api/runs/[runId]/events/route';
import { POST as restore } from '@/app/api/runs/[runId]/restore/route';
import { GET as getRun } from '@/app/api/runs/[runId]/route';
import { POST as stop } from '@/app/api/runs/[runId]/stop/route';
import { POST as watch } from '@/app/api/runs/[runId]/watch/route';
import { GET as countRuns } from '@/app/api/runs/count/route';
import { storageUse } from '@/lib/accounts/db/storage/storage-use';
import { runPageSchema } from '@/lib/history/model/run-page';
import { SUGGESTION_KEPT_MS } from '@/lib/runs/db/insert-run';
import { sweepDeletedRuns } from '@/lib/runs/db/run-history';
import { runOwner } from '@/lib/runs/db/run-owner';
import type { RunDetail } from '@/lib/runs/model/runs';
import { runRegistry } from '@/lib/runs/server/registry';
import { callRoute, newVisitor } from '@/lib/testing/call-route';
import { describeRuns } from '@/lib/testing/describe-runs';
import { eventually, openStream, runBody } from '@/lib/testing/runs';
import { steppedStream } from '@/lib/testing/stepped-stream';
import { GET as getRuns, POST as postRun } from './route';

describeRuns('a suggestion', ({ upstream: server, connect, setEnv }) => {
  async function visitor() {
    const { user, cookie } = await newVisitor();
    const connectionId = await connect(user.id);
    const post = (more = {}) => ({
      method: 'POST',
      cookie,
      body: runBody({ model: 'test-model' }, { connectionId, suggestion: true, ...more }),
    });
    const call = (runId: string) => ({ cookie, params: { runId } });
    const lines = async () => runPageSchema.parse((await callRoute(getRuns, { cookie })).json).runs;
    const count = async () => (await callRoute(countRuns, { cookie })).json;
    const settled = (runId: string) =>
      eventually(() => runRegistry().find(user.id, runId)?.isSettled() ?? true, 'the row');
    return { userId: user.id, cookie, post, call, lines, count, settled };
  }

  it('is in no list until something of it is taken, and then as any run', async () => {
    const { userId, post, call, lines, count, settled } = await visitor();
    const before = (await storageUse(userId))?.bytes ?? 0;
    const none = await count();
    const stream = await openStream(postRun, post());
    expect((await stream.toEnd()).choices[0]?.text).toBe('Once upon a time');
    await settled(stream.runId);
    expect(await lines()).toEqual([]);
    expect(await count()).toEqual(none);
    expect((await callRoute(getRun, call(stream.runId))).status).toBe(404);
    // It takes space all the same.
    expect((await storageUse(userId))?.bytes).toBeGreaterThan(before);

    const other = await visitor();
    const foreign = { method: 'POST', cookie: other.cookie, params: { runId: stream.runId } };
    expect((await callRoute(restore, foreign)).status).toBe(404);
    expect((await callRoute(restore, { ...call(stream.runId), method: 'POST' })).status).toBe(204);
    expect(await lines()).toMatchObject([{ id: stream.runId, source: 'playground' }]);
    expect(await count()).not.toEqual(none);
    const detail = (await callRoute(getRun, call(stream.runId))).json as RunDetail;
    expect(detail.state).toMatchObject({ status: 'complete', choices: [{ text: 'Once upon a time' }] });
    await sweepDeletedRuns(new Date(Date.now() + 2 * SUGGESTION_KEPT_MS));
    expect(await lines()).toHaveLength(1);
  });

  it('can be taken while it still comes, and is swept after a while when it is not', async () => {
    const { userId, post, call, lines, settled } = await visitor();
    const slow = steppedStream();
    server().always(slow.answer);
    const taken = await openStream(postRun, post());
    await slow.begun;
    slow.text('and');
    await taken.until((state) => state.choices[0]?.text === 'and');
    expect((await callRoute(restore, { ...call(taken.runId), method: 'POST' })).status).toBe(204);
    expect(await lines()).toMatchObject([{ id: taken.runId, status: 'streaming' }]);
    await callRoute(stop, { ...call(taken.runId), method: 'POST' });
    await settled(taken.runId);
    server().reset();
    const left = await openStream(postRun, post());
    await left.toEnd();
    await settled(left.runId);
    // Deleted runs are kept for a minute; a suggestion may be read for longer before it is taken.
    expect(await sweepDeletedRuns(new Date(Date.now() + SUGGESTION_KEPT_MS / 2))).toBe(0);
    expect(await sweepDeletedRuns(new Date(Date.now() + SUGGESTION_KEPT_MS + 60_000))).toBe(1);
    expect((await callRoute(restore, { ...call(left.runId), method: 'POST' })).status).toBe(404);
    expect((await storageUse(userId))?.bytes).toBeGreaterThan(0);
  });

  it('is followed, watched and stopped as any run while it is open, also where another process has it', async () => {
    const { userId, post, call, settled } = await visitor();
    const slow = steppedStream();
    server().always(slow.answer);
    const stream = await openStream(postRun, post());
    const request = await slow.begun;
    slow.text('kept');
    await stream.until((state) => state.choices[0]?.text === 'kept');
    expect(await runOwner(userId, stream.runId)).toMatchObject({ isOpen: true });
    const joined = await openStream(getEvents, { ...call(stream.runId), path: '/?after=0' });
    expect((await callRoute(watch, { ...call(stream.runId), method: 'POST' })).json).toEqual({ live: true });
    const stopped = await callRoute(stop, { ...call(stream.runId), method: 'POST' });
    expect(stopped.json).toEqual({ stopped: true });
    expect(await request.closed).toBe('closed');
    expect((await joined.toEnd()).choices[0]?.text).toBe('kept');
    await settled(stream.runId);
    expect(await runOwner(userId, stream.runId)).toBeNull();
  });

  it('counts among the open runs, and is another request than the same run that was asked for', async () => {
    setEnv({ MAX_OPEN_RUNS_PER_USER: '1' });
    const { post } = await visitor();
    const slow = steppedStream();
    server().always(slow.answer);
    const key = randomUUID();
    await openStream(postRun, post({ idempotencyKey: key }));
    await expect(openStream(postRun, post())).rejects.toThrow('too_many_runs');
    await expect(openStream(postRun, post({ idempotencyKey: key, suggestion: undefined }))).rejects.toThrow(
      'idempotency_mismatch',
    );
  });
});
