import type { DerivedRun } from './branch-run';
import type { RunStore } from './run-store';
import { isLive } from './run-view';

/** The same run again. Null while it is going. */
export function sameRun(store: RunStore): DerivedRun | null {
  const view = store.view();
  if (isLive(view)) return null;
  const { connectionId, request, retries } = view.startRequest;
  return {
    connectionId,
    request,
    ...(retries ? { retries } : {}),
    ...(view.runId === null ? {} : { parentId: view.runId, branch: { kind: 'regenerate' } }),
  };
}
