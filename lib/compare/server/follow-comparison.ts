import { runsSince } from '@/lib/compare/db/comparison-runs';
import { comparisonExists } from '@/lib/compare/db/comparisons';
import { cellEncoder, encodeComparisonEvent } from '@/lib/compare/model/comparison-event-encoder';
import { AppError } from '@/lib/platform/model/app-error';
import { logger } from '@/lib/platform/server/log';
import { STREAM_PREAMBLE } from '@/lib/protocol/run/sse-encoder';
import { getRun } from '@/lib/runs/db/run-history';
import { runOwner } from '@/lib/runs/db/run-owner';
import { type EventSink, type EventStreamOptions, eventStreamResponse } from '@/lib/runs/server/event-stream';
import { type FollowableRun, findLiveRun } from '@/lib/runs/server/find-live-run';
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

  /** @param onOver no more events come */
  function follow(
    cell: string,
    runId: string,
    subscribe: FollowableRun['subscribe'],
    onOver: () => void,
  ): void {
    if (emitted.has(runId)) return;
    emitted.add(runId);
    const encode = cellEncoder(cell, runId);
    let isFollowing = true;
    let leave = () => {};
    leave = subscribe(seen.get(runId) ?? 0, {
      onEvents: (events) => sink.send(encode(events)),
      drained: sink.drained,
      onEnd: (isOver) => {
        isFollowing = false;
        following.delete(leave);
        // Dropped before the run ended: the reader reconnects.
        if (isOver) onOver();
        else sink.close();
      },
    });
    if (isFollowing) following.add(leave);
  }

  const followHere = (cell: string, { identity: { runId }, log }: LiveRun) =>
    follow(cell, runId, log.subscribe, () => {
      // Without an end it was taken back: its cell waits again.
      if (log.state.status === 'streaming') sendGone(runId);
    });

  const sendGone = (runId: string) => sink.send(encodeComparisonEvent({ type: 'run-gone', runId }));

  /** False: it can't be followed as it goes. */
  async function followElsewhere(cell: string, runId: string): Promise<boolean> {
    try {
      const run = await findLiveRun(userId, runId, scheduler.registry);
      if (run === null || sink.closed) return false;
      follow(cell, runId, run.subscribe, () => void sendIfGone(runId));
      return true;
    } catch (error) {
      // Its server can't be reached: its end comes from the database.
      if (error instanceof AppError && error.code === 'unavailable') return false;
      throw error;
    }
  }

  async function sendIfGone(runId: string): Promise<void> {
    try {
      if ((await runOwner(userId, runId)) === null) sendGone(runId);
    } catch {
      // The reader reconnects, and hears of it then.
      sink.close();
    }
  }

  /**
   * Also covers runs that have just ended: they are still held, with the events from the reader's position
   * on.
   */
  function followHeld(runId: string): void {
    const run = scheduler.registry.find(userId, runId);
    if (run?.comparisonCell?.comparisonId === comparisonId) followHere(run.comparisonCell.cell, run);
  }

  const catchUp = createCatchUp(request, emitted, { followHeld, followElsewhere });
  const active = scheduler.open(userId, comparisonId);
  let hasBegun = false;

  function begin(): void {
    hasBegun = true;
    for (const { cell, run } of active.running.values()) if (run !== null) followHere(cell, run);
    for (const runId of seen.keys()) followHeld(runId);
    catchUp();
    void scheduler.attend(active);
  }

  const unwatch = active.watch({
    onRun: (cell, run) => {
      if (hasBegun) followHere(cell, run);
    },
    onQueue: (event) => {
      sink.send(encodeComparisonEvent(event));
      if (!hasBegun) begin();
    },
    onElsewhere: (runIds) => {
      if (hasBegun) catchUp(runIds);
    },
    // The reader reconnects.
    onDropped: () => sink.close(),
  });
  return () => {
    unwatch();
    for (const leave of following) leave();
  };
}

interface LiveFollowers {
  /** A run that this process holds; others are passed over. */
  readonly followHeld: (runId: string) => void;
  /** A run of another server, with what it writes as it writes it. False: that is not possible. */
  readonly followElsewhere: (cell: string, runId: string) => Promise<boolean>;
}

/**
 * Sends runs that are not held by this process, whole, as fast as the reader reads: at first those that have ended while
 * the reader was away; and, each time that it is called, those that have ended on other servers since. Runs that go on
 * there are followed where servers share a Redis; else they are sent once as far as they are, and again when they have ended.
 */
function createCatchUp(
  request: FollowRequest,
  emitted: Set<string>,
  { followHeld, followElsewhere }: LiveFollowers,
): (runIds?: readonly string[]) => void {
  const { userId, comparisonId, seen, sink } = request;
  const unfinished = new Set(seen.keys());
  let since = request.since;
  /** What was the newest run before: servers' clocks differ a little, so the last few are looked at again. */
  let newest: string | undefined;
  let isFirst = true;
  let last = Promise.resolve();

  async function catchUp(): Promise<void> {
    if (sink.closed) return;
    const later = since === undefined ? [] : await runsSince(userId, comparisonId, since);
    if (newest !== undefined) since = newest;
    newest = later.at(-1)?.runId ?? newest;
    for (const runId of new Set([...unfinished, ...later.map((run) => run.runId)])) {
      if (sink.closed) return;
      // A run whose end is being saved is not complete in the database yet.
      followHeld(runId);
      unfinished.delete(runId);
      if (!emitted.has(runId)) await sendRun(runId);
    }
    isFirst = false;
  }

  async function sendRun(runId: string): Promise<void> {
    const run = await getRun(userId, runId);
    if (run === null || run.comparisonId !== comparisonId || run.cell === null) {
      emitted.add(runId);
      sink.send(encodeComparisonEvent({ type: 'run-gone', runId }));
      return;
    }
    const { createdAt, choiceCount, state, cell } = run;
    if (state.status === 'streaming' && (await followElsewhere(cell, runId))) return;
    if (state.status === 'streaming') unfinished.add(runId);
    else emitted.add(runId);
    if (state.status === 'streaming' && !isFirst) return;
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

  return (runIds = []) => {
    for (const runId of runIds) unfinished.add(runId);
    last = last.then(catchUp).catch((error: unknown) => {
      // The reader reconnects.
      logger.error({ err: error, comparisonId }, "couldn't send comparison update");
      sink.close();
    });
  };
}
