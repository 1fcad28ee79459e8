import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Tokenize } from '@/lib/connections/model/tokens';
import { testEnvironment } from '@/lib/platform/db/testing/test-environment';
import { replaceEnv } from '@/lib/platform/env/env';
import { encode } from '@/lib/practice/tokenizer';
import { TEXTS_OF_MANY_SCRIPTS } from '@/lib/testing/many-scripts';
import { type MisbehavingServer, startMisbehavingServer } from '@/lib/testing/misbehaving-server';
import * as servers from '@/lib/testing/tokenizer-answers';
import { answers } from '@/lib/testing/upstream-answers';
import { detokenize, detokenizeText } from './detokenize';
import type { TokenizerTarget } from './find-tokenizer';
import { tokenize } from './tokenize';

let server: MisbehavingServer;

beforeAll(async () => {
  server = await startMisbehavingServer();
});
beforeEach(() => replaceEnv(testEnvironment()));
afterEach(() => server.reset());
afterAll(() => server.close());

let targets = 0;
function target(more: Partial<TokenizerTarget> = {}): TokenizerTarget {
  targets += 1;
  return {
    id: `tokenizer-${targets}`,
    name: 'Test',
    kind: 'custom',
    baseUrl: `${server.url}/v1`,
    key: null,
    keyHeader: 'authorization',
    headers: [],
    isPractice: false,
    isServers: false,
    practiceTokensPerSecond: 40,
    ...more,
  };
}
const practice = () => target({ id: 'practice', kind: 'practice', isPractice: true, baseUrl: '' });

const { signal } = new AbortController();
const ask = (to: TokenizerTarget, query: Partial<Tokenize> = {}) =>
  tokenize(to, { model: 'test-model', prompt: [TEXT], ...query }, signal);
const paths = () => server.tokenRequests.map(({ path }) => path);

const TEXT = 'Once upon a time, é 🌍 the';
const PIECES = [
  ...['O', 'n', 'ce', ' upon', ' a', ' time', ',', ' '],
  ...[[195], [169], ' ', [240], [159], [140], [141], ' the'],
];

describe('the tokens of a text', () => {
  it.each([
    // [kind, answers, count (with special tokens), context length, texts]
    ['llamacpp', servers.llamacpp, 16, 512, PIECES],
    ['vllm', servers.vllm, 17, 4096, ['<s>', ...PIECES]],
    ['sglang', servers.sglang, 16, null, undefined],
    ['koboldcpp', servers.koboldcpp, 16, 8192, undefined],
    ['tabbyapi', servers.tabby, 17, null, undefined],
    ['textgen', servers.textgen, 17, null, undefined],
    ['custom', servers.llamaCppPython, 17, null, undefined],
  ])('come from %s', async (kind, answer, count, contextLength, pieces) => {
    for (const of of [kind, 'custom']) {
      server.alwaysTokens(answer);
      const to = target({ kind: of });
      const result = await ask(to, { suffix: 'the' });
      expect(result, of).toEqual({
        ok: true,
        value: { prompt: [{ count }], suffix: { count: 1 }, max_model_len: contextLength },
      });
      const whole = await ask(to, { return_token_strs: true });
      const tokens = whole.ok ? whole.value.prompt?.[0] : undefined;
      expect(tokens?.tokens, of).toHaveLength(count);
      expect(tokens?.token_strs, of).toEqual(pieces);
    }
  });

  it('come from the practice model, whose texts are the text', async () => {
    for (const text of TEXTS_OF_MANY_SCRIPTS) {
      const result = await ask(practice(), { prompt: [text], return_token_strs: true });
      const tokens = result.ok ? result.value.prompt?.[0] : undefined;
      expect(tokens?.tokens).toEqual(encode(text));
      expect(tokens?.token_strs?.join('')).toBe(text);
    }
  });

  it('are those of SentencePiece, too', async () => {
    const token_strs = ['<s>', '▁the', '<0xC3>', '<0xA9>', '▁'];
    const answer = { count: 5, max_model_len: 10, tokens: [1, 2, 3, 4, 5], token_strs };
    server.alwaysTokens(servers.answerByPath({ '/tokenize': () => answer }));
    const result = await ask(target({ kind: 'vllm' }), { prompt: ['the\u00e9 '], return_token_strs: true });
    expect(result.ok && result.value.prompt?.[0]?.token_strs).toEqual(['<s>', ' the', [195], [169], ' ']);
  });

  it('stay as the vocabulary spells them where they do not add up to the text', async () => {
    const answer = { count: 2, max_model_len: 10, tokens: [1, 2], token_strs: ['▁THE', 'Ġx'] };
    server.alwaysTokens(servers.answerByPath({ '/tokenize': () => answer }));
    const result = await ask(target({ kind: 'vllm' }), { prompt: ['the'], return_token_strs: true });
    expect(result.ok && result.value.prompt?.[0]?.token_strs).toEqual(['▁THE', 'Ġx']);
  });

  it('are counted without special tokens on request, even where a server always adds them', async () => {
    for (const [kind, answer] of [
      ['vllm', servers.vllm],
      ['tabbyapi', servers.tabby],
      ['textgen', servers.textgen],
    ] as const) {
      server.alwaysTokens(answer);
      const result = await ask(target({ kind }), { add_special_tokens: false });
      expect(result.ok && result.value.prompt, kind).toEqual([{ count: 16 }]);
    }
  });
});

