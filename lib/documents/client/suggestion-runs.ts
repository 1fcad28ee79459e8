import { apiResponse } from '@/lib/platform/client/http/api';
import { ApiError } from '@/lib/platform/client/http/api-error';
import { changing } from '@/lib/platform/client/http/changes';
import { newUuid } from '@/lib/platform/client/uuid';
import { getDraft } from '@/lib/playground/client/draft-store';
import { announceRunsChanged } from '@/lib/runs/client/run-channel';
import { startSession } from '@/lib/runs/client/run-session';
import { suggestionRun } from './suggestion-request';
import type { StartedSuggestion } from './suggestions';

/** Starts the run of a suggestion with the draft's settings; or says why not. It is not the run of the page. */
export function startSuggestion(
  text: string,
  at: number,
  connectionName: string | null,
): StartedSuggestion | { readonly refused: string } {
  const made = suggestionRun(getDraft(), text, at);
  if (!made.ok) return { refused: made.message };
  const run = startSession({ ...made.run, idempotencyKey: newUuid() }, connectionName);
  return { run, skip: made.skip };
}

const TRIES = 4;
const FIRST_WAIT_MS = 500;

/**
 * Brings the run of a suggestion into the history, since the text has something of it now. The text stays in any case:
 * when it fails, only its probabilities are missing later.
 */
export async function keepSuggestion(runId: string): Promise<void> {
  for (let tries = 1; tries <= TRIES; tries += 1) {
    try {
      const path = `/api/runs/${encodeURIComponent(runId)}/restore`;
      await changing(() => apiResponse(path, { method: 'POST', keepalive: true }));
      break;
    } catch (error) {
      const mayPass = error instanceof ApiError && (error.status === 0 || error.status >= 500);
      if (!mayPass) break;
      await new Promise((resolve) => setTimeout(resolve, FIRST_WAIT_MS * 2 ** tries));
    }
  }
  announceRunsChanged();
}
