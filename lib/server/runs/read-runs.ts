import { AppError } from '@/lib/contract/app-error';
import type { RunDetail, RunPage, RunSummary } from '@/lib/contract/runs';
import { outputPreview } from '@/lib/db/preview';
import { getRun, listRuns } from '@/lib/db/run-history';
import type { LiveRun } from './live-run';
import { type RunRegistry, runRegistry } from './registry';

/** A page of history. Runs that are going on, or whose end is just being saved, are shown as they are now. */
export async function readRunPage(
  userId: string,
  page: { before?: string; limit: number },
  registry: RunRegistry = runRegistry(),
): Promise<RunPage> {
  const { runs, next } = await listRuns(userId, page);
  return { runs: runs.map((summary) => withLiveSummary(summary, registry.find(userId, summary.id))), next };
}

/** The whole run, up to the last token. Throws AppError `not_found`. */
export async function readRun(
  userId: string,
  runId: string,
  registry: RunRegistry = runRegistry(),
): Promise<RunDetail> {
  // Asked first: a run that settles in between is then in the row as well.
  const live = registry.find(userId, runId);
  const detail = await getRun(userId, runId);
  if (detail === null) throw new AppError('not_found');
  if (live === null || live.isSettled()) return detail;
  return { ...detail, ...withLiveSummary(detail, live), state: live.log.state };
}

function withLiveSummary<Summary extends RunSummary>(summary: Summary, live: LiveRun | null): Summary {
  if (live === null || live.isSettled()) return summary;
  const { state } = live.log;
  return {
    ...summary,
    status: state.status,
    outputPreview: outputPreview(state.choices),
    durationMs: state.timings.durationMs,
  };
}
