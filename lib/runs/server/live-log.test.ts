import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NumberedRunEvent, RunEvent } from '@/lib/protocol/run/run-events';
import { applyRunEvent, emptyRunState } from '@/lib/protocol/run/run-state';
import { captureLogs } from '@/lib/testing/call-route';
import { startTwoServers, type TwoServers } from '@/lib/testing/redis-logs';
import { eventually } from '@/lib/testing/runs';
import { createLiveLog, type LiveLog, type LogSubscriber } from './live-log';
import { snapshotRun } from './run-snapshot';

const identity = { runId: 'run', createdAt: '2026-01-01T00:00:00.000Z', choiceCount: 2 };

function delta(text: string, index = 0): RunEvent {
  return { type: 'text-delta', index, text };
}

function collector() {
  const events: NumberedRunEvent[] = [];
  let ended = false;
  let over = false;
  const subscriber: LogSubscriber = {
    onEvents: (more) => events.push(...more),
    onEnd: (isOver) => {
      ended = true;
      over = isOver;
    },
  };
  return { events, subscriber, isEnded: () => ended, wasOver: () => over };
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

const end: RunEvent = {
  type: 'run-end',
  status: 'complete',
  timings: { sentMs: 1, headersMs: 2, firstTokenMs: 3, durationMs: 4 },
};

/** A log, and how its readers follow it: in its own process, or through Redis on another server. */
interface ReadLog {
  readonly log: LiveLog;
  readonly subscribe: LiveLog['subscribe'];
}
type Kind = (retainedBytes?: number) => ReadLog;

let servers: TwoServers;
beforeAll(async () => {
  servers = await startTwoServers();
});
afterAll(() => servers.stop());

const KINDS: readonly (readonly [string, Kind])[] = [
  [
    'in this process',
    (retainedBytes) => {
      const log = createLiveLog(identity, retainedBytes);
      return { log, subscribe: log.subscribe };
    },
  ],
  ['through Redis', (retainedBytes) => servers.log(identity, retainedBytes)],
];

describe.each(KINDS)('a live log %s', (_name, make) => {
  /** Resolves when these readers have everything. */
  const caughtUp = (log: LiveLog, ...readers: { events: readonly NumberedRunEvent[] }[]) =>
    eventually(() => readers.every(({ events }) => events.at(-1)?.seq === log.lastSeq), 'all events');

  it('numbers events from 1 without gaps, alike for every subscriber', async () => {
    const { log, subscribe } = make();
    const [a, b] = [collector(), collector()];
    subscribe(0, a.subscriber);
    write(log, 3);
    subscribe(0, b.subscriber);
    log.append([delta('end'), { type: 'choice-end', index: 0, finishReason: 'stop' }]);
    await caughtUp(log, a, b);
    expect(a.events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(b.events).toEqual(a.events);
  });

  it('goes on from any offset without a gap or a double', async () => {
    const { log, subscribe } = make();
    const all = collector();
    subscribe(0, all.subscriber);
    write(log, 50);
    await caughtUp(log, all);
    const before = log.lastSeq;
    const late = Array.from({ length: before + 1 }, (_, after) => {
      const reader = collector();
      return { ...reader, after, leave: subscribe(after, reader.subscriber) };
    });
    await caughtUp(log, ...late.slice(0, -1));
    log.append([delta('and on')]);
    await caughtUp(log, all, ...late);
    for (const { events, after, leave } of late) {
      expect(events).toEqual(all.events.slice(after));
      leave();
    }
    log.append([delta('for nobody')]);
    await caughtUp(log, all);
    for (const { events } of late) expect(events.at(-1)?.seq).toBe(before + 1);
  });

  it('misses nothing that comes while readers join', async () => {
    const { log, subscribe } = make();
    const readers: ReturnType<typeof collector>[] = [];
    write(log, 0);
    for (let at = 0; at < 200; at += 1) {
      log.append([delta(`${at} `)]);
      if (at % 10 === 0) {
        const reader = collector();
        readers.push(reader);
        subscribe(0, reader.subscriber);
        // Lets what is on its way arrive, at another moment each time.
        await new Promise((resolve) => setTimeout(resolve, at % 7));
      }
    }
    log.append([end]);
    log.end();
    await eventually(() => readers.every(({ isEnded }) => isEnded()), 'the end');
    for (const { events } of readers) {
      expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 202 }, (_, at) => at + 1));
    }
  });

  it('ends its subscribers, and replays everything to those that come later', async () => {
    const { log, subscribe } = make();
    const early = collector();
    subscribe(0, early.subscriber);
    write(log, 2);
    log.append([end]);
    log.end();
    log.append([delta('never')]);
    await eventually(early.isEnded, 'the end');
    const late = collector();
    subscribe(0, late.subscriber);
    await eventually(late.isEnded, 'the end');
    expect(late.events).toEqual(early.events);
    expect(late.events).toHaveLength(4);
    for (const { wasOver } of [early, late]) expect(wasOver()).toBe(true);
  });

  it('hands nothing to those who left', async () => {
    const { log, subscribe } = make();
    const [left, stays] = [collector(), collector()];
    subscribe(0, left.subscriber)();
    subscribe(0, stays.subscriber);
    write(log, 2);
    await caughtUp(log, stays);
    expect(left.events).toEqual([]);
    expect(left.isEnded()).toBe(false);
  });

  it('forgets old events when they grow large, and sends a snapshot instead', async () => {
    const { log, subscribe } = make(20_000);
    const all = collector();
    subscribe(0, all.subscriber);
    write(log, 5_000);
    await caughtUp(log, all);
    const late = collector();
    subscribe(0, late.subscriber);
    await caughtUp(log, late);
    expect(late.events.length).toBeLessThan(10);
    expect(late.events[0]?.event.type).toBe('run-start');
    expect(reduced(late.events)).toEqual(log.state);
    expect(reduced(all.events)).toEqual(log.state);
    // Only the last has a number to go on from: who is cut off before it asks for everything again.
    expect(late.events.slice(0, -1).every(({ seq }) => seq === 0)).toBe(true);
    expect(late.events.at(-1)?.seq).toBe(log.lastSeq);
    log.append([delta('more')]);
    await caughtUp(log, all, late);
    expect(reduced(late.events)).toEqual(log.state);
    expect(reduced(all.events)).toEqual(log.state);
  });

  it('goes on from a retained offset of a long run without a snapshot', async () => {
    const { log, subscribe } = make(20_000);
    const all = collector();
    subscribe(0, all.subscriber);
    write(log, 0);
    for (let at = 0; at < 400; at += 1) {
      log.append([delta(`${at} `)]);
      if (at % 20 === 0) await caughtUp(log, all);
    }
    await caughtUp(log, all);
    const late = collector();
    subscribe(log.lastSeq - 10, late.subscriber);
    await caughtUp(log, late);
    expect(late.events).toEqual(all.events.slice(-10));
  });

  it('replays from an offset that is no longer kept', async () => {
    const { log, subscribe } = make(20_000);
    write(log, 5_000);
    const late = collector();
    subscribe(7, late.subscriber);
    await caughtUp(log, late);
    expect(reduced(late.events)).toEqual(log.state);
  });

  it('replays from a number that never was', async () => {
    const { log, subscribe } = make();
    const all = collector();
    subscribe(0, all.subscriber);
    write(log, 3);
    await caughtUp(log, all);
    const late = collector();
    subscribe(1_000, late.subscriber);
    await caughtUp(log, late);
    expect(reduced(late.events)).toEqual(log.state);
  });

  describe('a subscriber that throws', () => {
    const fault = () => {
      throw new Error('a broken reader');
    };

    it('is let go, and the run goes on for all others', async () => {
      const logs = captureLogs();
      const { log, subscribe } = make();
      let ends = 0;
      const before = collector();
      const after = collector();
      subscribe(0, before.subscriber);
      subscribe(0, {
        onEvents: (events) => {
          if (events.some(({ seq }) => seq > 2)) fault();
        },
        onEnd: (isOver) => {
          if (!isOver) ends += 1;
          fault();
        },
      });
      subscribe(0, after.subscriber);
      write(log, 5);
      await caughtUp(log, before, after);
      expect(ends).toBe(1);
      log.append([end]);
      log.end();
      for (const one of [before, after]) {
        await eventually(one.isEnded, 'the end');
        expect(reduced(one.events)).toEqual(log.state);
      }
      expect(ends).toBe(1);
      expect(logs.lines().some(({ msg }) => msg === 'a listener threw')).toBe(true);
      logs.stop();
    });

    it('is let go when it throws at the very beginning, or at the end', async () => {
      const logs = captureLogs();
      const { log, subscribe } = make();
      write(log, 2);
      let isEmitted = false;
      subscribe(0, {
        onEvents: fault,
        onEnd: () => {
          isEmitted = true;
        },
      });
      await eventually(() => isEmitted, 'its end');
      subscribe(0, { onEvents: () => {}, onEnd: fault });
      const { subscriber, isEnded } = collector();
      subscribe(0, subscriber);
      log.append([end]);
      log.end();
      await eventually(isEnded, 'the end');
      logs.stop();
    });
  });

  describe('a reader who may be slow', () => {
    /** Reads when the test says so, and counts what was handed over at once. */
    function slowReader() {
      const { events, subscriber, isEnded } = collector();
      let read: (() => void) | null = null;
      let atOnce = 0;
      return {
        events,
        isEnded,
        max: () => atOnce,
        /** The reader has read what was handed over to it; false: nothing waits for it any more. */
        read: async (isDone: () => boolean) => {
          await eventually(() => read !== null || isDone(), 'something to read');
          const go = read;
          read = null;
          go?.();
          return go !== null;
        },
        isWaitedFor: () => read !== null,
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
      const made = make(20_000);
      made.log.append([{ type: 'run-start', ...identity }]);
      for (let at = 0; at < 40; at += 1) made.log.append([delta(`${at} `.repeat(30_000), at % 2)]);
      return made;
    };

    it('gets a long snapshot chunk by chunk, and then what comes', async () => {
      const { log, subscribe } = long();
      const reader = slowReader();
      subscribe(0, reader.subscriber);
      await eventually(reader.isWaitedFor, 'the first chunk');
      expect(reader.events.length).toBeLessThan(5);
      const isWhole = () => reader.events.at(-1)?.seq === log.lastSeq;
      while (!isWhole()) await reader.read(isWhole);
      expect(reduced(reader.events)).toEqual(log.state);
      expect(reader.max()).toBeLessThan(1024 * 1024);
      expect(reader.events.slice(0, -1).every(({ seq }) => seq === 0)).toBe(true);
      await reader.read(() => false);
      log.append([delta('more')]);
      while (!isWhole()) await reader.read(isWhole);
      expect(reduced(reader.events)).toEqual(log.state);
      log.append([end]);
      log.end();
      while (!reader.isEnded()) await reader.read(reader.isEnded);
      expect(reduced(reader.events)).toEqual(log.state);
    });

    it('misses nothing of a run that goes on meanwhile, however far', async () => {
      const { log, subscribe } = long();
      const reader = slowReader();
      subscribe(0, reader.subscriber);
      for (let at = 0; !reader.isEnded(); at += 1) {
        if (at < 20) log.append([delta('meanwhile '.repeat(3_000))]);
        if (at === 20) {
          log.append([end]);
          log.end();
        }
        await reader.read(reader.isEnded);
      }
      expect(reduced(reader.events)).toEqual(log.state);
    });

    it('gets nothing more once it has left', async () => {
      const { log, subscribe } = long();
      const [reader, other] = [slowReader(), collector()];
      const leave = subscribe(0, reader.subscriber);
      await eventually(reader.isWaitedFor, 'the first chunk');
      const emitted = reader.events.length;
      leave();
      await reader.read(() => true);
      subscribe(0, other.subscriber);
      log.append([delta('more'), end]);
      log.end();
      await eventually(other.isEnded, 'the end');
      expect(reader.events).toHaveLength(emitted);
      expect(reader.isEnded()).toBe(false);
    });
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
