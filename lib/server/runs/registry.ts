import { perProcess } from '../per-process';
import type { LiveRun } from './live-run';

/** Ended runs stay joinable for a while: a page that lost its network catches up from where it was. */
export const KEEP_ENDED_MS = 60_000;
/** The oldest ended ones go first when there are more. */
const MAX_ENDED = 200;

/** The runs of this process, by id, by press of Run, and by user. */
export interface RunRegistry {
  add(run: LiveRun): void;
  remove(run: LiveRun): void;
  /** A live or just ended run of this user; a stranger's id finds nothing. */
  find(userId: string, runId: string): LiveRun | null;
  findByKey(userId: string, idempotencyKey: string): LiveRun | null;
  /** Forgets the run after `KEEP_ENDED_MS`. */
  retire(run: LiveRun): void;
  /** Runs that are still going. */
  open(): LiveRun[];
  openCount(userId?: string): number;
  /** All that are known of one user, ended ones included. */
  ofUser(userId: string): LiveRun[];
  /** Called whenever an open run is open no more: another may have its place. */
  onRoom(listener: () => void): void;
}

export function createRunRegistry(keepEndedMs = KEEP_ENDED_MS): RunRegistry {
  const runs = new Map<string, LiveRun>();
  const byKey = new Map<string, LiveRun>();
  const openByUser = new Map<string, number>();
  const openRuns = new Set<LiveRun>();
  const ended = new Set<LiveRun>();
  const roomListeners = new Set<() => void>();

  const keyOf = (userId: string, idempotencyKey: string) => `${userId} ${idempotencyKey}`;

  function close(run: LiveRun): void {
    if (!openRuns.delete(run)) return;
    const count = (openByUser.get(run.userId) ?? 1) - 1;
    if (count === 0) openByUser.delete(run.userId);
    else openByUser.set(run.userId, count);
    for (const listener of roomListeners) listener();
  }

  function forget(run: LiveRun): void {
    close(run);
    ended.delete(run);
    runs.delete(run.identity.runId);
    byKey.delete(keyOf(run.userId, run.idempotencyKey));
  }

  return {
    add(run) {
      runs.set(run.identity.runId, run);
      byKey.set(keyOf(run.userId, run.idempotencyKey), run);
      openRuns.add(run);
      openByUser.set(run.userId, (openByUser.get(run.userId) ?? 0) + 1);
    },
    remove: forget,
    find(userId, runId) {
      const run = runs.get(runId);
      return run?.userId === userId ? run : null;
    },
    findByKey: (userId, idempotencyKey) => byKey.get(keyOf(userId, idempotencyKey)) ?? null,
    retire(run) {
      close(run);
      ended.add(run);
      if (ended.size > MAX_ENDED) {
        const oldest = ended.values().next().value;
        if (oldest !== undefined) forget(oldest);
      }
      setTimeout(() => forget(run), keepEndedMs).unref();
    },
    open: () => [...openRuns],
    openCount: (userId) => (userId === undefined ? openRuns.size : (openByUser.get(userId) ?? 0)),
    onRoom: (listener) => void roomListeners.add(listener),
    ofUser: (userId) => [...runs.values()].filter((run) => run.userId === userId),
  };
}

/** The one registry of this process. */
export function runRegistry(): RunRegistry {
  return perProcess('run-registry', createRunRegistry);
}
