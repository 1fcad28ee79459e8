import { LRUCache } from 'lru-cache';
import { uuidv7 } from 'uuidv7';
import { noteWatched } from '@/lib/compare/db/keep-queue';
import { clearCells, clearUnwatched, clearUser } from '@/lib/compare/db/queue';
import {
  isQueued,
  leaveCellTo,
  pacedCell,
  putBackCell,
  refuseCell,
  type StartOfCells,
  startOfCells,
  takeNextCell,
  whatIsQueued,
} from '@/lib/compare/db/take-cell';
import type { ComparisonQueue, RefusedCell } from '@/lib/compare/model/comparisons';
import { AppError } from '@/lib/platform/model/app-error';
import { type Caller, onBehalfOf } from '@/lib/platform/server/http/caller';
import { logger } from '@/lib/platform/server/log';
import { perProcess } from '@/lib/platform/server/per-process';
import type { Attempt, RunError } from '@/lib/protocol/run/run-events';
import { isClosing } from '@/lib/runs/server/closing';
import type { LiveRun, StopReason } from '@/lib/runs/server/live-run';
import { processId as ownProcessId } from '@/lib/runs/server/process-id';
import { type RunRegistry, runRegistry } from '@/lib/runs/server/registry';
import type { SlotRequest } from '@/lib/runs/server/run-slots';
import { type EngineOptions, startRun } from '@/lib/runs/server/start-run';
import { GRACE_MS, type Grace, graceOf } from '@/lib/runs/server/unwatched';
import { type ActiveComparison, createActiveComparison, type RunningCell } from './active-comparison';
import { requestOfQueuedCell } from './cell-run';
import { fullSlots, isFull } from './full-slots';
import { isFollowedElsewhere, tellQueueChanged } from './queue-news';
import { isOneTooMany, slowDown, speedUp } from './slow-down';
import { takeWithSlot } from './take-with-slot';

/**
 * How long what is held of a comparison is kept after everything is quiet.
 */
const FORGET_MS = 10 * 60_000;
/** Plans of which cells wait: all cells of one need it, one after the other. */
const PLANS_HELD = 16;
/** The same in characters of JSON: with its table of inputs, one may have more than a million. */
const PLAN_CHARACTERS_HELD = 8_000_000;
/** Cells of which it is not known yet whether they got a slot. */
const MAX_STARTING = 16;
/** Longer than this between taking a cell and its run, this process stood still, and others may have had the cell. */
const PAUSE_MS = 5_000;

/**
 * Which cell this server runs next. At most MAX_OPEN_RUNS_PER_USER runs of a user are open, those of the playground and of
 * the API included; everything else waits in the database (docs/decisions/0038). Users take turns, and so do the comparisons of
 * one user, over all servers.
 */
export interface ComparisonScheduler {
  /** Null: nothing of it runs on this server, and nobody watches it here. */
  find(userId: string, comparisonId: string): ActiveComparison | null;
  /** The same, created if necessary. The caller must check that the comparison belongs to the user. */
  open(userId: string, comparisonId: string): ActiveComparison;
  /** What waits and runs, on all servers. The caller must check that the comparison belongs to the user. */
  queue(comparison: ComparisonOfUser): Promise<ComparisonQueue>;
  /** All that are held. */
  all(): ActiveComparison[];
  /** Cells may wait that this server can run. Starts as many as there are slots; resolves when no more can be. Never rejects. */
  pump(): Promise<void>;
  /**
   * Stops these cells, waiting or running, on whatever server; all when none are named. Runs of this server are stopped
   * when it resolves, those of others within seconds.
   */
  stop(comparison: ComparisonOfUser, cells?: readonly string[], reason?: StopReason): Promise<void>;
  /** The queue has changed in the database: tells who watches, and other servers. */
  changed(comparison: ComparisonOfUser): Promise<void>;
  /** Somebody has come to watch: cells may have waited for that. Never rejects. */
  attend(active: ActiveComparison): Promise<void>;
  /** Stops runs of this server; unknown ids are passed over. */
  stopRuns(runIds: Iterable<string>, reason: StopReason): void;
  /** Takes everything of a user out of the queues. */
  dropUser(userId: string): Promise<void>;
  /** Event streams that a user has open. */
  watchersOf(userId: string): number;
  readonly processId: string;
  readonly registry: RunRegistry;
}

export interface ComparisonOfUser {
  readonly userId: string;
  readonly comparisonId: string;
}

export interface SchedulerOptions
  extends Pick<EngineOptions, 'transportFor' | 'execution' | 'firstByteGrace'> {
  readonly registry?: RunRegistry;
  readonly grace?: Grace;
  readonly forgetMs?: number;
  /** Of this server, in the rows. */
  readonly processId?: string;
}

