import { listComparisons } from '@/lib/compare/db/comparison-list';
import {
  type CellRun,
  figuresOf,
  lastRunsOf,
  lightParts,
  readSweepRuns,
} from '@/lib/compare/db/comparison-runs';
import { listVotes } from '@/lib/compare/db/comparison-votes';
import { getComparison } from '@/lib/compare/db/comparisons';
import type {
  ComparisonDetail,
  ComparisonPage,
  ComparisonPageQuery,
  SweepRun,
} from '@/lib/compare/model/comparisons';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { cellsOf, kindOf, variantsOf } from '@/lib/compare/model/plan-cells';
import { readRun, withLiveSummary } from '@/lib/history/server/read-runs';
import { AppError } from '@/lib/platform/model/app-error';
import type { RunDetail } from '@/lib/runs/model/runs';
import type { LiveRun } from '@/lib/runs/server/live-run';
import { prepareCell } from './cell-run';
import { type ComparisonScheduler, comparisonScheduler } from './scheduler';

export function readComparisonPage(userId: string, query: ComparisonPageQuery): Promise<ComparisonPage> {
  return listComparisons(userId, query);
}

/** The comparison with the results of all its cells. Throws AppError `not_found`. */
export async function readComparison(
  userId: string,
  comparisonId: string,
  scheduler: ComparisonScheduler = comparisonScheduler(),
): Promise<ComparisonDetail> {
  // Note this process's state before reading rows: rows read later may miss the end of a run that settles in
  // between, and a run whose row is just being written must not count as announced.
  const active = scheduler.find(userId, comparisonId);
  const starting = [...(active?.running.values() ?? [])].flatMap(({ run, runId }) => (run ? [] : [runId]));
  const live = new Map(
    scheduler.registry
      .ofUser(userId)
      .flatMap((run) => (run.isSettled() ? [] : [[run.identity.runId, run] as const])),
  );
  const comparison = await getComparison(userId, comparisonId);
  if (comparison === null) throw new AppError('not_found');
  const queue = await scheduler.queue({ userId, comparisonId });
  const [last, votes] = await Promise.all([
    lastRunsOf(userId, comparisonId),
    listVotes(userId, comparisonId),
  ]);
  const { plan } = comparison;
  const runOf = new Map(last.map((run) => [run.cell, run]));
  const shared = { comparison, queue, votes, since: lastAnnouncedRun(comparison.id, last, starting) };
  const cellStates = cellsOf(plan).map((cell) => {
    const run = runOf.get(cell);
    return { cell, runId: run?.runId ?? null, isUpToDate: run ? isUpToDate(plan, run) : null };
  });
  if (kindOf(plan) === 'columns') {
    const cells = cellStates.map(async ({ runId, ...cellState }) => {
      const from = variantsOf(plan).find(({ id }) => id === cellState.cell)?.fromRunId;
      const shown = runId ?? from;
      return { ...cellState, run: shown === undefined ? null : await readIfThere(userId, shown, scheduler) };
    });
    return { kind: 'columns', ...shared, cells: await Promise.all(cells) };
  }
  const runs = await readSweepRuns(
    userId,
    cellStates.flatMap(({ runId }) => runId ?? []),
  );
  const cells = cellStates.map(({ runId, ...cellState }) => {
    const run = runId === null ? undefined : runs.get(runId);
    return { ...cellState, run: run === undefined ? null : withLiveParts(run, live.get(run.id)) };
  });
  return { kind: 'sweep', ...shared, cells };
}

/**
 * The newest run older than any whose row is just being written; a stream with `since` sends everything
 * newer. Without any, the comparison's id, which is lower than those of all its runs.
 */
function lastAnnouncedRun(
  comparisonId: string,
  last: readonly CellRun[],
  starting: readonly string[],
): string {
  const ids = last.map(({ runId }) => runId).filter((id) => starting.every((other) => id < other));
  return ids.sort().at(-1) ?? comparisonId;
}

function isUpToDate(plan: ComparisonPlan, { cell, contentHash }: CellRun): boolean | null {
  if (contentHash === null) return null;
  const now = prepareCell(plan, cell);
  return now?.ok === true && now.contentHash === contentHash;
}

async function readIfThere(
  userId: string,
  runId: string,
  { registry }: ComparisonScheduler,
): Promise<RunDetail | null> {
  try {
    return await readRun(userId, runId, registry);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return null;
    throw error;
  }
}

function withLiveParts(run: SweepRun, live: LiveRun | undefined): SweepRun {
  if (live === undefined) return run;
  const { choices, usage, timings, error } = live.log.state;
  const light = choices.map(({ tokens, ...choice }) => ({ ...choice, ...figuresOf(tokens) }));
  return { ...withLiveSummary(run, live), ...lightParts({ choices: light, usage, timings, error }) };
}
