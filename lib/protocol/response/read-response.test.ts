import { describe, expect, it } from 'vitest';
import { FIXTURES } from '../fixtures/all-fixtures';
import { chunk, DONE, EVENT_STREAM, type ResponseFixture, stream, utf8 } from '../fixtures/fixture';
import { bodyBytes, cutAt, type FixtureReading, type LineEnd, readChunks } from '../fixtures/read-fixture';
import { type ResponseEvent, responseEventSchema } from '../run/run-events';
import { createResponseReader } from './read-response';

const LINE_ENDS: readonly LineEnd[] = ['LF', 'CRLF', 'CR'];

function summary({ state, end }: FixtureReading): string {
  return JSON.stringify([state, end]);
}

function check(fixture: ResponseFixture, { state, end }: FixtureReading): void {
  const requested = fixture.expect;
  expect(state.choices.map((choice) => choice.text)).toEqual(requested.texts);
  expect(end.status).toBe(requested.end);
  if (requested.finishReasons) {
    expect(state.choices.map((choice) => choice.finishReason)).toEqual(requested.finishReasons);
  }
  if (requested.stopReasons) {
    expect(state.choices.map((choice) => choice.stopReason)).toEqual(requested.stopReasons);
  }
  if (requested.details) expect(state.response).toMatchObject(requested.details);
  if (requested.raw) expect(JSON.parse(state.response?.raw ?? '')).toMatchObject(requested.raw);
  for (const text of requested.notRaw ?? []) expect(state.response?.raw).not.toContain(text);
  if (requested.tokens) expect(state.choices.map((choice) => choice.tokens)).toEqual(requested.tokens);
  if (requested.usage !== undefined) expect(state.usage).toEqual(requested.usage);
  if (requested.id !== undefined) expect(state.response?.id).toBe(requested.id);
  if (requested.model !== undefined) expect(state.response?.model).toBe(requested.model);
  if (requested.systemFingerprint)
    expect(state.response?.systemFingerprint).toBe(requested.systemFingerprint);
  if (requested.error) expect(end.status === 'failed' ? end.error : null).toMatchObject(requested.error);
}

describe('every recorded answer', () => {
  for (const fixture of FIXTURES) {
    it(`${fixture.oddity || '–'}: ${fixture.name}`, () => {
      for (const lineEnd of LINE_ENDS) {
        const bytes = bodyBytes(fixture, lineEnd);
        const whole = readChunks(fixture, [bytes]);
        check(fixture, whole);
        for (const event of whole.events) expect(responseEventSchema.parse(event)).toEqual(event);
        const reference = summary(whole);
        for (let at = 0; at <= bytes.length; at += 1) {
          const read = readChunks(fixture, cutAt(bytes, [at]));
          if (summary(read) !== reference) {
            expect({ lineEnd, at, ...JSON.parse(summary(read)) }).toEqual({ ...JSON.parse(reference) });
          }
        }
        const single = readChunks(
          fixture,
          Array.from(bytes, (byte) => Uint8Array.of(byte)),
        );
        expect(summary(single)).toBe(reference);
      }
    });
  }

  it('loses nothing and claims nothing when the body ends at any byte', () => {
    for (const fixture of FIXTURES) {
      const bytes = bodyBytes(fixture);
      const whole = readChunks(fixture, [bytes]);
      for (let at = 0; at < bytes.length; at += 1) {
        const { state, end } = readChunks(fixture, [bytes.subarray(0, at)]);
        for (const choice of state.choices) {
          // A plain body that was cut inside of a code point or an escape may end in a replacement character.
          const text = choice.text.replace(/\uFFFD$/, '');
          expect((whole.state.choices[choice.index]?.text ?? '').startsWith(text)).toBe(true);
        }
        if (end.status === 'complete') {
          const finished = state.choices.every((choice) => choice.finishReason !== null);
          const done = new TextDecoder().decode(bytes.subarray(0, at)).includes('[DONE]');
          expect(finished || done).toBe(true);
        }
      }
    }
  });

  it('covers the oddities of the protocol notes', () => {
    const elsewhere = [22, 23];
    const numbers = new Set([...FIXTURES.map((fixture) => fixture.oddity), ...elsewhere]);
    for (let number = 1; number <= 26; number += 1) expect(numbers.has(number)).toBe(true);
  });
});

