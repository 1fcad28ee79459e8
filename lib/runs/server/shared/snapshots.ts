import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { perRedis, redisScript, type SharedRedis } from '@/lib/platform/server/redis/shared-redis';
import type { RunState } from '@/lib/protocol/run/run-state';
import { inChunks, type RunIdentity, snapshotBytes, snapshotRun } from '../run-snapshot';

/**
 * Snapshots of live runs for readers on other servers, whose number their stream does not have any more. Made on
 * request by the run's owner, because nobody else has exactly the state that belongs to a number. Anybody who may
 * read a run can request as many as they like, so readers share one for as long as the stream continues it, and
 * all of them together have a bound.
 */

/** How long a snapshot stays after it was last read. */
const TTL_MS = 20_000;
/** Nobody new gets one that is older than this, and it goes after twice the time, read or not. */
const SHARED_MS = 60_000;
/** Between two of the same run. */
const REST_MS = 1_000;
/** Of all snapshots of this process that are in Redis. */
const MAX_BYTES = 64 * 1024 * 1024;
/** After there was no room for a run's, it is not tried again for this long. */
const REFUSED_MS = 2_000;

/** All chunks of a snapshot stay for longer; the text of one of them (0: none). Nothing when one is gone. */
const READ = redisScript(`
if redis.call('EXISTS', unpack(KEYS)) < #KEYS then return false end
for at = 1, #KEYS do redis.call('PEXPIRE', KEYS[at], ARGV[1]) end
if ARGV[2] == '0' then return '' end
return redis.call('GET', KEYS[tonumber(ARGV[2])])`);

export interface SharedSnapshot {
  /** Begins the keys of its chunks, which are JSON arrays of numbered events. */
  readonly key: string;
  readonly chunks: number;
  /** The number that the stream continues from. */
  readonly seq: number;
}

function chunkKey(key: string, at: number): string {
  return `${key}:${at}`;
}

function keysOf({ key, chunks }: SharedSnapshot): string[] {
  return Array.from({ length: chunks }, (_, at) => chunkKey(key, at));
}

/** One chunk, whose snapshot then stays for longer. Null: it is gone. */
export async function readChunk(
  redis: SharedRedis,
  snapshot: SharedSnapshot,
  at: number,
): Promise<string | null> {
  const text = await redis.run(READ, keysOf(snapshot), [String(TTL_MS), String(at + 1)]);
  return typeof text === 'string' ? text : null;
}

interface SnapshottedRun {
  readonly identity: RunIdentity;
  readonly log: { readonly state: RunState; readonly lastSeq: number };
}

export interface Snapshots {
  /**
   * One that has the run at least up to number `atLeast`, as far as the run has come. Null: there is no room
   * for it now.
   */
  take(run: SnapshottedRun, atLeast?: number): Promise<SharedSnapshot | null>;
}

export interface SnapshotsOptions {
  /** Others in tests. */
  readonly maxBytes?: number;
  readonly ttlMs?: number;
  readonly restMs?: number;
}

/** A snapshot in Redis. */
interface Held extends SharedSnapshot {
  readonly runId: string;
  readonly madeAt: number;
  /** About how large it will be. */
  readonly weight: number;
  /** Written so far. */
  chunks: number;
  bytes: number;
  /** There is a newer one; those who read it may go on. */
  isReplaced: boolean;
  timer: NodeJS.Timeout | undefined;
}

