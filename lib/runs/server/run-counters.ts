import { counter, histogram } from '@/lib/platform/server/metrics';
import { perProcess } from '@/lib/platform/server/per-process';
import type { RunStatus } from '@/lib/protocol/run/run-events';
import type { RunState } from '@/lib/protocol/run/run-state';

/**
 * What is counted of runs. What happens for each piece of text only adds to plain numbers; prom-client sees
 * them when somebody reads, once per run, or for one piece in sixteen.
 */

const SAMPLE_EVERY = 16;
/** What one run counts at most: a server can report any number, and a sum beyond 2^53 stands still. */
const MAX_TOKENS = 100_000_000;

const events = perProcess('run-events', () => ({ count: 0, chunks: 0 }));

const started = counter({
  name: 'runs_started_total',
  help: 'Started runs by source: playground, api or compare.',
  labelNames: ['source'],
});
const ended = counter({
  name: 'runs_ended_total',
  help: 'Ended runs, by how they ended.',
  labelNames: ['status'],
});
const tokens = counter({
  name: 'tokens_total',
  help: 'Tokens of ended runs, as counted by the upstream servers.',
  labelNames: ['kind'],
});
counter({
  name: 'events_total',
  help: 'Events of all runs. Nearly all of them are text, usually one token each.',
  collect() {
    this.reset();
    this.inc(events.count);
  },
});
const firstToken = histogram({
  name: 'first_token_seconds',
  help: 'Seconds from the start of a run to its first text, with retries.',
  buckets: [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
});
const duration = histogram({
  name: 'run_seconds',
  help: 'Seconds from the start of a run to its end.',
  buckets: [0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900],
});
const delivery = histogram({
  name: 'delivery_lag_seconds',
  help: 'Seconds from the arrival of a chunk of text until every reader has it. Measured for one chunk in 16.',
  buckets: [0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.1],
});
const recording = histogram({
  name: 'record_lag_seconds',
  help: 'Seconds from the arrival of a chunk of text until it is saved: what a crash would lose.',
  buckets: [0.1, 0.25, 0.5, 0.75, 1, 1.5, 2.5, 5, 10, 30],
});
const orphans = counter({
  name: 'orphaned_runs_total',
  help: 'Runs of dead servers that this server has marked as interrupted.',
});

export function countStart(source: string): void {
  started.inc({ source });
}

export function countEnd(status: RunStatus, { timings, usage }: Pick<RunState, 'timings' | 'usage'>): void {
  ended.inc({ status });
  if (timings.firstTokenMs !== null) firstToken.observe(timings.firstTokenMs / 1000);
  if (timings.durationMs !== null) duration.observe(timings.durationMs / 1000);
  if (usage?.promptTokens) tokens.inc({ kind: 'prompt' }, Math.min(usage.promptTokens, MAX_TOKENS));
  if (usage?.completionTokens) {
    tokens.inc({ kind: 'completion' }, Math.min(usage.completionTokens, MAX_TOKENS));
  }
}

/** Call before events are handed over. What it returns is for `countDelivered`. */
export function countArrival(count: number): number {
  events.count += count;
  events.chunks += 1;
  return events.chunks % SAMPLE_EVERY === 0 ? performance.now() : 0;
}

/** Call after events were handed over. */
export function countDelivered(arrival: number): void {
  if (arrival !== 0) delivery.observe((performance.now() - arrival) / 1000);
}

/** @param since `performance.now()` when the oldest text of a checkpoint came */
export function countCheckpoint(since: number): void {
  recording.observe((performance.now() - since) / 1000);
}

export function countOrphans(count: number): void {
  orphans.inc(count);
}
