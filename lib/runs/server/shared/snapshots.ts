import { randomUUID } from 'node:crypto';
import { perRedis, type SharedRedis } from '@/lib/platform/server/redis/shared-redis';
import type { RunState } from '@/lib/protocol/run/run-state';
import { inChunks, type RunIdentity, snapshotRun } from '../run-snapshot';

/**
 * Snapshots of live runs for readers on other servers, whose number their stream does not have any more. Made on
 * request by the run's owner, because nobody else has exactly the state that belongs to a number.
 */

/** How long a snapshot stays; a reader who takes longer asks again. */
const TTL_MS = 120_000;
/** Readers who ask within this time get the same one. Less than a stream takes to be trimmed. */
const SHARED_MS = 1_000;

export interface SharedSnapshot {
  /** Begins the keys of its chunks, which are JSON arrays of numbered events. */
  readonly key: string;
  readonly chunks: number;
  /** The number that the stream continues from. */
  readonly seq: number;
}

export function chunkKey(key: string, at: number): string {
  return `${key}:${at}`;
}

interface SnapshottedRun {
  readonly identity: RunIdentity;
  readonly log: { readonly state: RunState; readonly lastSeq: number };
}

export interface Snapshots {
  take(run: SnapshottedRun): Promise<SharedSnapshot>;
}

export function createSnapshots(redis: SharedRedis, sharedMs = SHARED_MS): Snapshots {
  const recent = new Map<string, Promise<SharedSnapshot>>();

  async function write({ identity, log }: SnapshottedRun): Promise<SharedSnapshot> {
    const key = redis.key(`snapshot:${randomUUID()}`);
    const seq = log.lastSeq;
    // At once, so that all of it is of one moment; only its chunks are written one after the other.
    const events = snapshotRun(identity, log.state, seq);
    let chunks = 0;
    for (const chunk of inChunks(events)) {
      await redis.send(['SET', chunkKey(key, chunks), JSON.stringify(chunk), 'PX', String(TTL_MS)]);
      chunks += 1;
    }
    return { key, chunks, seq };
  }

  return {
    take(run) {
      const { runId } = run.identity;
      const known = recent.get(runId);
      if (known !== undefined) return known;
      const made = write(run);
      recent.set(runId, made);
      const forget = () => setTimeout(() => recent.delete(runId), sharedMs).unref();
      made.then(forget, () => recent.delete(runId));
      return made;
    },
  };
}

/** Those of this process; null without Redis. */
export function sharedSnapshots(): Snapshots | null {
  return perRedis('snapshots', (redis) => createSnapshots(redis));
}
