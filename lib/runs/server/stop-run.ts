import { AppError } from '@/lib/platform/model/app-error';
import { runExists } from '@/lib/runs/db/run-history';
import { type RunRegistry, runRegistry } from './registry';

/**
 * Stops a run, from any tab. The upstream's connection is closed before this returns, text that had come is
 * kept, and the status becomes `stopped`. `stopped: false`: it had ended before. Throws AppError `not_found`.
 */
export async function stopRun(
  userId: string,
  runId: string,
  registry: RunRegistry = runRegistry(),
): Promise<{ stopped: boolean }> {
  const run = registry.find(userId, runId);
  if (run === null) {
    if (!(await runExists(userId, runId))) throw new AppError('not_found');
    return { stopped: false };
  }
  if (run.log.ended) return { stopped: false };
  run.stop('stop');
  return { stopped: true };
}
