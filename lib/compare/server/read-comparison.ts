import { listComparisons } from '@/lib/compare/db/comparison-list';
import {
  type CellRun,
  figuresOf,
  lastRunsOf,
  lightParts,
  readSweepRuns,
} from '@/lib/compare/db/comparison-runs';
import { listVotes } from '@/lib/compare/db/comparison-votes';
import { comparisonExists, getComparison } from '@/lib/compare/db/comparisons';
import {
  type CellRuns,
  type ComparisonDetail,
  type ComparisonPage,
  type ComparisonPageQuery,
  type ComparisonQueue,
  cellTextLimit,
  type SweepRun,
} from '@/lib/compare/model/comparisons';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { cellsOf, kindOf, variantsOf } from '@/lib/compare/model/plan-cells';
import { readRun } from '@/lib/history/server/read-runs';
import { createYielder } from '@/lib/platform/db/yield-to-event-loop';
import { AppError } from '@/lib/platform/model/app-error';
import type { RunDetail } from '@/lib/runs/model/runs';
import type { LiveRun } from '@/lib/runs/server/live-run';
import { isRunOf } from './cell-run';
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
  const live = liveRuns(userId, scheduler);
  const comparison = await getComparison(userId, comparisonId);
  if (comparison === null) throw new AppError('not_found');
  const queue = await scheduler.queue({ userId, comparisonId });
  const [last, votes] = await Promise.all([
    lastRunsOf(userId, comparisonId),
    listVotes(userId, comparisonId),
  ]);
  const { plan } = comparison;
  const shared = { comparison, queue, votes, since: lastAnnouncedRun(comparison.id, last, starting) };
  const cellStates = await cellStatesOf(plan, last);
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
    comparisonId,
    cellStates.flatMap(({ runId }) => runId ?? []),
  );
  const limit = cellTextLimit(runs.size);
  const cells = cellStates.map(({ runId, ...cellState }) => {
    const run = runId === null ? undefined : runs.get(runId);
    return { ...cellState, run: run === undefined ? null : withLiveParts(run, live.get(run.id), limit) };
  });
  return { kind: 'sweep', ...shared, cells };
}

/** A cell with its last run. */
export interface CellState {
  readonly cell: string;
  /** Null: it has none. */
  readonly runId: string | null;
  /** Null: there is no run, or an imported one. */
  readonly isUpToDate: boolean | null;
}

/** All cells in the order of the plan. @param last the last run of each */
export async function cellStatesOf(plan: ComparisonPlan, last: readonly CellRun[]): Promise<CellState[]> {
  const runOf = new Map(last.map((run) => [run.cell, run]));
  const states: CellState[] = [];
  const yieldToEventLoop = createYielder();
  for (const cell of cellsOf(plan)) {
    await yieldToEventLoop();
    const { runId = null, contentHash = null } = runOf.get(cell) ?? {};
    const isUpToDate = contentHash === null ? null : isRunOf(plan, cell, contentHash) === true;
    states.push({ cell, runId, isUpToDate });
  }
  return states;
}

/** What waits and runs of it. Throws AppError `not_found`. */
export async function readQueue(
  userId: string,
  comparisonId: string,
  scheduler: ComparisonScheduler = comparisonScheduler(),
): Promise<ComparisonQueue> {
  if (!(await comparisonExists(userId, comparisonId))) throw new AppError('not_found');
  return scheduler.queue({ userId, comparisonId });
}

/** Runs of the comparison's cells, with as much as light ones can have. Throws AppError `not_found`. */
export async function readCellRuns(
  userId: string,
  comparisonId: string,
  runIds: readonly string[],
  scheduler: ComparisonScheduler = comparisonScheduler(),
): Promise<CellRuns> {
  if (!(await comparisonExists(userId, comparisonId))) throw new AppError('not_found');
  const live = liveRuns(userId, scheduler);
  const runs = await readSweepRuns(userId, comparisonId, runIds);
  const limit = cellTextLimit(runs.size);
  return { runs: [...runs.values()].map((run) => withLiveParts(run, live.get(run.id), limit)) };
}

function liveRuns(userId: string, { registry }: ComparisonScheduler): ReadonlyMap<string, LiveRun> {
  const live = registry.ofUser(userId).filter((run) => !run.isSettled());
  return new Map(live.map((run) => [run.identity.runId, run]));
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

function withLiveParts(run: SweepRun, live: LiveRun | undefined, limit: number): SweepRun {
  if (live === undefined) return run;
  const { status, choices, usage, timings, error, cost } = live.log.state;
  const light = choices.map(({ index, text, finishReason, tokens }) => ({
    ...{ index, text, length: text.length, finishReason },
    ...figuresOf(tokens),
  }));
  const { isPart: _isPart, ...row } = run;
  const parts = lightParts({ choices: light, usage, timings, error }, limit);
  const isPart = parts.choices.some(({ text, length }) => text.length < length);
  return { ...row, status, ...(cost && { cost }), ...(isPart && { isPart: true as const }), ...parts };
}
