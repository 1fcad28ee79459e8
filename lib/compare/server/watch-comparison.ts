import { comparisonExists } from '@/lib/compare/db/comparisons';
import { AppError } from '@/lib/platform/model/app-error';
import { type HiddenPage, watchHidden } from '@/lib/runs/server/hidden-watch';
import { type ComparisonScheduler, comparisonScheduler } from './scheduler';

/** The same as `watchRun`, for everything under way in a comparison. Throws AppError `not_found`. */
export async function watchComparison(
  { userId, id: comparisonId, page }: HiddenPage,
  scheduler: ComparisonScheduler = comparisonScheduler(),
): Promise<{ live: boolean }> {
  if (!(await comparisonExists(userId, comparisonId))) throw new AppError('not_found');
  const active = scheduler.find(userId, comparisonId);
  if (active === null || (active.waiting.size === 0 && active.running.size === 0)) return { live: false };
  watchHidden({ userId, id: comparisonId, page }, (end) =>
    active.watch({ onRun: () => {}, onQueue: () => {}, onDropped: end }),
  );
  return { live: true };
}
