import { describe, expect, it } from 'vitest';
import type { RunEvent } from '@/lib/protocol/run/run-events';
import { applyRunEvent, emptyRunState } from '@/lib/protocol/run/run-state';
import { snapshotRun } from './run-snapshot';

const identity = { runId: 'run', createdAt: '2026-01-01T00:00:00.000Z', choiceCount: 2 };
const start: RunEvent = { type: 'run-start', ...identity };

function stateAfter(events: readonly RunEvent[]) {
  const state = emptyRunState(2);
  for (const event of events) applyRunEvent(state, event);
  return state;
}

describe('a snapshot', () => {
  it('leads to the same state, the time of the first text included, also while the run goes on', () => {
    const running: RunEvent[] = [
      start,
      { type: 'text-delta', index: 1, text: 'Once', firstTokenMs: 180.4 },
      { type: 'text-delta', index: 0, text: 'There' },
      { type: 'text-delta', index: 1, text: ' upon' },
    ];
    const timings = { sentMs: 1, headersMs: 90, firstTokenMs: 180.4, durationMs: 400 };
    for (const events of [
      [start],
      running,
      [...running, { type: 'run-end', status: 'complete', timings } satisfies RunEvent],
    ]) {
      const state = stateAfter(events);
      const replayed = stateAfter(snapshotRun(identity, state, 9).map(({ event }) => event));
      expect(replayed).toEqual(state);
    }
    expect(stateAfter(running).timings.firstTokenMs).toBe(180.4);
  });
});
