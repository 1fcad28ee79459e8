import { getHeapStatistics } from 'node:v8';
import type { LiveRun } from './live-run';

/** How much memory runs may hold, in bytes as `LiveLog.bytes` counts them. */
export interface RunMemoryLimits {
  /** All that this process knows, open and ended. */
  readonly all: number;
  /** Those that have ended: they can be read from the database as well. */
  readonly ended: number;
}

const MIB = 1024 * 1024;
const MOST = 256 * MIB;

/** A quarter of what Node may use at all, so that a small machine keeps its head above water too. */
export function runMemoryLimits(heapLimit = getHeapStatistics().heap_size_limit): RunMemoryLimits {
  const all = Math.min(MOST, heapLimit / 4);
  return { all, ended: all / 4 };
}

/** The memory of all runs together. */
export interface RunMemory {
  readonly total: number;
  /** Notes what the run has grown to. */
  weigh(run: LiveRun): void;
  forget(run: LiveRun): void;
  of(run: LiveRun): number;
  /**
   * The run that has to end when all take too much: the largest one of whoever holds the most, guests counted by their
   * address. Null: those that are about to end already make room enough.
   */
  heaviest(open: Iterable<LiveRun>, limit: number): LiveRun | null;
}

export function createRunMemory(): RunMemory {
  const sizes = new Map<LiveRun, number>();
  let total = 0;
  const of = (run: LiveRun) => sizes.get(run) ?? 0;

  return {
    get total() {
      return total;
    },
    of,
    weigh(run) {
      const size = run.log.bytes;
      total += size - of(run);
      sizes.set(run, size);
    },
    forget(run) {
      total -= of(run);
      sizes.delete(run);
    },
    heaviest(open, limit) {
      const owners = new Map<string, { size: number; largest: LiveRun }>();
      let leaving = 0;
      for (const run of open) {
        if (run.signal.aborted || run.log.ended) {
          leaving += of(run);
          continue;
        }
        const owner = run.origin?.isGuest ? run.origin.address : run.userId;
        const known = owners.get(owner);
        if (known === undefined) owners.set(owner, { size: of(run), largest: run });
        else {
          known.size += of(run);
          if (of(run) > of(known.largest)) known.largest = run;
        }
      }
      if (total - leaving <= limit) return null;
      let most: { size: number; largest: LiveRun } | null = null;
      for (const owner of owners.values()) if (most === null || owner.size > most.size) most = owner;
      return most?.largest ?? null;
    },
  };
}
