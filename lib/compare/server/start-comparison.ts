import { lastRunsOf } from '@/lib/compare/db/comparison-runs';
import { comparisonExists, getComparison } from '@/lib/compare/db/comparisons';
import type {
  Comparison,
  ComparisonQueue,
  StartComparison,
  StopComparison,
} from '@/lib/compare/model/comparisons';
import { cellsOf } from '@/lib/compare/model/plan';
import { AppError } from '@/lib/platform/model/app-error';
import { currentCaller } from '@/lib/platform/server/http/caller';
import type { Origin } from '@/lib/platform/server/http/origin';
import { limit } from '@/lib/platform/server/limits/rate-limits';
import { getRun } from '@/lib/runs/db/run-history';
import { closingRefusal, isClosing } from '@/lib/runs/server/closing';
import type { ActiveComparison } from './active-comparison';
import { type PreparedCell, prepareCell } from './cell-run';
import { type ComparisonScheduler, comparisonScheduler } from './scheduler';

/**
 * Queues cells as the plan is now, and starts as many as there are slots. A cell whose request is not valid
 * is refused on its own. `origin`: where the request comes from. Throws AppError: `not_found`,
 * `invalid_request` (a cell that the plan does not have), `idempotency_mismatch`, `rate_limited`,
 * `unavailable`.
 */
export async function startComparison(
  userId: string,
  comparisonId: string,
  { idempotencyKey, cells: requested }: StartComparison,
  scheduler: ComparisonScheduler = comparisonScheduler(),
  origin: Origin | null = null,
): Promise<ComparisonQueue> {
  const comparison = await getComparison(userId, comparisonId);
  if (comparison === null) throw new AppError('not_found');
  if (isClosing()) throw closingRefusal();
  const body = JSON.stringify(requested);
  const before = scheduler.find(userId, comparisonId);
  if (before && isSameRequest(before, idempotencyKey, body)) return before.queue();
  const cells = await cellsToStart(userId, comparison, requested, scheduler);
  const prepared = cells.map((cell) => ({ cell, ...prepare(comparison, cell) }));
  const valid = prepared.filter(({ ok }) => ok);
  if (valid.length > 0) await limit('cellsByUser').take(userId, valid.length);
  // Checked again, because the same request may have arrived twice meanwhile; nothing is awaited from here
  // on.
  const active = scheduler.open(userId, comparisonId);
  if (isSameRequest(active, idempotencyKey, body)) return active.queue();
  active.startRequests.set(idempotencyKey, body);
  active.origin = origin;
  active.caller = currentCaller();
  active.setBackground(comparison.plan.background ?? false);
  queueCells(prepared, { active, idempotencyKey, scheduler });
  scheduler.pump();
  return active.queue();
}

function isSameRequest({ startRequests }: ActiveComparison, idempotencyKey: string, body: string): boolean {
  const before = startRequests.get(idempotencyKey);
  if (before === undefined) return false;
  if (before !== body) throw new AppError('idempotency_mismatch', { param: 'idempotencyKey' });
  return true;
}

async function cellsToStart(
  userId: string,
  { id, plan }: Comparison,
  requested: StartComparison['cells'],
  { registry }: ComparisonScheduler,
): Promise<string[]> {
  const all = cellsOf(plan);
  if (requested === 'all') return all;
  if (requested !== 'remaining') {
    const unknown = requested.find((cell) => !all.includes(cell));
    if (unknown === undefined) return [...new Set(requested)];
    throw new AppError('invalid_request', {
      message: `This comparison has no cell “${unknown}”.`,
      param: 'cells',
    });
  }
  const last = new Map((await lastRunsOf(userId, id)).map((run) => [run.cell, run]));
  const shown = await shownFromHistory(userId, plan);
  return all.filter((cell) => {
    const run = last.get(cell);
    if (run === undefined) return !shown.has(cell);
    const now = prepareCell(plan, cell);
    const isOther = now?.ok === true && run.contentHash !== null && run.contentHash !== now.contentHash;
    if (run.isComplete) return isOther;
    // Another server is running the same: it would be paid for twice.
    const isElsewhere = run.isOpen && registry.find(userId, run.runId) === null;
    return isOther || !isElsewhere;
  });
}

/** Columns that show a complete run of the history. */
async function shownFromHistory(userId: string, plan: Comparison['plan']): Promise<Set<string>> {
  const shown = new Set<string>();
  if (plan.kind !== 'columns') return shown;
  for (const { id, fromRunId } of plan.columns) {
    if (fromRunId !== undefined && (await getRun(userId, fromRunId))?.status === 'complete') shown.add(id);
  }
  return shown;
}

function prepare({ plan }: Comparison, cell: string): PreparedCell {
  const prepared = prepareCell(plan, cell);
  if (prepared === null) throw new AppError('invalid_request', { param: 'cells' });
  return prepared;
}

/** Waiting or live with the same content, and not being stopped. */
function isUnderWay(active: ActiveComparison, cell: string, contentHash: string): boolean {
  if (active.waiting.get(cell)?.contentHash === contentHash) return true;
  return [...active.running.values()].some(
    (running) =>
      running.cell === cell &&
      running.contentHash === contentHash &&
      !running.isStopping &&
      !running.run?.signal.aborted &&
      !running.run?.log.ended,
  );
}

function queueCells(
  prepared: readonly ({ cell: string } & PreparedCell)[],
  {
    active,
    idempotencyKey,
    scheduler,
  }: { active: ActiveComparison; idempotencyKey: string; scheduler: ComparisonScheduler },
): void {
  const waiting = [];
  for (const cell of prepared) {
    if (!cell.ok) {
      active.refuse(cell.cell, cell.refused);
    } else if (!isUnderWay(active, cell.cell, cell.contentHash)) {
      // Its live run has another request.
      scheduler.stop(active, [cell.cell]);
      waiting.push({ ...cell, idempotencyKey });
    }
  }
  if (waiting.length > 0) active.enqueue(waiting);
}

/**
 * Removes cells from the queue and stops their runs; all when none are named. The upstreams' connections are
 * closed before this returns; text that had come is kept. Throws AppError `not_found`.
 */
export async function stopComparison(
  userId: string,
  comparisonId: string,
  { cells }: StopComparison,
  scheduler: ComparisonScheduler = comparisonScheduler(),
): Promise<ComparisonQueue> {
  if (!(await comparisonExists(userId, comparisonId))) throw new AppError('not_found');
  const active = scheduler.find(userId, comparisonId);
  if (active === null) return NOTHING_UNDER_WAY;
  scheduler.stop(active, cells);
  return active.queue();
}

export const NOTHING_UNDER_WAY: ComparisonQueue = { waiting: [], live: [], refused: [], done: 0, total: 0 };