describe('where a server has its tokenizer', () => {
  it('is found once, and remembered', async () => {
    server.alwaysTokens(servers.koboldcpp);
    const to = target();
    await ask(to);
    const tries = paths().filter((path) => path !== '/api/extra/tokencount');
    expect(new Set(tries).size).toBe(tries.length);
    server.reset();
    server.alwaysTokens(servers.koboldcpp);
    await ask(to, { prompt: ['the'] });
    expect(paths()).toEqual(['/api/extra/tokencount']);
  });

  it('is beside /v1, or under the path of the base URL', async () => {
    const under = (prefix: string) =>
      servers.answerByPath({
        [`${prefix}/tokenize`]: () => ({ count: 2, max_model_len: 8, tokens: [1, 2] }),
      });
    for (const [path, prefix] of [
      ['/proxy/v1', '/proxy'],
      ['/proxy/v1', '/proxy/v1'],
      ['/proxy/v1', ''],
      ['', ''],
      ['/beta/completions', '/beta'],
    ] as const) {
      server.alwaysTokens(under(prefix));
      const result = await ask(target({ baseUrl: `${server.url}${path}` }));
      expect(result.ok && result.value.prompt, `${path} ${prefix}`).toEqual([{ count: 2 }]);
    }
  });

  it('is nowhere: no prompt was sent, and it is not looked for again', async () => {
    server.alwaysTokens(servers.answerByPath({}));
    const to = target();
    const none = { ok: true, value: { prompt: null, suffix: null, max_model_len: null } };
    expect(await ask(to)).toEqual(none);
    const tries = server.tokenRequests.length;
    expect(tries).toBeLessThan(12);
    expect(JSON.stringify(server.tokenRequests)).not.toContain('Once');
    expect(await ask(to)).toEqual(none);
    expect(server.tokenRequests).toHaveLength(tries);
  });

  it.each(['openai', 'openrouter', 'deepseek', 'ollama'])('is not looked for at all at %s', async (kind) => {
    server.alwaysModels(
      servers.answerByPath({
        '/v1/models': () => ({ data: [{ id: 'test-model', context_length: 32_768 }] }),
      }),
    );
    const result = await ask(target({ kind }));
    expect(result).toEqual({ ok: true, value: { prompt: null, suffix: null, max_model_len: 32_768 } });
    expect(server.tokenRequests).toEqual([]);
  });

  it('is not told by a server that fails, which is asked again later', async () => {
    server.alwaysTokens(answers.error(503, 'Loading model'));
    const to = target({ kind: 'llamacpp' });
    expect(await ask(to)).toMatchObject({ ok: false, error: { message: 'Loading model', status: 503 } });
    expect(await ask(to)).toMatchObject({ ok: false });
    expect(server.tokenRequests).toHaveLength(1);
  });

  it('is looked for anew once it is gone', async () => {
    server.alwaysTokens(servers.llamacpp);
    const to = target();
    await ask(to);
    server.alwaysTokens(servers.koboldcpp);
    expect(await ask(to, { prompt: ['the'] })).toMatchObject({ ok: false, error: { status: 404 } });
    expect(await ask(to, { prompt: ['the'] })).toMatchObject({ ok: true, value: { prompt: [{ count: 1 }] } });
  });

  it('is not a page that says yes to everything', async () => {
    for (const answer of [
      answers.body(200, 'text/html', '<html></html>'),
      answers.body(200, 'application/json', '{"tokens":"many","count":1,"value":1,"length":1}'),
      answers.body(200, 'application/json', '{"tokens":[1.5],"ids":[null],"count":1,"value":1,"length":1}'),
      answers.body(200, 'application/json', '[[[[[[[['),
      answers.redirect('http://127.0.0.1:1/'),
    ]) {
      server.alwaysTokens(answer);
      expect(await ask(target())).toMatchObject({ ok: true, value: { prompt: null } });
    }
  });

  it('is behind the address guard', async () => {
    replaceEnv(testEnvironment({ ALLOW_PRIVATE_UPSTREAMS: 'false' }));
    server.alwaysTokens(servers.llamacpp);
    expect(await ask(target())).toMatchObject({ ok: false, error: { kind: 'address_refused' } });
    expect(server.tokenRequests).toEqual([]);
  });

  it('gets the key, and cannot hand it to the page', async () => {
    const key = 'sk-canary-abcdef';
    const leak = { count: 1, max_model_len: 9, tokens: [1], token_strs: [`x${key}`] };
    server.alwaysTokens(
      servers.answerByPath({ '/tokenize': () => leak, '/detokenize': () => ({ prompt: key }) }),
    );
    const to = target({ kind: 'vllm', key });
    const said = [
      await ask(to, { return_token_strs: true }),
      await detokenize(to, { model: '', tokens: [1] }, signal),
    ];
    expect(server.tokenRequests[0]?.headers.authorization).toBe(`Bearer ${key}`);
    expect(JSON.stringify(said)).not.toContain('canary');
  });
});

