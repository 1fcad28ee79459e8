import type { DocumentNode } from '@/lib/documents/model/document-node';
import { ApiError } from '@/lib/platform/client/http/api-error';
import type { RunState } from '@/lib/protocol/run/run-state';
import { whenBack } from '@/lib/runs/client/run-connection';
import { fetchRun } from '@/lib/runs/client/run-detail';
import { openSession } from '@/lib/runs/client/run-session';
import { continuationText } from '@/lib/runs/client/run-text';
import type { RunDetail } from '@/lib/runs/model/runs';
import type { DocumentSession } from './document-session';
import { rankAlternatives } from './rank-alternatives';

/**
 * Brings the rest of a generation that was still open when its document was saved: from its run, which goes on without
 * any page. Ends it with what is there when the run is gone, or was never known.
 */
export async function completeGeneration(
  session: DocumentSession,
  { id, runId, choice }: DocumentNode,
  signal: AbortSignal,
): Promise<void> {
  const run = runId === null ? null : await fetchWithRetries(runId, signal);
  const growTo = (text: string) => session.growTo(id, text);
  const ended = run === null || signal.aborted ? null : await follow(run, choice, growTo, signal);
  if (signal.aborted) return;
  if (session.view().generating === id) session.endGeneration(id);
  else session.fill(id, ended?.text ?? '');
  if (run === null || ended === null) return;
  for (const other of rankAlternatives(ended.state, run.request)) {
    if (other.choice === choice) continue;
    session.addSibling(id, other.choice, continuationText(run.request, other.choice, other.text));
  }
}

/** The whole text and the run, once that has ended. */
async function follow(
  run: RunDetail,
  choice: number,
  growTo: (text: string) => void,
  signal: AbortSignal,
): Promise<{ text: string; state: RunState }> {
  const live = openSession(run);
  const close = () => live.close();
  signal.addEventListener('abort', close);
  const current = () => continuationText(run.request, choice, live.store.state.choices[choice]?.text ?? '');
  // An echo is the prompt only once it is whole.
  const grow = () => (run.request.echo ? undefined : growTo(current()));
  const forget = live.store.attachText(choice, { append: grow, replace: grow });
  await live.done;
  forget();
  signal.removeEventListener('abort', close);
  if (!signal.aborted) growTo(current());
  return { text: current(), state: live.store.state };
}

/** Null: it does not exist any more. */
async function fetchWithRetries(runId: string, signal: AbortSignal): Promise<RunDetail | null> {
  while (!signal.aborted) {
    try {
      return await fetchRun(runId, signal);
    } catch (error) {
      if (signal.aborted) break;
      if (error instanceof ApiError && error.status === 404) return null;
      await new Promise<void>((resolve) => whenBack(resolve, signal));
    }
  }
  return null;
}
