import { AppError } from '@/lib/platform/model/app-error';
import { broadcast } from '@/lib/platform/server/redis/messages';
import { sharedRedis } from '@/lib/platform/server/redis/shared-redis';
import { watchForAWhile } from '@/lib/platform/server/redis/watched';
import { runOwner } from '@/lib/runs/db/run-owner';
import { runTopic } from './find-live-run';
import { endHiddenWatch, HIDDEN_WATCH_MS, type HiddenPage, watchHidden } from './hidden-watch';
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
    const owner = await runOwner(userId, runId);
    if (owner === null) throw new AppError('not_found');
    if (sharedRedis() === null || !owner.isOpen) return { live: false };
    watchForAWhile(runTopic(runId), pagesOf(userId), page, HIDDEN_WATCH_MS);
    return { live: true };
  }
  if (run.log.ended) return { live: false };
  watchHidden(
    { userId, id: runId, page },
    (end) => run.watch(run.log.lastSeq, { onEvents: () => {}, onEnd: end }),
    forMs,
  );
  return { live: true };
}

/** The page follows a stream of this run, through whatever server. */
export function endHiddenWatchOfRun(hidden: HiddenPage): void {
  const { userId, id: runId, page } = hidden;
  endHiddenWatch(hidden);
  if (sharedRedis() === null || page === '') return;
  watchForAWhile(runTopic(runId), pagesOf(userId), page, 0);
  broadcast('hidden-watch-ended', { userId, id: runId, page });
}

/** Includes the user, so that another tenant who knows an id can end nothing. */
function pagesOf(userId: string): string {
  return `page:${userId}`;
}
