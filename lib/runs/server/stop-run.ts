import { AppError } from '@/lib/platform/model/app-error';
import { logger } from '@/lib/platform/server/log';
import { ask } from '@/lib/platform/server/redis/messages';
import { redisRefusal, sharedRedis } from '@/lib/platform/server/redis/shared-redis';
import { runOwner } from '@/lib/runs/db/run-owner';
import { type RunRegistry, runRegistry } from './registry';

/**
 * Stops a run, from any tab and through any server. The upstream's connection is closed before this returns, text
 * that had come is kept, and the status becomes `stopped`. `stopped: false`: it had ended before. Throws AppError
 * `not_found`, and `unavailable` when its server can't be reached.
 */
export async function stopRun(
  userId: string,
  runId: string,
  registry: RunRegistry = runRegistry(),
): Promise<{ stopped: boolean }> {
  const run = registry.find(userId, runId);
  if (run === null) {
    const owner = await runOwner(userId, runId);
    if (owner === null) throw new AppError('not_found');
    const redis = sharedRedis();
    const { isOpen, processId } = owner;
    if (redis === null || !isOpen || processId === null || processId === redis.processId) {
      return { stopped: false };
    }
    return askToStop(processId, { userId, runId });
  }
  if (run.log.ended) return { stopped: false };
  run.stop('stop');
  return { stopped: true };
}

async function askToStop(
  processId: string,
  run: { userId: string; runId: string },
): Promise<{ stopped: boolean }> {
  try {
    return (await ask(processId, 'stop-run', run)) as { stopped: boolean };
  } catch (error) {
    logger.warn({ err: error, runId: run.runId }, "couldn't stop run on another server");
    throw redisRefusal();
  }
}
