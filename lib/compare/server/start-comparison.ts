import { createHash } from 'node:crypto';
import { type Access, checkOpen } from '@/lib/accounts/server/access';
import { bytesOfJson, withSpace } from '@/lib/accounts/server/storage/quota';
import { lastRunsOf } from '@/lib/compare/db/comparison-runs';
import { comparisonExists, getComparison } from '@/lib/compare/db/comparisons';
import {
  bodyHashOfStart,
  type CellToQueue,
  enqueueCells,
  type StartOrigin,
  setPaused,
} from '@/lib/compare/db/queue';
import { countQueued } from '@/lib/compare/db/read-queue';
import type {
  Comparison,
  ComparisonQueue,
  PauseComparison,
  RefusedCell,
  StartComparison,
  StopComparison,
} from '@/lib/compare/model/comparisons';
import { cellsOf, variantsOf } from '@/lib/compare/model/plan-cells';
import type { DbTransaction } from '@/lib/platform/db/client';
import { createYielder } from '@/lib/platform/db/yield-to-event-loop';
import { AppError } from '@/lib/platform/model/app-error';
import { currentCaller } from '@/lib/platform/server/http/caller';
import { limit } from '@/lib/platform/server/limits/rate-limits';
import { getRun } from '@/lib/runs/db/run-history';
import { closingRefusal, isClosing } from '@/lib/runs/server/closing';
import { isRunOf, prepareCell } from './cell-run';
import { type ComparisonOfUser, type ComparisonScheduler, comparisonScheduler } from './scheduler';

/**
 * Queues cells as the plan is now, and starts as many as there are slots. A cell whose request is not valid
 * is refused on its own. `origin`: where the request comes from; `access`: who sends it. Throws AppError: `not_found`,
 * `invalid_request` (a cell that the plan does not have), `conflict` (too many cells wait), `idempotency_mismatch`,
 * `rate_limited`, `unavailable`, `not_signed_in` (the access was closed meanwhile).
 */
export async function startComparison(
  userId: string,
  comparisonId: string,
  { idempotencyKey, cells: requested }: StartComparison,
  scheduler: ComparisonScheduler = comparisonScheduler(),
  origin: StartOrigin | null = null,
  access: Access | null = null,
): Promise<ComparisonQueue> {
  const comparison = await getComparison(userId, comparisonId);
  if (comparison === null) throw new AppError('not_found');
  if (isClosing()) throw closingRefusal();
  const bodyHash = hashOf(requested);
  const before = await bodyHashOfStart(comparisonId, idempotencyKey);
  const active = scheduler.open(userId, comparisonId);
  if (before !== null) return repeated(scheduler, active, before, bodyHash);
  const cells = await cellsToStart(userId, comparison, requested, scheduler);
  if (cells.length > 0 && (await countQueued(userId)) + cells.length > MAX_QUEUED_CELLS) {
    throw new AppError('conflict', {
      message: `Up to ${MAX_QUEUED_CELLS.toLocaleString('en')} cells can wait at a time. Stop some, or wait for some to finish.`,
      param: 'cells',
    });
  }
  // Each leaves rows, also a cell that is refused, and a start of none.
  await limit('cellsByUser').take(userId, Math.max(1, cells.length));
  const { valid, refused } = await prepareAll(comparison, cells);
  const { plan } = comparison;
  const start = {
    userId,
    comparisonId,
    idempotencyKey,
    bodyHash,
    plan,
    origin,
    requestId: currentCaller()?.requestId ?? null,
    watchedBy: active.watchers > 0 || !plan.background ? scheduler.processId : null,
    ...(access && { checkAccess: (db: DbTransaction) => checkOpen(access, db) }),
  };
  const ended = [...active.running.values()].filter(({ run }) => run?.signal.aborted || run?.log.ended);
  const added = await withSpace(userId, bytesOfJson(plan) + CELL_BYTES * valid.length, () =>
    enqueueCells(start, valid, refused, new Set(ended.map(({ runId }) => runId))),
  );
  if (added.kind === 'no_comparison') throw new AppError('not_found');
  if (added.kind === 'known') return repeated(scheduler, active, added.bodyHash, bodyHash);
  active.setBackground(plan.background ?? false);
  // Their live runs have another request.
  scheduler.stopRuns(added.stopped, 'stop');
  await scheduler.changed(active);
  const queue = await scheduler.queue(active);
  void scheduler.pump();
  return queue;
}

