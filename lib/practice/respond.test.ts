import { describe, expect, it } from 'vitest';
import type { PracticePace } from './pace';
import { respondToCompletion, respondToModels } from './respond';
import { complete, readAll, stream, UNHURRIED } from './test-support';

const signal = () => new AbortController().signal;

async function refusal(body: unknown) {
  const response = respondToCompletion(body, UNHURRIED, signal());
  const { error } = JSON.parse(await readAll(response.body)) as {
    error: { message: string; type: string; code: string | null; param: string | null };
  };
  expect(error.message).not.toBe('');
  expect(error.type).toBe('invalid_request_error');
  return { status: response.status, param: error.param, code: error.code };
}

const VALID = { model: 'practice-1', prompt: 'Once' };

describe('whole answers', () => {
  it('have the shape of the protocol, usage included', async () => {
    const response = respondToCompletion({ ...VALID, seed: 1 }, UNHURRIED, signal());
    expect(response.status).toBe(200);
    expect(response.headers['content-type']).toBe('application/json');
    expect(response.headers['x-request-id']).toMatch(/^req_[a-z0-9]{24}$/);
    const answer = JSON.parse(await readAll(response.body));
    expect(answer).toEqual({
      id: expect.stringMatching(/^cmpl-/),
      object: 'completion',
      created: expect.any(Number),
      model: 'practice-1',
      system_fingerprint: expect.stringMatching(/^fp_practice_/),
      choices: [{ text: expect.any(String), index: 0, logprobs: null, finish_reason: 'length' }],
      usage: { prompt_tokens: 1, completion_tokens: 16, total_tokens: 17 },
    });
  });

  it('ignore fields that they do not know, and take null for absent', async () => {
    const { choices } = await complete({
      prompt: 'Once',
      top_k: 40,
      suffix: null,
      stop: null,
      best_of: null,
      echo: false,
      stream: false,
    });
    expect(choices).toHaveLength(1);
  });

  it('do not wait for any pace', async () => {
    const slow: PracticePace = {
      tokensPerSecond: 1,
      wait: (ms) => (ms > 0 ? Promise.reject(new Error('waited')) : Promise.resolve()),
    };
    const response = respondToCompletion({ ...VALID, max_tokens: 4 }, slow, signal());
    expect(JSON.parse(await readAll(response.body)).choices).toHaveLength(1);
  });
});

describe('streams', () => {
  it('send one event a token, an end for each choice, and usage as asked for', async () => {
    const request = { prompt: 'Once upon a time', seed: 1, max_tokens: 5, n: 2, logprobs: 1 };
    const events = await stream({ ...request, stream_options: { include_usage: true } });
    expect(new Set(events.map(({ id }) => id)).size).toBe(1);
    expect(events.every(({ object }) => object === 'completion')).toBe(true);
    const last = events.pop();
    expect(last).toMatchObject({ choices: [], usage: { completion_tokens: 10, prompt_tokens: 4 } });
    expect(events.every(({ usage }) => usage === null)).toBe(true);
    const order = events.map(({ choices }) => [choices[0]?.index, choices[0]?.finish_reason]);
    const round = [
      [0, null],
      [1, null],
    ];
    const lastRound = [
      [0, null],
      [0, 'length'],
      [1, null],
      [1, 'length'],
    ];
    expect(order).toEqual([...round, ...round, ...round, ...round, ...lastRound]);
    const texts = events.map(({ choices }) => choices[0]).filter((choice) => choice?.text !== '');
    for (const choice of texts) expect(choice?.logprobs?.tokens).toEqual([choice?.text]);
    expect(
      texts.filter((choice) => choice?.index === 0).map((choice) => choice?.logprobs?.text_offset[0]),
    ).toEqual(
      texts
        .filter((choice) => choice?.index === 0)
        .map((_, at, pane) => pane.slice(0, at).reduce((sum, choice) => sum + (choice?.text.length ?? 0), 0)),
    );
  });

  it('have usage in the last event alone when nothing was said about it, and in none when it was declined', async () => {
    const events = await stream({ prompt: 'Once', max_tokens: 2 });
    expect(events.pop()).toMatchObject({ choices: [], usage: { prompt_tokens: 1, completion_tokens: 2 } });
    for (const event of events) expect(event).not.toHaveProperty('usage');
    const declined = { prompt: 'Once', max_tokens: 2, stream_options: { include_usage: false } };
    for (const event of await stream(declined)) expect(event).not.toHaveProperty('usage');
  });

  it('send an echoed prompt first', async () => {
    const [first] = await stream({ prompt: 'Once upon', max_tokens: 2, echo: true, logprobs: 1 });
    expect(first?.choices[0]).toMatchObject({
      text: 'Once upon',
      logprobs: { tokens: ['Once', ' upon'], text_offset: [0, 4] },
    });
  });

  it('keep the pace without drifting: waits add up to the time that the tokens take', async () => {
    const waits: number[] = [];
    const pace: PracticePace = {
      tokensPerSecond: 1_000_000 / 60_000_000,
      wait: (ms) => {
        // Waits of 0 only let others have their turn.
        if (ms > 0) waits.push(ms);
        return Promise.resolve();
      },
    };
    const body = { ...VALID, stream: true, max_tokens: 5, seed: 1 };
    const started = performance.now();
    await readAll(respondToCompletion(body, pace, signal()).body);
    const elapsed = performance.now() - started;
    // One token a minute and a clock that hardly moves: the n-th wait aims at the n-th minute after the start.
    expect(waits).toHaveLength(4);
    waits.forEach((ms, at) => {
      expect(ms).toBeLessThanOrEqual((at + 1) * 60_000);
      expect(ms).toBeGreaterThan((at + 1) * 60_000 - elapsed - 1);
    });
  });

  it('stop at once when aborted, without an end mark', async () => {
    const controller = new AbortController();
    const pace: PracticePace = {
      tokensPerSecond: 40,
      wait: (ms) => {
        if (ms === 0) return Promise.resolve();
        controller.abort();
        return Promise.reject(new Error('aborted'));
      },
    };
    const body = { ...VALID, stream: true, max_tokens: 1000 };
    const text = await readAll(respondToCompletion(body, pace, controller.signal).body);
    expect(text.match(/data:/g)).toHaveLength(1);
    expect(text).not.toContain('[DONE]');
  });

  it('write nothing when aborted before they begin', async () => {
    const text = await readAll(
      respondToCompletion({ ...VALID, stream: true }, UNHURRIED, AbortSignal.abort()).body,
    );
    expect(text).toBe('');
  });
});

