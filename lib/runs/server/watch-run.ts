import { AppError } from '@/lib/platform/model/app-error';
import { runExists } from '@/lib/runs/db/run-history';
import { type HiddenPage, watchHidden } from './hidden-watch';
import { type RunRegistry, runRegistry } from './registry';

/**
 * Counts as watching for a while, for a hidden page. `live: false`: there is nothing more to watch. Throws
 * AppError `not_found`.
 */
export async function watchRun(
  { userId, id: runId, page }: HiddenPage,
  { registry = runRegistry(), forMs }: { registry?: RunRegistry; forMs?: number } = {},
): Promise<{ live: boolean }> {
  const run = registry.find(userId, runId);
  if (run === null) {
    if (!(await runExists(userId, runId))) throw new AppError('not_found');
    return { live: false };
  }
  if (run.log.ended) return { live: false };
  watchHidden(
    { userId, id: runId, page },
    (end) => run.watch(run.log.lastSeq, { onEvents: () => {}, onEnd: end }),
    forMs,
  );
  return { live: true };
}
