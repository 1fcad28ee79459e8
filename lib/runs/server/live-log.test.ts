import { describe, expect, it } from 'vitest';
import type { NumberedRunEvent, RunEvent } from '@/lib/protocol/run/run-events';
import { applyRunEvent, emptyRunState } from '@/lib/protocol/run/run-state';
import { captureLogs } from '@/lib/testing/call-route';
import { createLiveLog, type LiveLog, type LogSubscriber } from './live-log';
import { snapshotRun } from './run-snapshot';

const identity = { runId: 'run', createdAt: '2026-01-01T00:00:00.000Z', choiceCount: 2 };

function delta(text: string, index = 0): RunEvent {
  return { type: 'text-delta', index, text };
}

function collector() {
  const events: NumberedRunEvent[] = [];
  let ended = false;
  const subscriber: LogSubscriber = {
    onEvents: (more) => events.push(...more),
    onEnd: () => {
      ended = true;
    },
  };
  return { events, subscriber, isEnded: () => ended };
}

function reduced(events: readonly NumberedRunEvent[]) {
  const state = emptyRunState(1);
  for (const { event } of events) applyRunEvent(state, event);
  return state;
}

function write(log: LiveLog, count: number): void {
  log.append([{ type: 'run-start', ...identity }]);
  for (let at = 0; at < count; at += 1) log.append([delta(`${at} `, at % 2)]);
}

