import { bytesOfJson, withSpace } from '@/lib/accounts/server/storage/quota';
import { starRuns, tagRuns, untagRuns } from '@/lib/history/db/run-bulk';
import { indexChangedRuns } from '@/lib/history/db/search/index-runs';
import type { RunBulk, RunBulkAnswer } from '@/lib/history/model/run-bulk';
import { restoreRuns } from '@/lib/runs/db/run-history';
import { type RunRegistry, runRegistry } from '@/lib/runs/server/registry';
import { removeRuns } from './delete-run';

/** Makes one change to many runs. Unknown runs, and those of other users, are skipped. */
export async function changeRuns(
  userId: string,
  change: RunBulk,
  registry: RunRegistry = runRegistry(),
): Promise<RunBulkAnswer> {
  const count = await apply(userId, change, registry);
  // Indexed now, because many changed at once: the next search must not wait for all of them.
  await indexChangedRuns(userId);
  return { count };
}

function apply(userId: string, change: RunBulk, registry: RunRegistry): Promise<number> {
  const { ids } = change;
  switch (change.action) {
    case 'delete':
      return removeRuns(userId, ids, change.links ?? 'keep', registry);
    case 'restore':
      return restoreRuns(userId, ids);
    case 'tag':
      return withSpace(userId, ids.length * bytesOfTag(change.tag), () => tagRuns(userId, ids, change.tag));
    case 'untag':
      return untagRuns(userId, ids, change.tag);
    case 'star':
      return starRuns(userId, ids, change.starred);
  }
}

/** Including its row. */
function bytesOfTag(tag: string): number {
  return 64 + bytesOfJson(tag);
}
