import os from 'node:os';
import { env } from '@/lib/platform/env/env';
import { logger } from '@/lib/platform/server/log';
import { perProcess } from '@/lib/platform/server/per-process';
import { broadcast } from '@/lib/platform/server/redis/messages';
import {
  endLease,
  endOtherLeases,
  interruptOrphans,
  ownOpenRuns,
  renewLease,
  type ServerProcess,
} from '@/lib/runs/db/process-lease';
import type { LiveRun } from './live-run';
import { processId } from './process-id';
import { type RunRegistry, runRegistry } from './registry';
import { countOrphans } from './run-counters';

/**
 * A run belongs to the process that writes it, for as long as that process gives a sign of life. Any process
 * closes the runs of one that does not (docs/decisions/0035).
 */

/** Without a heartbeat for this long, a process counts as dead. */
export const LEASE_MS = 15_000;
/** With the lease, the longest that a dead process' run stays open is 19 s, while another server runs. */
export const BEAT_MS = 4_000;
/** After a heartbeat that failed. */
const RETRY_MS = 1_000;
/**
 * With a longer gap between two of our heartbeats, those of others may have one, too, for the same reason: after
 * an outage of the database of this length, theirs are at most 13 s old and will be renewed within a second.
 */
const GAP_MS = 2 * BEAT_MS;
/** With a heartbeat younger than this nobody else has touched our runs, and nobody will for a while. */
const FRESH_MS = 10_000;
/** A reader waits no longer than this for a database that is away; see `isStillOwner`. */
const ASK_MS = 2_000;

export interface ProcessLease {
  /** Writes the first heartbeat, and more until `end`. Returns how many orphaned runs were closed. */
  begin(): Promise<number>;
  /**
   * Resolves when this process surely counts as alive: at once, except after a pause. Call it before a row is
   * written that says that it is ours. Rejects when the database cannot be reached.
   */
  ensure(): Promise<void>;
  /**
   * Whether a run is still ours: false when this process paused for so long that another one has closed it.
   * Free of charge, except after a pause. Never rejects: with no database to ask, the run is ours.
   */
  isStillOwner(runId: string): Promise<boolean>;
  /** Milliseconds since the last heartbeat that the database has; null: it has not begun. */
  age(): number | null;
  /** No more heartbeats. What is still open belongs to nobody from now on; never rejects. */
  end(): Promise<void>;
  /** One heartbeat, and what follows from it. For tests; `begin` does it again and again. */
  beat(): Promise<number>;
}

export interface LeaseOptions {
  readonly self?: ServerProcess;
  readonly registry?: RunRegistry;
  /** Milliseconds from any zero; it must go on while this process is paused. */
  readonly now?: () => number;
}

export function createProcessLease({
  self = { id: processId(), host: os.hostname(), pid: process.pid },
  registry = runRegistry(),
  now = leaseClock(),
}: LeaseOptions = {}): ProcessLease {
  let lastBeat = Number.NEGATIVE_INFINITY;
  /** Since when the heartbeats have had no gap. */
  let steadySince = Number.NEGATIVE_INFINITY;
  let beating: Promise<number> | null = null;
  let renewing: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;
  let begun = false;
  let ended = false;
  let isAway = false;
  /** After a pause, until it is known which of our runs others have closed meanwhile. */
  let isUnchecked = true;

  const isFresh = () => now() - lastBeat < FRESH_MS;

  /** One at a time: after a pause, every start asks for it. */
  function renew(): Promise<void> {
    renewing ??= renewOnce().finally(() => {
      renewing = null;
    });
    return renewing;
  }

  async function renewOnce(): Promise<void> {
    // Its start, because it may take effect at any moment until it returns.
    const sentAt = now();
    await renewLease(self);
    if (sentAt - lastBeat > GAP_MS) steadySince = sentAt;
    if (sentAt - lastBeat >= FRESH_MS) isUnchecked = true;
    lastBeat = sentAt;
  }

  /**
   * After a gap we can't tell who is dead: when a database comes back, every heartbeat is old. The first
   * process to return must not close the others' runs.
   */
  const mayJudge = () => now() - steadySince >= LEASE_MS;

  async function beatOnce(): Promise<number> {
    await renew();
    await stopLost();
    const count = await interruptOrphans(self.id, mayJudge() ? LEASE_MS : null);
    if (count > 0) {
      countOrphans(count);
      broadcast('runs-interrupted', null);
      logger.warn({ count }, 'orphaned runs marked as interrupted');
    }
    return count;
  }

  /** Ends runs that another process has closed, or whose rows are gone: nobody reads what they would bring. */
  async function stopLost(): Promise<void> {
    // Read before the rows: a run that begins meanwhile is not among them.
    const open = registry.open().filter(isUnderWay);
    const beatBefore = lastBeat;
    const own = open.length === 0 ? new Set() : await ownOpenRuns(self.id);
    for (const run of open) {
      if (!own.has(run.identity.runId) && isUnderWay(run)) run.stop('lost');
    }
    // Another pause while it was read: what was read may be out of date.
    if (lastBeat - beatBefore < FRESH_MS) isUnchecked = false;
  }

  function beat(): Promise<number> {
    beating ??= beatOnce().finally(() => {
      beating = null;
    });
    return beating;
  }

  function schedule(ms: number): void {
    if (ended) return;
    timer = setTimeout(async () => {
      let next = BEAT_MS;
      try {
        await beat();
        if (isAway) logger.info('heartbeat resumed');
        isAway = false;
      } catch (error) {
        next = RETRY_MS;
        // Once for all of an outage.
        if (!isAway) logger.warn({ err: error }, "couldn't write heartbeat");
        isAway = true;
      }
      schedule(next);
    }, ms).unref();
  }

  async function stillOwns(runId: string): Promise<boolean> {
    await renew();
    return (await ownOpenRuns(self.id, runId)).has(runId);
  }

  return {
    async begin() {
      // The only server of its file (lib/platform/db/one-server.ts).
      if (env.databaseKind === 'sqlite') await endOtherLeases(self.id);
      const count = await beat();
      begun = true;
      schedule(BEAT_MS);
      return count;
    },
    async ensure() {
      if (!isFresh()) await renew();
    },
    async isStillOwner(runId) {
      if (isFresh() && !isUnchecked) return true;
      const answer = stillOwns(runId).catch(() => true);
      const late = new Promise<true>((resolve) => setTimeout(() => resolve(true), ASK_MS).unref());
      return Promise.race([answer, late]);
    },
    age: () => (begun ? now() - lastBeat : null),
    async end() {
      ended = true;
      clearTimeout(timer);
      try {
        await beating?.catch(() => {});
        await endLease(self.id);
      } catch (error) {
        // It lapses by itself.
        logger.warn({ err: error }, "couldn't end lease");
      }
    },
    beat,
  };
}

/** Its first event comes once its row is written. */
const isUnderWay = ({ log, signal }: LiveRun) => log.lastSeq > 0 && !log.ended && !signal.aborted;

/**
 * The faster of two clocks: one stands still while the machine sleeps, the other may be set back. Too fast
 * costs a look at the database; too slow, a run that ends twice.
 */
function leaseClock(): () => number {
  let wall = Date.now();
  let steady = performance.now();
  let passed = 0;
  return () => {
    const [nextWall, nextSteady] = [Date.now(), performance.now()];
    passed += Math.max(nextWall - wall, nextSteady - steady);
    [wall, steady] = [nextWall, nextSteady];
    return passed;
  };
}

/** The lease of this process. */
export function processLease(): ProcessLease {
  return perProcess('process-lease', createProcessLease);
}
