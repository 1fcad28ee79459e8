import { beforeEach, expect, it } from 'vitest';
import { GET as getEvents } from '@/app/api/runs/[runId]/events/route';
import { GET as getRun } from '@/app/api/runs/[runId]/route';
import { runPageSchema } from '@/lib/history/model/run-page';
import { runDetailSchema } from '@/lib/runs/model/runs';
import { callRoute, newVisitor } from '@/lib/testing/call-route';
import { describeRuns } from '@/lib/testing/describe-runs';
import { eventually, openStream, runBody } from '@/lib/testing/runs';
import { GET as getRuns, POST as postRun } from './route';

describeRuns('a run on the practice model', ({ setEnv }) => {
  beforeEach(() => setEnv({ PRACTICE_TOKENS_PER_SECOND: '10000' }));

  it('streams a completion and is found in the history with the same text', async () => {
    const { cookie } = await newVisitor();
    const body = runBody({ max_tokens: 20, seed: 42 });
    const stream = await openStream(postRun, { method: 'POST', body, cookie });
    const state = await stream.toEnd();
    expect(state.status).toBe('complete');
    expect(state.choices[0]?.text).not.toBe('');
    expect(state.timings.firstTokenMs).not.toBeNull();
    await eventually(async () => {
      const page = runPageSchema.parse((await callRoute(getRuns, { cookie })).json);
      return page.runs[0]?.status === 'complete';
    });
    const answer = await callRoute(getRun, { cookie, params: { runId: stream.runId } });
    const detail = runDetailSchema.parse(answer.json);
    expect(detail.state).toEqual(state);
    expect(detail.request).toEqual(body.request);
  });

  it('answers headers and a padded preamble before the first event', async () => {
    const { cookie } = await newVisitor();
    const stream = await openStream(postRun, { method: 'POST', body: runBody({ max_tokens: 2 }), cookie });
    expect(stream.status).toBe(200);
    expect(stream.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(stream.headers.get('cache-control')).toBe('no-cache, no-transform');
    expect(stream.headers.get('x-accel-buffering')).toBe('no');
    await stream.toEnd();
    expect(stream.events.map(({ seq }) => seq)).toEqual(stream.events.map((_, at) => at + 1));
  });

  it('shows a refusal of the upstream as a run that failed, at the field it names', async () => {
    const { cookie } = await newVisitor();
    const body = runBody({ model: 'no-such-model' });
    const stream = await openStream(postRun, { method: 'POST', body, cookie });
    const state = await stream.toEnd();
    expect(state.status).toBe('failed');
    expect(state.error).toMatchObject({ status: 404, param: 'model' });
  });

  it('replays an ended run to each reader that joins it', async () => {
    const { cookie } = await newVisitor();
    const first = await openStream(postRun, { method: 'POST', body: runBody({ max_tokens: 5 }), cookie });
    await first.toEnd();
    const call = { cookie, params: { runId: first.runId }, path: '/?after=0' };
    const again = await openStream(getEvents, call);
    expect(await again.toEnd()).toEqual(first.state);
  });
});