/** Of one user, in all comparisons: four of the largest. */
const MAX_QUEUED_CELLS = 20_000;
/** As the database counts them (docs/decisions/0019). */
const CELL_BYTES = 256;

function hashOf(requested: StartComparison['cells']): string {
  return createHash('sha256').update(JSON.stringify(requested)).digest('base64url');
}

function repeated(
  scheduler: ComparisonScheduler,
  comparison: ComparisonOfUser,
  before: string,
  bodyHash: string,
): Promise<ComparisonQueue> {
  if (before !== bodyHash) throw new AppError('idempotency_mismatch', { param: 'idempotencyKey' });
  return scheduler.queue(comparison);
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
    const known = new Set(all);
    const unknown = requested.find((cell) => !known.has(cell));
    if (unknown === undefined) return [...new Set(requested)];
    throw new AppError('invalid_request', {
      message: `This comparison has no cell “${unknown}”.`,
      param: 'cells',
    });
  }
  const last = new Map((await lastRunsOf(userId, id)).map((run) => [run.cell, run]));
  const shown = await shownFromHistory(userId, plan);
  const remaining: string[] = [];
  const yieldToEventLoop = createYielder();
  for (const cell of all) {
    await yieldToEventLoop();
    const run = last.get(cell);
    const isOther =
      run !== undefined && run.contentHash !== null && isRunOf(plan, cell, run.contentHash) === false;
    // Another server is running the same: it would be paid for twice.
    const isElsewhere = run?.isOpen && registry.find(userId, run.runId) === null;
    const isThere = run === undefined ? shown.has(cell) : run.isComplete || isElsewhere;
    if (!isThere || isOther) remaining.push(cell);
  }
  return remaining;
}

/** Columns that show a complete run of the history. */
async function shownFromHistory(userId: string, plan: Comparison['plan']): Promise<Set<string>> {
  const shown = new Set<string>();
  for (const { id, fromRunId } of variantsOf(plan)) {
    if (fromRunId !== undefined && (await getRun(userId, fromRunId))?.status === 'complete') shown.add(id);
  }
  return shown;
}

async function prepareAll(
  { plan }: Comparison,
  cells: readonly string[],
): Promise<{ valid: CellToQueue[]; refused: RefusedCell[] }> {
  const valid: CellToQueue[] = [];
  const refused: RefusedCell[] = [];
  const yieldToEventLoop = createYielder();
  for (const cell of cells) {
    await yieldToEventLoop();
    const prepared = prepareCell(plan, cell);
    if (prepared === null) throw new AppError('invalid_request', { param: 'cells' });
    if (prepared.ok) {
      const { contentHash, request } = prepared;
      valid.push({ cell, contentHash, connectionId: request.connectionId });
    } else refused.push({ cell, ...prepared.refused });
  }
  return { valid, refused };
}

/**
 * Removes cells from the queue and stops their runs; all when none are named. The upstreams' connections of this server
 * are closed before this returns, those of others within seconds; text that had come is kept. Throws AppError `not_found`.
 */
export async function stopComparison(
  userId: string,
  comparisonId: string,
  { cells }: StopComparison,
  scheduler: ComparisonScheduler = comparisonScheduler(),
): Promise<ComparisonQueue> {
  if (!(await comparisonExists(userId, comparisonId))) throw new AppError('not_found');
  await scheduler.stop({ userId, comparisonId }, cells);
  return scheduler.queue({ userId, comparisonId });
}

/**
 * What waits stays waiting, also while nobody watches, until it is resumed; what runs goes on. What is resumed counts as
 * watched, as what is started. Throws AppError `not_found`.
 */
export async function pauseComparison(
  userId: string,
  comparisonId: string,
  { paused }: PauseComparison,
  scheduler: ComparisonScheduler = comparisonScheduler(),
): Promise<ComparisonQueue> {
  if (!(await comparisonExists(userId, comparisonId))) throw new AppError('not_found');
  await setPaused(comparisonId, paused);
  const active = scheduler.open(userId, comparisonId);
  await scheduler.changed(active);
  if (!paused) await (active.isAttended ? scheduler.attend(active) : scheduler.pump());
  return scheduler.queue(active);
}