function reader(options: Partial<Parameters<typeof createResponseReader>[0]> = {}) {
  return createResponseReader({
    contentType: EVENT_STREAM,
    response: { status: 200, id: null, model: null, systemFingerprint: null, requestId: 'req-1' },
    ...options,
  });
}

describe('what one read brings', () => {
  it('is merged into one text-delta a choice, with the ends after the texts', () => {
    const body = stream(
      chunk('a', {}, 1),
      chunk('x'),
      chunk('b', {}, 1),
      chunk('y', { finish_reason: 'stop' }),
      chunk('c', {}, 1),
    );
    expect(reader().push(utf8(body)).slice(1)).toEqual([
      { type: 'text-delta', index: 1, text: 'abc' },
      { type: 'text-delta', index: 0, text: 'xy' },
      { type: 'choice-end', index: 0, finishReason: 'stop' },
    ]);
  });

  it('begins with response-start, once, and carries the request id', () => {
    const subject = reader();
    const events = subject.push(utf8(stream(chunk('a'), chunk('b'))));
    expect(events[0]).toEqual({
      type: 'response-start',
      response: {
        status: 200,
        id: 'cmpl-7f3a',
        model: 'small-writer',
        form: 'stream',
        systemFingerprint: null,
        requestId: 'req-1',
      },
    });
    const later = [...subject.push(utf8(stream(chunk('c', { id: 'other' })))), ...subject.end().events];
    expect(later.slice(0, -1)).toEqual([{ type: 'text-delta', index: 0, text: 'c' }]);
    expect(later.at(-1)).toMatchObject({ type: 'response-details' });
  });

  it('keeps text with tokens and text without apart', () => {
    const logprobs = { tokens: ['b'], token_logprobs: [-1], top_logprobs: null };
    const events = reader().push(utf8(stream(chunk('a'), chunk('b', { logprobs }))));
    expect(events.slice(1)).toEqual([
      { type: 'text-delta', index: 0, text: 'a' },
      { type: 'text-delta', index: 0, text: 'b', tokens: [{ text: 'b', logprob: -1, top: [] }] },
    ]);
  });

  it('leaves out probabilities that were not requested', () => {
    const logprobs = { tokens: ['b'], token_logprobs: [-1], top_logprobs: null };
    const events = reader({ expectLogprobs: false }).push(utf8(stream(chunk('b', { logprobs }))));
    expect(events.slice(1)).toEqual([{ type: 'text-delta', index: 0, text: 'b' }]);
  });

  it('reports usage only when it changed', () => {
    const subject = reader();
    const count = (events: ResponseEvent[]) => events.filter((event) => event.type === 'usage').length;
    const same = utf8(
      stream(chunk('a', { usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 } })),
    );
    expect([count(subject.push(same)), count(subject.push(same))]).toEqual([1, 0]);
  });
});

describe('the end', () => {
  it('is known at [DONE], without waiting for the body', () => {
    const subject = reader();
    subject.push(utf8(stream(chunk('a'))));
    expect(subject.ended).toBeNull();
    subject.push(utf8(stream(DONE)));
    expect(subject.ended).toEqual({ status: 'complete' });
    expect(subject.push(utf8(stream(chunk('late'))))).toEqual([]);
    expect(subject.end()).toEqual({ events: [], end: { status: 'complete' } });
  });

  it('is known at a bare CR, without waiting for the byte after it', () => {
    const subject = reader();
    const events = subject.push(utf8(`data: ${JSON.stringify(chunk('a'))}\r\r`));
    expect(events.map((event) => event.type)).toEqual(['response-start', 'text-delta']);
  });

  it('reports when all choices have ended although the stream goes on', () => {
    const subject = reader({ expectedChoices: 2 });
    subject.push(utf8(stream(chunk('a', { finish_reason: 'stop' }))));
    expect(subject.allChoicesEnded).toBe(false);
    subject.push(utf8(stream(chunk('b', { finish_reason: 'stop' }, 1))));
    expect(subject.allChoicesEnded).toBe(true);
    expect(subject.ended).toBeNull();
  });

  it('takes the key out of an error in the stream', () => {
    const subject = reader({ secrets: ['canary-key-123456'] });
    subject.push(utf8(stream({ error: { message: 'bad key canary-key-123456' } })));
    expect(JSON.stringify(subject.ended)).not.toContain('canary-key');
  });
});

