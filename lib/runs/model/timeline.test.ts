import { describe, expect, it } from 'vitest';
import type { Attempt, RunError } from '@/lib/protocol/run/run-events';
import { textDensity, timeline } from './timeline';

const ERROR: RunError = {
  kind: 'unavailable',
  message: 'Busy.',
  status: 503,
  code: null,
  type: null,
  param: null,
  retryAfterMs: null,
  requestId: null,
  rawBody: null,
};
const attempt = (number: number, failedAtMs: number | undefined, waitMs: number): Attempt => ({
  number,
  error: ERROR,
  waitMs,
  ...(failedAtMs === undefined ? {} : { failedAtMs }),
});
const NONE = { sentMs: null, headersMs: null, firstTokenMs: null, durationMs: null };
const DONE = { sentMs: 5, headersMs: 80, firstTokenMs: 100, durationMs: 900 };

describe('timeline', () => {
  it('cuts the time of a run into its parts', () => {
    expect(timeline(DONE, [])).toEqual([
      { kind: 'connect', from: 0, to: 5 },
      { kind: 'answer', from: 5, to: 80 },
      { kind: 'first', from: 80, to: 100 },
      { kind: 'tokens', from: 100, to: 900 },
    ]);
  });

  it('lets the last part that was reached last to the end', () => {
    expect(timeline(NONE, [])).toEqual([]);
    expect(timeline({ ...NONE, durationMs: 30 }, [])).toEqual([{ kind: 'connect', from: 0, to: 30 }]);
    expect(timeline({ ...NONE, sentMs: 5, durationMs: 30 }, [])).toEqual([
      { kind: 'connect', from: 0, to: 5 },
      { kind: 'answer', from: 5, to: 30 },
    ]);
  });

  it('puts attempts that failed, and the waits after them, in front', () => {
    const spans = timeline({ sentMs: 510, headersMs: 520, firstTokenMs: 530, durationMs: 600 }, [
      attempt(1, 20, 100),
      attempt(2, 200, 300),
    ]);
    expect(spans).toEqual([
      { kind: 'attempt', from: 0, to: 20, attempt: 1 },
      { kind: 'wait', from: 20, to: 120, attempt: 1 },
      { kind: 'attempt', from: 120, to: 200, attempt: 2 },
      { kind: 'wait', from: 200, to: 500, attempt: 2 },
      { kind: 'connect', from: 500, to: 510 },
      { kind: 'answer', from: 510, to: 520 },
      { kind: 'first', from: 520, to: 530 },
      { kind: 'tokens', from: 530, to: 600 },
    ]);
  });

  it('ends with a wait that was broken off', () => {
    expect(timeline({ ...NONE, durationMs: 60 }, [attempt(1, 20, 1_000)])).toEqual([
      { kind: 'attempt', from: 0, to: 20, attempt: 1 },
      { kind: 'wait', from: 20, to: 60, attempt: 1 },
    ]);
  });

  it('joins attempts where it is not known when they failed', () => {
    const spans = timeline({ ...DONE, sentMs: 50 }, [attempt(1, undefined, 20), attempt(2, undefined, 20)]);
    expect(spans.map(({ kind, from, to }) => [kind, from, to])).toEqual([
      ['attempts', 0, 50],
      ['answer', 50, 80],
      ['first', 80, 100],
      ['tokens', 100, 900],
    ]);
  });

  it('never runs backwards', () => {
    const spans = timeline({ sentMs: 9, headersMs: 8, firstTokenMs: 20, durationMs: 15 }, []);
    expect(spans.map(({ from, to }) => [from, to])).toEqual([
      [0, 9],
      [9, 9],
      [9, 15],
      [15, 15],
    ]);
  });
});

describe('textDensity', () => {
  it('counts every character once, those at the edges too', () => {
    const pace: [number, number, number][] = [
      [95, 0, 1],
      [100, 0, 2],
      [149, 1, 3],
      [150, 0, 4],
      [200, 0, 5],
    ];
    expect(textDensity(pace, 100, 200, 2)).toEqual([6, 9]);
    expect(textDensity(pace, 100, 100, 2)).toEqual([0, 0]);
  });
});
