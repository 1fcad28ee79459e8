import { countRuns } from '@/lib/history/db/search/count-runs';
import { filterChoices } from '@/lib/history/db/search/filter-choices';
import { searchRuns } from '@/lib/history/db/search/search-runs';
import type { RunCount } from '@/lib/history/model/run-count';
import type { RunPage } from '@/lib/history/model/run-page';
import type { RunFilter, RunFilterChoices, RunPageQuery } from '@/lib/history/model/run-search';
import { AppError } from '@/lib/platform/model/app-error';
import { outputPreview } from '@/lib/runs/db/preview';
import { getRun } from '@/lib/runs/db/run-history';
import { endOfRun } from '@/lib/runs/db/runs';
import type { RunDetail, RunSummary } from '@/lib/runs/model/runs';
import type { LiveRun } from '@/lib/runs/server/live-run';
import { type RunRegistry, runRegistry } from '@/lib/runs/server/registry';

/** A page of history. Runs that are active, or whose end is just being saved, have their current state. */
export async function readRunPage(
  userId: string,
  query: RunPageQuery,
  registry: RunRegistry = runRegistry(),
): Promise<RunPage> {
  // Read before the rows: rows may miss the end of a run that settles in between.
  const live = new Map(
    registry.ofUser(userId).flatMap((run) => (run.isSettled() ? [] : [[run.identity.runId, run] as const])),
  );
  const { runs, ...page } = await searchRuns(userId, query);
  return { ...page, runs: runs.map((summary) => withLiveSummary(summary, live.get(summary.id))) };
}

/** How many runs of the history match. */
export function readRunCount(userId: string, filter: RunFilter): Promise<RunCount> {
  return countRuns(userId, filter);
}

/** What the history can be filtered by. */
export function readFilterChoices(userId: string): Promise<RunFilterChoices> {
  return filterChoices(userId);
}

/** The whole run, up to the last token. Throws AppError `not_found`. */
export async function readRun(
  userId: string,
  runId: string,
  registry: RunRegistry = runRegistry(),
): Promise<RunDetail> {
  const found = registry.find(userId, runId);
  const live = found === null || found.isSettled() ? undefined : found;
  const detail = await getRun(userId, runId);
  if (detail === null) throw new AppError('not_found');
  if (live === undefined) return detail;
  const { state } = live.log;
  const endedAt = state.status === 'streaming' ? null : endOfRun(new Date(detail.createdAt), state.timings);
  return { ...withLiveSummary(detail, live), state, endedAt: endedAt?.toISOString() ?? null };
}

/** The line of a run, updated when the run is active or its end is just being saved. */
export function withLiveSummary<Summary extends RunSummary>(
  summary: Summary,
  live: LiveRun | undefined,
): Summary {
  if (live === undefined) return summary;
  const { state } = live.log;
  const { durationMs } = state.timings;
  return {
    ...summary,
    status: state.status,
    outputPreview: outputPreview(state.choices),
    durationMs: durationMs === null ? null : Math.round(durationMs),
    tokenCount: state.usage?.completionTokens ?? null,
  };
}
