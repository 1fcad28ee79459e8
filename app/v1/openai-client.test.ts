import OpenAI, {
  APIError,
  AuthenticationError,
  BadRequestError,
  InternalServerError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  UnprocessableEntityError,
} from 'openai';
import { expect, it } from 'vitest';
import { z } from 'zod';
import * as completions from '@/app/v1/completions/route';
import { fetchOurs, ORIGIN } from '@/app/v1/testing/fetch-ours';
import { updateConnection } from '@/lib/connections/server/manage-connections';
import { readRun, readRunPage } from '@/lib/history/server/read-runs';
import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import { PARAMETER_NAMES, PARAMETERS } from '@/lib/protocol/request/parameters';
import { createToken, revokeToken } from '@/lib/public-api/server/tokens';
import { newVisitor } from '@/lib/testing/call-route';
import { describeRuns } from '@/lib/testing/describe-runs';
import { EXTRA_FIELDS, MORE_FIELDS } from '@/lib/testing/more-fields';
import { eventually } from '@/lib/testing/runs';
import { steppedStream } from '@/lib/testing/stepped-stream';
import { answers } from '@/lib/testing/upstream-answers';
import { chunk } from '@/lib/testing/upstream-wire';

/** Exactly the fields of r9s' contract. */
const logprobs = z.strictObject({
  tokens: z.array(z.string()),
  token_logprobs: z.array(z.number().max(0).nullable()),
  top_logprobs: z.array(z.record(z.string(), z.number().max(0)).nullable()),
  text_offset: z.array(z.int().nonnegative()),
});
const usage = z.strictObject({
  prompt_tokens: z.int().nonnegative(),
  completion_tokens: z.int().nonnegative(),
  total_tokens: z.int().nonnegative(),
});
const FINISH_REASONS = z.enum(['stop', 'length', 'content_filter']);
const completionWith = (finishReason: z.ZodType) =>
  z.strictObject({
    id: z.string().min(1),
    object: z.literal('completion'),
    created: z.int().positive(),
    model: z.string().min(1),
    system_fingerprint: z.string().optional(),
    choices: z.array(
      z.strictObject({
        text: z.string(),
        index: z.int().nonnegative(),
        logprobs: logprobs.nullable(),
        finish_reason: finishReason,
        // Beside the contract, where the upstream said something else.
        native_finish_reason: z.string().nullable().optional(),
      }),
    ),
    usage: usage.nullish(),
  });
/** The SDKs of r9s raise on null in a whole answer. */
const completion = completionWith(FINISH_REASONS);
const part = completionWith(FINISH_REASONS.nullable());
const refusal = z.strictObject({
  error: z.strictObject({
    message: z.string().min(1),
    type: z.string().min(1),
    code: z.string().nullish(),
    param: z.string().optional(),
  }),
  status: z.int().optional(),
});

const bodySchema = z.union([part, refusal]);
function eventsIn(body: string): string[] {
  return body.split('\n\n').filter((event) => event !== '');
}

const everything = {
  model: 'test-model',
  prompt: ['One "quoted" prompt\n', 'Two 🌍'],
  temperature: 0.7,
  top_p: 0.9,
  seed: 42,
  max_tokens: 50,
  stop: ['END', '\n\n'],
  suffix: ' and after',
  n: 2,
  best_of: 3,
  frequency_penalty: 0.5,
  presence_penalty: -0.5,
  logit_bias: { '50256': -100 },
  logprobs: 2,
  echo: true,
  user: 'someone',
} as const satisfies CompletionRequest | object;

