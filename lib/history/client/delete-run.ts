import type { LinksOfDeleted } from '@/lib/history/model/run-bulk';
import { apiResponse } from '@/lib/platform/client/http/api';
import { ApiError } from '@/lib/platform/client/http/api-error';
import { changing } from '@/lib/platform/client/http/changes';
import type { useQueryClient } from '@/lib/platform/client/http/query';
import { announceRunsChanged } from '@/lib/runs/client/run-channel';
import type { RunSummary } from '@/lib/runs/model/runs';
import { withoutRun, withRun } from './changed-pages';
import type { LoadedHistory } from './history-pages';
import { asData, type Loaded, RUNS_KEY } from './loaded-history';

type Client = ReturnType<typeof useQueryClient>;

export async function deleteRun(client: Client, run: RunSummary, links: LinksOfDeleted): Promise<void> {
  change(client, (loaded) => withoutRun(loaded, run.id));
  try {
    await changing(() => apiResponse(`/api/runs/${run.id}?links=${links}`, { method: 'DELETE' }));
  } catch (error) {
    // Already gone, perhaps deleted in another tab: the goal is reached.
    if (error instanceof ApiError && error.status === 404) return;
    change(client, (loaded) => withRun(loaded, run));
    throw error;
  }
  announceRunsChanged();
  void client.invalidateQueries({ queryKey: ['shares'] });
}

export async function restoreRun(client: Client, run: RunSummary): Promise<void> {
  await changing(() => apiResponse(`/api/runs/${run.id}/restore`, { method: 'POST' }));
  change(client, (loaded) => withRun(loaded, run));
  announceRunsChanged();
}

/** Shows restored runs in one list: what refreshes it reaches the newest ones only. */
export function putRunsBack(client: Client, key: readonly string[], restored: readonly RunSummary[]): void {
  client.setQueryData<Loaded>(
    key,
    (loaded) => loaded && asData(restored.reduce<LoadedHistory>(withRun, loaded)),
  );
}

function change(client: Client, how: (loaded: LoadedHistory) => LoadedHistory): void {
  client.setQueriesData<Loaded>({ queryKey: RUNS_KEY }, (loaded) => loaded && asData(how(loaded)));
}
