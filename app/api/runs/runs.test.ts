import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { GET as getEvents } from '@/app/api/runs/[runId]/events/route';
import { POST as restore } from '@/app/api/runs/[runId]/restore/route';
import { DELETE as deleteRun, GET as getRun } from '@/app/api/runs/[runId]/route';
import { POST as stop } from '@/app/api/runs/[runId]/stop/route';
import type { ConnectionKind } from '@/lib/connections/model/connections';
import { runPageSchema } from '@/lib/history/model/run-page';
import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import { PARAMETERS } from '@/lib/protocol/request/parameters';
import type { RunDetail } from '@/lib/runs/model/runs';
import { runRegistry } from '@/lib/runs/server/registry';
import { callRoute, captureLogs, newVisitor } from '@/lib/testing/call-route';
import { describeRuns } from '@/lib/testing/describe-runs';
import { EXTRA_FIELDS, MORE_FIELDS } from '@/lib/testing/more-fields';
import { eventsOf, eventually, openStream, runBody } from '@/lib/testing/runs';
import { steppedStream } from '@/lib/testing/stepped-stream';
import { answers } from '@/lib/testing/upstream-answers';
import { GET as getRuns, POST as postRun } from './route';

/** Every parameter of the body at once; `best_of` equals `n`, since it cannot be streamed otherwise. */
const EVERYTHING = {
  model: 'test-model',
  prompt: ['a “quoted” prompt\n', '日本語 👩‍🚀 \\ \u2028'],
  temperature: 0.7,
  top_p: 0.9,
  seed: -42,
  max_tokens: 17,
  stop: ['\n\n', 'END'],
  suffix: ' and so it ends',
  n: 2,
  best_of: 2,
  frequency_penalty: -0.5,
  presence_penalty: 1.25,
  logit_bias: { '50256': -100, '7': 12.5 },
  logprobs: 5,
  echo: true,
  stream: true,
  stream_options: { include_usage: true },
  user: 'user-1',
  ...MORE_FIELDS,
  extra_body: EXTRA_FIELDS,
} as const satisfies CompletionRequest;

const { extra_body: _extra, ...OTHERS } = EVERYTHING;