describeRuns('the official client of OpenAI against our API', ({ upstream, connect }) => {
  async function aCaller(more: { headers?: Record<string, string>; bodies?: string[] } = {}) {
    const { user } = await newVisitor();
    const connectionId = await connect(user.id, 'sk-upstream-canary');
    await updateConnection(user.id, connectionId, { isDefault: true });
    const { token, secret } = await createToken(user.id, { name: 'My script', expiresInDays: 7 });
    const clientOf = (apiKey: string) =>
      new OpenAI({
        apiKey,
        baseURL: `${ORIGIN}/v1`,
        maxRetries: 0,
        defaultHeaders: more.headers,
        fetch: fetchOurs(more.bodies),
      });
    return { user, connectionId, token, secret, clientOf, client: clientOf(secret) };
  }
  const newestRun = async (userId: string) => {
    const { runs } = await readRunPage(userId, { limit: 1 });
    return readRun(userId, runs[0]?.id ?? '');
  };

  it('sends every parameter on, exactly, and records the run under the token’s name', async () => {
    const bodies: string[] = [];
    const { client, user } = await aCaller({ bodies });
    upstream().enqueue(answers.plain('All of it'));
    const answer = await client.completions.create({
      ...everything,
      stop: [...everything.stop],
      prompt: [...everything.prompt],
    });
    const received = await upstream().received(1);
    expect(received.json).toEqual(everything);
    expect(received.headers.authorization).toBe('Bearer sk-upstream-canary');
    expect(answer.choices[0]).toEqual({ text: 'All of it', index: 0, logprobs: null, finish_reason: 'stop' });
    expect(answer.usage).toEqual({ prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 });
    const run = await newestRun(user.id);
    expect(answer.id).toBe(`cmpl-${run.id}`);
    expect(run).toMatchObject({ source: 'api', sourceName: 'My script', status: 'complete' });
    expect(run.request).toEqual(everything);
    completion.parse(JSON.parse(bodies[0] ?? ''));
  });

  it('passes on what the upstream tells besides the text, whole and in a stream', async () => {
    const bodies: string[] = [];
    const { client, user } = await aCaller({ bodies });
    const timings = { cache_n: 2, prompt_ms: 1.5, predicted_per_second: 40.25 };
    const usage = {
      prompt_tokens: 5,
      completion_tokens: 2,
      total_tokens: 7,
      prompt_tokens_details: { cached_tokens: 2 },
      completion_tokens_details: { reasoning_tokens: 1 },
      cost: 0.000042,
    };
    const told = { service_tier: 'flex', provider: 'Somebody', system_fingerprint: 'fp_1' };
    const choice = { text: 'Hello', index: 0, logprobs: null, finish_reason: 'stop', stop_reason: '\n' };
    const whole = { id: 'x', object: 'text_completion', created: 1, model: 'test-model', ...told };
    upstream().enqueue(
      answers.body(200, 'application/json', JSON.stringify({ ...whole, choices: [choice], usage, timings })),
    );
    const request = { model: 'test-model', prompt: 'Say hello' };
    const answer = await client.completions.create(request);
    expect(answer).toMatchObject({ ...told, choices: [choice], usage, timings });
    const run = await newestRun(user.id);
    expect(run.state.response).toMatchObject({ serverTimings: timings, provider: 'Somebody' });
    expect(JSON.parse(run.state.response?.raw ?? '')).toMatchObject({ ...told, timings, usage });
    expect(run.state.response?.raw).not.toContain('Hello');
    expect(run.cost).toEqual({ amount: 0.000042, currency: 'USD', isEstimated: false });

    const event = (more: object) => `data: ${JSON.stringify({ ...whole, ...more })}\n\n`;
    upstream().enqueue(
      answers.rawStream(
        event({ choices: [{ ...choice, finish_reason: null, stop_reason: null }] }),
        event({ choices: [{ ...choice, text: '' }], usage, timings }),
        'data: [DONE]\n\n',
      ),
    );
    const stream = await client.completions.create({ ...request, stream: true });
    const parts: unknown[] = [];
    for await (const part of stream) parts.push(part);
    // Without include_usage no event has empty choices: clients read the first one.
    expect(parts).toMatchObject([
      { ...told, choices: [{ text: 'Hello', finish_reason: null }] },
      { ...told, choices: [{ text: '', finish_reason: 'stop', stop_reason: '\n' }], timings },
    ]);
    expect((await newestRun(user.id)).state.choices[0]?.stopReason).toBe('\n');
  });

  it('streams, with the usage in the end where it is requested', async () => {
    const bodies: string[] = [];
    const { client } = await aCaller({ bodies });
    const usageEvent = `data: ${JSON.stringify({ id: 'x', object: 'text_completion', choices: [], usage: { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 } })}\n\n`;
    upstream().enqueue(
      answers.rawStream(
        chunk('Hel'),
        chunk('lo'),
        chunk('', { finishReason: 'length' }),
        usageEvent,
        'data: [DONE]\n\n',
      ),
    );
    const stream = await client.completions.create({
      model: 'test-model',
      prompt: 'Say hello',
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = '';
    let last: unknown;
    for await (const part of stream) {
      text += part.choices[0]?.text ?? '';
      last = part;
    }
    expect(text).toBe('Hello');
    expect(last).toMatchObject({
      choices: [],
      usage: { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 },
    });
    await eventually(() => bodies.length === 1);
    const events = eventsIn(bodies[0] ?? '');
    expect(events.at(-1)).toBe('data: [DONE]');
    for (const event of events.slice(0, -1)) part.parse(JSON.parse(event.slice('data: '.length)));
  });

  it.each([
    ['eos', 'stop'],
    ['abort', 'length'],
    [null, 'stop'],
  ])('says a finish reason of %j in a word of the contract, and keeps it beside', async (native, word) => {
    const bodies: string[] = [];
    const { client } = await aCaller({ bodies });
    const said = { text: 'Hi', index: 0, logprobs: null, finish_reason: native };
    const answer = { id: 'x', object: 'text_completion', created: 1, model: 'm', choices: [said] };
    upstream().enqueue(answers.body(200, 'application/json', JSON.stringify(answer)));
    const whole = await client.completions.create({ model: 'test-model', prompt: 'x' });
    expect(whole.choices[0]).toMatchObject({ finish_reason: word, native_finish_reason: native });
    completion.parse(JSON.parse(bodies[0] ?? ''));
    if (native === null) return;
    upstream().enqueue(
      answers.rawStream(chunk('Hi'), chunk('', { finishReason: native }), 'data: [DONE]\n\n'),
    );
    const ends: unknown[] = [];
    for await (const { choices } of await client.completions.create({
      model: 'test-model',
      prompt: 'x',
      stream: true,
    })) {
      if (choices[0]?.finish_reason) ends.push(choices[0]);
    }
    expect(ends).toEqual([expect.objectContaining({ finish_reason: word, native_finish_reason: native })]);
  });

  it.each([
    [400, BadRequestError],
    [401, AuthenticationError],
    [403, PermissionDeniedError],
    [404, NotFoundError],
    [422, UnprocessableEntityError],
    [429, RateLimitError],
    [500, InternalServerError],
    [503, InternalServerError],
    [418, APIError],
  ])('raises the class of %i for an upstream’s refusal, in its own words', async (status, Class) => {
    for (const stream of [false, true]) {
      const bodies: string[] = [];
      const { client } = await aCaller({ bodies });
      upstream().enqueue(
        answers.error(status, 'Too hot.', {
          param: 'temperature',
          code: 'hot',
          headers: { 'retry-after': '7' },
        }),
      );
      const error: unknown = await client.completions
        .create({ model: 'test-model', prompt: 'x', stream })
        .catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(Class);
      expect(error).toMatchObject({ status, param: 'temperature', code: 'hot' });
      expect((error as Error).message).toContain('Too hot.');
      expect((error as APIError).requestID).toMatch(/^req_/);
      if (status === 429) expect((error as APIError).headers?.get('retry-after')).toBe('7');
      refusal.parse(JSON.parse(bodies[0] ?? ''));
    }
  });

  it('raises an error for an upstream that cannot be reached or says nothing sensible', async () => {
    const { client } = await aCaller();
    upstream().enqueue(
      answers.reset(),
      answers.body(200, 'text/html', '<html>hello</html>'),
      answers.withoutEnd(['a']),
    );
    const statuses: unknown[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      const error = await client.completions
        .create({ model: 'test-model', prompt: 'x' })
        .catch((reason: APIError) => reason);
      statuses.push((error as APIError).status);
    }
    expect(statuses).toEqual([503, 502, 502]);
  });

  it('sends an error in mid-stream as an event, after the text that had come', async () => {
    const bodies: string[] = [];
    const { client } = await aCaller({ bodies });
    upstream().enqueue(answers.errorInStream('Out of memory.', ['Some', ' text']));
    const stream = await client.completions.create({ model: 'test-model', prompt: 'x', stream: true });
    let text = '';
    const error: unknown = await (async () => {
      for await (const part of stream) text += part.choices[0]?.text ?? '';
    })().catch((reason: unknown) => reason);
    expect(text).toBe('Some text');
    expect(error).toBeInstanceOf(APIError);
    expect((error as Error).message).toContain('Out of memory.');
    await eventually(() => bodies.length === 1);
    for (const event of eventsIn(bodies[0] ?? '')) bodySchema.parse(JSON.parse(event.slice('data: '.length)));
  });

  it('ends the run at once, and closes the upstream, when the caller leaves a stream', async () => {
    const { client, user } = await aCaller();
    const stepped = steppedStream();
    upstream().enqueue(stepped.answer);
    const call = client.completions.create({ model: 'test-model', prompt: 'x', stream: true });
    await stepped.begun;
    stepped.text('Once');
    let text = '';
    for await (const part of await call) {
      text += part.choices[0]?.text ?? '';
      if (text !== '') break;
    }
    expect(await (await upstream().received(1)).closed).toBe('closed');
    await eventually(async () => (await newestRun(user.id)).status !== 'streaming');
    expect(await newestRun(user.id)).toMatchObject({ status: 'stopped' });
    expect((await newestRun(user.id)).state.choices[0]?.text).toBe('Once');
  });

  it.each([false, true])('the same while it still waits for the answer (stream: %s)', async (stream) => {
    const { client, user } = await aCaller();
    upstream().enqueue(answers.silence());
    const leaving = new AbortController();
    const call = client.completions
      .create({ model: 'test-model', prompt: 'x', stream }, { signal: leaving.signal })
      .catch((error: unknown) => error);
    const received = await upstream().received(1);
    leaving.abort();
    expect(await call).toBeInstanceOf(APIError);
    expect(await received.closed).toBe('closed');
    await eventually(async () => (await newestRun(user.id)).status === 'stopped');
  });

  it('answers for the practice model by the strict contract, whole and in every event', async () => {
    const bodies: string[] = [];
    const { client } = await aCaller({ bodies });
    const request = {
      model: 'practice-1',
      prompt: ['Once upon a time', 'The lighthouse 🌍'],
      n: 2,
      seed: 7,
      max_tokens: 12,
      logprobs: 3,
      echo: true,
    };
    const whole = await client.completions.create(request);
    const stream = await client.completions.create({ ...request, stream: true });
    const texts = new Map<number, string>();
    const offsets = new Map<number, number[]>();
    for await (const { choices } of stream) {
      for (const choice of choices) {
        texts.set(choice.index, (texts.get(choice.index) ?? '') + choice.text);
        const more = choice.logprobs?.text_offset ?? [];
        offsets.set(choice.index, [...(offsets.get(choice.index) ?? []), ...more]);
      }
    }
    expect(whole.choices).toHaveLength(4);
    for (const choice of whole.choices) {
      expect(texts.get(choice.index)).toBe(choice.text);
      expect(offsets.get(choice.index)).toEqual(choice.logprobs?.text_offset);
      const { tokens = [], text_offset = [] } = choice.logprobs ?? {};
      expect(tokens.join('')).toBe(choice.text);
      const characters = [...choice.text];
      for (const [index, token] of tokens.entries()) {
        const from = text_offset[index] ?? -1;
        expect(characters.slice(from, from + [...token].length).join('')).toBe(token);
      }
    }
    await eventually(() => bodies.length === 2);
    completion.parse(JSON.parse(bodies[0] ?? ''));
    const events = eventsIn(bodies[1] ?? '').slice(0, -1);
    expect(events.length).toBeGreaterThan(10);
    for (const event of events) part.parse(JSON.parse(event.slice('data: '.length)));
    expect(upstream().requests).toHaveLength(0);
  });

  it('goes through the connection that X-Connection names, and no other', async () => {
    const { user } = await aCaller();
    const { secret } = await createToken(user.id, { name: 'Named', expiresInDays: null });
    const callBy = async (name: string) => {
      const client = new OpenAI({
        apiKey: secret,
        baseURL: `${ORIGIN}/v1`,
        maxRetries: 0,
        defaultHeaders: { 'X-Connection': name },
        fetch: fetchOurs(),
      });
      return client.completions.create({ model: 'any', prompt: 'x', max_tokens: 3 });
    };
    upstream().enqueue(answers.plain('by name'));
    expect((await callBy('test UPSTREAM')).choices[0]?.text).toBe('by name');
    await callBy('practice').catch(() => null);
    expect(upstream().requests).toHaveLength(1);
    const otherTenant = await aCaller();
    await expect(callBy(otherTenant.connectionId)).rejects.toBeInstanceOf(NotFoundError);
    await expect(callBy('no such')).rejects.toThrow('You have no connection named "no such".');
  });

  it('lets nobody in without a token that is good', async () => {
    const { clientOf, client, user, token, secret } = await aCaller();
    const listModels = (one: OpenAI) => one.models.list().catch((error: unknown) => error);
    expect(await listModels(clientOf('sk-something'))).toBeInstanceOf(AuthenticationError);
    expect(
      await listModels(clientOf(`${secret.slice(0, -1)}${secret.endsWith('A') ? 'B' : 'A'}`)),
    ).toMatchObject({
      status: 401,
      code: 'invalid_api_key',
    });
    const expired = await createToken(user.id, { name: 'Old', expiresInDays: -1 as 7 });
    expect(await listModels(clientOf(expired.secret))).toMatchObject({
      status: 401,
      message: expect.stringContaining('The API token "Old" expired on'),
    });
    expect(await listModels(client)).not.toBeInstanceOf(Error);
    await revokeToken(user.id, token.id);
    expect(await listModels(client)).toBeInstanceOf(AuthenticationError);
  });

  it('lists the connection’s models and the practice model', async () => {
    const { client } = await aCaller();
    upstream().alwaysModels(answers.models(['vendor/one', 'two']));
    const ids: string[] = [];
    for await (const one of client.models.list()) ids.push(one.id);
    expect(ids).toEqual(['vendor/one', 'two', 'practice-1']);
    expect(await client.models.retrieve('vendor/one')).toMatchObject({ id: 'vendor/one', object: 'model' });
    await expect(client.models.retrieve('three')).rejects.toBeInstanceOf(NotFoundError);
  });

  it('answers the same call with the same run', async () => {
    const { client } = await aCaller();
    upstream().always(answers.asRequested('Only once'));
    const options = { headers: { 'Idempotency-Key': 'any text at all' } };
    const request = { model: 'test-model', prompt: 'x' };
    const first = await client.completions.create(request, options);
    const second = await client.completions.create(request, options);
    expect(second).toEqual(first);
    expect(upstream().requests).toHaveLength(1);
    const other = client.completions.create({ ...request, prompt: 'y' }, options);
    await expect(other).rejects.toBeInstanceOf(UnprocessableEntityError);
  });

  it('refuses what no server takes, by name, before anything is sent', async () => {
    const { client, secret } = await aCaller();
    const send = (more: object) =>
      client.completions
        .create({ model: 'test-model', prompt: 'x', ...more })
        .catch((error: unknown) => error);
    expect(await send({ top_k: 'many' })).toMatchObject({ status: 400, param: 'top_k' });
    expect(await send({ temperature: 'hot' })).toMatchObject({ status: 400, param: 'temperature' });
    expect(await send({ prompt: [1, 'a'] })).toMatchObject({ status: 400, param: 'prompt' });
    expect(await send({ n: 0 })).toMatchObject({ status: 400, param: 'n' });
    expect(await send({ prompt: 'x'.repeat(8 * 1024 * 1024) })).toMatchObject({ status: 413 });
    const raw = async (body: string, type = 'application/json') => {
      const headers = { authorization: `Bearer ${secret}`, 'content-type': type, host: 'localhost:3000' };
      const request = new Request(`${ORIGIN}/v1/completions`, { method: 'POST', headers, body });
      const response = await completions.POST(request, { params: Promise.resolve({}) });
      refusal.parse(await response.clone().json());
      return response.status;
    };
    expect(await raw('{')).toBe(400);
    expect(await raw('[]')).toBe(400);
    expect(await raw('{}')).toBe(400);
    expect(await raw('{}', 'text/plain')).toBe(415);
    expect(upstream().requests).toHaveLength(0);
    upstream().enqueue(answers.plain('nulls are nothing'));
    expect(await send({ temperature: null, stop: null, suffix: null })).toMatchObject({
      object: 'completion',
    });
    expect((await upstream().received(1)).json).toEqual({ model: 'test-model', prompt: 'x' });
  });

  it('knows every field of the table', () => {
    const more = PARAMETER_NAMES.filter((name) => PARAMETERS[name].group === 'more' && name !== 'extra_body');
    expect(Object.keys(MORE_FIELDS).sort()).toEqual(more.sort());
  });

  it.each<[string, object]>([
    [
      // https://github.com/lmg-anon/mikupad, with "Strict API" off.
      'mikupad',
      {
        prompt: 'Once upon a time',
        stream: true,
        logprobs: 10,
        max_tokens: -1,
        stop: [],
        temperature: 0.7,
        presence_penalty: 0,
        frequency_penalty: 0,
        penalize_nl: false,
        ignore_eos: false,
        ban_eos_token: false,
        top_k: 40,
        top_p: 0.95,
        min_p: 0,
        typical_p: 1,
        tfs_z: 1,
        mirostat: 0,
        repetition_penalty: 1.1,
        repetition_penalty_range: 1024,
        seed: -1,
        xtc_threshold: 0.1,
        dry_sequence_breakers: '["\\n", ":"]',
        stream_options: { include_usage: true },
      },
    ],
    [
      // lm-evaluation-harness, local-completions: a request for log-likelihoods.
      'lm-eval',
      {
        prompt: [[7454, 2402]],
        temperature: 0,
        max_tokens: 1,
        logprobs: 1,
        seed: 1234,
        echo: true,
      },
    ],
    [
      'humaneval',
      { prompt: 'def f():', stop: ['\nclass', '\ndef', '\n#', '\nif', '\nprint'], max_tokens: 0 },
    ],
    [
      'vLLM’s own',
      {
        prompt: [1, 2],
        stream_options: {},
        guided_choice: ['a', 'b'],
        priority: null,
        use_beam_search: false,
      },
    ],
    ['every field of other servers', { prompt: 'x', ...MORE_FIELDS, ...EXTRA_FIELDS }],
  ])('passes the body of %s on as it came', async (_client, fields) => {
    const { secret, user } = await aCaller();
    const sent = { model: 'test-model', ...fields };
    const stream = 'stream' in fields;
    upstream().enqueue(stream ? answers.stream(['a', 'b']) : answers.plain('Yes'));
    const headers = {
      authorization: `Bearer ${secret}`,
      'content-type': 'application/json',
      host: 'localhost:3000',
    };
    const request = new Request(`${ORIGIN}/v1/completions`, {
      method: 'POST',
      headers,
      body: JSON.stringify(sent),
    });
    const response = await completions.POST(request, { params: Promise.resolve({}) });
    expect(response.status, await response.clone().text()).toBe(200);
    await response.text();
    expect((await upstream().received(1)).json).toEqual(sent);
    const { extra_body: extra = {}, ...known } = (await newestRun(user.id)).request;
    expect({ ...known, ...extra }).toEqual(sent);
  });
});
