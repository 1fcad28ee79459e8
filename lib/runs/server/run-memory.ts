import { getHeapStatistics } from 'node:v8';
import type { LiveRun } from './live-run';

/** How much memory runs may hold: their logs (`LiveLog.bytes`), and their requests until they have ended. */
export interface RunMemoryLimits {
  /** For all runs that this process knows, open and ended. */
  readonly all: number;
  /** For those that have ended: they can be read from the database as well. */
  readonly ended: number;
}

const MIB = 1024 * 1024;
const MAX_BYTES = 256 * MIB;

/** A quarter of Node's heap limit, so that small machines cope too. */
export function runMemoryLimits(heapLimit = getHeapStatistics().heap_size_limit): RunMemoryLimits {
  const all = Math.min(MAX_BYTES, heapLimit / 4);
  return { all, ended: all / 4 };
}

/** The memory of all runs together. */
export interface RunMemory {
  readonly total: number;
  /** Records the size that the run has reached. */
  weigh(run: LiveRun): void;
  forget(run: LiveRun): void;
  of(run: LiveRun): number;
  /**
   * The run to end when all of them use too much: the largest one of the user with the most, guests counted
   * by address. Null: runs that are already ending will free enough.
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
      const size = run.log.bytes + (run.log.ended ? 0 : run.requestBytes);
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
      let heaviest: { size: number; largest: LiveRun } | null = null;
      for (const owner of owners.values())
        if (heaviest === null || owner.size > heaviest.size) heaviest = owner;
      return heaviest?.largest ?? null;
    },
  };
}
