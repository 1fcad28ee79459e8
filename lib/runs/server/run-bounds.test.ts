import { expect, it } from 'vitest';
import { readRun } from '@/lib/history/server/read-runs';
import { captureLogs, newVisitor } from '@/lib/testing/call-route';
import { describeRuns } from '@/lib/testing/describe-runs';
import { eventually, runBody } from '@/lib/testing/runs';
import { type SteppedStream, steppedStream } from '@/lib/testing/stepped-stream';
import { answers } from '@/lib/testing/upstream-answers';
import { chunk } from '@/lib/testing/upstream-wire';
import { createRunRegistry, type RunRegistry } from './registry';
import { startRun } from './start-run';

const MIB = 1024 * 1024;

describeRuns('what a run may hold', ({ upstream, connect }) => {
  async function start(registry: RunRegistry, request = {}) {
    const { user } = await newVisitor();
    const connectionId = await connect(user.id);
    const body = runBody({ model: 'test-model', ...request }, { connectionId, background: true });
    const started = await startRun({ ...body, userId: user.id }, { registry });
    if (started.kind !== 'live') throw new Error('not live');
    const { run } = started;
    return {
      run,
      ended: async () => {
        await run.settled;
        return readRun(user.id, run.identity.runId, registry);
      },
    };
  }

  /** Two runs whose upstreams a test steps, identified by their prompts. */
  async function two(registry: RunRegistry) {
    const streams: Record<string, SteppedStream> = { small: steppedStream(), large: steppedStream() };
    upstream().always((response, request) =>
      streams[(request.json as { prompt: string }).prompt]?.answer(response, request),
    );
    const small = { ...(await start(registry, { prompt: 'small' })), stream: streams.small as SteppedStream };
    const large = { ...(await start(registry, { prompt: 'large' })), stream: streams.large as SteppedStream };
    await Promise.all([small.stream.begun, large.stream.begun]);
    return { small, large };
  }

  it('ends the largest run with its text when all together hold too much, and no other', async () => {
    const registry = createRunRegistry(60_000, { all: 4 * MIB, ended: MIB });
    const { small, large } = await two(registry);
    small.stream.text('a small one');
    const request = await large.stream.begun;
    for (let at = 0; at < 12 && !large.run.signal.aborted; at += 1) {
      large.stream.text('word '.repeat(50_000));
      await eventually(
        () =>
          large.run.signal.aborted ||
          (large.run.log.state.choices[0]?.text.length ?? 0) >= (at + 1) * 250_000,
        'the next piece',
      );
    }
    expect(await request.closed).toBe('closed');
    const { state } = await large.ended();
    expect(state).toMatchObject({ status: 'failed', error: { kind: 'too_large', code: 'memory' } });
    expect(state.choices[0]?.text).toMatch(/^(word ){50000,}$/);
    small.stream.finish();
    expect((await small.ended()).state).toMatchObject({
      status: 'complete',
      choices: [{ text: 'a small one' }],
    });
  });

  it('keeps only the alternatives that were requested, in the row as well', async () => {
    const top = Object.fromEntries(Array.from({ length: 2_000 }, (_, at) => [` w${at}`, -1 - at]));
    const logprobs = { tokens: [' w0'], token_logprobs: [-1], top_logprobs: [top] };
    const event = chunk(' w0').replace('"logprobs":null', `"logprobs":${JSON.stringify(logprobs)}`);
    upstream().always(
      answers.rawStream(event, event, chunk('', { finishReason: 'stop' }), 'data: [DONE]\n\n'),
    );
    const { ended } = await start(createRunRegistry(), { logprobs: 3 });
    const { status, state } = await ended();
    expect(status).toBe('complete');
    expect(state.choices[0]?.tokens?.map((token) => token.top.map(({ text }) => text))).toEqual([
      [' w0', ' w1', ' w2'],
      [' w0', ' w1', ' w2'],
    ]);
  });

  it('goes on although one of its readers throws', async () => {
    const logs = captureLogs();
    const registry = createRunRegistry();
    const { small, large } = await two(registry);
    let ends = 0;
    small.run.watch(0, {
      onEvents: () => {
        throw new Error('a broken reader');
      },
      onEnd: () => {
        ends += 1;
      },
    });
    small.stream.text('all of it');
    small.stream.finish();
    expect((await small.ended()).state).toMatchObject({
      status: 'complete',
      choices: [{ text: 'all of it' }],
    });
    expect(ends).toBe(1);
    expect(small.run.watchers).toBe(0);
    expect(registry.open()).toEqual([large.run]);
    large.stream.finish();
    expect((await large.ended()).status).toBe('complete');
    logs.stop();
  });
});
