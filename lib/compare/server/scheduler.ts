import { uuidv7 } from 'uuidv7';
import type { RefusedCell } from '@/lib/compare/model/comparisons';
import { AppError } from '@/lib/platform/model/app-error';
import { onBehalfOf } from '@/lib/platform/server/http/caller';
import { logger } from '@/lib/platform/server/log';
import { perProcess } from '@/lib/platform/server/per-process';
import { isClosing } from '@/lib/runs/server/closing';
import type { StopReason } from '@/lib/runs/server/live-run';
import { type RunRegistry, runRegistry } from '@/lib/runs/server/registry';
import { refuseSlot } from '@/lib/runs/server/run-slots';
import { type EngineOptions, startRun } from '@/lib/runs/server/start-run';
import { GRACE_MS, type Grace, graceOf } from '@/lib/runs/server/unwatched';
import { type ActiveComparison, createActiveComparison, type RunningCell } from './active-comparison';

/**
 * How long a comparison's state (refusals, counts, start requests) is remembered after everything is quiet.
 */
const FORGET_MS = 10 * 60_000;

/**
 * Which cell runs next. At most MAX_OPEN_RUNS_PER_USER runs of a user are open, those of the playground and of the API
 * included; everything else waits, in the memory of this process. Users take turns, and so do the comparisons of one
 * user.
 */
export interface ComparisonScheduler {
  /** Null: nothing is under way, and nobody watches. */
  find(userId: string, comparisonId: string): ActiveComparison | null;
  /** The same, created if necessary. The caller must check that the comparison belongs to the user. */
  open(userId: string, comparisonId: string): ActiveComparison;
  /** Starts as many cells as there are slots. */
  pump(): void;
  /** Stops these cells, waiting or running; all when none are named. */
  stop(active: ActiveComparison, cells?: readonly string[], reason?: StopReason): void;
  /** Removes everything of a user from the queues: the account is being deleted. */
  dropUser(userId: string): void;
  /** Event streams that a user has open. */
  watchersOf(userId: string): number;
  /** Cells of all users that wait for a slot. */
  waitingCount(): number;
  readonly registry: RunRegistry;
}

export interface SchedulerOptions
  extends Pick<EngineOptions, 'transportFor' | 'execution' | 'firstByteGrace'> {
  readonly registry?: RunRegistry;
  readonly grace?: Grace;
  readonly forgetMs?: number;
}

