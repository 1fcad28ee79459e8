import { runsSince } from '@/lib/compare/db/comparison-runs';
import { comparisonExists } from '@/lib/compare/db/comparisons';
import { cellEncoder, encodeComparisonEvent } from '@/lib/compare/model/comparison-event-encoder';
import { AppError } from '@/lib/platform/model/app-error';
import { logger } from '@/lib/platform/server/log';
import { STREAM_PREAMBLE } from '@/lib/protocol/run/sse-encoder';
import { getRun } from '@/lib/runs/db/run-history';
import { type EventSink, type EventStreamOptions, eventStreamResponse } from '@/lib/runs/server/event-stream';
import type { LiveRun } from '@/lib/runs/server/live-run';
import { inChunks, snapshotBytes, snapshotRun } from '@/lib/runs/server/run-snapshot';
import { unsentBytes } from '@/lib/runs/server/unsent-bytes';
import { type ComparisonScheduler, comparisonScheduler } from './scheduler';

/** Streams that one person may hold open over all comparisons: tabs, and closed tabs whose connection lingers. */
const MAX_STREAMS = 32;

export interface FollowOptions
  extends Pick<EventStreamOptions, 'gone' | 'access' | 'keepAliveMs' | 'maxUnsentBytes'> {
  /** Run id → number of the last event that the reader has. */
  readonly seen: ReadonlyMap<string, number>;
  readonly since?: string;
  readonly scheduler?: ComparisonScheduler;
}

/** `<runId>:<number>,…` */
export function parseSeen(text: string): Map<string, number> {
  const pairs = text.split(',').filter((pair) => pair !== '');
  return new Map(
    pairs.map((pair) => {
      const [runId = '', seq = '0'] = pair.split(':');
      return [runId, Number(seq)] as const;
    }),
  );
}

/**
 * The stream of all runs of a comparison (./README.md). It stays open until its reader leaves. Throws AppError
 * `not_found`, and `rate_limited` when this person has very many of them open.
 */
export async function followComparison(
  userId: string,
  comparisonId: string,
  { seen, since, scheduler = comparisonScheduler(), ...stream }: FollowOptions,
): Promise<Response> {
  await checkComparison(userId, comparisonId);
  if (scheduler.watchersOf(userId) >= MAX_STREAMS) {
    throw new AppError('rate_limited', {
      message: 'Too many tabs are following your comparisons. Close some.',
      retryAfterMs: 5_000,
    });
  }
  return eventStreamResponse({
    ...stream,
    preamble: STREAM_PREAMBLE,
    open: (sink) => announceComparisonChange({ userId, comparisonId, seen, since, scheduler, sink }),
  });
}

/** Throws AppError `not_found`. */
export async function checkComparison(userId: string, comparisonId: string): Promise<void> {
  if (!(await comparisonExists(userId, comparisonId))) throw new AppError('not_found');
}

interface Telling {
  readonly userId: string;
  readonly comparisonId: string;
  readonly seen: ReadonlyMap<string, number>;
  readonly since: string | undefined;
  readonly scheduler: ComparisonScheduler;
  readonly sink: EventSink;
}

function announceComparisonChange(snapshot: Telling): () => void {
  const { userId, comparisonId, seen, scheduler, sink } = snapshot;
  const emitted = new Set<string>();
  const following = new Set<() => void>();

  function follow(cell: string, { identity, log }: LiveRun): void {
    const { runId } = identity;
    if (emitted.has(runId)) return;
    emitted.add(runId);
    const encode = cellEncoder(cell, runId);
    let leave = () => {};
    leave = log.subscribe(seen.get(runId) ?? 0, {
      onEvents: (events) => sink.send(encode(events)),
      drained: sink.drained,
      onEnd: () => {
        following.delete(leave);
        // Let go before the run was over: the reader asks again.
        if (!log.ended) sink.close();
      },
    });
    if (!log.ended) following.add(leave);
  }

  /** Also runs that have ended a moment ago: they are still held, with the events from where the reader was. */
  function followHeld(runId: string): void {
    const run = scheduler.registry.find(userId, runId);
    if (run?.place?.comparisonId === comparisonId) follow(run.place.cell, run);
  }

  const active = scheduler.open(userId, comparisonId);
  const unwatch = active.watch({
    onRun: follow,
    onQueue: (queue) => sink.send(encodeComparisonEvent({ type: 'queue', ...queue })),
    // The reader asks again.
    onDropped: () => sink.close(),
  });
  sink.send(encodeComparisonEvent({ type: 'queue', ...active.queue() }));
  for (const { cell, run } of active.running.values()) if (run !== null) follow(cell, run);
  for (const runId of seen.keys()) followHeld(runId);
  emitEnded(snapshot, emitted, followHeld).catch((error: unknown) => {
    // The reader asks again.
    logger.error({ err: error, comparisonId }, 'runs of a comparison not told');
    sink.close();
  });
  return () => {
    unwatch();
    for (const leave of following) leave();
  };
}

/** Runs that have ended and that this process does not hold: each told whole, as fast as the reader reads. */
async function emitEnded(
  snapshot: Telling,
  emitted: Set<string>,
  followHeld: (runId: string) => void,
): Promise<void> {
  const { userId, comparisonId, seen, since, sink } = snapshot;
  const ended = [...seen.keys()].filter((runId) => !emitted.has(runId));
  const later = since === undefined ? [] : await runsSince(userId, comparisonId, since);
  for (const runId of new Set([...ended, ...later.map((run) => run.runId)])) {
    if (sink.closed) return;
    // One whose end is just being saved is not whole in the database.
    followHeld(runId);
    if (emitted.has(runId)) continue;
    emitted.add(runId);
    const run = await getRun(userId, runId);
    if (run === null || run.comparisonId !== comparisonId || run.cell === null) {
      sink.send(encodeComparisonEvent({ type: 'run-gone', runId }));
      continue;
    }
    const { createdAt, choiceCount, state, cell } = run;
    // 0: a place in this log means nothing any more, so whoever asks again is told again.
    const encode = cellEncoder(cell, runId);
    const events = snapshotRun({ runId, createdAt, choiceCount }, state, 0);
    const release = unsentBytes().hold(snapshotBytes(events), () => sink.close());
    for (const chunk of inChunks(events)) {
      sink.send(encode(chunk));
      await sink.drained();
    }
    release();
  }
}
