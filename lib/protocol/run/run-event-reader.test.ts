import { describe, expect, it } from 'vitest';
import { transportError } from '../errors/upstream-error';
import { utf8 } from '../fixtures/fixture';
import { createRunEventReader } from './run-event-reader';
import { type NumberedRunEvent, type RunEvent, runEventSchema } from './run-events';
import { encodeRunEvent, encodeRunEvents, STREAM_KEEP_ALIVE, STREAM_PREAMBLE } from './sse-encoder';

const TIMINGS = { sentMs: 1, headersMs: 2, firstTokenMs: 3, durationMs: 4 };
const ERROR = transportError('connect', 'refused', 'ECONNREFUSED');

const EVENTS: readonly RunEvent[] = [
  { type: 'run-start', runId: 'r1', createdAt: '2026-01-01T00:00:00.000Z', choiceCount: 2 },
  { type: 'attempt-failed', attempt: { number: 1, error: ERROR, waitMs: 500 } },
  {
    type: 'response-start',
    response: { status: 200, id: 'a', model: 'm', systemFingerprint: null, requestId: null },
  },
  { type: 'text-delta', index: 0, text: 'line\r\nbreaks \u2028 🧵 \ud83e' },
  {
    type: 'text-delta',
    index: 1,
    text: 'a',
    tokens: [{ text: 'a', logprob: -1, top: [{ text: 'b', logprob: -2 }] }],
  },
  { type: 'choice-end', index: 0, finishReason: 'stop' },
  { type: 'usage', usage: { promptTokens: 1, completionTokens: null, totalTokens: null } },
  { type: 'run-error', error: ERROR },
  { type: 'run-end', status: 'failed', timings: TIMINGS },
];
const NUMBERED: readonly NumberedRunEvent[] = EVENTS.map((event, at) => ({ seq: at + 1, event }));
const BODY = utf8(`${STREAM_PREAMBLE}${encodeRunEvents(NUMBERED)}${STREAM_KEEP_ALIVE}`);

describe('our own event stream', () => {
  it('brings every kind of event over, wherever it is cut', () => {
    for (const event of EVENTS) expect(runEventSchema.parse(event)).toEqual(event);
    for (let at = 0; at <= BODY.length; at += 1) {
      const reader = createRunEventReader();
      const read = [...reader.push(BODY.subarray(0, at)), ...reader.push(BODY.subarray(at))];
      expect(read).toEqual(NUMBERED);
    }
  });

  it('begins with more than 1,024 bytes that mean nothing', () => {
    expect(utf8(STREAM_PREAMBLE).length).toBeGreaterThan(1024);
    expect(createRunEventReader().push(utf8(STREAM_PREAMBLE))).toEqual([]);
  });

  it('passes numbers on as they come: a run may be replayed', () => {
    const emitted = NUMBERED.map(({ event }, at) => ({ seq: at === EVENTS.length - 1 ? 90 : 0, event }));
    expect(createRunEventReader().push(utf8(encodeRunEvents(emitted)))).toEqual(emitted);
  });

  it('passes over what it does not understand', () => {
    const reader = createRunEventReader();
    const odd =
      'id: 1\ndata: {"type":"from-the-future"}\n\nid: 2\ndata: nonsense\n\nid: x\ndata: {}\n\ndata: {}\n\n';
    const last: NumberedRunEvent = { seq: 3, event: { type: 'choice-end', index: 0, finishReason: 'stop' } };
    expect(reader.push(utf8(odd + encodeRunEvent(last)))).toEqual([last]);
  });
});
