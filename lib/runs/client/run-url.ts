import { ownStorage } from '@/lib/platform/client/browser-storage';

/** The run that the page shows, in the address (`?run=`), so that a reload comes back to it. */
const PARAMETER = 'run';

export function runIdInUrl(): string | null {
  return new URLSearchParams(location.search).get(PARAMETER) || null;
}

/** Changes the address without a new entry in the browser's history. */
export function putRunInUrl(runId: string | null): void {
  if (runIdInUrl() === runId) return;
  const url = new URL(location.href);
  if (runId === null) url.searchParams.delete(PARAMETER);
  else url.searchParams.set(PARAMETER, runId);
  // With null the router adopts the new address; with its own state it would put the old one back later.
  history.replaceState(null, '', url);
}

const MADE_HERE = 'playground.run-of-this-tab';

/**
 * Records that this tab's draft already belongs to the run: a reload must not overwrite what was typed since.
 * Also the run that the page shows again when its address names none. Null: the output was cleared.
 */
export function noteRunOfTab(runId: string | null): void {
  try {
    const storage = ownStorage('session');
    if (runId === null) storage.removeItem(MADE_HERE);
    else storage.setItem(MADE_HERE, runId);
  } catch {
    // Storage is blocked: a reload will then show the run's own prompt, which is the draft's in most cases.
  }
}

export function runOfTab(): string | null {
  try {
    return ownStorage('session').getItem(MADE_HERE);
  } catch {
    return null;
  }
}
