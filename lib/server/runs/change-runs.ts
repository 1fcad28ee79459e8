import type { RunBulk, RunBulkAnswer } from '@/lib/contract/run-bulk';
import { starRuns, tagRuns, untagRuns } from '@/lib/db/run-bulk';
import { restoreRuns } from '@/lib/db/run-history';
import { indexChangedRuns } from '@/lib/db/search/index-runs';
import { bytesOfJson, withSpace } from '../storage/quota';
import { removeRuns } from './delete-run';
import { type RunRegistry, runRegistry } from './registry';

/** Does one thing to many runs. Those that are not there, or somebody else's, are passed over. */
export async function changeRuns(
  userId: string,
  change: RunBulk,
  registry: RunRegistry = runRegistry(),
): Promise<RunBulkAnswer> {
  const count = await apply(userId, change, registry);
  // Many at once: the next search must not wait for all of them.
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

/** With the row that it is. */
function bytesOfTag(tag: string): number {
  return 64 + bytesOfJson(tag);
}
