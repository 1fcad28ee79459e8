import { comparisonExists } from '@/lib/compare/db/comparisons';
import { isUnderWay } from '@/lib/compare/db/read-queue';
import { AppError } from '@/lib/platform/model/app-error';
import { type HiddenPage, watchHidden } from '@/lib/runs/server/hidden-watch';
import { type ComparisonScheduler, comparisonScheduler } from './scheduler';

/** The same as `watchRun`, for everything under way in a comparison. Throws AppError `not_found`. */
export async function watchComparison(
  { userId, id: comparisonId, page }: HiddenPage,
  scheduler: ComparisonScheduler = comparisonScheduler(),
): Promise<{ live: boolean }> {
  if (!(await comparisonExists(userId, comparisonId))) throw new AppError('not_found');
  if (!(await isUnderWay(comparisonId))) return { live: false };
  const active = scheduler.open(userId, comparisonId);
  watchHidden({ userId, id: comparisonId, page }, (end) =>
    active.watch({ onRun: () => {}, onQueue: () => {}, onDropped: end }),
  );
  await active.refresh();
  void scheduler.attend(active);
  return { live: true };
}
