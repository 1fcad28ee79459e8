import type { SweepRun } from '@/lib/compare/model/comparisons';
import { readComparison } from '@/lib/compare/server/read-comparison';
import { type ComparisonScheduler, comparisonScheduler } from '@/lib/compare/server/scheduler';
import { readRun } from '@/lib/history/server/read-runs';
import { copyComparison, type SharableComparison } from '@/lib/links/model/copy-comparison';
import type { SharableRun, ShareTerms } from '@/lib/links/model/copy-run';
import type { SharedComparison } from '@/lib/links/model/shared-comparison';
import type { ShareChoice } from '@/lib/links/model/shares';
import { AppError } from '@/lib/platform/model/app-error';
import type { RunDetail } from '@/lib/runs/model/runs';
import { withCheckedOutputs } from './check-copy';
import { LARGEST_COPY, tooLarge } from './copy-size';

/** A stored comparison, from which any number of copies can be made. */
export interface ComparisonToCopy {
  readonly id: string;
  copy(terms: ShareTerms): SharedComparison;
  /** The same with what the plan's checks say about the outputs as the copy shows them. */
  checkedCopy(terms: ShareTerms): Promise<SharedComparison>;
}

/**
 * Reads all runs that a link to a comparison would show. Throws AppError: `not_found`; `conflict` while some
 * of it is still running, when nothing of it was run, or when it would be too large (with `param` `include`).
 */
export async function readToCopy(
  userId: string,
  comparisonId: string,
  include: ShareChoice,
  scheduler: ComparisonScheduler = comparisonScheduler(),
): Promise<ComparisonToCopy> {
  const { comparison, queue, kind, cells } = await readComparison(userId, comparisonId, scheduler);
  const goesOn = queue.waiting.length > 0 || queue.live.length > 0;
  if (goesOn || cells.some(({ run }) => run?.status === 'streaming')) throw stillGoingOn();
  const runs = new Map<string, SharableRun>();
  let size = 0;
  for (const { cell, run: known, isUpToDate } of cells) {
    // A sweep's cell names what was sent; a run with another request does not belong to it.
    if (known === null || (kind === 'sweep' && isUpToDate === false)) continue;
    const run = bare(await settledRun(userId, known, scheduler), include);
    size += include.outputs ? JSON.stringify(run.state.choices).length : 0;
    if (size > LARGEST_COPY) throw tooLarge('comparison');
    runs.set(cell, run);
  }
  if (runs.size === 0) {
    throw new AppError('conflict', {
      message: "This comparison hasn't been run with its current settings. Run it first.",
      param: 'comparisonId',
    });
  }
  const sharable: SharableComparison = { plan: comparison.plan, runs };
  const copy = (terms: ShareTerms) => copyComparison(sharable, terms);
  return { id: comparison.id, copy, checkedCopy: (terms) => withCheckedOutputs(copy(terms)) };
}

/** The complete run with its pace, which may still be being saved for a run that has just ended. */
async function settledRun(
  userId: string,
  known: RunDetail | SweepRun,
  { registry }: ComparisonScheduler,
): Promise<RunDetail> {
  const live = registry.find(userId, known.id);
  if (live === null && 'state' in known) return known;
  await live?.settled;
  return readRun(userId, known.id, registry);
}

/** Hundreds of runs are in memory at once, so parts that are not requested are dropped. */
function bare(
  { status, request, state, pace, cost }: SharableRun,
  { probabilities, outputs, raw }: ShareChoice,
): SharableRun {
  const choices =
    probabilities && outputs ? state.choices : state.choices.map((choice) => ({ ...choice, tokens: null }));
  const response = raw ? state.response : null;
  return { status, request, state: { ...state, choices, response }, pace, cost };
}

function stillGoingOn(): AppError {
  return new AppError('conflict', {
    message: 'The comparison is still running. Share it when it has finished.',
    param: 'comparisonId',
  });
}
