import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import * as cellsRoute from '@/app/api/comparisons/[comparisonId]/cells/route';
import * as events from '@/app/api/comparisons/[comparisonId]/events/route';
import * as exportRoute from '@/app/api/comparisons/[comparisonId]/export/route';
import * as pause from '@/app/api/comparisons/[comparisonId]/pause/route';
import * as queue from '@/app/api/comparisons/[comparisonId]/queue/route';
import * as one from '@/app/api/comparisons/[comparisonId]/route';
import * as start from '@/app/api/comparisons/[comparisonId]/start/route';
import * as stop from '@/app/api/comparisons/[comparisonId]/stop/route';
import * as importRoute from '@/app/api/comparisons/import/route';
import * as runsImport from '@/app/api/runs/import/route';
import * as tokenRoute from '@/app/api/tokens/[tokenId]/route';
import { accessEndings } from '@/lib/accounts/server/access';
import { addVote } from '@/lib/compare/db/comparison-votes';
import type { Check } from '@/lib/compare/model/checks';
import { type ExportedComparison, exportedComparisonSchema } from '@/lib/compare/model/comparison-export';
import { cellRunsSchema, comparisonDetailSchema, comparisonSchema } from '@/lib/compare/model/comparisons';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { cellsOf } from '@/lib/compare/model/plan-cells';
import { startComparison } from '@/lib/compare/server/start-comparison';
import { accessOfToken, createToken, revokeToken } from '@/lib/public-api/server/tokens';
import {
  callRoute,
  cookieFor,
  newVisitor,
  type RouteCall,
  toRequest,
  toSlowRequest,
} from '@/lib/testing/call-route';
import { columnsPlan, quietComparison, sweepPlan } from '@/lib/testing/comparisons';
import { describeRuns } from '@/lib/testing/describe-runs';
import { type Answer, chunk, DONE, SSE_HEADERS } from '@/lib/testing/upstream-wire';
import * as all from './route';

const CHECKS: Check[] = [
  { id: 'has', kind: 'contains', value: 'Peru', matchCase: true },
  { id: 'len', kind: 'length', unit: 'characters', min: 1, max: 400 },
];

/** Says what it was asked. */
const echo: Answer = (response, request) => {
  const { prompt } = request.json as { prompt: string };
  response.writeHead(200, SSE_HEADERS);
  response.end(chunk(` about ${prompt}`) + chunk('', { finishReason: 'stop' }) + DONE);
};

const POST = { method: 'POST' };
const ROUTES: readonly (readonly [string, typeof all.POST, RouteCall])[] = [
  ['list', all.GET, {}],
  ['create', all.POST, { ...POST, body: {} }],
  ['import', importRoute.POST, { ...POST, body: {} }],
  ['read', one.GET, {}],
  ['change', one.PATCH, { method: 'PATCH', body: {} }],
  ['delete', one.DELETE, { method: 'DELETE' }],
  ['start', start.POST, { ...POST, body: {} }],
  ['stop', stop.POST, { ...POST, body: {} }],
  ['pause', pause.POST, { ...POST, body: {} }],
  ['wait for', queue.GET, {}],
  ['read the cells of', cellsRoute.GET, { path: '/?runs=any' }],
  ['export', exportRoute.GET, { path: '/?format=csv' }],
];

