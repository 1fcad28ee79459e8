import { Tiktoken } from 'js-tiktoken/lite';
import cl100k_base from 'js-tiktoken/ranks/cl100k_base';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { tokenLabel } from '@/lib/connections/model/token-label';
import type { Detokenized, Tokenize, Tokenized } from '@/lib/connections/model/tokens';
import { createBytePairEncoder } from '@/lib/protocol/tokens/byte-pair';
import { countTokens, detokenize, serverTextOf, tokenize } from './count-tokens';
import type { EncoderJob } from './encoder-worker';
import { encodingOf } from './encodings';

const NONE: Tokenized = { prompt: null, suffix: null, max_model_len: null };
let server: { tokenize: (body: Tokenize) => Tokenized; detokenize: () => Detokenized };
let asked: { path: string; body: Tokenize }[];

/** The worker's code in this thread: vitest's threads are not a browser's. */
class FakeWorker {
  onmessage: ((event: { data: unknown }) => void) | null = null;
  readonly #encoder = createBytePairEncoder(cl100k_base);
  postMessage({ id, job }: { id: number; job: EncoderJob }) {
    expect(job.encoding).toBe('cl100k_base');
    const result =
      'ids' in job
        ? { bytes: job.ids.map(this.#encoder.bytesOf) }
        : { tokens: job.texts.map((text) => this.#encoder.encode(text)) };
    queueMicrotask(() => this.onmessage?.({ data: { id, result } }));
  }
  terminate() {}
}

beforeEach(() => {
  server = { tokenize: () => NONE, detokenize: () => ({ prompt: null, token_strs: null }) };
  asked = [];
  vi.stubGlobal('Worker', FakeWorker);
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    const body = JSON.parse(String(init.body)) as Tokenize;
    asked.push({ path, body });
    init.signal?.throwIfAborted();
    return Response.json(path.endsWith('/detokenize') ? server.detokenize() : server.tokenize(body));
  });
});
afterEach(() => vi.unstubAllGlobals());

const theirs = new Tiktoken(cl100k_base);
let connections = 0;
const aConnection = () => {
  connections += 1;
  return `connection ${connections}`;
};

describe('counting', () => {
  it('is the server’s where it can', async () => {
    server.tokenize = ({ prompt }) => ({
      prompt: prompt.map((text) => ({ count: text.length })),
      suffix: { count: 9 },
      max_model_len: 8192,
    });
    const counted = await countTokens('my server', 'gpt-4', { prompts: ['one', 'three'], suffix: 'x' });
    expect(counted).toEqual({
      counts: { source: expect.anything(), prompts: [3, 5], suffix: 9 },
      contextLength: 8192,
    });
    expect(asked).toEqual([
      {
        path: '/api/connections/my%20server/tokenize',
        body: { model: 'gpt-4', prompt: ['one', 'three'], suffix: 'x' },
      },
    ]);
  });

  it('is by the vocabulary of an OpenAI model elsewhere, and the text is not sent again', async () => {
    const connection = aConnection();
    server.tokenize = () => ({ ...NONE, max_model_len: 4096 });
    const texts = { prompts: ['Once upon a time', 'é 🌍'], suffix: ' the end' };
    for (const sent of [texts.prompts, []]) {
      const counted = await countTokens(connection, 'openai/gpt-4', texts);
      expect(counted).toEqual({
        counts: {
          source: { key: 'cl100k_base', name: 'cl100k_base' },
          prompts: texts.prompts.map((text) => theirs.encode(text).length),
          suffix: theirs.encode(' the end').length,
        },
        contextLength: 4096,
      });
      expect(asked.at(-1)?.body.prompt).toEqual(sent);
    }
    // The server was restarted as one with a tokenizer.
    server.tokenize = ({ prompt }) => ({
      prompt: prompt.map(() => ({ count: 1 })),
      suffix: null,
      max_model_len: 1,
    });
    expect((await countTokens(connection, 'openai/gpt-4', texts)).counts?.prompts).toEqual([1, 1]);
  });

  it('is nobody’s for other models, and for more prompts than are counted', async () => {
    const texts = { prompts: ['x'] };
    expect((await countTokens(aConnection(), 'llama-3', texts)).counts).toBeNull();
    const many = { prompts: Array.from({ length: 129 }, () => 'x') };
    expect((await countTokens(aConnection(), 'gpt-4', many)).counts).toBeNull();
  });

  it('is cancelled', async () => {
    const outdated = AbortSignal.abort();
    await expect(countTokens(aConnection(), 'gpt-4', { prompts: ['x'] }, outdated)).rejects.toThrow();
  });
});

describe('the tokens of a text', () => {
  it('come from the server, with their texts or asked for them', async () => {
    server.tokenize = () => ({
      prompt: [{ count: 2, tokens: [5, 6], token_strs: ['a', [240]] }],
      suffix: null,
      max_model_len: null,
    });
    const found = await tokenize('one', 'm', 'text', { special: false });
    expect([found?.ids, found?.pieceAt(0), found?.pieceAt(1), found?.pieceAt(2)]).toEqual([
      [5, 6],
      'a',
      [240],
      null,
    ]);
    expect(asked[0]?.body).toMatchObject({ add_special_tokens: false, return_token_strs: true });

    server.tokenize = () => ({ prompt: [{ count: 1, tokens: [5] }], suffix: null, max_model_len: null });
    server.detokenize = () => ({ prompt: 'x', token_strs: ['x'] });
    expect((await tokenize('one', 'm', 'text'))?.pieceAt(0)).toBe('x');
  });

  it('come from the vocabulary, parts of characters as bytes', async () => {
    const found = await tokenize(aConnection(), 'davinci-002', 'the 🌍!');
    expect(Array.from(found?.ids ?? [])).toEqual(theirs.encode('the 🌍!'));
    const pieces = Array.from({ length: found?.ids.length ?? 0 }, (_, at) => found?.pieceAt(at) ?? null);
    expect(pieces[0]).toBe('the');
    expect(pieces.slice(1, -1).every(Array.isArray)).toBe(true);
    const bytes = pieces.map((piece) => Buffer.from(piece as string));
    expect(Buffer.concat(bytes).toString('utf8')).toBe('the 🌍!');
  });

  it('are not known of other models', async () => {
    expect(await tokenize(aConnection(), 'llama-3', 'x')).toBeNull();
  });
});

describe('a tokenizer that refuses or fails', () => {
  const failing = { ...NONE, failure: 'It reads at most 131072 tokens.' };

  it('leaves the count to an estimate, and is asked again', async () => {
    const connection = aConnection();
    server.tokenize = () => failing;
    // Not by another vocabulary either: the server has one of its own.
    for (const model of ['m', 'gpt-4']) {
      const counted = await countTokens(connection, model, { prompts: ['long'] });
      expect(counted).toStrictEqual({ counts: null, contextLength: undefined });
    }
    server.tokenize = () => ({ prompt: [{ count: 7 }], suffix: null, max_model_len: null });
    const counted = await countTokens(connection, 'm', { prompts: ['short'] });
    expect(counted.counts?.prompts).toEqual([7]);
  });

  it('leaves the count to the vocabulary where the server is known to have none', async () => {
    const connection = aConnection();
    const known = await countTokens(connection, 'gpt-4', { prompts: ['the'] });
    expect(known.contextLength).toBeNull();
    server.tokenize = () => failing;
    const counted = await countTokens(connection, 'gpt-4', { prompts: ['the', ' the'] });
    expect(counted).toStrictEqual({
      counts: { source: { key: 'cl100k_base', name: 'cl100k_base' }, prompts: [1, 1], suffix: 0 },
      contextLength: undefined,
    });
    expect(asked.at(-1)?.body.prompt).toEqual([]);
  });

  it('is quoted where its tokens are to be shown', async () => {
    server.tokenize = () => failing;
    await expect(tokenize('one', 'm', 'long')).rejects.toThrow('It reads at most 131072 tokens.');
    server.detokenize = () => ({ prompt: null, token_strs: null, failure: 'Loading model' });
    await expect(detokenize('one', 'm', [1])).rejects.toThrow('Loading model');
  });

  it('is not sent what is larger than our server reads', async () => {
    await expect(countTokens('one', 'm', { prompts: ['x'.repeat(9 * 1024 * 1024)] })).rejects.toThrow(
      'too long',
    );
    expect(asked).toEqual([]);
    // Two bytes a character.
    await expect(tokenize('one', 'm', 'é'.repeat(4.5 * 1024 * 1024))).rejects.toThrow('too long');
    expect(asked).toEqual([]);
  });
});

describe('the texts of ids', () => {
  it('come from the server, or the vocabulary', async () => {
    server.detokenize = () => ({ prompt: null, token_strs: ['a', null] });
    expect((await detokenize('one', 'm', [5, 99]))?.pieces).toEqual(['a', null]);
    server.detokenize = () => ({ prompt: null, token_strs: null });
    const found = await detokenize('one', 'gpt-4', [...theirs.encode(' the'), 999_999]);
    expect(found).toEqual({
      source: { key: 'cl100k_base', name: 'cl100k_base' },
      pieces: [' the', null],
    });
    expect(await detokenize('one', 'llama-3', [1])).toBeNull();
  });

  it('are asked for those ids only that a tokenizer may have', async () => {
    server.detokenize = () => ({ prompt: 'ab', token_strs: ['a', 'b'] });
    const found = await detokenize('one', 'm', [5, -1, 1.5, Number.NaN, 6, 2 ** 60]);
    expect(found).toMatchObject({ pieces: ['a', null, null, null, 'b', null] });
    expect(asked).toMatchObject([{ body: { tokens: [5, 6] } }]);
    await expect(detokenize('one', 'm', Array(200_001).fill(1))).rejects.toThrow(
      'At most 200,000 token IDs can be looked up at once.',
    );
    expect(asked).toHaveLength(1);
  });
});

describe('the text of ids as a whole', () => {
  it('comes from the server without the text of each', async () => {
    server.detokenize = () => ({ prompt: 'ab', token_strs: null });
    expect(await serverTextOf('one', 'm', [5, 6])).toBe('ab');
    expect(asked).toMatchObject([{ body: { tokens: [5, 6], return_token_strs: false } }]);
    // Known is known, whatever else failed.
    server.detokenize = () => ({ prompt: 'ab', token_strs: null, failure: 'Loading model' });
    expect(await serverTextOf('one', 'm', [5, 6])).toBe('ab');
    server.detokenize = () => ({ prompt: null, token_strs: null, failure: 'Loading model' });
    await expect(serverTextOf('one', 'm', [5, 6])).rejects.toThrow('Loading model');
  });

  it('is not that of some of them, and nobody’s without a tokenizer', async () => {
    server.detokenize = () => ({ prompt: 'a', token_strs: null });
    expect(await serverTextOf('one', 'm', [5, -1])).toBeNull();
    server.detokenize = () => ({ prompt: null, token_strs: null });
    expect(await serverTextOf('one', 'gpt-4', [5])).toBeNull();
  });
});

it.each([
  ['gpt-4o', 'o200k_base'],
  ['openai/gpt-4o', 'o200k_base'],
  ['gpt-3.5-turbo-instruct', 'cl100k_base'],
  ['ft:gpt-3.5-turbo-instruct:org::id', 'cl100k_base'],
  // js-tiktoken says p50k_base and r50k_base of these.
  ['davinci-002', 'cl100k_base'],
  ['babbage-002', 'cl100k_base'],
  ['ft:davinci-002:org::id', 'cl100k_base'],
  ['text-davinci-003', 'p50k_base'],
  ['practice-1', null],
  ['toString', null],
  ['', null],
])('the vocabulary of %s is %s', (model, encoding) => {
  expect(encodingOf(model)).toBe(encoding);
});

it.each([
  [' the\n', '␣the↵'],
  ['a\u200bb', 'a\\u{200b}b'],
  ['\0', '\\u{0}'],
  [[0xf0, 0x9f], '\\xf0\\x9f'],
  [[], '\\x…'],
  ['', '∅'],
  [null, '?'],
])('%j is shown as %s', (piece, label) => {
  expect(tokenLabel(piece)).toBe(label);
});