export function createScheduler(options: SchedulerOptions = {}): ComparisonScheduler {
  const {
    registry = runRegistry(),
    grace = graceOf(GRACE_MS),
    forgetMs = FORGET_MS,
    processId = ownProcessId(),
    ...engine
  } = options;
  const actives = new Map<string, ActiveComparison>();
  const plans = new LRUCache<string, StartOfCells>({
    max: PLANS_HELD,
    maxSize: PLAN_CHARACTERS_HELD,
    sizeCalculation: ({ characters }) => characters,
  });
  /** Whether cells may wait; until it was looked, they may. */
  let mayWait = true;
  /** How many more cells may be tried for. */
  let tries = 0;
  /** How often it was said that there may be something to take. */
  let said = 0;
  let pumping: Promise<void> | null = null;
  const starting = new Set<Promise<unknown>>();
  /** Cells that were stopped in the moment between being taken in the database and being known here. */
  const stoppedEarly = new LRUCache<string, StopReason>({ max: 1_000 });
  /** Cells that are being put back, until their runs are forgotten: a new run of such a cell has the same key. */
  const leaving = new Map<string, Promise<void>>();

  registry.onSlotFree(() => {
    // One slot is room for one cell. Not synchronously: the registry is in the middle of an update.
    if (mayWait) queueMicrotask(() => void pumpFor(1));
  });

  function open(userId: string, comparisonId: string): ActiveComparison {
    const existing = actives.get(comparisonId);
    if (existing) return existing;
    let timer: NodeJS.Timeout | undefined;
    const active = create(userId, comparisonId, () => {
      clearTimeout(timer);
      timer = setTimeout(() => forget(active), forgetMs).unref();
    });
    actives.set(comparisonId, active);
    return active;
  }

  function create(userId: string, comparisonId: string, onQuiet: () => void): ActiveComparison {
    const active = createActiveComparison({
      userId,
      comparisonId,
      processId,
      // One that is only looked at has no time of grace.
      grace: (onOver) => (actives.get(comparisonId) === active ? grace(onOver) : () => {}),
      onUnwatched: () => void stopUnwatched(active),
      onQuiet,
    });
    return active;
  }

  function forget(active: ActiveComparison): void {
    if (active.isIdle() && actives.get(active.comparisonId) === active) actives.delete(active.comparisonId);
  }

  /** Never rejects. */
  async function stopUnwatched(active: ActiveComparison): Promise<void> {
    try {
      const stopped = await clearUnwatched(active.comparisonId, processId);
      // Somebody may have come back while it was cleared; a stop is a stop then, too.
      if (stopped !== null) stopRuns(stopped, 'unwatched');
      await changed(active);
    } catch (error) {
      logger.warn({ err: error }, "couldn't clear unwatched cells");
    }
    if (active.isUnderWay) active.waitOn();
  }

  async function changed({ comparisonId }: ComparisonOfUser): Promise<void> {
    tellQueueChanged();
    await actives.get(comparisonId)?.refresh();
  }

  function stopRuns(runIds: Iterable<string>, reason: StopReason): void {
    const open = new Map(registry.open().map((run) => [run.identity.runId, run]));
    const ids = new Set(runIds);
    for (const id of ids) stoppedEarly.set(id, reason);
    for (const { running } of actives.values()) {
      for (const cell of running.values()) {
        if (!ids.has(cell.runId)) continue;
        stoppedEarly.delete(cell.runId);
        cell.stopping ??= reason;
        // Also a run whose row is just being written.
        (cell.run ?? open.get(cell.runId))?.stop(reason);
      }
    }
  }

  function pump(): Promise<void> {
    mayWait = true;
    return pumpFor(Number.POSITIVE_INFINITY);
  }

  function pumpFor(more: number): Promise<void> {
    tries += more;
    said += 1;
    pumping ??= takeWhileThereIsRoom();
    return pumping;
  }

  async function takeWhileThereIsRoom(): Promise<void> {
    // `pumping` is this promise before the end sets it back.
    await Promise.resolve();
    try {
      while (tries > 0 && mayWait && !isClosing() && !isFull(registry.slots)) {
        tries -= 1;
        if (starting.size >= MAX_STARTING) await Promise.race(starting);
        const before = said;
        if (!(await startNext())) {
          // A slot that got free while the database was asked did not count in the question.
          tries = said === before ? 0 : 1;
          mayWait = (await whatIsQueued()).isWaiting;
        }
      }
    } catch (error) {
      // The database is away, most likely: `keepQueue` tries again.
      logger.warn({ err: error }, "couldn't claim a cell");
    } finally {
      tries = 0;
      pumping = null;
    }
  }

  /** False: there is nothing to take. */
  async function startNext(): Promise<boolean> {
    const attended = [...actives.values()].filter(({ isAttended }) => isAttended);
    const taker = {
      processId,
      runId: uuidv7(),
      attended: attended.filter(({ watchers }) => watchers > 0).map((one) => one.comparisonId),
      leftLately: attended.filter(({ watchers }) => watchers === 0).map((one) => one.comparisonId),
      isFollowedElsewhere: isFollowedElsewhere(),
      full: fullSlots(registry.slots),
    };
    const found = await (taker.isFollowedElsewhere
      ? takeWithSlot(taker, registry.everywhere)
      : takeNextCell(taker).then((taken) => taken && { taken, reserved: null }));
    if (found === null) return false;
    // From now on that user is passed over.
    if (found === 'refused') {
      tries += 1;
      return true;
    }
    const { taken, reserved } = found;
    const takenAt = performance.now();
    let start: StartOfCells | null = null;
    try {
      start = plans.get(taken.startId) ?? (await startOfCells(taken.startId));
    } finally {
      // The run takes its own place, by the address that its start had.
      if (reserved !== null && !isSameOrigin(start, reserved)) {
        registry.everywhere.release(taken.runId, reserved);
      }
    }
    // Its comparison was deleted just now, and the cell with it.
    if (start === null) {
      tries += 1;
      return true;
    }
    plans.set(taken.startId, start);
    const active = open(start.userId, taken.comparisonId);
    const running = active.begin(taken);
    running.stopping = stoppedEarly.get(taken.runId) ?? null;
    // Up to its first `await` it takes the slot, so that the next cell is taken with that in mind.
    void onBehalfOf(callerOf(start), () => runCell(active, running, start, takenAt));
    return true;
  }

  /** Never rejects. */
  async function runCell(
    active: ActiveComparison,
    running: RunningCell,
    start: StartOfCells,
    takenAt: number,
  ): Promise<void> {
    const { userId, comparisonId } = active;
    const { cell, runId } = running;
    // Of any number of servers that believe that the cell is theirs, one gets a run.
    const idempotencyKey = `${running.startId}:${cell}`;
    try {
      const leaves = leaving.get(idempotencyKey);
      // Otherwise nothing may be awaited before the run has its slot.
      if (leaves !== undefined) await leaves;
      if (running.stopping !== null) throw new StoppedEarly();
      const starts = startRun(
        {
          ...requestOfQueuedCell(start.plan, cell),
          userId,
          origin: start.origin,
          idempotencyKey,
          source: 'compare',
          comparisonCell: { comparisonId, cell },
          runId,
          // The comparison is watched, not each run.
          background: true,
          isWatchedElsewhere: () => active.watchers > 0,
          earlier: running.attempts,
          takeBack: (error, attempts) => takeBack(active, running, error, attempts),
        },
        { registry, ...engine },
      );
      const started = await whileStarting(starts);
      const existing = started.kind === 'stored' ? started.runId : started.run.identity.runId;
      if (started.kind === 'stored' || existing !== runId) {
        giveBackSlot(active, running, start);
        await leaveCellTo(running, existing);
      } else {
        const { run } = started;
        active.started(running, run);
        tellQueueChanged();
        if (running.stopping !== null) run.stop(running.stopping);
        else if (performance.now() - takenAt > PAUSE_MS && !(await isQueued(running))) run.stop('stop');
        await run.settled;
        if (running.isPutBack) {
          leaving.delete(idempotencyKey);
          active.putBack(running, true);
        }
        await noteOutcome(running, run);
      }
      active.ended(running);
    } catch (error) {
      // A run that has begun keeps its place, whatever failed afterwards.
      if (running.run === null) giveBackSlot(active, running, start);
      // Other servers would be refused as well, and tell this one in turn: they look again by themselves.
      if (await notStarted(active, running, error)) return;
    }
    tellQueueChanged();
  }

  /** Whether the cell waits again, instead of ending as failed. Never rejects. */
  async function takeBack(
    active: ActiveComparison,
    running: RunningCell,
    error: RunError,
    attempts: readonly Attempt[],
  ): Promise<boolean> {
    const cell = pacedCell(running);
    const run = registry.find(active.userId, running.runId);
    if (cell === null || run === null || !isOneTooMany(error)) return false;
    leaving.set(run.idempotencyKey, run.settled);
    try {
      const { tries } = running;
      running.isPutBack = await slowDown({ cell, tries, error, attempts, random: engine.execution?.random });
    } catch (failure) {
      logger.warn({ err: failure }, "couldn't requeue a rejected cell");
    }
    if (!running.isPutBack) leaving.delete(run.idempotencyKey);
    return running.isPutBack;
  }

  /** A cell's call was answered, or refused: what others wait for may have changed. Never rejects. */
  async function noteOutcome(running: RunningCell, run: LiveRun): Promise<void> {
    const cell = pacedCell(running);
    const isAnswered = run.log.state.response !== null;
    if (cell === null || !(running.isPutBack || (running.isSlowed && isAnswered))) return;
    try {
      if (!running.isPutBack) await speedUp(cell);
      const watched = [...actives.values()].filter(({ watchers, isUnderWay }) => watchers > 0 && isUnderWay);
      await Promise.all(watched.map((one) => one.refresh()));
    } catch (error) {
      logger.warn({ err: error }, "couldn't save a connection's pace");
    }
  }

  /** Of a cell that got no run. */
  function giveBackSlot(
    { userId, comparisonId }: ActiveComparison,
    { runId, cell }: RunningCell,
    { origin }: StartOfCells,
  ): void {
    registry.everywhere.release(runId, { userId, origin, comparisonCell: { comparisonId, cell } });
  }

  async function whileStarting<Started>(starts: Promise<Started>): Promise<Started> {
    const over = starts.then(
      () => {},
      () => {},
    );
    starting.add(over);
    try {
      return await starts;
    } finally {
      starting.delete(over);
    }
  }

  /** True: the cell waits again, for a slot. Never rejects. */
  async function notStarted(
    active: ActiveComparison,
    running: RunningCell,
    error: unknown,
  ): Promise<boolean> {
    const isForLater =
      error instanceof AppError && (error.code === 'too_many_runs' || error.code === 'unavailable');
    try {
      if (isForLater || error instanceof StoppedEarly) {
        // The next free slot tries again.
        if (isForLater) tries = 0;
        await putBackCell(running);
        active.putBack(running);
        mayWait = true;
        await active.refresh();
        return isForLater;
      }
      const refusal = refusalOf(error);
      const isThere = await refuseCell(running.runId, refusal);
      active.ended(running, isThere ? refusal : undefined);
      // It may never have had the slot that it was taken for.
      void pumpFor(1);
    } catch (failure) {
      // `keepQueue` frees the cell.
      logger.warn({ err: failure }, "couldn't release a cell");
      active.ended(running);
    }
    return false;
  }

  return {
    processId,
    registry,
    find(userId, comparisonId) {
      const active = actives.get(comparisonId);
      return active?.userId === userId ? active : null;
    },
    open,
    // Nothing of one that is not held runs here.
    queue: ({ userId, comparisonId }) =>
      (actives.get(comparisonId) ?? create(userId, comparisonId, () => {})).queue(),
    all: () => [...actives.values()],
    pump,
    async stop({ userId, comparisonId }, cells, reason = 'stop') {
      const active = actives.get(comparisonId);
      // At once, without waiting for the database.
      if (active) {
        const own = [...active.running.values()].filter(({ cell }) => cells?.includes(cell) ?? true);
        stopRuns(
          own.map(({ runId }) => runId),
          reason,
        );
      }
      const stopped = await clearCells(comparisonId, cells ?? null, reason);
      // A cell that was taken in between.
      stopRuns(stopped, reason);
      await changed({ userId, comparisonId });
    },
    changed,
    async attend(active) {
      if (!active.isUnderWay) return;
      try {
        await noteWatched([active.comparisonId], processId);
      } catch (error) {
        logger.warn({ err: error }, "couldn't record a watched comparison");
      }
      if (active.waiting > 0) await pump();
    },
    stopRuns,
    async dropUser(userId) {
      for (const comparisonId of await clearUser(userId)) await changed({ userId, comparisonId });
    },
    watchersOf: (userId) =>
      [...actives.values()].reduce((sum, one) => sum + (one.userId === userId ? one.watchers : 0), 0),
  };
}

/** It was stopped before anything was done for it. */
class StoppedEarly extends Error {}

/** Whether a cell's run takes the places that were reserved for it. */
function isSameOrigin(start: StartOfCells | null, { origin }: SlotRequest): boolean {
  return (
    start !== null && start.origin?.address === origin?.address && start.origin?.isGuest === origin?.isGuest
  );
}

/** For the log and the limits of a run whose request was answered long ago. */
function callerOf({ requestId, origin }: StartOfCells): Caller | null {
  if (requestId === null) return null;
  return {
    requestId,
    address: origin?.address ?? '',
    signal: new AbortController().signal,
    nodeResponse: () => null,
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