describe('several texts', () => {
  it('are counted in order, each only once within a minute', async () => {
    server.alwaysTokens(servers.llamacpp);
    const to = target({ kind: 'llamacpp' });
    const prompt = ['the', TEXT, '', 'a', 'the'];
    const counts = [1, 16, 0, 1, 1].map((count) => ({ count }));
    expect(await ask(to, { prompt })).toMatchObject({ value: { prompt: counts } });
    const before = server.tokenRequests.length;
    expect(await ask(to, { prompt })).toMatchObject({ value: { prompt: counts } });
    expect(server.tokenRequests).toHaveLength(before);
  });

  it('are not counted for a caller who has left', async () => {
    server.alwaysTokens(servers.llamacpp);
    const to = target({ kind: 'llamacpp' });
    await ask(to);
    const left = AbortSignal.abort();
    const result = await tokenize(to, { model: '', prompt: ['the'] }, left);
    expect(result.ok).toBe(false);
  });
});

describe('the texts of ids', () => {
  it('come from the practice model', async () => {
    const ids = encode('The lighthouse, é');
    const result = await detokenize(practice(), { model: '', tokens: ids }, signal);
    expect(result.ok && result.value.prompt).toBe('The lighthouse, é');
    expect(result.ok && result.value.token_strs?.join('')).toBe('The lighthouse, é');
    const unknown = await detokenize(practice(), { model: '', tokens: [ids[0] ?? 0, 900_000] }, signal);
    expect(unknown).toEqual({ ok: true, value: { prompt: null, token_strs: ['The', null] } });
  });

  it('come at once where they make a text of the same tokens, else one by one', async () => {
    server.alwaysTokens(servers.llamacpp);
    const to = target({ kind: 'llamacpp' });
    const all = [79, 110, 287, 344, 259, 356, 44, 32, 195, 169, 32, 240, 159, 140, 141, 258];
    const whole = await detokenize(to, { model: '', tokens: all }, signal);
    expect(whole).toEqual({ ok: true, value: { prompt: TEXT, token_strs: PIECES } });
    expect(server.tokenRequests.length).toBeLessThan(5);
    // The space before a word is kept; an id that does not exist has no text; a part of a character says so.
    const some = await detokenize(to, { model: '', tokens: [258, 99_999, 195] }, signal);
    expect(some).toEqual({ ok: true, value: { prompt: null, token_strs: [' the', null, []] } });
  });

  it('are not kept when they are longer than tokens are', async () => {
    const endless = 'x'.repeat(1_001);
    server.alwaysTokens(
      servers.answerByPath({
        '/tokenize': () => ({ count: 1, tokens: [7], token_strs: ['x'.repeat(2_000_001)] }),
        '/detokenize': () => ({ prompt: endless }),
      }),
    );
    const to = target({ kind: 'vllm' });
    const result = await detokenize(to, { model: '', tokens: [1, 2] }, signal);
    expect(result).toEqual({ ok: true, value: { prompt: endless, token_strs: [null, null] } });
    const query = { prompt: ['the'], return_token_strs: true };
    await ask(to, query);
    const before = server.tokenRequests.length;
    await ask(to, query);
    expect(server.tokenRequests).toHaveLength(before + 1);
  });

  it('come many in one call, with a separator between them', async () => {
    const ids = Array.from({ length: 4_000 }, (_, at) => (at * 7) % 3_000);
    const missing = 77;
    server.alwaysTokens(servers.byteTokens(3_000, [missing]));
    const to = target({ kind: 'llamacpp' });
    const result = await detokenize(to, { model: '', tokens: ids }, signal);
    expect(result.ok && result.value.failure).toBeUndefined();
    expect(result.ok && result.value.token_strs).toEqual(
      ids.map((id) => (id === missing ? null : servers.byteTokenText(id))),
    );
    expect(server.tokenRequests.length).toBeLessThan(64);
  });

  it('are asked for in at most 64 calls, and the next request goes on from there', async () => {
    const ids = Array.from({ length: 3_000 }, (_, id) => id);
    const missing = ids.filter((id) => id >= 300 && id % 97 === 0);
    server.alwaysTokens(servers.byteTokens(3_000, missing));
    const to = target({ kind: 'llamacpp' });
    const result = await detokenize(to, { model: '', tokens: ids }, signal);
    expect(result).toEqual({
      ok: true,
      value: { prompt: null, token_strs: null, failure: expect.stringContaining('Try fewer.') },
    });
    expect(server.tokenRequests.length).toBeLessThanOrEqual(64);
    let found: unknown = null;
    for (let more = 0; more < 20 && found === null; more += 1) {
      const next = await detokenize(to, { model: '', tokens: ids }, signal);
      found = next.ok && next.value.token_strs;
    }
    expect(found).toEqual(ids.map((id) => (missing.includes(id) ? null : servers.byteTokenText(id))));
  });

  it.each([401, 413, 429, 502, 503, 504])('are not looked up at a server that answers %i', async (status) => {
    const ids = Array.from({ length: 400 }, (_, id) => id);
    const vocabulary = servers.byteTokens(3_000, []);
    let calls = 0;
    let isBusy = (_call: number) => true;
    server.alwaysTokens((response, request) => {
      if (!request.path.endsWith('/detokenize')) return vocabulary(response, request);
      calls += 1;
      return (isBusy(calls) ? answers.error(status, 'Not now') : vocabulary)(response, request);
    });
    const to = target({ kind: 'llamacpp' });
    for (const ask of [detokenize, detokenizeText]) {
      calls = 0;
      const refused = await ask(to, { model: '', tokens: ids }, signal);
      expect(refused).toMatchObject({ ok: false, error: { status } });
      expect(calls).toBe(1);
    }
    // The whole text is told; the call for the texts of each is not answered.
    calls = 0;
    isBusy = (call) => call > 1;
    const whole = ids.map(servers.byteTokenText).join('');
    expect(await detokenize(to, { model: '', tokens: ids }, signal)).toEqual({
      ok: true,
      value: { prompt: whole, token_strs: null, failure: expect.stringContaining('Not now') },
    });
    expect(calls).toBe(2);
    // Nothing was taken for unknown.
    isBusy = () => false;
    const result = await detokenize(to, { model: '', tokens: ids }, signal);
    expect(result.ok && result.value.token_strs).toEqual(ids.map(servers.byteTokenText));
  });

  it('are not looked up any more when the separator is not answered', async () => {
    const vocabulary = servers.byteTokens(3_000, []);
    let isBusy = false;
    server.alwaysTokens((response, request) => {
      if (request.path.endsWith('/detokenize')) isBusy = true;
      else if (isBusy) return answers.error(503, 'Not now')(response, request);
      return vocabulary(response, request);
    });
    const result = await detokenize(target({ kind: 'llamacpp' }), { model: '', tokens: [1, 2] }, signal);
    expect(result).toMatchObject({ ok: true, value: { token_strs: null } });
    expect(result.ok && result.value.failure).toContain('Not now');
    // Where the tokenizer is, the whole text, its tokens, the separator.
    expect(paths()).toEqual(['/tokenize', '/detokenize', '/tokenize', '/tokenize']);
  });

  it('are those that it has, where it refuses one', async () => {
    for (const status of [400, 404, 422, 500]) {
      server.reset();
      server.alwaysTokens((response, request) => {
        const { tokens = [] } = (request.json ?? {}) as { tokens?: number[] };
        const answer = tokens.includes(5)
          ? answers.error(status, 'No such token')
          : servers.byteTokens(3_000, []);
        return answer(response, request);
      });
      const result = await detokenize(target({ kind: 'llamacpp' }), { model: '', tokens: [1, 5, 9] }, signal);
      expect(result, String(status)).toEqual({
        ok: true,
        value: { prompt: null, token_strs: ['1', null, '~9'] },
      });
    }
  });

  it('are put together by the server where a character is in two tokens', async () => {
    server.alwaysTokens(servers.llamacpp);
    const to = target({ kind: 'llamacpp' });
    const ids = [195, 169, 258, 240, 159, 140, 141, 195];
    const text = 'é the🌍\ufffd';
    const whole = await detokenizeText(to, { model: '', tokens: ids }, signal);
    expect(whole).toEqual({ ok: true, value: { hasTokenizer: true, text } });
    // One call for it, after the one that finds the tokenizer.
    expect(paths()).toEqual(['/tokenize', '/detokenize']);
    const each = await detokenize(to, { model: '', tokens: ids }, signal);
    expect(each).toEqual({
      ok: true,
      value: { prompt: text, token_strs: [[], [], ' the', [], [], [], [], []] },
    });
  });

  it('are not guessed where the separator cannot be had', async () => {
    server.alwaysTokens(
      servers.answerByPath({
        '/tokenize': () => ({ count: 1, tokens: [7] }),
        '/detokenize': () => ({ text: 'x' }),
      }),
    );
    const tokens = Array.from({ length: 400 }, (_, id) => id);
    const result = await detokenize(target({ kind: 'sglang' }), { model: '', tokens }, signal);
    expect(result).toMatchObject({ ok: true, value: { prompt: 'x', token_strs: null } });
    expect(server.tokenRequests.length).toBeLessThanOrEqual(64);
  });
});

