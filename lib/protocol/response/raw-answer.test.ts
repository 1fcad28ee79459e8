import { describe, expect, it } from 'vitest';
import { chunk, DONE, EVENT_STREAM, stream, utf8 } from '../fixtures/fixture';
import { applyRunEvent, emptyRunState } from '../run/run-state';
import { createRawAnswer, MAX_RAW } from './raw-answer';
import { createResponseReader } from './read-response';

function rawOf(body: string, secrets: readonly string[] = []) {
  const reader = createResponseReader({
    contentType: EVENT_STREAM,
    response: { status: 200, id: null, model: null, systemFingerprint: null, requestId: null },
    secrets,
  });
  const state = emptyRunState(1);
  for (const event of [...reader.push(utf8(body)), ...reader.end().events]) applyRunEvent(state, event);
  return state.response;
}

describe('the raw answer', () => {
  it('merges the chunks of a stream: later values replace earlier ones, null replaces nothing', () => {
    const raw = createRawAnswer();
    raw.add({ id: 'a', usage: null, first: 1, choices: [] }, []);
    raw.add({ id: 'a', usage: { total_tokens: 3 }, first: null, last: true, choices: [] }, []);
    expect(JSON.parse(raw.details().raw ?? '')).toEqual({
      id: 'a',
      usage: { total_tokens: 3 },
      first: 1,
      last: true,
    });
  });

  it('keeps the fields of each choice in order of their index, but no text and no tokens', () => {
    const raw = createRawAnswer();
    const message = { role: 'assistant', content: 'the text' };
    raw.add({}, [{ index: 1, choice: { index: 1, text: 'b', logprobs: { tokens: ['b'] }, message } }]);
    raw.add({}, [{ index: 0, choice: { index: 0, text: 'a', delta: { content: 'a' }, seed: 7 } }]);
    expect(JSON.parse(raw.details().raw ?? '')).toEqual({
      choices: [
        { index: 0, seed: 7 },
        { index: 1, message: { role: 'assistant' } },
      ],
    });
  });

  it('is bounded: fields that do not fit are left out, and it says so', () => {
    const raw = createRawAnswer(200);
    raw.add({ id: 'a', long: 'x'.repeat(300) }, []);
    for (let at = 0; at < 1000; at += 1) raw.add({ [`k${at}`]: at }, []);
    const { raw: text = '', rawIsCut } = raw.details();
    expect(rawIsCut).toBe(true);
    expect(text.length).toBeLessThan(220);
    expect(JSON.parse(text)).toMatchObject({ id: 'a', k0: 0 });
  });

  it('stays small for a server that sends a new long field with every chunk', () => {
    const chunks = Array.from({ length: 50 }, (_, at) => chunk('a', { [`x${at}`]: 'y'.repeat(10_000) }));
    const response = rawOf(stream(...chunks, DONE));
    expect(response?.raw?.length).toBeLessThanOrEqual(MAX_RAW + 20);
    expect(response?.rawIsCut).toBe(true);
  });

  it('holds a field that would change the prototype as a field', () => {
    expect(rawOf(stream('{"choices":[],"__proto__":{"polluted":1}}', DONE))?.raw).toBe(
      '{"__proto__":{"polluted":1}}',
    );
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('has no key that was sent with the request, however it is spelled', () => {
    const key = 'sk-test-4f9a8b7c6d5e';
    const odd = chunk('a', { echoed: { header: `Bearer ${key}` }, service_tier: key, provider: `by ${key}` });
    const body = stream(odd, DONE).replace('Bearer sk-test', 'Bearer \\u0073k-test');
    const response = rawOf(body, [key]);
    expect(JSON.stringify(response)).not.toContain('4f9a8b7c');
    expect(JSON.parse(response?.raw ?? '')).toMatchObject({ id: 'cmpl-7f3a' });
  });

  it('has no key of digits in its timings or its stop reasons', () => {
    const key = '9081726354';
    const end = { index: 0, text: '', finish_reason: 'stop', stop_reason: 9081726354 };
    const body = stream(
      { ...chunk('a'), timings: { prompt_ms: 9081726354.5, prompt_n: 3 } },
      { choices: [end] },
      DONE,
    );
    const response = rawOf(body, [key]);
    expect(JSON.stringify(response)).not.toContain(key);
    expect(response?.serverTimings).toEqual({ prompt_n: 3 });
  });
});
