import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import * as accountRoute from '@/app/api/account/route';
import * as events from '@/app/api/comparisons/[comparisonId]/events/route';
import * as restore from '@/app/api/comparisons/[comparisonId]/restore/route';
import * as one from '@/app/api/comparisons/[comparisonId]/route';
import * as start from '@/app/api/comparisons/[comparisonId]/start/route';
import * as stop from '@/app/api/comparisons/[comparisonId]/stop/route';
import * as voteRoute from '@/app/api/comparisons/[comparisonId]/votes/[voteId]/route';
import * as votes from '@/app/api/comparisons/[comparisonId]/votes/route';
import * as run from '@/app/api/runs/[runId]/route';
import * as stopRun from '@/app/api/runs/[runId]/stop/route';
import { sweep } from '@/lib/boot';
import {
  type Comparison,
  type ComparisonDetail,
  type ComparisonPage,
  comparisonDetailSchema,
  comparisonPageSchema,
  comparisonQueueSchema,
  comparisonSchema,
  type Vote,
} from '@/lib/compare/model/comparisons';
import { limit } from '@/lib/platform/server/limits/rate-limits';
import { runDetailSchema } from '@/lib/runs/model/runs';
import { callRoute, newVisitor, toRequest } from '@/lib/testing/call-route';
import { columnsPlan, quietComparison, readComparisonStream, sweepPlan } from '@/lib/testing/comparisons';
import { describeRuns } from '@/lib/testing/describe-runs';
import { steppedStream } from '@/lib/testing/stepped-stream';
import { answers } from '@/lib/testing/upstream-answers';
import * as all from './route';