export function createScheduler(options: SchedulerOptions = {}): ComparisonScheduler {
  const { registry = runRegistry(), grace = graceOf(GRACE_MS), forgetMs = FORGET_MS, ...engine } = options;
  /** By user, by comparison. One that had its turn goes to the end of both. */
  const users = new Map<string, Map<string, ActiveComparison>>();
  let isPumping = false;

  registry.onSlotFree(() => {
    // Not synchronously: the registry is in the middle of an update.
    queueMicrotask(pump);
  });

  function open(userId: string, comparisonId: string): ActiveComparison {
    const existing = users.get(userId)?.get(comparisonId);
    if (existing) return existing;
    let timer: NodeJS.Timeout | undefined;
    const active = createActiveComparison({
      userId,
      comparisonId,
      grace,
      stop: stopRunning,
      onQuiet: () => {
        clearTimeout(timer);
        timer = setTimeout(() => forget(active), forgetMs).unref();
      },
    });
    const ofUser = users.get(userId) ?? new Map<string, ActiveComparison>();
    ofUser.set(comparisonId, active);
    users.set(userId, ofUser);
    return active;
  }

  function forget(active: ActiveComparison): void {
    if (!active.isIdle()) return;
    const ofUser = users.get(active.userId);
    if (ofUser?.get(active.comparisonId) !== active) return;
    ofUser.delete(active.comparisonId);
    if (ofUser.size === 0) users.delete(active.userId);
  }

  function stopRunning(cells: readonly RunningCell[], reason: StopReason): void {
    for (const running of cells) {
      running.isStopping = true;
      // Also a run whose row is just being written.
      (running.run ?? registryRun(running.runId))?.stop(reason);
    }
  }

  const registryRun = (runId: string) => registry.open().find((run) => run.identity.runId === runId);

  function pump(): void {
    if (isPumping) return;
    isPumping = true;
    try {
      while (!isClosing()) {
        const next = nextInQueue();
        if (next === null) return;
        // The slot is free because somebody else's run has ended.
        void onBehalfOf(next.caller, () => runNext(next));
      }
    } finally {
      isPumping = false;
    }
  }

  /** The comparison whose turn it is, among those with a cell waiting and a user with a free slot. */
  function nextInQueue(): ActiveComparison | null {
    for (const [userId, ofUser] of users) {
      for (const [comparisonId, active] of ofUser) {
        const [next] = active.waiting.keys();
        if (next === undefined || !hasSlot(active, next)) continue;
        ofUser.delete(comparisonId);
        ofUser.set(comparisonId, active);
        users.delete(userId);
        users.set(userId, ofUser);
        return active;
      }
    }
    return null;
  }

  function hasSlot({ userId, comparisonId, origin }: ActiveComparison, cell: string): boolean {
    return refuseSlot(registry.slots, { userId, origin, comparisonCell: { comparisonId, cell } }) === null;
  }

  /**
   * Up to its first `await` it runs together with the check of the registry, so that nobody takes the slot
   * in between.
   */
  async function runNext(active: ActiveComparison): Promise<void> {
    const next = active.begin(uuidv7());
    if (next === null) return;
    const { userId, comparisonId } = active;
    const { cell, runId, request, idempotencyKey } = next;
    try {
      const started = await startRun(
        {
          ...request,
          userId,
          origin: active.origin,
          idempotencyKey: `${idempotencyKey}:${cell}`,
          source: 'compare',
          comparisonCell: { comparisonId, cell },
          runId,
          // The comparison is watched, not each run.
          background: true,
          isWatchedElsewhere: () => active.watchers > 0,
        },
        { registry, ...engine },
      );
      if (started.kind === 'live') {
        active.started(next, started.run);
        await started.run.settled;
      }
      active.ended(next);
    } catch (error) {
      if (error instanceof AppError && error.code === 'too_many_runs') active.putBack(next);
      else active.ended(next, refusalOf(error));
    }
  }

  return {
    registry,
    find: (userId, comparisonId) => users.get(userId)?.get(comparisonId) ?? null,
    open,
    pump,
    stop(active, cells, reason = 'stop') {
      active.clear(cells);
      const running = [...active.running.values()];
      stopRunning(cells ? running.filter(({ cell }) => cells.includes(cell)) : running, reason);
    },
    dropUser(userId) {
      for (const active of users.get(userId)?.values() ?? []) active.clear();
    },
    waitingCount: () =>
      [...users.values()].reduce(
        (sum, ofUser) => [...ofUser.values()].reduce((cells, { waiting }) => cells + waiting.size, sum),
        0,
      ),
    watchersOf: (userId) =>
      [...(users.get(userId)?.values() ?? [])].reduce((sum, { watchers }) => sum + watchers, 0),
  };
}

function refusalOf(error: unknown): Omit<RefusedCell, 'cell'> {
  if (!(error instanceof AppError)) {
    logger.error({ err: error }, 'cell not started: internal error');
    return { code: 'internal', message: new AppError('internal').message, param: null };
  }
  if (error.code === 'not_found') {
    return { code: error.code, message: 'The connection no longer exists.', param: 'connectionId' };
  }
  return { code: error.code, message: error.message, param: error.param ?? null };
}

/** The one scheduler of this process. */
export function comparisonScheduler(): ComparisonScheduler {
  return perProcess('comparison-scheduler', createScheduler);
}