describeRuns('comparisons by script', ({ upstream, connect }) => {
  function gridOn(connectionId: string, prompts = ['{{country}}?', 'Say: {{country}}']): ComparisonPlan {
    return sweepPlan(
      { connectionId, model: 'test-model', prompt: 'unused' },
      {
        axes: [{ kind: 'prompt', prompts: prompts.map((prompt) => ({ prompt })) }],
        repeats: 1,
        variables: true,
        inputs: {
          columns: ['country'],
          rows: ['Peru', 'Chad', 'Fiji'].map((country) => ({
            id: country.toLowerCase(),
            values: [country],
          })),
        },
        checks: CHECKS,
        background: true,
      },
    );
  }

  async function aScript() {
    upstream().always(echo);
    const { user } = await newVisitor();
    const connectionId = await connect(user.id);
    const { token, secret } = await createToken(user.id, {
      name: 'CI',
      expiresInDays: 7,
      scope: 'comparisons',
    });
    const withToken = (given: RouteCall): RouteCall => ({
      ...given,
      headers: { authorization: `Bearer ${secret}`, ...given.headers },
    });
    const call = (handler: typeof all.POST, given: RouteCall = {}) => callRoute(handler, withToken(given));
    const respond = (handler: typeof all.POST, given: RouteCall) =>
      handler(toRequest(withToken(given)), { params: Promise.resolve(given.params ?? {}) });
    const create = async (plan: ComparisonPlan) => {
      const answer = await call(all.POST, { method: 'POST', body: { title: 'Capitals', plan } });
      expect(answer.status, answer.text).toBe(201);
      return comparisonSchema.parse(answer.json);
    };
    const run = async (comparisonId: string) => {
      const body = { idempotencyKey: randomUUID() };
      const answer = await call(start.POST, { method: 'POST', params: { comparisonId }, body });
      expect(answer.status, answer.text).toBe(200);
      await quietComparison(user.id, comparisonId);
    };
    const exported = async (comparisonId: string, format: string) => {
      const answer = await call(exportRoute.GET, { params: { comparisonId }, path: `/?format=${format}` });
      expect(answer.status, answer.text).toBe(200);
      return answer.text;
    };
    return { user, token, connectionId, call, respond, create, run, exported };
  }

  it('are composed, started, waited for and read with an API token alone', async () => {
    const script = await aScript();
    const { id } = await script.create(gridOn(script.connectionId));
    await script.run(id);
    const waited = await script.call(queue.GET, { params: { comparisonId: id } });
    expect(waited.json).toMatchObject({ waiting: [], live: [], done: 6, total: 6 });
    const lines = (await script.exported(id, 'jsonl'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ inputs, text, passed }) => [inputs.country, text, passed])).toEqual(
      ['Peru', 'Chad', 'Fiji'].flatMap((country) => [
        [country, ` about ${country}?`, country === 'Peru'],
        [country, ` about Say: ${country}`, country === 'Peru'],
      ]),
    );
    expect(lines[0]).toMatchObject({ cell: 'iperu-r0c0k0', coordinates: { input: 1 }, status: 'complete' });
    const csv = (await script.exported(id, 'csv')).trimEnd().split('\r\n');
    expect(csv).toHaveLength(7);
    expect(csv[0]).toContain('cell,name,row,input,input: country,choice,model,');
    expect(await script.exported(id, 'md')).toContain('about Say: Fiji');
  });

  it('a token opens these routes only, and only its owner’s; a revoked one none', async () => {
    const script = await aScript();
    const other = await aScript();
    const { id } = await script.create(gridOn(script.connectionId));
    const params = { comparisonId: id };
    expect((await other.call(one.GET, { params })).status).toBe(404);
    expect((await other.call(exportRoute.GET, { params, path: '/?format=csv' })).status).toBe(404);
    // A page's stream, and the rest of the app, need its session.
    expect((await script.call(events.GET, { params })).status).toBe(401);
    expect((await script.call(runsImport.POST, { method: 'POST', body: { runs: [] } })).status).toBe(401);
    // A token decides alone, also beside the cookie of somebody else, and a broken one is not passed over.
    const visitor = await newVisitor();
    expect((await script.call(one.GET, { params, cookie: visitor.cookie })).status).toBe(200);
    const wrong = { authorization: 'Bearer cpt_wrong' };
    expect((await callRoute(all.GET, { cookie: visitor.cookie, headers: wrong })).status).toBe(401);
    // What a proxy in front of the server asks for is none of ours.
    const basic = { authorization: 'Basic dTpw' };
    expect((await callRoute(all.GET, { cookie: visitor.cookie, headers: basic })).status).toBe(200);
    await revokeToken(script.user.id, script.token.id);
    expect((await script.call(one.GET, { params })).status).toBe(401);
  });

  it('what a token has started ends with it, and what its owner has started goes on', async () => {
    const script = await aScript();
    // Never ends by itself.
    upstream().always((response) => {
      response.writeHead(200, SSE_HEADERS);
      response.write(chunk(' on and on'));
    });
    const byToken = await script.create(gridOn(script.connectionId));
    const own = await script.create(gridOn(script.connectionId));
    const startBody = () => ({ idempotencyKey: randomUUID() });
    const startOf = { method: 'POST', params: { comparisonId: byToken.id }, body: startBody() };
    expect((await script.call(start.POST, startOf)).json).toMatchObject({ total: 6 });
    const cookie = await cookieFor(script.user);
    const startOfOwn = { method: 'POST', params: { comparisonId: own.id }, body: startBody(), cookie };
    expect((await callRoute(start.POST, startOfOwn)).json).toMatchObject({ total: 6 });
    const revoked = await callRoute(tokenRoute.DELETE, {
      method: 'DELETE',
      params: { tokenId: script.token.id },
      cookie,
    });
    expect(revoked.status).toBe(204);
    await quietComparison(script.user.id, byToken.id);
    const left = await callRoute(queue.GET, { params: { comparisonId: own.id }, cookie });
    const { waiting, live } = left.json as { waiting: string[]; live: string[] };
    expect(waiting.length + live.length).toBe(6);
    await callRoute(stop.POST, { method: 'POST', params: { comparisonId: own.id }, body: {}, cookie });
    await quietComparison(script.user.id, own.id);
  });

  it('a token that is revoked while a request is on its way starts and saves nothing', async () => {
    const script = await aScript();
    const plan = gridOn(script.connectionId);
    const { id } = await script.create(plan);
    const params = { comparisonId: id };
    const access = accessOfToken(
      { ...script.token, userId: script.user.id, expiresAt: null, lastUsedAt: null },
      accessEndings(),
    );
    const cookie = await cookieFor(script.user);
    const slow = async (handler: typeof all.POST, given: RouteCall) => {
      const { token, secret } = await createToken(script.user.id, {
        name: 'Revoked',
        expiresInDays: 7,
        scope: 'comparisons',
      });
      const call = { method: 'POST', ...given, headers: { authorization: `Bearer ${secret}` } };
      const revoke = () => revokeToken(script.user.id, token.id);
      return (await handler(toSlowRequest(call, revoke), { params: Promise.resolve(params) })).status;
    };
    expect(await slow(start.POST, { body: { idempotencyKey: randomUUID() } })).toBe(401);
    expect(await slow(all.POST, { body: { title: 'Late', plan } })).toBe(401);
    // After the body has come, too: when its cells enter the queue.
    await revokeToken(script.user.id, script.token.id);
    const late = startComparison(
      script.user.id,
      id,
      { idempotencyKey: randomUUID(), cells: 'all' },
      undefined,
      null,
      access,
    );
    await expect(late).rejects.toMatchObject({
      code: 'not_signed_in',
      message: 'This API token was revoked.',
    });
    const waited = await callRoute(queue.GET, { params, cookie });
    expect(waited.json).toMatchObject({ waiting: [], live: [], total: 0 });
    expect((await callRoute(all.GET, { cookie })).text).not.toContain('Late');
  });

  it('a token shows no run of the history that its owner does not show in the comparison', async () => {
    const script = await aScript();
    const cookie = await cookieFor(script.user);
    const showing = (...runIds: string[]): ComparisonPlan =>
      columnsPlan([0, 1].map((at) => (runIds[at] === undefined ? {} : { fromRunId: runIds[at] })));
    const body = { plan: showing('some-run') };
    const refused = await script.call(all.POST, { method: 'POST', body });
    expect(refused.status).toBe(403);
    expect(refused.json).toMatchObject({ error: { code: 'forbidden', param: 'plan' } });
    const asFile = JSON.stringify(body).replaceAll('"connectionId":"practice"', '"connectionName":null');
    const imported = await script.call(importRoute.POST, { method: 'POST', body: JSON.parse(asFile) });
    expect(imported.status, imported.text).toBe(403);

    const made = await callRoute(all.POST, { method: 'POST', body, cookie });
    expect(made.status, made.text).toBe(201);
    const { id, updatedAt } = comparisonSchema.parse(made.json);
    const change = (next: ComparisonPlan, at: string) =>
      script.call(one.PATCH, {
        method: 'PATCH',
        params: { comparisonId: id },
        body: { plan: next, updatedAt: at },
      });
    expect((await change(showing('some-run', 'another'), updatedAt)).status).toBe(403);
    expect((await change(showing('some-run'), updatedAt)).status).toBe(200);
  });

  it.each(ROUTES)('a token for completions only may not %s', async (_what, handler, given) => {
    const { user } = await newVisitor();
    const { secret } = await createToken(user.id, { name: 'Nightly', expiresInDays: 7 });
    const headers = { authorization: `Bearer ${secret}` };
    const answer = await callRoute(handler, { params: { comparisonId: 'any' }, ...given, headers });
    expect(answer.status).toBe(403);
    expect(answer.json).toEqual({
      error: {
        code: 'forbidden',
        message:
          'The API token "Nightly" is for completions only. Create one for comparisons in Settings → API.',
      },
    });
  });

  it('come back from their file: the same plan, cells, texts, figures, checks and votes', async () => {
    const script = await aScript();
    const { id, plan } = await script.create(gridOn(script.connectionId));
    await script.run(id);
    const [first = '', second = ''] = cellsOf(plan);
    await addVote(id, { cell: first, note: 'Clearer', shown: [second, first] });
    const file = exportedComparisonSchema.parse(JSON.parse(await script.exported(id, 'json')));
    expect(file.runs).toHaveLength(6);
    expect(JSON.stringify(file)).not.toContain(script.connectionId);

    // As the page does it, once into the same account, where its runs are in the history, and once into another.
    for (const reader of [script, await aScript()]) {
      const { title, note, votes } = file;
      const body = { title, note, votes, plan: file.plan };
      const made = await reader.call(importRoute.POST, { method: 'POST', body });
      expect(made.status, made.text).toBe(201);
      const { id: copy } = comparisonSchema.parse(made.json);
      const cookie = await cookieFor(reader.user);
      const cellOf = new Map(file.cells.map(({ cell, runId }) => [runId, cell]));
      const runs = file.runs.map((run, at) => ({
        ...run,
        id: `${copy}-${at}`,
        comparison: { id: copy, cell: cellOf.get(run.id) },
      }));
      const answer = await callRoute(runsImport.POST, { method: 'POST', cookie, body: { runs } });
      expect(answer.json).toMatchObject({ imported: 6, here: 0, refused: [] });
      const again = exportedComparisonSchema.parse(JSON.parse(await reader.exported(copy, 'json')));
      expect(comparable(again)).toEqual(comparable(file));
      const detail = comparisonDetailSchema.parse(
        (await reader.call(one.GET, { params: { comparisonId: copy } })).json,
      );
      expect(detail.cells.map(({ run }) => run?.status)).toEqual(Array(6).fill('complete'));
      expect(detail.votes).toMatchObject([{ cell: first, note: 'Clearer' }]);
      // Nothing is left to run.
      const body2 = { idempotencyKey: randomUUID(), cells: 'remaining' };
      const started = await reader.call(start.POST, {
        method: 'POST',
        params: { comparisonId: copy },
        body: body2,
      });
      expect(started.json).toMatchObject({ total: 0 });
    }
  });

  it('are exported a bounded part at a time, however long their texts are', async () => {
    const script = await aScript();
    const n = 4;
    upstream().always((response, request) => {
      const { prompt } = request.json as { prompt: string };
      response.writeHead(200, SSE_HEADERS);
      for (let index = 0; index < n; index += 1) {
        response.write(chunk(` ${index} of ${prompt.slice(0, 100_000)}`, { index }));
        response.write(chunk('', { index, finishReason: 'stop' }));
      }
      response.end(DONE);
    });
    const plan = gridOn(
      script.connectionId,
      ['a', 'b'].map((letter) => `{{country}}? ${letter.repeat(200_000)}`),
    );
    const settings = { values: { n, stream: true }, sent: ['n' as const, 'stream' as const] };
    const { id } = await script.create({ ...plan, base: { ...plan.base, settings } });
    await script.run(id);
    const partsOf = async (format: string) => {
      const { body } = await script.respond(exportRoute.GET, {
        params: { comparisonId: id },
        path: `/?format=${format}`,
      });
      const sizes: number[] = [];
      let text = '';
      for await (const part of body ?? []) {
        sizes.push(part.length);
        text += Buffer.from(part).toString();
      }
      return { largest: Math.max(...sizes), text };
    };
    // Six runs with four outputs each: every output has its own line, with the prompt in it.
    const jsonl = await partsOf('jsonl');
    expect(jsonl.text.trimEnd().split('\n')).toHaveLength(6 * n);
    expect(jsonl.largest).toBeLessThan(700_000);
    const csv = await partsOf('csv');
    expect(csv.text.trimEnd().split('\r\n')).toHaveLength(1 + 6 * n);
    expect(csv.largest).toBeLessThan(700_000);
    const json = await partsOf('json');
    expect(exportedComparisonSchema.parse(JSON.parse(json.text)).runs).toHaveLength(6);
    expect(json.largest).toBeLessThan(1_500_000);
  });

  it('have all that light runs can have in a second answer, of their own runs only', async () => {
    const script = await aScript();
    const { id } = await script.create(gridOn(script.connectionId));
    await script.run(id);
    const detail = comparisonDetailSchema.parse(
      (await script.call(one.GET, { params: { comparisonId: id } })).json,
    );
    const runIds = detail.cells.flatMap(({ run }) => run?.id ?? []);
    const path = `/?runs=${[...runIds, 'unknown'].join(',')}`;
    const answer = await script.call(cellsRoute.GET, { params: { comparisonId: id }, path });
    const { runs } = cellRunsSchema.parse(answer.json);
    expect(runs.map((run) => run.id).sort()).toEqual(runIds.toSorted());
    expect(runs[0]?.choices[0]).toMatchObject({
      text: expect.stringContaining(' about '),
      finishReason: 'stop',
    });
    const other = await script.create(gridOn(script.connectionId));
    const foreign = await script.call(cellsRoute.GET, { params: { comparisonId: other.id }, path });
    expect(foreign.json).toEqual({ runs: [] });
  });
});

/** What a comparison is, without what says where and when it was exported. */
function comparable({ plan, cells, runs, votes }: ExportedComparison) {
  const runOf = new Map(runs.map((run) => [run.id, run]));
  return {
    plan,
    votes,
    cells: cells.map(({ runId, ...cell }) => {
      const {
        id: _id,
        originId: _origin,
        order: _order,
        comparison: _comparison,
        ...run
      } = runOf.get(runId ?? '') ?? ({} as Partial<ExportedComparison['runs'][number]>);
      return { ...cell, run };
    }),
  };
}