describeRuns('comparisons over the API', ({ upstream, connect }) => {
  async function visitor() {
    const { user, cookie } = await newVisitor();
    const connectionId = await connect(user.id);
    const call = (
      handler: typeof all.POST,
      method: string,
      comparisonId: string,
      body?: unknown,
      query = '',
    ) => callRoute(handler, { method, cookie, body, path: `/${query}`, params: { comparisonId } });
    return {
      user,
      cookie,
      connectionId,
      call,
      create: async (body: unknown = { plan: columnsPlan([{ connectionId, model: 'test-model' }]) }) => {
        const answer = await callRoute(all.POST, { method: 'POST', cookie, body });
        expect(answer.status, answer.text).toBe(201);
        return comparisonSchema.parse(answer.json);
      },
      list: async (query = ''): Promise<ComparisonPage> => {
        const answer = await callRoute(all.GET, { cookie, path: `/${query}` });
        return comparisonPageSchema.parse(answer.json);
      },
      detail: async (comparisonId: string): Promise<ComparisonDetail> => {
        const answer = await callRoute(one.GET, { cookie, params: { comparisonId } });
        expect(answer.status, answer.text).toBe(200);
        return comparisonDetailSchema.parse(answer.json);
      },
      patch: (comparisonId: string, body: unknown) => call(one.PATCH, 'PATCH', comparisonId, body),
      start: async (comparisonId: string, cells?: unknown, idempotencyKey: string = randomUUID()) => {
        const answer = await call(start.POST, 'POST', comparisonId, { idempotencyKey, cells });
        return { ...answer, queue: answer.status === 200 ? comparisonQueueSchema.parse(answer.json) : null };
      },
      quiet: (comparisonId: string) => quietComparison(user.id, comparisonId),
      follow: async (comparisonId: string, query = '') =>
        readComparisonStream(
          await events.GET(toRequest({ cookie, path: `/${query}` }), {
            params: Promise.resolve({ comparisonId }),
          }),
        ),
    };
  }
  type Visitor = Awaited<ReturnType<typeof visitor>>;

  const codeOf = ({ json }: { json: unknown }) => (json as { error: { code: string } }).error.code;

  it('saves a plan, runs it, and shows it again', async () => {
    const me = await visitor();
    const plan = columnsPlan(
      [
        { connectionId: me.connectionId, model: 'test-model', name: 'Cold' },
        { connectionId: me.connectionId, model: 'other-model', prompt: 'Unlinked' },
      ],
      { referenceId: 'a' },
    );
    const made = await me.create({ plan, title: 'Temperature' });
    expect(made).toMatchObject({ title: 'Temperature', note: null, plan, links: 0 });
    expect((await me.detail(made.id)).cells).toEqual([
      { cell: 'a', isUpToDate: null, run: null },
      { cell: 'b', isUpToDate: null, run: null },
    ]);
    const stream = await me.follow(made.id);
    expect((await me.start(made.id)).queue).toMatchObject({ total: 2, done: 0 });
    await stream.untilDone(2);
    const detail = await me.detail(made.id);
    expect(detail.cells.map(({ run: shown }) => shown?.status)).toEqual(['complete', 'complete']);
    const runId = detail.cells[1]?.run?.id ?? '';
    const whole = runDetailSchema.parse(
      (await callRoute(run.GET, { cookie: me.cookie, params: { runId } })).json,
    );
    expect(whole).toMatchObject({
      comparisonId: made.id,
      cell: 'b',
      source: 'compare',
      request: { prompt: 'Unlinked', model: 'other-model' },
    });
    expect((await me.list()).comparisons).toMatchObject([
      {
        id: made.id,
        title: 'Temperature',
        kind: 'columns',
        promptPreview: 'Once upon a time',
        models: ['test-model', 'other-model'],
        cellCount: 2,
        counts: { complete: 2 },
      },
    ]);
    await stream.leave();
  });

  it('goes on after a reload with what the detail and the page name', async () => {
    const me = await visitor();
    const { id } = await me.create();
    const { since } = await me.detail(id);
    const stream = steppedStream();
    upstream().enqueue(stream.answer);
    const first = await me.follow(id, `?since=${since}`);
    await me.start(id);
    await stream.begun;
    stream.text('Once');
    await first.until(() => first.textOf('a') === 'Once');
    const runId = first.runOf.get('a') ?? '';
    const seen = first.lastSeqs.get(runId);
    stream.text(' upon a time');
    stream.finish();
    await first.untilDone(1);
    await first.leave();
    const second = await me.follow(id, `?since=${since}`);
    await second.until(() => second.stateOf('a')?.status === 'complete');
    expect(second.textOf('a')).toBe('Once upon a time');
    await second.leave();
    const third = await me.follow(id, `?since=${runId}&seen=${runId}:${seen}`);
    await third.until(() => third.stateOf('a')?.status === 'complete');
    // From where the page was, not from the beginning.
    expect([third.textOf('a'), third.lastSeqs.get(runId)]).toEqual([
      ' upon a time',
      second.lastSeqs.get(runId),
    ]);
    await third.leave();
  });

  it('shows a run of the history as a column, and runs it anew when asked', async () => {
    const me = await visitor();
    const { id: from } = await me.create();
    await me.start(from);
    await me.quiet(from);
    const fromRunId = (await me.detail(from)).cells[0]?.run?.id;
    const shown = { connectionId: me.connectionId, model: 'test-model' };
    const { id } = await me.create({ plan: columnsPlan([{ ...shown, fromRunId }, shown]) });
    expect((await me.detail(id)).cells).toMatchObject([
      { cell: 'a', isUpToDate: null, run: { id: fromRunId, status: 'complete' } },
      { cell: 'b', run: null },
    ]);
    await me.start(id, 'remaining');
    await me.quiet(id);
    expect((await me.detail(id)).cells.map(({ run: r }) => r?.id === fromRunId)).toEqual([true, false]);
    await me.start(id, ['a']);
    await me.quiet(id);
    expect((await me.detail(id)).cells[0]?.run?.id).not.toBe(fromRunId);
    expect(upstream().requests).toHaveLength(3);
    // Another user's run is not shown.
    const other = await visitor();
    const theirs = await other.create({ plan: columnsPlan([{ fromRunId }]) });
    expect((await other.detail(theirs.id)).cells[0]?.run).toBeNull();
  });

  it('lists by the last change, searches titles and prompts, and pages without losing any', async () => {
    const me = await visitor();
    const made: Comparison[] = [];
    for (let at = 0; at < 5; at += 1) {
      made.push(
        await me.create({
          plan: columnsPlan([{}], { prompt: `A fox, ${at} % of_all` }),
          title: `Title ${at}`,
        }),
      );
    }
    const swept = await me.create({ plan: sweepPlan({ prompt: ['Wolves', 'Foxes'] }) });
    const touched = made[2] as Comparison;
    const { updatedAt } = touched;
    expect((await me.patch(touched.id, { updatedAt, title: 'Changed' })).status).toBe(200);
    const order = [touched, swept, ...[4, 3, 1, 0].map((at) => made[at] as Comparison)].map(({ id }) => id);
    const found: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const page: ComparisonPage = await me.list(`?limit=2${next && `&before=${next}`}`);
      found.push(...page.comparisons.map(({ id }) => id));
      next = page.next;
    }
    expect(found).toEqual(order);
    const search = async (q: string) =>
      (await me.list(`?q=${encodeURIComponent(q)}`)).comparisons.map(({ title }) => title);
    expect(await search('title 3')).toEqual(['Title 3']);
    expect(await search('3 %')).toEqual(['Title 3']);
    expect(await search('%')).toHaveLength(5);
    expect(await search('of_all')).toHaveLength(5);
    expect(await search('of-all')).toHaveLength(0);
    expect(await search('FOXES')).toEqual([null]);
    expect(await search('practice')).toEqual([]);
    expect((await me.list('?q=wolves')).comparisons[0]).toMatchObject({
      kind: 'sweep',
      varies: ['temperature', 'top_p'],
      cellCount: 60,
      counts: {},
    });
    expect((await (await visitor()).list()).comparisons).toEqual([]);
  });

  it('does not let two tabs overwrite each other', async () => {
    const me = await visitor();
    const { id, updatedAt } = await me.create();
    const changes = await Promise.all(
      ['one', 'two', 'three'].map((title) => me.patch(id, { updatedAt, title })),
    );
    expect(changes.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    const now = (await me.detail(id)).comparison;
    expect(changes.find(({ status }) => status === 200)?.json).toMatchObject({ title: now.title });
    const refused = await me.patch(id, { updatedAt, plan: columnsPlan([{}, {}]) });
    expect([refused.status, codeOf(refused)]).toEqual([409, 'conflict']);
    const plan = columnsPlan([{}, {}]);
    const changed = await me.patch(id, { updatedAt: now.updatedAt, plan, note: 'Why' });
    expect(changed.json).toMatchObject({ plan, note: 'Why', title: now.title });
    // Starting a cell does not count as a change of the plan.
    await me.start(id, ['a']);
    await me.quiet(id);
    const { updatedAt: later } = changed.json as Comparison;
    expect((await me.patch(id, { updatedAt: later, title: null })).status).toBe(200);
    const kind = await me.patch(id, {
      updatedAt: (await me.detail(id)).comparison.updatedAt,
      plan: sweepPlan(),
    });
    // Columns become a grid of values, and are listed as one.
    expect([kind.status, kind.json]).toMatchObject([200, { plan: sweepPlan() }]);
    expect((await me.detail(id)).kind).toBe('sweep');
  });

  it('refuses what is no plan, and what is too long', async () => {
    const me = await visitor();
    const post = (body: unknown) => callRoute(all.POST, { method: 'POST', cookie: me.cookie, body });
    const bad = await post({ plan: { ...columnsPlan([{}]), axes: [{ kind: 'variants', variants: [] }] } });
    expect([bad.status, codeOf(bad)]).toEqual([400, 'invalid_request']);
    const length = { id: 'len', kind: 'length', unit: 'characters', min: 1, max: 0 };
    for (const [check, error] of [
      [length, { param: 'plan.checks.0.max', message: "The maximum can't be below the minimum." }],
      [{ ...length, max: '9' }, { param: 'plan.checks.0.max' }],
      [{ ...length, matchCase: true }, { message: 'Unknown field "matchCase".' }],
      [{ id: 'j', kind: 'json' }, { message: 'plan.checks.0.keys is missing.' }],
      [{ id: 'c', kind: 'contains', value: 'x' }, { message: 'plan.checks.0.matchCase is missing.' }],
      [{ id: 'c', kind: 'contains', value: '', matchCase: true }, { message: 'Enter some text.' }],
      [{ id: 'e', kind: 'equals_expected' }, { message: 'plan.checks.0.matchCase is missing.' }],
      [{ id: 'x', kind: 'begins' }, { param: 'plan.checks.0.kind' }],
    ] as const) {
      const refused = await post({ plan: { ...columnsPlan([{}]), checks: [check] } });
      expect(refused.status).toBe(400);
      expect(refused.json).toMatchObject({ error });
    }
    const long = await post({ plan: columnsPlan([{}], { prompt: 'x'.repeat(600_000) }) });
    expect([long.status, codeOf(long)]).toEqual([400, 'invalid_request']);
    const { id } = await me.create();
    for (const cells of [['z'], [], 'some', ['a b']]) expect((await me.start(id, cells)).status).toBe(400);
  });

  it('keeps a table of a megabyte, and does not repeat it with every change', async () => {
    const me = await visitor();
    const post = (body: unknown) => callRoute(all.POST, { method: 'POST', cookie: me.cookie, body });
    const inputs = (bytes: number) => ({
      columns: ['text'],
      rows: Array.from({ length: 1_000 }, (_, at) => ({
        id: at.toString(36),
        // Half of them are two characters in JSON.
        values: [(at === 0 ? 'needle' : '').padEnd(bytes, '\n')],
      })),
    });
    const plan = { ...columnsPlan([{}], { prompt: '{{text}}' }), variables: true, inputs: inputs(999) };
    const made = await me.create({ plan });
    expect(made.plan).toEqual(plan);
    const tooLarge = await post({ plan: { ...plan, inputs: inputs(1_100) } });
    expect([tooLarge.status, codeOf(tooLarge)]).toEqual([400, 'invalid_request']);
    expect((await me.list('?q=NEEDLE')).comparisons.map(({ id }) => id)).toEqual([made.id]);

    const { inputs: _inputs, ...rest } = plan;
    const changed = await me.patch(made.id, {
      updatedAt: made.updatedAt,
      plan: { ...rest, repeats: 5 },
      sameInputs: true,
    });
    const answer = comparisonSchema.parse(changed.json);
    expect(answer.plan).toEqual({ ...rest, repeats: 5 });
    const { comparison } = await me.detail(made.id);
    expect(comparison.plan).toEqual({ ...plan, repeats: 5 });
    // An older state of the table is not taken for this one.
    const late = await me.patch(made.id, { updatedAt: made.updatedAt, plan: rest, sameInputs: true });
    expect(late.status).toBe(409);
    const variants = columnsPlan([{}, {}]).axes;
    const tooMany = await me.patch(made.id, {
      updatedAt: answer.updatedAt,
      plan: { ...rest, axes: variants, repeats: 5 },
      sameInputs: true,
    });
    expect([tooMany.status, codeOf(tooMany)]).toEqual([400, 'invalid_request']);
    expect((await me.patch(made.id, { updatedAt: answer.updatedAt, plan: rest })).status).toBe(200);
    expect((await me.detail(made.id)).comparison.plan).not.toHaveProperty('inputs');
  });

  it('has a limit of its own for the cells that are started', async () => {
    const me = await visitor();
    const axes = ['temperature', 'top_p'].map((parameter) => ({
      kind: 'parameter',
      parameter,
      values: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7],
    }));
    const plan = { ...sweepPlan({ connectionId: me.connectionId, model: 'test-model' }), axes, repeats: 5 };
    upstream().always(answers.silence());
    // All but as many as three of these have.
    await limit('cellsByUser').take(me.user.id, 15_000 - 750);
    const made = [
      await me.create({ plan }),
      await me.create({ plan }),
      await me.create({ plan }),
      await me.create({ plan }),
    ];
    const statuses: number[] = [];
    for (const { id } of made) {
      const key = randomUUID();
      statuses.push((await me.start(id, 'all', key)).status);
      // The same start request is not counted twice.
      statuses.push((await me.start(id, 'all', key)).status);
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429, 429]);
    for (const { id } of made) await me.call(stop.POST, 'POST', id, {});
    for (const { id } of made) await me.quiet(id);
  });

  it('stops by cell, by run and all', async () => {
    const me = await visitor();
    upstream().always(answers.stall(['some']));
    const column = { connectionId: me.connectionId, model: 'test-model' };
    const { id } = await me.create({ plan: columnsPlan([column, column, column]) });
    const stream = await me.follow(id);
    await me.start(id);
    await stream.until(() => ['a', 'b', 'c'].every((cell) => stream.textOf(cell) === 'some'));
    expect((await me.call(stop.POST, 'POST', id, { cells: ['a'] })).status).toBe(200);
    const runId = stream.runOf.get('b') ?? '';
    await callRoute(stopRun.POST, { method: 'POST', cookie: me.cookie, params: { runId } });
    await stream.until(() => ['a', 'b'].every((cell) => stream.stateOf(cell)?.status === 'stopped'));
    expect(stream.stateOf('c')?.status).toBe('streaming');
    await me.call(stop.POST, 'POST', id, {});
    await stream.untilDone(3);
    expect(stream.stateOf('c')?.status).toBe('stopped');
    await stream.leave();
  });

  it('is deleted with its runs, brought back with them, and swept for good', async () => {
    const me = await visitor();
    const column = { connectionId: me.connectionId, model: 'test-model' };
    const { id, updatedAt } = await me.create({ plan: columnsPlan([column, column, column]) });
    await me.start(id, ['a', 'b']);
    await me.quiet(id);
    const before = await me.detail(id);
    const [a, b] = before.cells.map(({ run: shown }) => shown?.id ?? '');
    const runStatus = async (runId = '') =>
      (await callRoute(run.GET, { cookie: me.cookie, params: { runId } })).status;
    await callRoute(run.DELETE, { method: 'DELETE', cookie: me.cookie, params: { runId: a ?? '' } });
    upstream().always(answers.stall(['some']));
    await me.start(id, ['c']);
    const live = await upstream().received(3);
    expect((await me.call(one.DELETE, 'DELETE', id)).status).toBe(204);
    expect(await live.closed).toBe('closed');
    await me.quiet(id);
    expect((await me.list()).comparisons).toEqual([]);
    expect((await me.call(one.DELETE, 'DELETE', id)).status).toBe(404);
    expect((await me.start(id)).status).toBe(404);
    expect((await me.patch(id, { updatedAt, title: 'x' })).status).toBe(404);
    expect(await runStatus(b)).toBe(404);
    expect((await me.call(restore.POST, 'POST', id)).status).toBe(204);
    const back = await me.detail(id);
    expect(back.comparison).toEqual(before.comparison);
    expect(back.cells.map(({ run: shown }) => shown?.status ?? null)).toEqual([null, 'complete', 'stopped']);
    // A run that was deleted on its own stays deleted.
    expect([await runStatus(a), await runStatus(b)]).toEqual([404, 200]);
    expect((await me.call(restore.POST, 'POST', id)).status).toBe(404);
    await me.call(one.DELETE, 'DELETE', id);
    await sweep(Date.now() + 61_000);
    expect((await me.call(restore.POST, 'POST', id)).status).toBe(404);
  });

  it('keeps votes with the order in which was shown, and takes them back', async () => {
    const me = await visitor();
    const { id } = await me.create({ plan: columnsPlan([{}, {}, {}]) });
    const give = (body: unknown) => me.call(votes.POST, 'POST', id, body);
    const first = await give({ cell: 'b', note: 'Clearer', shown: ['c', 'b'] });
    expect(first.status).toBe(201);
    expect((await give({ cell: null, shown: ['a', 'b', 'c'] })).status).toBe(201);
    for (const body of [
      { cell: 'a', shown: ['b', 'c'] },
      { cell: 'a', shown: ['a', 'z'] },
      { cell: 'a', shown: ['a', 'a'] },
      { cell: 'a', shown: [] },
    ]) {
      expect((await give(body)).status).toBe(400);
    }
    expect((await me.detail(id)).votes).toMatchObject([
      { cell: 'b', note: 'Clearer', shown: ['c', 'b'] },
      { cell: null, note: null, shown: ['a', 'b', 'c'] },
    ]);
    const { id: voteId } = first.json as Vote;
    const takeBack = (who: Visitor) =>
      callRoute(voteRoute.DELETE, {
        method: 'DELETE',
        cookie: who.cookie,
        params: { comparisonId: id, voteId },
      });
    expect((await takeBack(await visitor())).status).toBe(404);
    expect((await takeBack(me)).status).toBe(204);
    expect((await takeBack(me)).status).toBe(404);
    expect((await me.detail(id)).votes).toHaveLength(1);
  });

  it('cuts long texts of a sweep, and says so', async () => {
    const me = await visitor();
    upstream().always(answers.stream(['x'.repeat(20_000)]));
    const plan = sweepPlan(
      { connectionId: me.connectionId, model: 'test-model' },
      { axes: [{ kind: 'parameter', parameter: 'temperature', values: [0, 1] }], repeats: 1 },
    );
    const { id } = await me.create({ plan });
    await me.start(id);
    await me.quiet(id);
    const detail = await me.detail(id);
    if (detail.kind !== 'sweep') throw new Error('no sweep');
    for (const { run: shown } of detail.cells) {
      expect(shown?.choices).toMatchObject([{ length: 20_000, text: 'x'.repeat(16_000), meanLogprob: null }]);
    }
  });

  it('ends with the account: nothing that waits is begun', async () => {
    const me = await visitor();
    upstream().always(answers.stall(['some']));
    const plan = sweepPlan({ connectionId: me.connectionId, model: 'test-model' });
    const { id } = await me.create({ plan });
    await me.start(id);
    await upstream().received(8);
    const gone = await callRoute(accountRoute.DELETE, {
      method: 'DELETE',
      cookie: me.cookie,
      body: { confirm: 'delete' },
    });
    expect(gone.status).toBe(204);
    await me.quiet(id);
    expect(upstream().requests).toHaveLength(8);
  });
});
