import { randomUUID } from 'node:crypto';
import { testEnvironment } from '@/lib/platform/db/testing/test-environment';
import { replaceEnv } from '@/lib/platform/env/env';
import { answer } from '@/lib/platform/server/redis/messages';
import { openRedis } from '@/lib/platform/server/redis/open-redis';
import type { SharedRedis } from '@/lib/platform/server/redis/shared-redis';
import { type RedisServer, startRedis } from '@/lib/platform/server/redis/testing/redis-server';
import { createLiveLog, type LiveLog } from '@/lib/runs/server/live-log';
import type { RunIdentity } from '@/lib/runs/server/run-snapshot';
import { createLogReader, type LogReader, type RunRows } from '@/lib/runs/server/shared/log-reader';
import { createLogWriter, type LogWriter } from '@/lib/runs/server/shared/log-writer';
import { createSnapshots } from '@/lib/runs/server/shared/snapshots';
import { eventually } from './runs';

/** A log of one server, followed on another. */
export interface SharedLog {
  readonly runId: string;
  readonly log: LiveLog;
  readonly subscribe: LiveLog['subscribe'];
}

/** The halves of two servers that share logs through a real Redis, in this process. */
export interface TwoServers {
  readonly redis: RedisServer;
  readonly owner: SharedRedis;
  readonly follower: SharedRedis;
  readonly reader: LogReader;
  log(identity: RunIdentity, retainedBytes?: number): SharedLog;
  stop(): Promise<void>;
}

const NO_ROWS: RunRows = { endedOf: async () => [], read: async () => null };

export async function startTwoServers(rows: RunRows = NO_ROWS, quietMs?: number): Promise<TwoServers> {
  replaceEnv(testEnvironment());
  const redis = await startRedis();
  const [owner, follower] = [openRedis(redis.url, randomUUID()), openRedis(redis.url, randomUUID())];
  await eventually(() => owner.isUp && follower.isUp, 'Redis');
  const logs = new Map<string, { identity: RunIdentity; log: LiveLog }>();
  const snapshots = createSnapshots(owner);
  answer('run-snapshot', async (body) => {
    const { runId, atLeast } = body as { runId: string; atLeast: number };
    const held = logs.get(runId);
    const snapshot = held === undefined ? null : await snapshots.take(held, atLeast);
    return snapshot && { ...snapshot };
  });
  const writers = new Map<number | undefined, LogWriter>();
  const reader = createLogReader(follower, { rows, ...(quietMs !== undefined && { quietMs }) });
  return {
    redis,
    owner,
    follower,
    reader,
    log(identity, retainedBytes) {
      const runId = randomUUID();
      const log = createLiveLog(identity, retainedBytes);
      logs.set(runId, { identity: { ...identity, runId }, log });
      const writer =
        writers.get(retainedBytes) ??
        createLogWriter(owner, { ...(retainedBytes !== undefined && { retainedBytes }) });
      writers.set(retainedBytes, writer);
      writer.copy(runId, log);
      return {
        runId,
        log,
        subscribe: (after, subscriber) =>
          reader.subscribe({ userId: 'ada', runId, ownerId: owner.processId }, after, subscriber),
      };
    },
    async stop() {
      owner.close();
      follower.close();
      await redis.stop();
    },
  };
}