export function createSnapshots(
  redis: SharedRedis,
  { maxBytes = MAX_BYTES, ttlMs = TTL_MS, restMs = REST_MS }: SnapshotsOptions = {},
): Snapshots {
  const held = new Set<Held>();
  const newest = new Map<string, Held>();
  /** By run: one is looked for or made. */
  const inWork = new Map<string, Promise<SharedSnapshot | null>>();
  const refused = new Set<string>();

  redis.onDown(() => {
    // They lapse, if they are still there when it is back.
    for (const one of held) forget(one);
  });

  function forget(one: Held): void {
    clearTimeout(one.timer);
    held.delete(one);
    if (newest.get(one.runId) === one) newest.delete(one.runId);
  }

  function remove(one: Held): void {
    forget(one);
    const keys = keysOf(one);
    if (keys.length > 0) redis.send(['UNLINK', ...keys]).catch(() => {});
  }

  function removeReplaced(runId?: string): void {
    for (const one of held) if (one.isReplaced && (runId ?? one.runId) === one.runId) remove(one);
  }

  /** Looks again when it should be gone: its readers may have made it stay. */
  function watch(one: Held, ms: number): void {
    one.timer = setTimeout(async () => {
      const left = await redis.send(['PTTL', chunkKey(one.key, one.chunks - 1)]).then(Number, () => 0);
      if (!held.has(one)) return;
      if (left > 0 && performance.now() - one.madeAt < 2 * SHARED_MS) watch(one, left);
      else remove(one);
    }, ms + 10);
    one.timer.unref();
  }

  /** At the cost of replaced ones, and of larger ones: nobody's long runs keep the others out. */
  function makeRoom(one: Held): boolean {
    const total = () => [...held].reduce((sum, { bytes }) => sum + bytes, 0);
    if (total() > maxBytes) removeReplaced();
    while (total() > maxBytes) {
      const largest = [...held].reduce((a, b) => (b.weight > a.weight ? b : a), one);
      if (largest === one) return false;
      remove(largest);
    }
    return true;
  }

  async function write({ identity, log }: SnapshottedRun): Promise<SharedSnapshot | null> {
    const { runId } = identity;
    // At once, so that all of it is of one moment; only its chunks are written one after the other.
    const events = snapshotRun(identity, log.state, log.lastSeq);
    const one: Held = {
      runId,
      key: redis.key(`snapshot:${randomUUID()}`),
      seq: log.lastSeq,
      madeAt: performance.now(),
      weight: snapshotBytes(events),
      chunks: 0,
      bytes: 0,
      isReplaced: false,
      timer: undefined,
    };
    held.add(one);
    try {
      for (const chunk of inChunks(events)) {
        const text = JSON.stringify(chunk);
        one.bytes += Buffer.byteLength(text);
        if (!makeRoom(one)) {
          remove(one);
          refused.add(runId);
          setTimeout(() => refused.delete(runId), REFUSED_MS).unref();
          return null;
        }
        one.chunks += 1;
        await redis.send(['SET', chunkKey(one.key, one.chunks - 1), text, 'PX', String(ttlMs)]);
        // Made room for another one meanwhile.
        if (!held.has(one)) {
          remove(one);
          return null;
        }
      }
    } catch (error) {
      remove(one);
      throw error;
    }
    // At most one that is still being read stays beside it.
    removeReplaced(runId);
    const before = newest.get(runId);
    if (before !== undefined) before.isReplaced = true;
    newest.set(runId, one);
    watch(one, ttlMs);
    return one;
  }

  async function find(run: SnapshottedRun, atLeast: number): Promise<SharedSnapshot | null> {
    const { runId } = run.identity;
    const known = newest.get(runId);
    if (known !== undefined) {
      const age = performance.now() - known.madeAt;
      if (known.seq >= atLeast && age < SHARED_MS) {
        if ((await redis.run(READ, keysOf(known), [String(ttlMs), '0'])) !== null) return known;
        remove(known);
      }
      if (age < restMs) await pause(restMs - age, undefined, { ref: false });
    }
    return refused.has(runId) ? null : write(run);
  }

  return {
    async take(run, atLeast = 0) {
      const { runId } = run.identity;
      const needed = Math.min(atLeast, run.log.lastSeq);
      for (;;) {
        let work = inWork.get(runId);
        if (work === undefined) {
          work = find(run, needed).finally(() => inWork.delete(runId));
          inWork.set(runId, work);
        }
        const found = await work;
        if (found === null || found.seq >= needed) {
          return found && { key: found.key, chunks: found.chunks, seq: found.seq };
        }
      }
    },
  };
}

/** Those of this process; null without Redis. */
export function sharedSnapshots(): Snapshots | null {
  return perRedis('snapshots', (redis) => createSnapshots(redis));
}
