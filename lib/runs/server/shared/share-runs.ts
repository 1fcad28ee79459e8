import { answer, broadcast, onBroadcast } from '@/lib/platform/server/redis/messages';
import { perRedis } from '@/lib/platform/server/redis/shared-redis';
import { getRun } from '@/lib/runs/db/run-history';
import { endedOf } from '@/lib/runs/db/run-owner';
import { endHiddenWatch } from '../hidden-watch';
import { type RunRegistry, runRegistry } from '../registry';
import { inChunks, snapshotRun } from '../run-snapshot';
import { createLogReader, type LogReader, type RunRows } from './log-reader';
import { sharedSnapshots } from './snapshots';

/** What this process does for runs when other servers ask, and asks them for. */

const rows: RunRows = {
  endedOf,
  async read(userId, runId) {
    const run = await getRun(userId, runId);
    if (run === null || run.state.status === 'streaming') return null;
    const { createdAt, choiceCount, state } = run;
    // 0, because a number in this snapshot means nothing later.
    return inChunks(snapshotRun({ runId, createdAt, choiceCount }, state, 0));
  },
};

/** The reader of this process; null without Redis. */
export function logReader(): LogReader | null {
  return perRedis('log-reader', (redis) => createLogReader(redis, { rows }));
}

/** From now on other servers get answers about the runs of this process. Once is enough. */
export function shareRuns(registry: RunRegistry = runRegistry()): void {
  const held = (body: unknown) => {
    const { userId, runId } = body as { userId: string; runId: string };
    return registry.find(userId, runId);
  };
  answer('run-snapshot', async (body) => {
    const run = held(body);
    const snapshots = sharedSnapshots();
    if (run === null || snapshots === null) return null;
    const snapshot = await snapshots.take(run, (body as { atLeast?: number }).atLeast);
    return snapshot && { ...snapshot };
  });
  answer('stop-run', async (body) => {
    const run = held(body);
    if (run === null || run.log.ended) return { stopped: false };
    run.stop('stop');
    return { stopped: true };
  });
  onBroadcast('stop-runs', (body) => {
    const { userId, runIds } = body as { userId: string; runIds: readonly string[] | null };
    for (const run of registry.ofUser(userId)) {
      if (runIds === null || runIds.includes(run.identity.runId)) run.stop('stop');
    }
  });
  onBroadcast('hidden-watch-ended', (body) => endHiddenWatch(body as Parameters<typeof endHiddenWatch>[0]));
  onBroadcast('runs-interrupted', () => logReader()?.lookAtRows());
}

/** Stops runs of this user that other servers carry out; null: all of them. Best effort. */
export function stopElsewhere(userId: string, runIds: readonly string[] | null): void {
  broadcast('stop-runs', { userId, runIds });
}