describeRuns('POST /api/runs', ({ upstream: server, connect, setEnv }) => {
  async function visitor(key?: string, kind?: ConnectionKind) {
    const { user, cookie } = await newVisitor();
    const connectionId = await connect(user.id, key, kind);
    const post = (request: Partial<CompletionRequest> = {}, more = {}) => ({
      method: 'POST',
      cookie,
      body: runBody({ model: 'test-model', ...request }, { connectionId, ...more }),
    });
    const detail = async (runId: string) =>
      (await callRoute(getRun, { cookie, params: { runId } })).json as RunDetail;
    const settled = async (runId: string) => {
      await eventually(() => runRegistry().find(user.id, runId)?.isSettled() ?? true, 'the row');
      return detail(runId);
    };
    return { user, cookie, connectionId, post, detail, settled };
  }

  it('sends exactly the fields that were set, all of them, with the stored key', async () => {
    const { post } = await visitor('sk-canary-key-1234');
    const { retries: _ours, ...inBody } = PARAMETERS;
    expect(Object.keys(EVERYTHING).sort()).toEqual([...Object.keys(inBody), 'model', 'prompt'].sort());
    await (await openStream(postRun, post(EVERYTHING))).toEnd();
    expect(server().requests).toHaveLength(1);
    expect(server().requests[0]?.json).toEqual({ ...OTHERS, ...EXTRA_FIELDS });
    expect(server().requests[0]?.headers.authorization).toBe('Bearer sk-canary-key-1234');
  });

  it('sends model, prompt and stream only when nothing is switched on', async () => {
    const { post } = await visitor();
    await (await openStream(postRun, post({ prompt: 'x', stream: true }))).toEnd();
    expect(server().requests[0]?.json).toEqual({ model: 'test-model', prompt: 'x', stream: true });
    expect(server().requests[0]?.headers.authorization).toBeUndefined();
  });

  it('shows the stored key nowhere but in the header of the request', async () => {
    const key = 'sk-canary-key-nowhere-else';
    const { post, cookie, settled } = await visitor(key);
    const logs = captureLogs();
    server().always(answers.error(401, `Incorrect API key provided: ${key}. (request id: 1)`));
    const stream = await openStream(postRun, post());
    await stream.toEnd();
    const page = await callRoute(getRuns, { cookie });
    const everything = JSON.stringify([stream.events, await settled(stream.runId), page.text, logs.text()]);
    logs.stop();
    expect(stream.state).toMatchObject({ status: 'failed', error: { kind: 'authentication', status: 401 } });
    expect(everything).not.toContain(key);
  });

  it.each([
    ['complete', answers.stream(['some', ' text']), { status: 'complete', error: null }],
    ['a plain answer', answers.plain('some text'), { status: 'complete', error: null }],
    ['an end without an end mark', answers.withoutEnd(['some text']), { status: 'truncated', error: null }],
    ['a cut', answers.cutMidEvent(['some text']), { status: 'truncated', error: { kind: 'connect' } }],
    [
      'an error in the stream',
      answers.errorInStream('Out of memory.', ['some text']),
      { status: 'failed', error: { message: 'Out of memory.' } },
    ],
  ] as const)('keeps the text that came: %s', async (_what, answer, end) => {
    const { post, settled } = await visitor();
    server().always(answer);
    const stream = await openStream(postRun, post());
    expect(await stream.toEnd()).toMatchObject(end);
    expect(stream.state.choices[0]?.text).toBe('some text');
    expect((await settled(stream.runId)).state).toEqual(stream.state);
  });

  it.each([
    [400, 'bad_request'],
    [401, 'authentication'],
    [403, 'permission'],
    [422, 'unprocessable'],
    [429, 'rate_limit'],
    [500, 'server'],
    [503, 'unavailable'],
    [418, 'http_other'],
  ])('answers 200 and a failed run when the upstream answers %i', async (status, kind) => {
    const { post, settled } = await visitor();
    const headers = { 'retry-after': '3' };
    server().always(answers.error(status, 'Said no.', { param: 'temperature', headers }));
    const stream = await openStream(postRun, post());
    expect(stream.status).toBe(200);
    const error = { kind, status, message: 'Said no.', param: 'temperature', retryAfterMs: 3000 };
    expect(await stream.toEnd()).toMatchObject({ status: 'failed', error });
    expect((await settled(stream.runId)).state.error).toMatchObject(error);
  });

  it('is one run and one call however often the same press arrives', async () => {
    const { post, cookie } = await visitor();
    const slow = steppedStream();
    server().always(slow.answer);
    const call = post();
    const opening = Array.from({ length: 50 }, () => openStream(postRun, call));
    await slow.begun;
    slow.text('once ');
    slow.finish();
    const streams = await Promise.all(opening);
    for (const stream of streams) await stream.toEnd();
    expect(server().requests).toHaveLength(1);
    expect(new Set(streams.map(({ runId }) => runId)).size).toBe(1);
    for (const stream of streams) expect(stream.state).toEqual(streams[0]?.state);
    const page = runPageSchema.parse((await callRoute(getRuns, { cookie })).json);
    expect(page.runs).toHaveLength(1);
  });

  it('refuses another request under the same key, and joins the same one after it ended', async () => {
    const { post, user } = await visitor();
    const call = post();
    const first = await openStream(postRun, call);
    await first.toEnd();
    const other = { ...call, body: { ...call.body, request: { ...call.body.request, prompt: 'another' } } };
    const refusal = await callRoute(postRun, other);
    expect(refusal.status).toBe(422);
    expect(refusal.json).toMatchObject({ error: { code: 'idempotency_mismatch', param: 'idempotencyKey' } });
    // As after a restart, when only the row is left.
    const live = runRegistry().find(user.id, first.runId);
    await live?.settled;
    if (live) runRegistry().remove(live);
    expect((await callRoute(postRun, other)).status).toBe(422);
    const again = await openStream(postRun, call);
    expect(again.runId).toBe(first.runId);
    expect(await again.toEnd()).toEqual(first.state);
    expect(server().requests).toHaveLength(1);
  });

  it('lets two people use the same key', async () => {
    const idempotencyKey = randomUUID();
    const [a, b] = [await visitor(), await visitor()];
    const first = await openStream(postRun, a.post({}, { idempotencyKey }));
    const second = await openStream(postRun, b.post({}, { idempotencyKey }));
    await Promise.all([first.toEnd(), second.toEnd()]);
    expect(first.runId).not.toBe(second.runId);
    expect(server().requests).toHaveLength(2);
  });

  it('stops from another tab: the upstream is closed, the text kept, every reader notified', async () => {
    const { post, cookie, settled } = await visitor();
    const slow = steppedStream();
    server().always(slow.answer);
    const stream = await openStream(postRun, post());
    const request = await slow.begun;
    const tab = await openStream(getEvents, { cookie, params: { runId: stream.runId }, path: '/?after=0' });
    slow.text('kept text');
    await stream.until((state) => state.choices[0]?.text === 'kept text');
    const answer = await callRoute(stop, { method: 'POST', cookie, params: { runId: stream.runId } });
    expect(answer.json).toEqual({ stopped: true });
    expect(await request.closed).toBe('closed');
    expect(await stream.toEnd()).toMatchObject({ status: 'stopped', error: null });
    expect(await tab.toEnd()).toEqual(stream.state);
    expect((await settled(stream.runId)).state).toEqual(stream.state);
    expect(stream.state.choices[0]?.text).toBe('kept text');
    const again = await callRoute(stop, { method: 'POST', cookie, params: { runId: stream.runId } });
    expect(again.json).toEqual({ stopped: false });
  });

  it('is joined again from the last event seen, without a gap or a double', async () => {
    const { post, cookie } = await visitor();
    const slow = steppedStream();
    server().always(slow.answer);
    const stream = await openStream(postRun, post());
    await slow.begun;
    for (let at = 0; at < 5; at += 1) slow.text(`a${at} `);
    await stream.until((state) => state.choices[0]?.text.endsWith('a4 ') ?? false);
    await stream.leave();
    for (let at = 0; at < 5; at += 1) slow.text(`b${at} `);
    const call = { cookie, params: { runId: stream.runId }, path: `/?after=${stream.lastSeq}` };
    const again = await openStream(getEvents, call);
    await again.until((_state, events) => events.some(({ event }) => event.type === 'text-delta'));
    slow.text('c');
    slow.finish();
    await again.toEnd();
    const text = [...eventsOf(stream.events, 'text-delta'), ...eventsOf(again.events, 'text-delta')];
    expect(text.map((event) => event.text).join('')).toBe('a0 a1 a2 a3 a4 b0 b1 b2 b3 b4 c');
    const numbers = [...stream.events, ...again.events].map(({ seq }) => seq);
    expect(numbers).toEqual(numbers.map((_, at) => at + 1));
  });

  it('is shown in the history while it goes on, up to its last word', async () => {
    const { post, cookie, detail } = await visitor();
    const slow = steppedStream();
    server().always(slow.answer);
    const stream = await openStream(postRun, post({ prompt: 'tell me' }));
    await slow.begun;
    slow.text('half a');
    await stream.until((state) => state.choices[0]?.text === 'half a');
    const page = runPageSchema.parse((await callRoute(getRuns, { cookie })).json);
    expect(page.runs[0]).toMatchObject({
      status: 'streaming',
      promptPreview: 'tell me',
      outputPreview: 'half a',
    });
    expect((await detail(stream.runId)).state.choices[0]?.text).toBe('half a');
    slow.finish();
    await stream.toEnd();
    expect((await detail(stream.runId)).status).toBe('complete');
  });

  it('is refused beyond the number of open runs, without a row, and free again afterwards', async () => {
    setEnv({ MAX_OPEN_RUNS_PER_USER: '2' });
    const { post, cookie } = await visitor();
    server().always(answers.stall(['x']));
    const streams = [await openStream(postRun, post()), await openStream(postRun, post())];
    const refusal = await callRoute(postRun, post());
    expect(refusal.status).toBe(429);
    expect(refusal.json).toMatchObject({ error: { code: 'too_many_runs' } });
    expect(Number(refusal.headers.get('retry-after'))).toBeGreaterThan(0);
    const page = runPageSchema.parse((await callRoute(getRuns, { cookie })).json);
    expect(page.runs).toHaveLength(2);
    for (const { runId } of streams) await callRoute(stop, { method: 'POST', cookie, params: { runId } });
    for (const stream of streams) await stream.toEnd();
    await eventually(() => runRegistry().openCount() === 0, 'runs to end');
    server().always(answers.stream(['free again']));
    expect((await (await openStream(postRun, post())).toEnd()).status).toBe('complete');
  });

  it('is refused beyond what the server carries', async () => {
    setEnv({ MAX_OPEN_RUNS: '1' });
    const [a, b] = [await visitor(), await visitor()];
    server().always(answers.stall(['x']));
    await openStream(postRun, a.post());
    const refusal = await callRoute(postRun, b.post());
    expect(refusal.status).toBe(429);
    expect(refusal.json).toMatchObject({ error: { code: 'too_many_runs' } });
  });

  it.each([
    ['a number out of range', { temperature: 3 }, 'temperature'],
    ['more alternatives', { logprobs: 6 }, 'logprobs'],
    ['five stop texts', { stop: ['a', 'b', 'c', 'd', 'e'] }, 'stop'],
    ['no stop text', { stop: [] }, 'stop'],
    ['no limit', { max_tokens: -1 }, 'max_tokens'],
    ['a pair that cannot be', { best_of: 5, stream: true }, 'best_of'],
    ['too many prompts', { prompt: Array(65).fill('p') }, 'prompt'],
  ])('leaves %s to servers that take it, and refuses it for OpenAI', async (_what, fields, param) => {
    const strict = await visitor('sk-strict', 'openai');
    const refusal = await callRoute(postRun, strict.post(fields));
    expect(refusal).toMatchObject({ status: 400, json: { error: { code: 'invalid_request', param } } });
    expect(server().requests).toHaveLength(0);
    const { post } = await visitor();
    await (await openStream(postRun, post(fields))).toEnd();
    expect(server().requests[0]?.json).toMatchObject(fields);
  });

  it('sends prompts as token ids, and keeps them', async () => {
    for (const prompt of [
      [1, 2, 3],
      [[1, 2], [3]],
    ]) {
      const { post, settled } = await visitor();
      const stream = await openStream(postRun, post({ prompt, echo: true }));
      await stream.toEnd();
      expect(server().requests.at(-1)?.json).toMatchObject({ prompt });
      const detail = await settled(stream.runId);
      expect(detail.request.prompt).toEqual(prompt);
      expect(detail.promptPreview).toBe(prompt.length === 3 ? '[1, 2, 3]' : '[1, 2]');
    }
  });

  it.each([
    ['a number that is none', { temperature: 'hot' }, 'temperature'],
    ['a number out of range', { n: 0 }, 'n'],
    ['a field of its own among the others', { extra_body: { top_p: 1 } }, 'extra_body'],
    ['an unknown field', { temprature: 1 }, 'temprature'],
    ['no model', { model: '' }, 'model'],
    ['token ids and texts together', { prompt: ['a', 1] }, 'prompt'],
    ['null for a field', { top_p: null }, 'top_p'],
    ['an empty stop', { stop: [''] }, 'stop'],
  ])('refuses %s and names the field', async (_what, fields, param) => {
    const { post, cookie } = await visitor();
    const call = post();
    const body = { ...call.body, request: { ...call.body.request, ...fields } };
    const refusal = await callRoute(postRun, { ...call, body });
    expect(refusal.status).toBe(400);
    expect(refusal.json).toMatchObject({ error: { code: 'invalid_request', param } });
    expect(runPageSchema.parse((await callRoute(getRuns, { cookie })).json).runs).toHaveLength(0);
  });

  it('refuses a connection that is not theirs, without a row', async () => {
    const [a, b] = [await visitor(), await visitor()];
    const refusal = await callRoute(postRun, a.post({}, { connectionId: b.connectionId }));
    expect(refusal.status).toBe(404);
    expect(runPageSchema.parse((await callRoute(getRuns, { cookie: a.cookie })).json).runs).toHaveLength(0);
    expect(server().requests).toHaveLength(0);
    expect(runRegistry().openCount()).toBe(0);
  });

  it('hides a run from everybody else, on every route', async () => {
    const [owner, otherTenant] = [await visitor(), await visitor()];
    const slow = steppedStream();
    server().always(slow.answer);
    const live = await openStream(postRun, owner.post());
    await slow.begun;
    const call = { cookie: otherTenant.cookie, params: { runId: live.runId } };
    const tries = async () => [
      await callRoute(getRun, call),
      await callRoute(getEvents, call),
      await callRoute(stop, { ...call, method: 'POST' }),
      await callRoute(deleteRun, { ...call, method: 'DELETE' }),
      await callRoute(restore, { ...call, method: 'POST' }),
    ];
    expect((await tries()).map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
    slow.finish();
    expect((await live.toEnd()).status).toBe('complete');
    expect((await tries()).map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
    for (const { error } of (await tries()).map(({ json }) => json as { error: { code: string } })) {
      expect(error.code).toBe('not_found');
    }
    const nobody = { params: { runId: live.runId } };
    expect((await callRoute(getRun, nobody)).status).toBe(401);
    expect((await callRoute(getEvents, nobody)).status).toBe(401);
  });

  it('answers 404 for ids that are none, and 400 for an offset that is none', async () => {
    const { cookie } = await visitor();
    for (const runId of [
      'nope',
      '00000000-0000-0000-0000-000000000000',
      "'; drop table run; --",
      'x'.repeat(65),
    ]) {
      expect((await callRoute(getRun, { cookie, params: { runId } })).status).toBe(404);
      expect((await callRoute(getEvents, { cookie, params: { runId } })).status).toBe(404);
    }
    const call = { cookie, params: { runId: 'nope' }, path: '/?after=minus' };
    expect((await callRoute(getEvents, call)).status).toBe(400);
  });

  it('takes an offset that no page ever had for the beginning', async () => {
    const { cookie } = await visitor();
    for (const sort of ['newest', 'oldest', 'longest', 'most_tokens']) {
      for (const before of ['999999999999:1', '2147483648:9999999999999999', 'p:', '1:2:3', '-1', '9e9']) {
        const path = `/api/runs?sort=${sort}&before=${encodeURIComponent(before)}`;
        expect((await callRoute(getRuns, { cookie, path })).status, path).toBe(200);
      }
    }
  });

  it('is deleted, gone from every route, and brought back', async () => {
    const { post, cookie, detail } = await visitor();
    const stream = await openStream(postRun, post());
    await stream.toEnd();
    const call = { cookie, params: { runId: stream.runId } };
    expect((await callRoute(deleteRun, { ...call, method: 'DELETE' })).status).toBe(204);
    expect((await callRoute(getRun, call)).status).toBe(404);
    expect(runPageSchema.parse((await callRoute(getRuns, { cookie })).json).runs).toHaveLength(0);
    expect((await callRoute(deleteRun, { ...call, method: 'DELETE' })).status).toBe(404);
    expect((await callRoute(restore, { ...call, method: 'POST' })).status).toBe(204);
    expect((await detail(stream.runId)).state.choices[0]?.text).toBe('Once upon a time');
  });

  it('is stopped by being deleted', async () => {
    const { post, cookie } = await visitor();
    const slow = steppedStream();
    server().always(slow.answer);
    const stream = await openStream(postRun, post());
    const request = await slow.begun;
    await callRoute(deleteRun, { method: 'DELETE', cookie, params: { runId: stream.runId } });
    expect(await request.closed).toBe('closed');
    expect((await stream.toEnd()).status).toBe('stopped');
  });
});