describe('refusals', () => {
  it.each([
    ['a body that is no object', 'hello', null],
    ['no body', undefined, null],
    ['a list', [], null],
    ['no model', { prompt: 'x' }, 'model'],
    ['no prompt', { model: 'practice-1' }, 'prompt'],
    ['an unknown token id as a prompt', { ...VALID, prompt: [1, 999999] }, 'prompt'],
    ['more than 100 alternatives', { ...VALID, logprobs: 101 }, 'logprobs'],
    ['a temperature of 3', { ...VALID, temperature: 3 }, 'temperature'],
    ['a text for max_tokens', { ...VALID, max_tokens: '5' }, 'max_tokens'],
    ['half a choice', { ...VALID, n: 1.5 }, 'n'],
    ['best_of below n', { ...VALID, n: 3, best_of: 2 }, 'best_of'],
    ['best_of in a stream', { ...VALID, best_of: 2, stream: true }, 'best_of'],
    [
      'stream_options without a stream',
      { ...VALID, stream_options: { include_usage: true } },
      'stream_options',
    ],
    ['more than 1,024 choices', { ...VALID, prompt: Array(9).fill('a'), n: 128 }, 'n'],
    ['an unknown token id', { ...VALID, logit_bias: { 999999: 1 } }, 'logit_bias'],
    ['a bias of 101', { ...VALID, logit_bias: { 5: 101 } }, 'logit_bias'],
    ['megabytes of stop texts', { ...VALID, stop: Array(1_000).fill('x'.repeat(1_000)) }, 'stop'],
    ['an empty stop text', { ...VALID, stop: '' }, 'stop'],
  ])('400 for %s', async (_, body, param) => {
    expect(await refusal(body)).toEqual({ status: 400, param, code: null });
  });

  it.each([
    ['a text', 'x'.repeat(8_000_000)],
    ['words', 'the old house '.repeat(50_000)],
    ['many apostrophes', "a'".repeat(4_000_000)],
    ['several texts', Array(20).fill('the old house '.repeat(4_000))],
  ])('400 for more tokens than are read: %s', async (_, prompt) => {
    const expected = { status: 400, param: 'prompt', code: 'context_length_exceeded' };
    expect(await refusal({ ...VALID, prompt })).toEqual(expected);
    expect(await refusal({ ...VALID, prompt: '', suffix: [prompt].flat().join('') })).toEqual(expected);
    expect(await refusal({ ...VALID, prompt: Array(131_073).fill(5) })).toEqual(expected);
  });

  it('404 for another model', async () => {
    expect(await refusal({ ...VALID, model: 'practice-2' })).toEqual({
      status: 404,
      param: 'model',
      code: 'model_not_found',
    });
  });
});

describe('models', () => {
  it('lists itself under its own name', async () => {
    const response = respondToModels();
    expect(response.status).toBe(200);
    expect(JSON.parse(await readAll(response.body))).toEqual({
      object: 'list',
      data: [
        {
          id: 'practice-1',
          object: 'model',
          created: expect.any(Number),
          owned_by: 'completions-playground',
        },
      ],
    });
  });
});