/** A real server of llama.cpp with any model: `TEST_LLAMACPP_URL=http://127.0.0.1:8080`. */
const REAL = process.env.TEST_LLAMACPP_URL;

describe.skipIf(!REAL)("llama.cpp's real server", () => {
  it.each(TEXTS_OF_MANY_SCRIPTS)('counts %s as it counts the prompt of a run', async (text) => {
    const to = target({ kind: 'llamacpp', baseUrl: `${REAL}/v1` });
    const result = await ask(to, { prompt: [text], return_token_strs: true });
    const tokens = result.ok ? result.value.prompt?.[0] : undefined;
    const run = await fetch(`${REAL}/v1/completions`, {
      method: 'POST',
      body: JSON.stringify({ prompt: text, max_tokens: 1 }),
    });
    const { usage } = (await run.json()) as { usage: { prompt_tokens: number } };
    expect(tokens?.count).toBe(usage.prompt_tokens);
    const bytes = tokens?.token_strs?.map((piece) => Buffer.from(piece as string)) ?? [];
    expect(Buffer.concat(bytes).toString('utf8')).toBe(text);
    expect(result.ok && result.value.max_model_len).toBeGreaterThan(0);
    const back = await detokenize(to, { model: '', tokens: tokens?.tokens ?? [] }, signal);
    expect(back.ok && back.value.prompt).toBe(text);
  });

  it('forces and bans a word by the ids that it gave for it', async () => {
    const to = target({ kind: 'llamacpp', baseUrl: `${REAL}/v1` });
    const query = { prompt: [' the'], add_special_tokens: false, return_token_strs: true };
    const result = await ask(to, query);
    const id = (result.ok && result.value.prompt?.[0]?.tokens?.[0]) || 0;
    const run = async (logit_bias: Record<string, number>) => {
      const response = await fetch(`${REAL}/v1/completions`, {
        method: 'POST',
        body: JSON.stringify({ prompt: 'once', max_tokens: 5, temperature: 0, logit_bias }),
      });
      return ((await response.json()) as { choices: { text: string }[] }).choices[0]?.text ?? '';
    };
    const forced = await run({ [id]: 100 });
    expect(forced.length).toBeGreaterThan(0);
    expect(forced.replaceAll(' the', '')).toBe('');
    expect(await run({ [id]: -100 })).not.toContain(' the');
  });
});
