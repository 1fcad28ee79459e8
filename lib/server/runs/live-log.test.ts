import { describe, expect, it } from 'vitest';
import type { NumberedRunEvent, RunEvent } from '@/lib/completions/run/run-events';
import { applyRunEvent, emptyRunState } from '@/lib/completions/run/run-state';
import { tellRun } from './collapse';
import { createLiveLog, type LiveLog, type LogSubscriber } from './live-log';

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

function fold(events: readonly NumberedRunEvent[]) {
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

  it('goes on from any place without a gap or a double', () => {
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

  it('ends its subscribers, and tells its whole story to those who come later', () => {
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

  it('forgets old events when they grow large, and tells their sum instead', () => {
    const log = createLiveLog(identity, 20_000);
    const all = collector();
    log.subscribe(0, all.subscriber);
    write(log, 5_000);
    const late = collector();
    log.subscribe(0, late.subscriber);
    expect(late.events.length).toBeLessThan(10);
    expect(late.events[0]?.event.type).toBe('run-start');
    expect(fold(late.events)).toEqual(fold(all.events));
    // Only the last has a number to go on from: who is cut off before it asks for everything again.
    expect(late.events.slice(0, -1).every(({ seq }) => seq === 0)).toBe(true);
    expect(late.events.at(-1)?.seq).toBe(log.lastSeq);
    log.append([delta('more')]);
    expect(fold(late.events)).toEqual(fold(all.events));
  });

  it('tells anew from a place that is no longer kept', () => {
    const log = createLiveLog(identity, 20_000);
    write(log, 5_000);
    const late = collector();
    log.subscribe(7, late.subscriber);
    expect(fold(late.events)).toEqual(log.state);
  });

  it('tells anew from a number that never was', () => {
    const log = createLiveLog(identity);
    write(log, 3);
    const late = collector();
    log.subscribe(1_000, late.subscriber);
    expect(fold(late.events)).toEqual(log.state);
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
    const told = tellRun({ ...identity, choiceCount: 3 }, state, 77);
    expect(fold(told)).toEqual(state);
    for (const { event } of told) expect(JSON.stringify(event).length).toBeLessThan(1024 * 1024);
    expect(told.at(-1)).toMatchObject({ seq: 77, event: { type: 'run-end', status: 'complete' } });
  });
});
