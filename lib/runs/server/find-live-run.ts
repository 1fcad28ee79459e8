import { perProcess } from '@/lib/platform/server/per-process';
import { redisRefusal, sharedRedis } from '@/lib/platform/server/redis/shared-redis';
import { watchEverywhere } from '@/lib/platform/server/redis/watched';
import { runOwner } from '@/lib/runs/db/run-owner';
import type { LogSubscriber } from './live-log';
import type { ComparisonCell } from './live-run';
import { type RunRegistry, runRegistry } from './registry';
import { logReader } from './shared/share-runs';
import { GRACE_MS } from './unwatched';

/** A run that can be followed, whichever server carries it out. */
export interface FollowableRun {
  readonly runId: string;
  /** Whether this process carries it out. */
  readonly isHere: boolean;
  readonly comparisonCell: ComparisonCell | null;
  /** As `LiveLog.subscribe`; it does not count as watching. Of another server, events come after a moment. */
  subscribe(after: number, subscriber: LogSubscriber): () => void;
  /** The same, and counts as watching. */
  watch(after: number, subscriber: LogSubscriber): () => void;
}

/**
 * A run that is live, or that this process still holds. Null: there is none, it has ended (its row has
 * everything), or no Redis connects us with its server. Throws AppError `unavailable` while its server can't be
 * reached.
 */
export async function findLiveRun(
  userId: string,
  runId: string,
  registry: RunRegistry = runRegistry(),
): Promise<FollowableRun | null> {
  const here = registry.find(userId, runId);
  if (here !== null) {
    await here.stored;
    const { comparisonCell, log, watch } = here;
    return { runId, isHere: true, comparisonCell, subscribe: log.subscribe, watch };
  }
  const redis = sharedRedis();
  const reader = logReader();
  if (redis === null || reader === null) return null;
  const owner = await runOwner(userId, runId);
  if (!owner?.isOpen || owner.processId === null || owner.processId === redis.processId) return null;
  if (!redis.isUp) throw redisRefusal();
  const { comparisonId, cell } = owner;
  const remote = { userId, runId, ownerId: owner.processId };
  return {
    runId,
    isHere: false,
    comparisonCell: comparisonId !== null && cell !== null ? { comparisonId, cell } : null,
    subscribe: (after, subscriber) => reader.subscribe(remote, after, subscriber),
    watch(after, subscriber) {
      const unwatch = watchEverywhere(runTopic(runId), GRACE_MS);
      const forget = countWatcher(userId);
      const over = () => {
        unwatch();
        forget();
      };
      const leave = reader.subscribe(remote, after, {
        ...subscriber,
        onEnd: (isOver) => {
          over();
          subscriber.onEnd(isOver);
        },
      });
      return () => {
        leave();
        over();
      };
    },
  };
}

/** What `watchEverywhere` calls a run. */
export function runTopic(runId: string): string {
  return `run:${runId}`;
}

const watchers = () => perProcess('watchers-of-others', () => new Map<string, number>());

/** Streams through this process that follow runs of other servers. */
export function watchersElsewhere(userId: string): number {
  return watchers().get(userId) ?? 0;
}

function countWatcher(userId: string): () => void {
  watchers().set(userId, watchersElsewhere(userId) + 1);
  let isOver = false;
  return () => {
    if (isOver) return;
    isOver = true;
    const left = watchersElsewhere(userId) - 1;
    if (left > 0) watchers().set(userId, left);
    else watchers().delete(userId);
  };
}
