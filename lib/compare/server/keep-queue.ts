import { setTimeout as wait } from 'node:timers/promises';
import {
  cellsOfServer,
  freeCellsOfTheDead,
  freeForgottenCells,
  noteLeftLately,
  noteWatched,
  noteWatchedAgain,
  sweepQueues,
  unwatchedComparisons,
} from '@/lib/compare/db/keep-queue';
import { clearUnwatched } from '@/lib/compare/db/queue';
import { whatIsQueued } from '@/lib/compare/db/take-cell';
import { env } from '@/lib/platform/env/env';
import { logger } from '@/lib/platform/server/log';
import { readDatabaseNow } from '@/lib/runs/db/process-lease';
import { HIDDEN_WATCH_MS } from '@/lib/runs/server/hidden-watch';
import type { StopReason } from '@/lib/runs/server/live-run';
import { BEAT_MS, LEASE_MS } from '@/lib/runs/server/process-lease';
import { onQueueNews } from './queue-news';
import { type ComparisonScheduler, comparisonScheduler } from './scheduler';

/**
 * What a server does for the queues again and again (docs/decisions/0038): it looks for cells that others have queued,
 * carries out stops that others have asked for, and takes care of what dead servers had.
 */

/** Between two looks while cells wait, or somebody watches what may run elsewhere. */
const BUSY_MS = 1_000;
const IDLE_MS = 4_000;
/** How often it says what is watched through it; others wait for three times as long, and more. */
const WATCH_EVERY_MS = 10_000;
/** Starts that nobody repeats any more, and counts that nobody looks at. */
const KEEP_MS = 10 * 60_000;
const SWEEP_EVERY_MS = 60_000;
/**
 * For how long a cell has to be unknown here before it counts as forgotten: one that is just being taken is known once its
 * plan has been read. By the database's clock, which goes on while this process stands still.
 */
const FORGOTTEN_MS = 5_000;

export interface QueueKeeper {
  /** One look, and what follows from it. */
  look(): Promise<void>;
  /** How long until the next one, at most. */
  pauseMs(): number;
}

export interface KeeperOptions {
  readonly scheduler?: ComparisonScheduler;
  readonly now?: () => number;
  /** The database's clock, in milliseconds. */
  readonly databaseNow?: () => Promise<number>;
}

export function createQueueKeeper({
  scheduler = comparisonScheduler(),
  now = () => performance.now(),
  databaseNow = readDatabaseNow,
}: KeeperOptions = {}): QueueKeeper {
  const { processId } = scheduler;
  /** Since when the looks have had no gap: as for heartbeats, nobody is judged right after an outage. */
  let steadySince = Number.NEGATIVE_INFINITY;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let watchedAt = Number.NEGATIVE_INFINITY;
  let judgedAt = Number.NEGATIVE_INFINITY;
  let sweptAt = Number.NEGATIVE_INFINITY;
  let isBusy = true;
  /** Cells that are this server's by the rows and that it does not know, and since when (`databaseNow`). */
  let suspects = new Map<string, number>();

  const isAlone = () => env.databaseKind === 'sqlite';
  const steadyMs = () => now() - steadySince;

  async function look(): Promise<void> {
    if (now() - lookedAt > LEASE_MS / 2) steadySince = now();
    lookedAt = now();
    const { isWaiting, isTaken } = await whatIsQueued();
    if (isTaken) await lookAfterOwn();
    if (isWaiting || isTaken) {
      await sayWhatIsWatched();
      if (now() - judgedAt >= BEAT_MS) await judge();
    }
    if (isWaiting) await scheduler.pump();
    const all = scheduler.all();
    if (!isAlone()) for (const active of all) if (active.watchers > 0) await active.refresh();
    isBusy = isWaiting || all.some(({ running, isUnderWay }) => running.size > 0 || isUnderWay);
    if (now() - sweptAt >= SWEEP_EVERY_MS) await sweep();
  }

  async function lookAfterOwn(): Promise<void> {
    const own = await cellsOfServer(processId);
    for (const { runId, stop } of own) if (stop !== null) scheduler.stopRuns([runId], stop as StopReason);
    const known = new Set(scheduler.all().flatMap(({ running }) => [...running.keys()]));
    const unknown = own.flatMap(({ runId }) => (known.has(runId) ? [] : [runId]));
    if (unknown.length === 0) {
      suspects.clear();
      return;
    }
    const at = await databaseNow();
    suspects = new Map(unknown.map((runId) => [runId, suspects.get(runId) ?? at]));
    const forgotten = unknown.filter((runId) => at - (suspects.get(runId) ?? at) >= FORGOTTEN_MS);
    if (forgotten.length === 0) return;
    for (const comparisonId of await freeForgottenCells(forgotten)) await changed(comparisonId);
  }

  async function sayWhatIsWatched(): Promise<void> {
    const attended = scheduler.all().filter((active) => active.isAttended && active.isUnderWay);
    const ids = (isHere: boolean) =>
      attended.filter(({ watchers }) => watchers > 0 === isHere).map(({ comparisonId }) => comparisonId);
    if (now() - watchedAt < WATCH_EVERY_MS) {
      // A start through another server says that it is watched there, and it runs where that was said last.
      if (!isAlone()) await noteWatchedAgain(ids(true), processId);
      return;
    }
    await noteWatched(ids(true), processId);
    await noteLeftLately(ids(false), processId);
    watchedAt = now();
  }

  async function judge(): Promise<void> {
    // On SQLite, all others are dead (lib/platform/db/one-server.ts).
    const leaseMs = steadyMs() >= LEASE_MS || isAlone() ? LEASE_MS : null;
    for (const id of await freeCellsOfTheDead(processId, leaseMs, HIDDEN_WATCH_MS)) await changed(id);
    judgedAt = now();
    // A hidden page may take as long to say that it still watches.
    if (steadyMs() < HIDDEN_WATCH_MS) return;
    for (const comparison of await unwatchedComparisons()) {
      const { userId, comparisonId } = comparison;
      if (scheduler.find(userId, comparisonId)?.isAttended) continue;
      scheduler.stopRuns((await clearUnwatched(comparisonId, processId)) ?? [], 'unwatched');
      await scheduler.changed(comparison);
    }
  }

  async function changed(comparisonId: string): Promise<void> {
    await scheduler
      .all()
      .find((active) => active.comparisonId === comparisonId)
      ?.refresh();
  }

  async function sweep(): Promise<void> {
    await sweepQueues(new Date(Date.now() - KEEP_MS));
    sweptAt = now();
  }

  return { look, pauseMs: () => (isBusy ? BUSY_MS : IDLE_MS) };
}

/** Looks after the queues until the process closes. Never rejects. */
export async function keepQueue(closing: AbortSignal): Promise<void> {
  const keeper = createQueueKeeper();
  let isAway = false;
  let wake = () => {};
  onQueueNews(() => wake());
  while (!closing.aborted) {
    try {
      await keeper.look();
      if (isAway) logger.info('cell queue readable again');
      isAway = false;
    } catch (error) {
      // Once for all of an outage.
      if (!isAway) logger.warn({ err: error }, "couldn't read the cell queue");
      isAway = true;
    }
    // Servers that started together should not look together.
    const pause = new AbortController();
    wake = () => pause.abort();
    const signal = AbortSignal.any([closing, pause.signal]);
    await wait(keeper.pauseMs() * (0.75 + Math.random() / 2), undefined, { ref: false, signal }).catch(
      () => {},
    );
  }
}
