import type { AppError } from '@/lib/platform/model/app-error';
import { callEach } from '@/lib/platform/server/call-each';
import { perProcess } from '@/lib/platform/server/per-process';
import type { LiveRun } from './live-run';
import { createRunMemory, type RunMemoryLimits, runMemoryLimits } from './run-memory';
import { createRunSlots, type RunSlots } from './run-slots';
import { createSlotsEverywhere, type SlotsEverywhere } from './shared/slots-everywhere';

/** Ended runs can be joined for a while: a page that lost its network catches up from where it was. */
export const KEEP_ENDED_MS = 60_000;
/** When there are more, or they exceed their memory limit, the oldest ended ones are released first. */
const MAX_ENDED = 200;

/** The runs of this process, by id, by start request, and by user. */
export interface RunRegistry {
  add(run: LiveRun): void;
  remove(run: LiveRun): void;
  /** A live or just ended run of this user; another tenant's id finds nothing. */
  find(userId: string, runId: string): LiveRun | null;
  findByKey(userId: string, idempotencyKey: string): LiveRun | null;
  /** The run has grown: frees memory when all of them hold too much. */
  weigh(run: LiveRun): void;
  /** The run has ended and is saved: released after `KEEP_ENDED_MS`. */
  retire(run: LiveRun): void;
  /**
   * The run has ended, but its end could not be saved yet: it holds no slot any more, and is not released.
   */
  retireUnsaved(run: LiveRun): void;
  /** Runs that wait for `retire`, oldest first. */
  unsaved(): LiveRun[];
  /** Runs that are still going. */
  open(): LiveRun[];
  openCount(userId?: string): number;
  readonly slots: RunSlots;
  /** Takes the slot of an added run for all servers together: why there is none, or null. Never rejects. */
  takeEverywhere(run: LiveRun): Promise<AppError | null>;
  /** Slots of all servers together, before there is a run. */
  readonly everywhere: Pick<SlotsEverywhere, 'reserve' | 'release'>;
  /** Ids of all known runs. */
  ids(): string[];
  /** All known runs of one user, ended ones included. */
  ofUser(userId: string): LiveRun[];
  /** Called whenever an open run has ended: another may have its slot. */
  onSlotFree(listener: () => void): void;
}

/** A set, or the keys of a map. */
interface OldestFirst {
  keys(): Iterable<LiveRun>;
}

export function createRunRegistry(
  keepEndedMs = KEEP_ENDED_MS,
  limits: RunMemoryLimits = runMemoryLimits(),
): RunRegistry {
  const runs = new Map<string, LiveRun>();
  const byKey = new Map<string, LiveRun>();
  /** With the timer that releases each; a timer left running would keep the run in memory. */
  const ended = new Map<LiveRun, NodeJS.Timeout>();
  const unsaved = new Set<LiveRun>();
  const memory = createRunMemory();
  const slotListeners = new Set<() => void>();
  const onFree = () => void callEach(slotListeners, (listener) => listener());
  const everywhere = createSlotsEverywhere({ onFree });
  const slots = createRunSlots(everywhere);

  const keyOf = (userId: string, idempotencyKey: string) => `${userId} ${idempotencyKey}`;

  function close(run: LiveRun): void {
    if (!slots.leave(run)) return;
    everywhere.leave(run);
    onFree();
  }

  function forget(run: LiveRun): void {
    close(run);
    memory.forget(run);
    clearTimeout(ended.get(run));
    ended.delete(run);
    unsaved.delete(run);
    runs.delete(run.identity.runId);
    const key = keyOf(run.userId, run.idempotencyKey);
    if (byKey.get(key) === run) byKey.delete(key);
  }

  function forgetOldest(of: OldestFirst): boolean {
    const [oldest] = of.keys();
    if (oldest !== undefined) forget(oldest);
    return oldest !== undefined;
  }

  const sizeOf = (of: OldestFirst) => [...of.keys()].reduce((sum, run) => sum + memory.of(run), 0);

  function makeSpace(): void {
    while (memory.total > limits.all && forgetOldest(ended));
    if (memory.total > limits.all) memory.heaviest(slots.open, limits.all)?.stop('memory');
  }

  return {
    add(run) {
      runs.set(run.identity.runId, run);
      byKey.set(keyOf(run.userId, run.idempotencyKey), run);
      slots.take(run);
      memory.weigh(run);
      if (memory.total > limits.all) makeSpace();
    },
    remove: forget,
    find(userId, runId) {
      const run = runs.get(runId);
      return run?.userId === userId ? run : null;
    },
    findByKey: (userId, idempotencyKey) => byKey.get(keyOf(userId, idempotencyKey)) ?? null,
    weigh(run) {
      memory.weigh(run);
      if (memory.total > limits.all) makeSpace();
    },
    retire(run) {
      close(run);
      // Without its request.
      memory.weigh(run);
      unsaved.delete(run);
      ended.set(run, setTimeout(() => forget(run), keepEndedMs).unref());
      while (ended.size > MAX_ENDED || sizeOf(ended) > limits.ended) forgetOldest(ended);
    },
    retireUnsaved(run) {
      close(run);
      memory.weigh(run);
      unsaved.add(run);
      // Runs that cannot be saved must not fill the memory while the database is away: the sweep marks the
      // oldest as interrupted.
      while (sizeOf(unsaved) > limits.ended) forgetOldest(unsaved);
    },
    unsaved: () => [...unsaved],
    open: () => [...slots.open],
    openCount: (userId) => (userId === undefined ? slots.open.size : slots.ofUser(userId)),
    slots,
    takeEverywhere: everywhere.take,
    everywhere,
    ids: () => [...runs.keys()],
    onSlotFree: (listener) => void slotListeners.add(listener),
    ofUser(userId) {
      const own: LiveRun[] = [];
      for (const run of runs.values()) if (run.userId === userId) own.push(run);
      return own;
    },
  };
}

/** The one registry of this process. */
export function runRegistry(): RunRegistry {
  return perProcess('run-registry', createRunRegistry);
}
