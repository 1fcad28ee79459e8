import { lastRunsOf } from '@/lib/compare/db/comparison-runs';
import { getComparison } from '@/lib/compare/db/comparisons';
import { kindOf, variantsOf } from '@/lib/compare/model/plan-cells';
import { cellStatesOf } from '@/lib/compare/server/read-comparison';
import { type ComparisonScheduler, comparisonScheduler } from '@/lib/compare/server/scheduler';
import { copyComparison, fitsCell, type SharableComparison } from '@/lib/links/model/copy-comparison';
import type { SharableRun, ShareTerms } from '@/lib/links/model/copy-run';
import type { SharedComparison } from '@/lib/links/model/shared-comparison';
import { MAX_REDACTION_LENGTH } from '@/lib/links/model/shares';
import { createYielder } from '@/lib/platform/db/yield-to-event-loop';
import { AppError } from '@/lib/platform/model/app-error';
import { perProcess } from '@/lib/platform/server/per-process';
import { getRun, getRunWithoutOutputs } from '@/lib/runs/db/run-history';
import { withCheckedOutputs } from './check-copy';
import { withCopyPlace } from './copy-place';
import { createReadingBudget } from './copy-size';

/** A stored comparison, from which any number of copies can be made. */
export interface ComparisonToCopy {
  readonly id: string;
  copy(terms: ShareTerms): Promise<SharedComparison>;
  /** The same with what the plan's checks say about the outputs as the copy shows them. */
  checkedCopy(terms: ShareTerms): Promise<SharedComparison>;
}

/** What decides which parts of the runs are read; copies made of them may hide less, but show no more. */
export type ReadTerms = Pick<ShareTerms, 'include' | 'redactions'>;

/**
 * Reads what a link to a comparison would show of its runs, for as long as `use` takes: one comparison at a time for each
 * user. Throws AppError: `not_found`; `conflict` while some of it is still running, when nothing of it was run, or when it
 * would be too large (with `param` `include`); `rate_limited` when too many wait, or are made for everybody together.
 */
export function withComparisonToCopy<Result>(
  userId: string,
  comparisonId: string,
  terms: ReadTerms,
  use: (comparison: ComparisonToCopy) => Promise<Result>,
  scheduler: ComparisonScheduler = comparisonScheduler(),
): Promise<Result> {
  return oneAtATime(userId, async () => use(await readToCopy(userId, comparisonId, terms, scheduler)));
}

async function readToCopy(
  userId: string,
  comparisonId: string,
  terms: ReadTerms,
  scheduler: ComparisonScheduler,
): Promise<ComparisonToCopy> {
  const comparison = await getComparison(userId, comparisonId);
  if (comparison === null) throw new AppError('not_found');
  const { plan } = comparison;
  const isSweep = kindOf(plan) === 'sweep';
  const queue = await scheduler.queue({ userId, comparisonId });
  const cells = await cellStatesOf(plan, await lastRunsOf(userId, comparisonId));
  const shown = cells.flatMap(({ cell, runId, isUpToDate }) => {
    const from = variantsOf(plan).find(({ id }) => id === cell)?.fromRunId;
    const id = runId ?? (isSweep ? undefined : from);
    // A sweep's cell names what was sent; a run with another request does not belong to it.
    return id === undefined || (isSweep && isUpToDate === false) ? [] : [{ cell, id }];
  });
  const isLive = ({ id }: { readonly id: string }) =>
    scheduler.registry.find(userId, id)?.log.ended === false;
  if (queue.waiting.length > 0 || queue.live.length > 0 || shown.some(isLive)) throw stillGoingOn();
  const runs = new Map<string, SharableRun>();
  const pause = createYielder();
  const budget = createReadingBudget(terms.include);
  for (const { cell, id } of shown) {
    await pause();
    // The end and the pace of a run that has just ended are still being saved.
    await scheduler.registry.find(userId, id)?.settled;
    const run = await readRun(userId, id, terms);
    if (run === null) continue;
    if (run.status === 'streaming') throw stillGoingOn();
    if (isSweep && !fitsCell(plan, cell, run)) continue;
    budget.count(run);
    runs.set(cell, run);
  }
  if (runs.size === 0) {
    throw new AppError('conflict', {
      message: "This comparison hasn't been run with its current settings. Run it first.",
      param: 'comparisonId',
    });
  }
  const sharable: SharableComparison = { plan, runs };
  const copy = (of: ShareTerms) => copyComparison(sharable, of, createYielder());
  return { id: comparison.id, copy, checkedCopy: async (of) => withCheckedOutputs(await copy(of)) };
}

/** Of one user. A page asks for a new preview with each change of its choices. */
const MAX_WAITING = 8;

/** Each holds all runs of a comparison in memory. */
async function oneAtATime<Result>(userId: string, work: () => Promise<Result>): Promise<Result> {
  const lines = perProcess('comparison-copies', () => new Map<string, Line>());
  const line = lines.get(userId) ?? { last: Promise.resolve(), count: 0 };
  if (line.count > MAX_WAITING) {
    throw new AppError('rate_limited', {
      message: 'Too many previews at once. Wait a moment.',
      retryAfterMs: 2_000,
    });
  }
  lines.set(userId, line);
  line.count += 1;
  const result = line.last.then(() => withCopyPlace(userId, work));
  line.last = result.catch(() => {});
  try {
    return await result;
  } finally {
    line.count -= 1;
    if (line.count === 0) lines.delete(userId);
  }
}

interface Line {
  /** Never rejects. */
  last: Promise<unknown>;
  count: number;
}

/**
 * Thousands of runs are in memory at once, so what is not shown of them is not read, or dropped. Null: it does not exist
 * any more.
 */
async function readRun(
  userId: string,
  runId: string,
  { include, redactions }: ReadTerms,
): Promise<SharableRun | null> {
  const { probabilities, outputs, raw } = include;
  if (!outputs && redactions.length === 0) return getRunWithoutOutputs(userId, runId);
  const run = await getRun(userId, runId);
  if (run === null) return null;
  const { status, request, state, pace, cost } = run;
  const choices = state.choices.map((choice) => ({
    ...choice,
    ...(!outputs && { text: atSeams(choice.text) }),
    ...(!(outputs && probabilities) && { tokens: null }),
  }));
  return {
    ...{ status, request, cost },
    state: { ...state, choices, response: raw && outputs ? state.response : null },
    pace: outputs ? pace : null,
  };
}

/** A hidden text may be written with white space and more between its letters. */
const MAX_SEAM = 4 * MAX_REDACTION_LENGTH;

/** Of an output that is not shown: its ends, where a hidden text of the prompt may go on, or one of the suffix begin. */
function atSeams(text: string): string {
  if (text.length <= 2 * MAX_SEAM) return text;
  // Copied: a slice would hold on to the whole text.
  return Buffer.from(text.slice(0, MAX_SEAM) + text.slice(-MAX_SEAM), 'utf16le').toString('utf16le');
}

function stillGoingOn(): AppError {
  return new AppError('conflict', {
    message: 'The comparison is still running. Share it when it has finished.',
    param: 'comparisonId',
  });
}