describe('limits', () => {
  it('refuses an event of 2 MB (oddity 22), wherever it is cut, and keeps the text before it', () => {
    const body = utf8(stream(chunk('Once'), chunk('x'.repeat(2_000_000)), DONE));
    for (const chunk of [body.length, 65_536, 1_000_000]) {
      const subject = reader();
      const events: ResponseEvent[] = [];
      for (let at = 0; at < body.length; at += chunk)
        events.push(...subject.push(body.subarray(at, at + chunk)));
      expect(events.filter((event) => event.type === 'text-delta')).toEqual([
        { type: 'text-delta', index: 0, text: 'Once' },
      ]);
      expect(subject.ended).toMatchObject({ status: 'failed', error: { kind: 'too_large', code: 'event' } });
    }
  });

  it('refuses an endless line and an endless event alike', () => {
    for (const chunk of ['x'.repeat(1000), 'data: x\n', ': c\ndata: yy\n', 'odd line\n']) {
      const subject = reader({ limits: { maxEventBytes: 10_000 } });
      const bytes = utf8(chunk);
      subject.push(utf8('data: '));
      for (let count = 0; count < 6000 && subject.ended === null; count += 1) subject.push(bytes);
      expect(subject.ended).toMatchObject({ error: { kind: 'too_large' } });
    }
  });

  it('takes an event just under the limit', () => {
    const subject = reader();
    subject.push(utf8(stream(chunk('x'.repeat(1_000_000)), DONE)));
    expect(subject.ended).toEqual({ status: 'complete' });
  });

  it('refuses a plain body over its limit', () => {
    const subject = reader({ limits: { maxBodyBytes: 1000 } });
    subject.push(utf8(`{"choices":[{"text":"${'x'.repeat(2000)}"}]}`));
    expect(subject.ended).toMatchObject({ error: { kind: 'too_large', code: 'body' } });
  });

  it('takes a plain body of 8 MiB, and none that is larger', () => {
    const MiB = 1024 * 1024;
    const bodies = [8 * MiB - 100, 8 * MiB].map((length) =>
      utf8(`{"choices":[{"text":"${'x'.repeat(length)}","finish_reason":"stop"}]}`),
    );
    const ends = bodies.map((body) => {
      const subject = reader();
      for (let at = 0; at < body.length && subject.ended === null; at += MiB)
        subject.push(body.subarray(at, at + MiB));
      return subject.end().end;
    });
    expect(ends[0]).toEqual({ status: 'complete' });
    expect(ends[1]).toMatchObject({ error: { message: 'The response is larger than 8 MB.' } });
  });

  it('refuses an answer, and an event, that are nested without a bottom', () => {
    for (const chunk of ['[', '{"a":', '{"choices":[']) {
      const subject = reader();
      subject.push(utf8(chunk.repeat(70_000)));
      expect(subject.ended).toMatchObject({ error: { kind: 'malformed', code: 'too_deep' } });
      const streaming = reader();
      streaming.push(utf8(`data: ${chunk.repeat(30_000)}\n\n`));
      expect(streaming.ended).toMatchObject({ error: { kind: 'malformed', code: 'too_deep' } });
    }
  });

  it('ends at the beginning of an endless page', () => {
    const subject = reader();
    subject.push(utf8('<html><title>Busy</title>'));
    for (let count = 0; count < 100; count += 1) subject.push(utf8(`<p>${'x'.repeat(1000)}</p>`));
    expect(subject.ended).toMatchObject({ error: { kind: 'malformed', code: 'page' } });
  });

  it('stays linear in the bytes (oddity 23): line ends of one kind do not make it search for the other', () => {
    // 4 MB of short lines in one read: a search for the missing LF from each line on would be 10^12 steps.
    const line = `data: ${JSON.stringify(chunk('x'))}`;
    for (const end of ['\r', '\n', '\r\n']) {
      const bytes = utf8(`${`:\r${end}${end}`.repeat(200_000)}${(line + end + end).repeat(5000)}`);
      const events = reader().push(bytes);
      expect(events.at(-1)).toEqual({ type: 'text-delta', index: 0, text: 'x'.repeat(5000) });
    }
    // One large event in single bytes: joining at each read would be quadratic.
    const subject = reader();
    for (const byte of utf8(stream(chunk('y'.repeat(300_000)), DONE))) subject.push(Uint8Array.of(byte));
    expect(subject.ended).toEqual({ status: 'complete' });
  });
});
