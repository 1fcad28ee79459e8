import { cutText } from '@/lib/protocol/text/cut-text';
import { getStoredRequest } from '@/lib/runs/db/stored-request';
import { requestChanges } from '@/lib/runs/model/request-changes';
import type { Branch, StartRun } from '@/lib/runs/model/runs';
import { MAX_CHANGE_TEXT, type SettingChange } from '@/lib/runs/model/setting-changes';

/**
 * Where a new run leaves its parent. When it changes settings and nothing else, with these, so that its line in
 * the history can say what is different from the one below. When it changes nothing, it is its parent run again.
 */
export async function branchToStore(
  run: Pick<StartRun, 'request' | 'retries' | 'parentId' | 'branch'> & { readonly userId: string },
  connectionName: string,
): Promise<Branch | null> {
  const { userId, request, retries = null, parentId, branch = null } = run;
  if (branch?.kind !== 'edit' || parentId === undefined) return branch;
  const before = await getStoredRequest(userId, parentId);
  if (before === null) return branch;
  const { prompt, settings } = requestChanges(before, { request, retries, connectionName });
  if (prompt.kind !== 'same') return branch;
  if (settings.length === 0) return { kind: 'regenerate' };
  return { ...branch, changes: settings.map(withShortValues) };
}

function withShortValues({ name, before, after }: SettingChange): SettingChange {
  return {
    name,
    before: before && cutText(before, MAX_CHANGE_TEXT),
    after: after && cutText(after, MAX_CHANGE_TEXT),
  };
}
