import { expect, it } from 'vitest';
import { findRoutes } from '@/app/api/testing/find-routes';
import * as nothing from '@/app/v1/[[...path]]/route';
import * as completions from '@/app/v1/completions/route';
import * as model from '@/app/v1/models/[...model]/route';
import * as models from '@/app/v1/models/route';
import * as openapi from '@/app/v1/openapi.json/route';
import { anything, valueFor } from '@/app/v1/testing/body-from-schema';
import { eventsIn, readDocument } from '@/app/v1/testing/documented';
import { integer, oneOf, seededRandom } from '@/lib/protocol/fixtures/seeded-random';
import { boundsOf } from '@/lib/protocol/request/completion-request';
import { PARAMETER_NAMES, parameterSpec } from '@/lib/protocol/request/parameters';
import { createToken } from '@/lib/public-api/server/tokens';
import { callRoute, captureLogs, newVisitor } from '@/lib/testing/call-route';
import { describeRuns } from '@/lib/testing/describe-runs';
import { answers } from '@/lib/testing/upstream-answers';

const routes = (await findRoutes()).filter(({ path }) => path.startsWith('/v1/'));

describeRuns('the document of the public API', ({ upstream, connect, setEnv }) => {
  async function aCaller() {
    setEnv({ PRACTICE_TOKENS_PER_SECOND: '10000' });
    const { user } = await newVisitor();
    await connect(user.id);
    const { secret } = await createToken(user.id, { name: 'Fuzzer', expiresInDays: 7 });
    const headers = { authorization: `Bearer ${secret}` };
    const complete = (body: unknown, more: Record<string, string> = {}) =>
      callRoute(completions.POST, { method: 'POST', body, headers: { ...headers, ...more } });
    return { user, headers, complete };
  }

  it('is there for everybody, names this server, and has every route', async () => {
    const answer = await callRoute(openapi.GET, { headers: { host: 'localhost:4321' } });
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ openapi: '3.1.0', servers: [{ url: 'http://localhost:4321/v1' }] });
    const { document } = await readDocument();
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} /v1${path}`),
    );
    const callRow = ({ path, method }: { path: string; method: string }) =>
      `${method} ${path.replace('[...model]', '{model}')}`;
    const { headers } = await aCaller();
    const exported: string[] = [];
    for (const route of routes) {
      if (route.path.includes('[[') || route.method === 'OPTIONS') continue;
      const { status } = await callRoute(route.handler, {
        method: route.method,
        headers,
        params: { model: ['x'] },
      });
      if (status !== 405) exported.push(callRow(route));
    }
    expect(described.sort()).toEqual(exported.sort());
  });

  it('describes every parameter of the table with its bounds, and what is not in it is passed on', async () => {
    const { document, isValidRequest, problem } = await readDocument();
    const fields = (document.components.schemas.CompletionRequest as { properties: object }).properties;
    const sent = PARAMETER_NAMES.filter((name) => name !== 'retries' && name !== 'extra_body');
    expect(Object.keys(fields).sort()).toEqual(['model', 'prompt', ...sent].sort());
    const base = { model: 'm', prompt: 'p' };
    for (const name of sent) {
      const { min = -Infinity, max = Infinity } = boundsOf(name, 'wide');
      expect(isValidRequest({ ...base, [name]: null }), name).toBe(true);
      if (parameterSpec(name).kind !== 'integer' && parameterSpec(name).kind !== 'number') continue;
      expect(isValidRequest({ ...base, [name]: Math.max(min, -7) }), name).toBe(true);
      if (min > -Infinity) expect(isValidRequest({ ...base, [name]: min - 1 }), name).toBe(false);
      if (max < Infinity) expect(isValidRequest({ ...base, [name]: max + 1 }), name).toBe(false);
    }
    for (const prompt of ['p', ['p', 'q'], [1, 2], [[1], [2, 3]]])
      expect(isValidRequest({ ...base, prompt })).toBe(true);
    for (const prompt of [1, null, [], [[]], ['p', 1], [{}], [-1]]) {
      expect(isValidRequest({ ...base, prompt }), JSON.stringify(prompt)).toBe(false);
    }
    expect(isValidRequest({ ...base, logit_bias: { x: 1 } })).toBe(false);
    expect(isValidRequest({ ...base, top_k: 40 })).toBe(true);
    expect(isValidRequest({ model: 'm' })).toBe(false);
    // The validator itself refuses what is not described.
    expect(problem({ $ref: '#/components/schemas/Usage' }, { prompt_tokens: 1 })).not.toBeNull();
  });

  it('holds for real answers: whole, in events, with and without probabilities, and for errors', async () => {
    const { headers, complete } = await aCaller();
    const { undocumented } = await readDocument();
    const every = {
      model: 'practice-1',
      prompt: ['Once', 'The'],
      n: 2,
      logprobs: 3,
      echo: true,
      max_tokens: 4,
      seed: 1,
    };
    const through = { 'x-connection': 'Test upstream' };
    const whole = await complete(every);
    expect(undocumented('/completions', 'post', whole)).toBeNull();
    const streamed = await complete({ ...every, stream: true, stream_options: { include_usage: true } });
    expect(eventsIn(streamed.text).length).toBeGreaterThan(5);
    expect(undocumented('/completions', 'post', streamed)).toBeNull();
    const odd = {
      id: 7,
      choices: [{ text: 'x', finish_reason: 'eos', more: 1 }],
      usage: { total_tokens: 3 },
    };
    const full = {
      choices: [{ text: 'x', index: 0, finish_reason: 'stop', stop_reason: 'END' }],
      usage: {
        prompt_tokens: 3,
        completion_tokens: 1,
        total_tokens: 4,
        prompt_tokens_details: { cached_tokens: 2 },
        completion_tokens_details: { reasoning_tokens: 1 },
        cost: 0.001,
      },
      service_tier: 'default',
      timings: { prompt_ms: 1.5 },
    };
    for (const [answer, body] of [
      [answers.body(200, 'application/json', JSON.stringify(full)), {}],
      [answers.body(200, 'application/json', JSON.stringify(odd)), {}],
      [answers.errorInStream('Out of memory.', ['Some', ' text']), { stream: true }],
      [answers.error(418, 'I am a teapot.', { code: 'tea' }), {}],
      [answers.error(429, 'Later.', { headers: { 'retry-after': '3' } }), {}],
      [answers.body(200, 'text/html', '<html>'), {}],
      [answers.reset(), {}],
    ] as const) {
      upstream().enqueue(answer);
      const answered = await complete({ model: 'test-model', prompt: 'x', ...body }, through);
      expect(undocumented('/completions', 'post', answered), answered.text).toBeNull();
    }
    for (const more of [{}, through, { 'x-connection': 'no such' }]) {
      const listed = await callRoute(models.GET, { headers: { ...headers, ...more } });
      expect(undocumented('/models', 'get', listed), listed.text).toBeNull();
    }
    for (const name of ['practice-1', 'no such']) {
      const one = await callRoute(model.GET, { headers, params: { model: [name] } });
      expect(undocumented('/models/{model}', 'get', one), one.text).toBeNull();
    }
    const nobody = await callRoute(completions.POST, { method: 'POST', body: every });
    expect(undocumented('/completions', 'post', nobody)).toBeNull();
    const elsewhere = await callRoute(nothing.GET, { path: '/v1/embeddings', headers });
    expect(undocumented('/models', 'get', elsewhere)).toBeNull();
  });

  it('holds for whatever is sent: valid bodies, broken ones, and no JSON at all', async () => {
    const { complete } = await aCaller();
    const { document, undocumented, isValidRequest } = await readDocument();
    const schema = document.components.schemas.CompletionRequest as Parameters<typeof valueFor>[0];
    const names = Object.keys(schema.properties ?? {}) as [string, ...string[]];
    const random = seededRandom(20_261_130);
    const logs = captureLogs();
    const seen = new Map<number, number>();
    for (let turn = 0; turn < 250; turn += 1) {
      const fields = valueFor(schema, random) as Record<string, unknown>;
      const body: Record<string, unknown> = {
        ...fields,
        model: random() < 0.95 ? 'practice-1' : fields.model,
      };
      // The practice model would otherwise write up to its own limit.
      body.max_tokens = integer(random, 1, 4);
      if (random() < 0.4) body[oneOf(random, names)] = anything(random);
      if (random() < 0.1) body[`x${turn}`] = anything(random);
      const text = JSON.stringify(body);
      const sent = random() < 0.05 ? text.slice(0, integer(random, 0, text.length)) : text;
      const answer = await complete(sent);
      const what = `turn ${turn}: ${sent.slice(0, 400)} → ${answer.status} ${answer.text.slice(0, 400)}`;
      expect(undocumented('/completions', 'post', answer), what).toBeNull();
      if (answer.status === 200) expect(sent === text && isValidRequest(body), what).toBe(true);
      seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1);
    }
    const faults = logs.lines().filter((line) => line.level === 'error');
    logs.stop();
    expect(faults).toEqual([]);
    // Enough of both kinds, or it would prove nothing.
    expect(seen.get(200)).toBeGreaterThan(40);
    expect(seen.get(400)).toBeGreaterThan(40);
  });
});
