import { describe, expect, it } from 'vitest';
import { chunk, stream, utf8 } from '../fixtures/fixture';
import { applyRunEvent, emptyRunState, type RunState } from '../run/run-state';
import { createResponseReader } from './read-response';
import type { ResponseReaderOptions } from './reader-types';

const MANY = 2_000;
const LIKELIEST = [' w0', ' w1', ' w2', ' w3', ' w4'];
/** Least likely first, so that the order in which they come cannot be what picks them. */
const asMap = Object.fromEntries(Array.from({ length: MANY }, (_, at) => [` w${MANY - 1 - at}`, at - MANY]));
const asList = Object.entries(asMap).map(([token, logprob]) => ({ token, logprob }));

/** What one token with too many alternatives looks like in each shape that servers use. */
const SHAPES = {
  'four arrays': { tokens: [' x'], token_logprobs: [-1], top_logprobs: [asMap] },
  'the chat shape of llama.cpp': { content: [{ token: ' x', logprob: -1, top_logprobs: asList }] },
  'one map, as Together sends it': { tokens: [' x'], token_logprobs: [-1], top_logprobs: asMap },
  'arrays of lists': { tokens: [' x'], token_logprobs: [-1], top_logprobs: [asList] },
};

function readAll(body: string, options: Partial<ResponseReaderOptions> = {}) {
  const reader = createResponseReader({
    contentType: null,
    response: { status: 200, id: null, model: null, systemFingerprint: null, requestId: null },
    ...options,
  });
  const events = reader.push(utf8(body));
  const last = reader.end();
  const state: RunState = emptyRunState(options.expectedChoices ?? 1);
  for (const event of [...events, ...last.events]) applyRunEvent(state, event);
  return { state, end: last.end };
}

const whole = (choices: object[]) => JSON.stringify({ id: 'c', model: 'm', choices });

describe('alternatives that were not requested', () => {
  it.each(Object.entries(SHAPES))('are not kept of %s, streamed or whole', (_name, logprobs) => {
    const bodies = [
      stream(chunk(' x', { logprobs, finish_reason: 'stop' })),
      whole([{ index: 0, text: ' x', logprobs, finish_reason: 'stop' }]),
      whole([{ index: 0, message: { content: ' x' }, logprobs, finish_reason: 'stop' }]),
    ];
    for (const body of bodies) {
      const { state, end } = readAll(body, { alternatives: 5 });
      expect(end).toEqual({ status: 'complete' });
      const top = state.choices[0]?.tokens?.[0]?.top ?? [];
      expect(top.map(({ text }) => text)).toEqual(LIKELIEST);
      expect(top.map(({ logprob }) => logprob)).toEqual([-1, -2, -3, -4, -5]);
    }
  });

  it('are at most 200, whatever is requested', () => {
    const body = stream(chunk(' x', { logprobs: SHAPES['four arrays'] }));
    for (const alternatives of [undefined, 200, 201, MANY, Number.POSITIVE_INFINITY]) {
      const { state } = readAll(body, alternatives === undefined ? {} : { alternatives });
      expect(state.choices[0]?.tokens?.[0]?.top).toHaveLength(200);
    }
    expect(readAll(body, { alternatives: 0 }).state.choices[0]?.tokens?.[0]).toEqual({
      text: ' x',
      logprob: -1,
      top: [],
    });
  });

  it('keep the order in which equals were sent', () => {
    const top_logprobs = [['b', 'a', 'c', 'd'].map((token) => ({ token, logprob: token === 'd' ? -1 : -2 }))];
    const body = stream(chunk(' x', { logprobs: { tokens: [' x'], token_logprobs: [-1], top_logprobs } }));
    const { state } = readAll(body, { alternatives: 3 });
    expect(state.choices[0]?.tokens?.[0]?.top.map(({ text }) => text)).toEqual(['d', 'b', 'a']);
  });
});

describe('an answer that takes more memory than is kept of a run', () => {
  const limits = { maxStateBytes: 100_000 };
  const token = { tokens: [' x'], token_logprobs: [-1], top_logprobs: [null] };
  const repeated = (text: string, more = {}) =>
    stream(...Array.from({ length: 3_000 }, () => chunk(text, more)));
  const ends = [
    { what: 'text in pieces', sent: 'word word ', body: repeated('word word ') },
    { what: 'text in the tiniest pieces', sent: 'w', body: repeated('w') },
    { what: 'one large piece', sent: 'word ', body: stream(chunk('word '.repeat(20_000))) },
    { what: 'a whole answer', sent: 'word ', body: whole([{ index: 0, text: 'word '.repeat(20_000) }]) },
    {
      what: 'many choices',
      sent: 'w',
      body: whole(Array.from({ length: 100 }, (_, index) => ({ index, text: 'w'.repeat(1_000) }))),
    },
    {
      what: 'tokens without text',
      sent: 'w',
      body: repeated('w', { logprobs: { ...token, tokens: Array(50).fill('') } }),
    },
    {
      what: 'many alternatives',
      sent: ' x',
      body: stream(...Array(60).fill(chunk(' x', { logprobs: SHAPES['four arrays'] }))),
    },
  ];

  it.each(ends)('ends with what came: $what', ({ sent, body }) => {
    const { state, end } = readAll(body, { limits, expectedChoices: 1 });
    expect(end).toMatchObject({ status: 'failed', error: { kind: 'too_large', code: 'run' } });
    const retained = state.choices.map(({ text }) => text).join('');
    expect(retained.length).toBeGreaterThan(5);
    expect(sent.repeat(retained.length)).toContain(retained);
    expect(weigh(state)).toBeLessThan(limits.maxStateBytes * 1.1);
  });

  it('goes on having tokens that make up the text', () => {
    const { state, end } = readAll(repeated(' x', { logprobs: token }), { limits });
    expect(end.status).toBe('failed');
    const [choice] = state.choices;
    expect(choice?.tokens?.map(({ text }) => text).join('')).toBe(choice?.text);
    expect(choice?.text).toMatch(/^( x){100,} ?$/);
  });

  it('keeps all of an answer that just fits', () => {
    const text = 'word '.repeat(9_000);
    const { state, end } = readAll(stream(chunk(text, { finish_reason: 'stop' })), { limits });
    expect(end).toEqual({ status: 'complete' });
    expect(state.choices[0]?.text).toBe(text);
  });

  it('does not cut an emoji in two', () => {
    for (const before of ['', 'a']) {
      const { state } = readAll(stream(chunk(before + '🙂'.repeat(60_000))), { limits });
      const text = state.choices[0]?.text ?? '';
      expect(text.length).toBeGreaterThan(1_000);
      expect(text).toBe(before + '🙂'.repeat((text.length - before.length) / 2));
    }
  });
});

/** What is held at the least: two bytes a character, and the objects of the tokens. */
function weigh(state: RunState): number {
  return state.choices.reduce((sum, { text, tokens }) => {
    const ofTokens = (tokens ?? []).reduce((size, { top }) => size + 100 + top.length * 80, 0);
    return sum + text.length * 2 + ofTokens;
  }, 0);
}
