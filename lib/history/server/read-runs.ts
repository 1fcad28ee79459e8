import { documentsOfRuns } from '@/lib/history/db/documents-of-runs';
import { getRunLineage } from '@/lib/history/db/run-lineage';
import { countRuns } from '@/lib/history/db/search/count-runs';
import { filterChoices } from '@/lib/history/db/search/filter-choices';
import { searchRuns } from '@/lib/history/db/search/search-runs';
import type { RunCount } from '@/lib/history/model/run-count';
import { MAX_DOCUMENTS_OF_RUNS, type RunDocuments } from '@/lib/history/model/run-documents';
import type { RunLineage } from '@/lib/history/model/run-lineage';
import type { RunPage } from '@/lib/history/model/run-page';
import type { RunFilter, RunFilterChoices, RunPageQuery } from '@/lib/history/model/run-search';
import { AppError } from '@/lib/platform/model/app-error';
import { logger } from '@/lib/platform/server/log';
import { outputPreview } from '@/lib/runs/db/preview';
import { getRun } from '@/lib/runs/db/run-history';
import { endOfRun } from '@/lib/runs/db/save-run';
import { getStoredRequest } from '@/lib/runs/db/stored-request';
import { type RequestChanges, requestChanges } from '@/lib/runs/model/request-changes';
import type { RunDetail, RunSummary } from '@/lib/runs/model/runs';
import type { LiveRun } from '@/lib/runs/server/live-run';
import { runParamsSchema } from '@/lib/runs/server/params';
import { type RunRegistry, runRegistry } from '@/lib/runs/server/registry';

/** A page of history. Runs that are active, or whose end is just being saved, have their current state. */
export async function readRunPage(
  userId: string,
  query: RunPageQuery,
  registry: RunRegistry = runRegistry(),
): Promise<RunPage> {
  // Read before the rows: rows may miss the end of a run that settles in between.
  const live = unsettledRuns(userId, registry);
  const { runs, ...page } = await searchRuns(userId, query);
  return { ...page, runs: runs.map((summary) => withLiveSummary(summary, live.get(summary.id))) };
}

/** How many runs of the history match. */
export function readRunCount(userId: string, filter: RunFilter): Promise<RunCount> {
  return countRuns(userId, filter);
}

/** The documents that walk through these runs. */
export async function readRunDocuments(userId: string, runIds: readonly string[]): Promise<RunDocuments> {
  return { documents: await documentsOfRuns(userId, runIds, MAX_DOCUMENTS_OF_RUNS) };
}

/** A user's runs that are active or whose end is just being saved, by their ids. */
function unsettledRuns(userId: string, registry: RunRegistry): ReadonlyMap<string, LiveRun> {
  const runs = registry.ofUser(userId).filter((run) => !run.isSettled());
  return new Map(runs.map((run) => [run.identity.runId, run]));
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
    ...(state.cost && { cost: state.cost }),
  };
}

/** The tree around a run; active runs with their current state. Throws AppError `not_found`. */
export async function readLineage(
  userId: string,
  runId: string,
  registry: RunRegistry = runRegistry(),
): Promise<RunLineage> {
  const live = unsettledRuns(userId, registry);
  const lineage = await getRunLineage(userId, runId);
  if (lineage === null) throw new AppError('not_found');
  const members = lineage.members.map((member) => {
    const state = live.get(member.id)?.log.state;
    if (state === undefined || member.run === null) return member;
    const run = { ...member.run, status: state.status, outputPreview: outputPreview(state.choices) };
    return { ...member, run };
  });
  return { ...lineage, members };
}

/** With more tokens than this, the page is sent without their alternatives and loads them afterwards. */
const MAX_TOKENS = 2_000;

/** The data that the page of a run starts with. */
interface RunPageData {
  readonly run: RunDetail;
  /** False: its probabilities are left out. */
  readonly whole: boolean;
  /** Null: it could not be read now, and the page asks for it itself. */
  readonly lineage: RunLineage | null;
  /** The run that it was derived from, and what it changed; null without one. */
  readonly parent: { readonly id: string; readonly name: string; readonly changes: RequestChanges } | null;
}

/** Null when the run is not there, or not this user's. */
export async function readRunForPage(
  userId: string,
  runId: string,
  registry: RunRegistry = runRegistry(),
): Promise<RunPageData | null> {
  const params = runParamsSchema.safeParse({ runId });
  if (!params.success) return null;
  const { runId: id } = params.data;
  const [run, lineage] = await Promise.all([
    readRun(userId, id, registry).catch(nullIfNotFound),
    // Without it the page is whole, too.
    readLineage(userId, id, registry)
      .catch(nullIfNotFound)
      .catch((error: unknown) => {
        logger.warn({ err: error }, 'related runs not read');
        return null;
      }),
  ]);
  if (run === null) return null;
  const before = run.parentId === null ? null : await getStoredRequest(userId, run.parentId);
  const tokens = run.state.choices.reduce((sum, choice) => sum + (choice.tokens?.length ?? 0), 0);
  const whole = tokens <= MAX_TOKENS;
  return {
    run: whole ? run : withoutTokens(run),
    whole,
    lineage,
    parent: before && {
      id: before.id,
      name: before.title ?? before.promptPreview,
      changes: requestChanges(before, run),
    },
  };
}

function nullIfNotFound(error: unknown): null {
  if (error instanceof AppError && error.code === 'not_found') return null;
  throw error;
}

function withoutTokens(run: RunDetail): RunDetail {
  const choices = run.state.choices.map((choice) => ({ ...choice, tokens: null }));
  return { ...run, state: { ...run.state, choices } };
}
