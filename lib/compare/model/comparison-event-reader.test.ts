import { describe, expect, it } from 'vitest';
import { utf8 } from '@/lib/protocol/fixtures/fixture';
import type { NumberedRunEvent } from '@/lib/protocol/run/run-events';
import { STREAM_KEEP_ALIVE, STREAM_PREAMBLE } from '@/lib/protocol/run/sse-encoder';
import { cellEncoder, encodeComparisonEvent } from './comparison-event-encoder';
import { createComparisonEventReader } from './comparison-event-reader';
import type { ComparisonEvent } from './comparison-events';

const events: NumberedRunEvent[] = [
  { seq: 1, event: { type: 'run-start', runId: 'run-1', createdAt: '2026-01-01T00:00:00Z', choiceCount: 1 } },
  { seq: 2, event: { type: 'text-delta', index: 0, text: 'line\r\nbreaks \u2028 🧵 "' } },
];
const QUEUE: ComparisonEvent = {
  type: 'queue',
  waiting: ['b', 'r0c0k0'],
  live: [{ cell: 'a', runId: 'run-1' }],
  refused: [{ cell: 'c', code: 'invalid_request', message: 'No.', param: null }],
  done: 1,
  total: 4,
  version: 3,
  starting: 1,
};
const STEP: ComparisonEvent = {
  type: 'queue-step',
  version: 3,
  left: 2,
  starting: ['b'],
  live: [{ cell: 'a', runId: 'run-1' }],
  refused: [],
  done: 2,
  total: 4,
};
const GONE: ComparisonEvent = { type: 'run-gone', runId: 'run-0' };
const RUN: ComparisonEvent = { type: 'run', cell: 'a', runId: 'run-1', events };

describe('the stream of a comparison', () => {
  it('brings every kind of event over, wherever it is cut', () => {
    const emitted = cellEncoder('a', 'run-1')(events);
    const body = utf8(
      STREAM_PREAMBLE +
        encodeComparisonEvent(QUEUE) +
        emitted +
        STREAM_KEEP_ALIVE +
        encodeComparisonEvent(STEP) +
        encodeComparisonEvent(GONE),
    );
    for (let at = STREAM_PREAMBLE.length - 5; at <= body.length; at += 1) {
      const reader = createComparisonEventReader();
      const read = [...reader.push(body.subarray(0, at)), ...reader.push(body.subarray(at))];
      expect(read).toEqual([QUEUE, RUN, STEP, GONE]);
    }
  });

  it('writes a long replay in several lines and loses nothing', () => {
    const long: NumberedRunEvent[] = Array.from({ length: 40 }, (_, seq) => ({
      seq,
      event: { type: 'text-delta', index: 0, text: `${seq}`.repeat(20_000) },
    }));
    const text = cellEncoder('r0c1k2', 'run-1')(long);
    const lines = text.trimEnd().split('\n\n');
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) expect(line.length).toBeLessThan(400_000);
    const read = createComparisonEventReader().push(utf8(text));
    expect(read.flatMap((event) => (event.type === 'run' ? event.events : []))).toEqual(long);
  });

  it('writes nothing for no events', () => {
    expect(cellEncoder('a', 'run-1')([])).toBe('');
  });

  it('passes over what it does not know, as a page older than its server', () => {
    const unknown = { seq: 3, event: { type: 'something-new' } };
    const text = [
      `data: ${JSON.stringify({ type: 'new-event' })}\n\n`,
      'data: {"type":"queue"}\n\n',
      'data: {"type":"queue-step","version":1}\n\n',
      'data: not json\n\n',
      `data: ${JSON.stringify({ ...RUN, events: [unknown, ...events] })}\n\n`,
    ].join('');
    expect(createComparisonEventReader().push(utf8(text))).toEqual([RUN]);
  });
});
