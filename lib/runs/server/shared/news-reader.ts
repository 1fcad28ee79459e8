import type { RedisConnection } from '@/lib/platform/server/redis/connection';
import type { SharedRedis } from '@/lib/platform/server/redis/shared-redis';
import { type LogEntry, logKey, READ_ENTRIES, readEntries } from './log-entries';

/** Reads the new events of all runs that are followed here, with one command that waits for them. */

const BLOCK_MS = 1_000;
/** Between two commands, so that many events come with one. */
const PACE_MS = 10;

export interface ReadRun {
  readonly runId: string;
  /** The number of the last event that was read. */
  position: number;
}

export interface NewsReaderOptions<Run extends ReadRun> {
  /** What is to be read now. */
  readonly runs: () => readonly Run[];
  readonly onEntry: (run: Run, entry: LogEntry) => void;
}

export interface NewsReader<Run extends ReadRun> {
  /** There is one more run. Resolves once it is read with the others, or not any more. */
  add(run: Run): Promise<void>;
}

export function createNewsReader<Run extends ReadRun>(
  redis: SharedRedis,
  { runs, onEntry }: NewsReaderOptions<Run>,
): NewsReader<Run> {
  let connection: RedisConnection | null = null;
  /** Of that connection, to interrupt it. */
  let connectionId: string | null = null;
  let isReading = false;
  /** The runs of the command that waits. */
  let inCommand = new Set<Run>();

  async function begin(): Promise<void> {
    connectionId = null;
    try {
      connectionId = String(await connection?.send(['CLIENT', 'ID']));
    } catch {
      // A new run then waits for a second.
    }
    void read();
  }

  async function read(): Promise<void> {
    if (isReading) return;
    isReading = true;
    try {
      for (let all = runs(); all.length > 0; all = runs()) {
        if (connection === null || connection.client === null) return;
        const begun = performance.now();
        inCommand = new Set(all);
        const keys = all.map(({ runId }) => logKey(redis, runId));
        const ids = all.map(({ position }) => `${position}-0`);
        const options = ['COUNT', String(READ_ENTRIES), 'BLOCK', String(BLOCK_MS)];
        take(await connection.send(['XREAD', ...options, 'STREAMS', ...keys, ...ids]), all);
        const restMs = PACE_MS - (performance.now() - begun);
        if (restMs > 0) await new Promise((resolve) => setTimeout(resolve, restMs));
      }
    } catch {
      // Redis is away, and readers are let go; or only this connection is, which begins again.
    } finally {
      isReading = false;
    }
  }

  function take(reply: unknown, all: readonly Run[]): void {
    if (!Array.isArray(reply)) return;
    const byKey = new Map(all.map((run) => [logKey(redis, run.runId), run]));
    for (const [key, list] of reply as [string, unknown][]) {
      const run = byKey.get(key);
      if (run === undefined) continue;
      for (const entry of readEntries(list)) {
        run.position = Math.max(run.position, entry.last);
        onEntry(run, entry);
      }
    }
  }

  return {
    async add(run) {
      connection ??= redis.connect(() => void begin());
      void read();
      // The command may wait already, or be on its way: then there is nothing to interrupt yet.
      while (isReading && connectionId !== null && !inCommand.has(run) && runs().includes(run)) {
        await redis.send(['CLIENT', 'UNBLOCK', connectionId]).catch(() => {});
        await new Promise((resolve) => setTimeout(resolve, PACE_MS));
      }
    },
  };
}