describe('a live log', () => {
  it('numbers events from 1 without gaps, alike for every subscriber', () => {
    const log = createLiveLog(identity);
    const [a, b] = [collector(), collector()];
    log.subscribe(0, a.subscriber);
    write(log, 3);
    log.subscribe(0, b.subscriber);
    log.append([delta('end'), { type: 'choice-end', index: 0, finishReason: 'stop' }]);
    expect(a.events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(b.events).toEqual(a.events);
  });

  it('goes on from any offset without a gap or a double', () => {
    const log = createLiveLog(identity);
    const all = collector();
    log.subscribe(0, all.subscriber);
    write(log, 50);
    for (let after = 0; after <= log.lastSeq; after += 1) {
      const late = collector();
      log.subscribe(after, late.subscriber)();
      expect(late.events).toEqual(all.events.slice(after));
    }
  });

  it('ends its subscribers, and replays everything to those that come later', () => {
    const log = createLiveLog(identity);
    const early = collector();
    log.subscribe(0, early.subscriber);
    write(log, 2);
    log.end();
    log.append([delta('never')]);
    expect(early.isEnded()).toBe(true);
    const late = collector();
    log.subscribe(0, late.subscriber);
    expect(late.events).toEqual(early.events);
    expect(late.isEnded()).toBe(true);
  });

  it('hands nothing to those who left', () => {
    const log = createLiveLog(identity);
    const { events, subscriber } = collector();
    log.subscribe(0, subscriber)();
    write(log, 2);
    expect(events).toEqual([]);
  });

  it('forgets old events when they grow large, and sends a snapshot instead', () => {
    const log = createLiveLog(identity, 20_000);
    const all = collector();
    log.subscribe(0, all.subscriber);
    write(log, 5_000);
    const late = collector();
    log.subscribe(0, late.subscriber);
    expect(late.events.length).toBeLessThan(10);
    expect(late.events[0]?.event.type).toBe('run-start');
    expect(reduced(late.events)).toEqual(reduced(all.events));
    // Only the last has a number to go on from: who is cut off before it asks for everything again.
    expect(late.events.slice(0, -1).every(({ seq }) => seq === 0)).toBe(true);
    expect(late.events.at(-1)?.seq).toBe(log.lastSeq);
    log.append([delta('more')]);
    expect(reduced(late.events)).toEqual(reduced(all.events));
  });

  it('replays from an offset that is no longer kept', () => {
    const log = createLiveLog(identity, 20_000);
    write(log, 5_000);
    const late = collector();
    log.subscribe(7, late.subscriber);
    expect(reduced(late.events)).toEqual(log.state);
  });

  it('replays from a number that never was', () => {
    const log = createLiveLog(identity);
    write(log, 3);
    const late = collector();
    log.subscribe(1_000, late.subscriber);
    expect(reduced(late.events)).toEqual(log.state);
  });
});

describe('a subscriber that throws', () => {
  const fault = () => {
    throw new Error('a broken reader');
  };

  it('is let go, and the run goes on for all others', () => {
    const logs = captureLogs();
    const log = createLiveLog(identity);
    let ends = 0;
    const before = collector();
    const after = collector();
    log.subscribe(0, before.subscriber);
    log.subscribe(0, {
      onEvents: (events) => {
        if (events.some(({ seq }) => seq > 2)) fault();
      },
      onEnd: () => {
        ends += 1;
        fault();
      },
    });
    log.subscribe(0, after.subscriber);
    write(log, 5);
    expect(ends).toBe(1);
    log.end();
    expect(ends).toBe(1);
    for (const one of [before, after]) {
      expect(reduced(one.events)).toEqual(log.state);
      expect(one.isEnded()).toBe(true);
    }
    expect(logs.lines().some(({ msg }) => msg === 'a listener threw')).toBe(true);
    logs.stop();
  });

  it('is let go when it throws at the very beginning, or at the end', () => {
    const logs = captureLogs();
    const log = createLiveLog(identity);
    write(log, 2);
    let isEmitted = false;
    log.subscribe(0, {
      onEvents: fault,
      onEnd: () => {
        isEmitted = true;
      },
    });
    expect(isEmitted).toBe(true);
    log.subscribe(log.lastSeq, { onEvents: () => {}, onEnd: fault });
    const { subscriber, isEnded } = collector();
    log.subscribe(log.lastSeq, subscriber);
    log.end();
    expect(isEnded()).toBe(true);
    logs.stop();
  });
});

describe('a reader who may be slow', () => {
  /** Reads when the test says so, and counts what was handed over at once. */
  function slowReader() {
    const { events, subscriber, isEnded } = collector();
    let read = () => {};
    let atOnce = 0;
    return {
      events,
      isEnded,
      max: () => atOnce,
      read: async () => {
        read();
        await new Promise((resolve) => setImmediate(resolve));
      },
      subscriber: {
        ...subscriber,
        onEvents: (more: readonly NumberedRunEvent[]) => {
          atOnce = Math.max(atOnce, JSON.stringify(more).length);
          subscriber.onEvents(more);
        },
        drained: () =>
          new Promise<void>((resolve) => {
            read = resolve;
          }),
      },
    };
  }
  const long = () => {
    const log = createLiveLog(identity, 20_000);
    log.append([{ type: 'run-start', ...identity }]);
    for (let at = 0; at < 40; at += 1) log.append([delta(`${at} `.repeat(30_000), at % 2)]);
    return log;
  };

  it('gets a long snapshot chunk by chunk, and then what comes', async () => {
    const log = long();
    const reader = slowReader();
    log.subscribe(0, reader.subscriber);
    expect(reader.events.length).toBeLessThan(5);
    for (let at = 0; at < 200 && reader.events.at(-1)?.seq !== log.lastSeq; at += 1) await reader.read();
    expect(reduced(reader.events)).toEqual(log.state);
    expect(reader.max()).toBeLessThan(1024 * 1024);
    expect(reader.events.slice(0, -1).every(({ seq }) => seq === 0)).toBe(true);
    await reader.read();
    log.append([delta('more')]);
    expect(reduced(reader.events)).toEqual(log.state);
    log.end();
    expect(reader.isEnded()).toBe(true);
  });

  it('misses nothing of a run that goes on meanwhile, however far', async () => {
    const log = long();
    const reader = slowReader();
    log.subscribe(0, reader.subscriber);
    for (let at = 0; at < 300 && !reader.isEnded(); at += 1) {
      if (at < 20) log.append([delta('meanwhile '.repeat(3_000))]);
      if (at === 20) log.end();
      await reader.read();
    }
    expect(reader.isEnded()).toBe(true);
    expect(reduced(reader.events)).toEqual(log.state);
  });

  it('gets nothing more once it has left', async () => {
    const log = long();
    const reader = slowReader();
    const leave = log.subscribe(0, reader.subscriber);
    const emitted = reader.events.length;
    leave();
    for (let at = 0; at < 20; at += 1) await reader.read();
    log.append([delta('more')]);
    log.end();
    expect(reader.events).toHaveLength(emitted);
    expect(reader.isEnded()).toBe(false);
  });
});

describe('tellRun', () => {
  it('leads to the very same state, with long texts, tokens and a half-token end', () => {
    const state = emptyRunState(3);
    const token = (text: string) => ({ text, logprob: -0.5, top: [{ text, logprob: -0.5 }] });
    const tokens = Array.from({ length: 1_700 }, (_, at) => token(` w${at}`));
    const [first, second, third] = state.choices;
    if (!first || !second || !third) throw new Error('three choices');
    first.text = '👩‍🚀'.repeat(100_000);
    first.finishReason = 'length';
    second.text = tokens.map(({ text }) => text).join('');
    second.tokens = tokens;
    third.text = 'a text that its tokens do not make up';
    third.tokens = [token('�'), token('�')];
    state.usage = { promptTokens: 1, completionTokens: 2, totalTokens: 3 };
    state.status = 'complete';
    state.timings = { sentMs: 1, headersMs: 2, firstTokenMs: 3, durationMs: 4 };
    const emitted = snapshotRun({ ...identity, choiceCount: 3 }, state, 77);
    expect(reduced(emitted)).toEqual(state);
    for (const { event } of emitted) expect(JSON.stringify(event).length).toBeLessThan(1024 * 1024);
    expect(emitted.at(-1)).toMatchObject({ seq: 77, event: { type: 'run-end', status: 'complete' } });
  });
});
