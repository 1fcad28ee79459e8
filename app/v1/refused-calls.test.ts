import { expect, it } from 'vitest';
import * as completions from '@/app/v1/completions/route';
import { storageOf } from '@/lib/accounts/server/storage/quota';
import { changeRuns } from '@/lib/history/server/change-runs';
import { readRun, readRunPage } from '@/lib/history/server/read-runs';
import { takeCopy } from '@/lib/links/server/take-copy';
import { resetLimits } from '@/lib/platform/server/limits/rate-limits';
import { explainError } from '@/lib/protocol/errors/explain-error';
import { createToken } from '@/lib/public-api/server/tokens';
import { runDetailSchema } from '@/lib/runs/model/runs';
import { callRoute, newVisitor } from '@/lib/testing/call-route';
import { describeRuns } from '@/lib/testing/describe-runs';
import { answers } from '@/lib/testing/upstream-answers';

describeRuns('refused calls in the history', ({ upstream, connect, setEnv }) => {
  async function aCaller() {
    const { user } = await newVisitor();
    await connect(user.id);
    const { secret } = await createToken(user.id, { name: 'My loop', expiresInDays: 7 });
    const call = (body: unknown, headers: Record<string, string> = {}) =>
      callRoute(completions.POST, {
        method: 'POST',
        body,
        headers: { authorization: `Bearer ${secret}`, ...headers },
      });
    const listed = async (query: object = {}) => (await readRunPage(user.id, { limit: 100, ...query })).runs;
    const newest = async () => {
      const [run] = await listed();
      return runDetailSchema.parse(await readRun(user.id, run?.id ?? ''));
    };
    return { user, call, listed, newest };
  }

  it('say why, through which token, and what was asked for', async () => {
    const { call, listed, newest } = await aCaller();
    const body = { model: 'practice-1', prompt: 'Tell a tale', temperature: 'hot', max_tokens: 5 };
    expect((await call(body)).status).toBe(400);
    const run = await newest();
    expect(run).toMatchObject({
      status: 'refused',
      source: 'api',
      sourceName: 'My loop',
      model: 'practice-1',
      connectionName: 'Practice model',
      promptPreview: 'Tell a tale',
      outputPreview: 'Temperature must be a number.',
      request: { model: 'practice-1', prompt: 'Tell a tale', max_tokens: 5 },
      state: { status: 'refused', error: { kind: 'refused', status: 400, param: 'temperature' } },
    });
    expect(run.request).not.toHaveProperty('temperature');
    expect(run.state.error && explainError(run.state.error)).toMatchObject({
      title: 'The playground rejected this request',
      advice: 'Nothing was sent to a model.',
    });
    // Found as every run is.
    for (const query of [
      { source: ['api'] },
      { status: ['refused'] },
      { q: 'tale' },
      { q: 'temperature' },
      { source: ['api'], status: ['refused'], q: 'tale' },
    ]) {
      expect(await listed(query), JSON.stringify(query)).toHaveLength(1);
    }
    for (const query of [{ status: ['failed'] }, { source: ['playground'] }]) {
      expect(await listed(query)).toEqual([]);
    }
  });

  it.each([
    ['no JSON', '{"model": "m", "prompt": "Half a ', 400, { model: 'm' }],
    ['an unknown connection', { model: 'm', prompt: 'x' }, 404, { model: 'm', prompt: 'x' }],
    ['no prompt', { model: 'm' }, 400, { model: 'm', prompt: '' }],
    ['nothing at all', '', 400, { model: 'unknown', prompt: '' }],
    ['a list', [1, 2], 400, { model: 'unknown', prompt: '' }],
    [
      'fields of wrong types',
      { model: 5, prompt: {}, n: 'two', seed: 7 },
      400,
      { model: 'unknown', seed: 7 },
    ],
    [
      'fields that are passed on',
      { model: 'm', prompt: ['a', 'b'], stream: 'yes', x: 1 },
      400,
      { prompt: ['a', 'b'], extra_body: { x: 1 } },
    ],
    ['token ids', { model: 'm', prompt: [[1, 2], [3]], n: 0 }, 400, { prompt: [[1, 2], [3]] }],
    ['text that no database can store', { model: 'm', prompt: 'a\0b' }, 400, { model: 'm', prompt: '' }],
  ])('are there for %s', async (what, body, status, request) => {
    const { call, newest } = await aCaller();
    const headers = what === 'an unknown connection' ? { 'x-connection': 'Elsewhere' } : undefined;
    expect((await call(body, headers)).status).toBe(status);
    const run = await newest();
    expect(run).toMatchObject({ status: 'refused', request });
    if (headers) expect(run.connectionName).toBe('Elsewhere');
  });

  it('are there for the limit of runs, but add nothing to a full storage', async () => {
    setEnv({ MAX_OPEN_RUNS_PER_USER: '1', RUN_QUEUE_SECONDS: '0', GUEST_QUOTA_MB: '1' });
    const { call, listed } = await aCaller();
    upstream().enqueue(answers.silence());
    const through = { 'x-connection': 'Test upstream' };
    void call({ model: 'm', prompt: 'holds the slot' }, through);
    await upstream().received(1);
    expect((await call({ model: 'm', prompt: 'second' }, through)).status).toBe(429);
    setEnv({ GUEST_QUOTA_MB: '1' });
    expect((await call({ model: 'm', prompt: 'x'.repeat(1_100_000) }, through)).status).toBe(403);
    const codes = async () =>
      (await listed({ status: ['refused'] })).map(({ outputPreview }) => outputPreview);
    expect(await codes()).toEqual([expect.stringContaining('You have 1 runs in progress.')]);
  });

  it('never fill the history or the storage: equal ones are counted, new ones are few, old ones go', async () => {
    const { call, listed, newest, user } = await aCaller();
    for (let turn = 0; turn < 30; turn += 1) await call({ model: 'm', prompt: `try ${turn}`, n: 0 });
    expect(await listed()).toHaveLength(1);
    const run = await newest();
    expect(run.state.error?.times).toBe(30);
    expect(run.state.error && explainError(run.state.error).advice).toContain('Rejected 30 times.');
    expect(run.promptPreview).toBe('try 0');

    // Each of another kind: ten a minute.
    for (let turn = 0; turn < 30; turn += 1)
      await call({ model: 'm', prompt: 'x' }, { 'x-connection': `no ${turn}` });
    expect((await listed()).length).toBe(10);

    const long = {
      model: 'm',
      prompt: 'p'.repeat(3_000_000),
      user: 'u'.repeat(400),
      suffix: 's'.repeat(1e6),
    };
    resetLimits();
    expect((await call({ ...long, echo: 'loud' })).status).toBe(400);
    const cut = await newest();
    expect(cut.request.prompt).toHaveLength(10_000);
    expect(cut.request).not.toHaveProperty('suffix');
    expect(cut.state.error?.message).toContain('Only the beginning of the prompt');
    const { usedBytes } = await storageOf(user.id);
    expect(usedBytes).toBeLessThan(60_000);
  });

  it('begin anew when they were deleted, and can be restored', async () => {
    const { call, listed, user } = await aCaller();
    const bad = { model: 'm', prompt: 'x', n: 0 };
    await call(bad);
    const [first] = await listed();
    const ids = [first?.id ?? ''];
    expect(await changeRuns(user.id, { action: 'delete', ids })).toEqual({ count: 1 });
    await call(bad);
    await call(bad);
    expect((await listed()).map(({ id }) => id)).not.toContain(first?.id);
    expect(await listed()).toHaveLength(1);
    await changeRuns(user.id, { action: 'restore', ids });
    expect(await listed()).toHaveLength(2);
  });

  it('keep the newest, and what somebody has marked', async () => {
    const { call, listed, user } = await aCaller();
    await call({ model: 'm', prompt: 'first', n: 0 });
    const [first] = await listed();
    await changeRuns(user.id, { action: 'star', ids: [first?.id ?? ''], starred: true });
    for (let turn = 0; turn < 205; turn += 1) {
      if (turn % 8 === 0) resetLimits();
      await call({ model: 'm', prompt: `try ${turn}` }, { 'x-connection': `no ${turn}` });
    }
    const all: string[] = [];
    for (let before: string | undefined, more = true; more; ) {
      const page = await readRunPage(user.id, { limit: 100, ...(before && { before }) });
      all.push(...page.runs.map(({ promptPreview }) => promptPreview));
      before = page.next ?? undefined;
      more = page.next !== null;
    }
    expect(all).toHaveLength(201);
    expect(all[0]).toBe('try 204');
    expect(all.at(-2)).toBe('try 5');
    expect(all.at(-1)).toBe('first');
  });

  it('belong to nobody without a good token, and cannot be shared', async () => {
    const { call, listed, user } = await aCaller();
    expect((await call({}, { authorization: 'Bearer cpt_nonsense' })).status).toBe(401);
    expect(await listed()).toEqual([]);
    await call({ model: 'm', prompt: 'x', n: 0 });
    const [run] = await listed();
    await expect(
      takeCopy(
        user.id,
        {
          runId: run?.id,
          title: null,
          redactions: [],
          include: { prompt: true, parameters: true, outputs: true, probabilities: false, timings: true },
        },
        new Date(),
      ),
    ).rejects.toMatchObject({
      code: 'conflict',
      message: "This run was rejected before it started, so it can't be shared.",
    });
  });
});
