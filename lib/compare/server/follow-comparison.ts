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

/**
 * Streams that one person may hold open over all comparisons: tabs, and closed tabs with lingering
 * connections.
 */
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
 * The stream of all runs of a comparison (./README.md). It stays open until its reader disconnects. Throws
 * AppError `not_found`, and `rate_limited` when this person has too many of them open.
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
    open: (sink) => emitChanges({ userId, comparisonId, seen, since, scheduler, sink }),
  });
}

/** Throws AppError `not_found`. */
export async function checkComparison(userId: string, comparisonId: string): Promise<void> {
  if (!(await comparisonExists(userId, comparisonId))) throw new AppError('not_found');
}

interface FollowRequest {
  readonly userId: string;
  readonly comparisonId: string;
  readonly seen: ReadonlyMap<string, number>;
  readonly since: string | undefined;
  readonly scheduler: ComparisonScheduler;
  readonly sink: EventSink;
}

function emitChanges(request: FollowRequest): () => void {
  const { userId, comparisonId, seen, scheduler, sink } = request;
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
        // Dropped before the run ended: the reader reconnects.
        if (!log.ended) sink.close();
      },
    });
    if (!log.ended) following.add(leave);
  }

  /**
   * Also covers runs that have just ended: they are still held, with the events from the reader's position
   * on.
   */
  function followHeld(runId: string): void {
    const run = scheduler.registry.find(userId, runId);
    if (run?.comparisonCell?.comparisonId === comparisonId) follow(run.comparisonCell.cell, run);
  }

  const active = scheduler.open(userId, comparisonId);
  const unwatch = active.watch({
    onRun: follow,
    onQueue: (queue) => sink.send(encodeComparisonEvent({ type: 'queue', ...queue })),
    // The reader reconnects.
    onDropped: () => sink.close(),
  });
  sink.send(encodeComparisonEvent({ type: 'queue', ...active.queue() }));
  for (const { cell, run } of active.running.values()) if (run !== null) follow(cell, run);
  for (const runId of seen.keys()) followHeld(runId);
  emitEnded(request, emitted, followHeld).catch((error: unknown) => {
    // The reader reconnects.
    logger.error({ err: error, comparisonId }, 'comparison update not sent');
    sink.close();
  });
  return () => {
    unwatch();
    for (const leave of following) leave();
  };
}

/** Runs that have ended and are not held by this process: each is sent whole, as fast as the reader reads. */
async function emitEnded(
  request: FollowRequest,
  emitted: Set<string>,
  followHeld: (runId: string) => void,
): Promise<void> {
  const { userId, comparisonId, seen, since, sink } = request;
  const ended = [...seen.keys()].filter((runId) => !emitted.has(runId));
  const later = since === undefined ? [] : await runsSince(userId, comparisonId, since);
  for (const runId of new Set([...ended, ...later.map((run) => run.runId)])) {
    if (sink.closed) return;
    // A run whose end is being saved is not complete in the database yet.
    followHeld(runId);
    if (emitted.has(runId)) continue;
    emitted.add(runId);
    const run = await getRun(userId, runId);
    if (run === null || run.comparisonId !== comparisonId || run.cell === null) {
      sink.send(encodeComparisonEvent({ type: 'run-gone', runId }));
      continue;
    }
    const { createdAt, choiceCount, state, cell } = run;
    // 0, because an offset in this snapshot means nothing later: a reader that reconnects gets the run again.
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
