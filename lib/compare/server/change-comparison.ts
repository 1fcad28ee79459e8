import type { Access } from '@/lib/accounts/server/access';
import { bytesOfJson, growth, withSpace } from '@/lib/accounts/server/storage/quota';
import { addVote, countVotes, deleteVote } from '@/lib/compare/db/comparison-votes';
import {
  type ComparisonToCreate,
  comparisonExists,
  countComparisons,
  createComparison as createRecord,
  deleteComparison as deleteRecord,
  getComparison,
  restoreComparison as restoreRecord,
  updateComparison as updateRecord,
} from '@/lib/compare/db/comparisons';
import { setBackground } from '@/lib/compare/db/queue';
import { MAX_VOTES } from '@/lib/compare/model/comparison-export';
import type { Comparison, ComparisonEdit, NewVote, Vote } from '@/lib/compare/model/comparisons';
import { type ComparisonPlan, MAX_CELLS } from '@/lib/compare/model/plan';
import { cellCount, cellsOf, filledSize, variantsOf } from '@/lib/compare/model/plan-cells';
import { AppError } from '@/lib/platform/model/app-error';
import { type ComparisonScheduler, comparisonScheduler } from './scheduler';

/** Creating, changing and deleting comparisons. */

const MAX_COMPARISONS = 1_000;
/**
 * In characters of JSON, without the inputs, which have a limit of their own (lib/compare/model/inputs.ts). Each cell's
 * request repeats the prompt, and the list reads the plans of a whole page.
 */
const MAX_PLAN_LENGTH = 500_000;

/** Who changes a comparison: a script with an API token reads what a comparison has, and not the history beside it. */
export type ChangedBy = 'person' | 'script';

export function changedBy({ kind }: Pick<Access, 'kind'>): ChangedBy {
  return kind === 'token' ? 'script' : 'person';
}

/** Throws AppError: `conflict` (there are too many), `invalid_request`, `storage_full`, `not_signed_in`, `forbidden`. */
export async function createComparison(
  userId: string,
  input: ComparisonToCreate,
  by: ChangedBy = 'person',
): Promise<Comparison> {
  if (by === 'script') checkShown(input.plan, null);
  checkSize(input.plan);
  if ((await countComparisons(userId)) >= MAX_COMPARISONS) {
    throw new AppError('conflict', {
      message: `You can have up to ${MAX_COMPARISONS} comparisons. Delete some first.`,
    });
  }
  const created = await withSpace(userId, bytesOfJson(input), () => createRecord(userId, input));
  // The account was deleted while its last request was on the way.
  if (created === null) throw new AppError('not_signed_in');
  return created;
}

/**
 * What is under way continues as it was started. Throws AppError: `not_found`, `conflict`, `invalid_request`, `forbidden`.
 */
export async function updateComparison(
  userId: string,
  comparisonId: string,
  { sameInputs, ...requested }: ComparisonEdit,
  by: ChangedBy = 'person',
  scheduler: ComparisonScheduler = comparisonScheduler(),
): Promise<Comparison> {
  const before = await getComparison(userId, comparisonId);
  if (before === null) throw new AppError('not_found');
  // Only then are these the inputs that the other side knows.
  if (Date.parse(before.updatedAt) !== Date.parse(requested.updatedAt)) throw changedMeanwhile();
  const edit = sameInputs ? withInputsOf(before.plan, requested) : requested;
  if (edit.plan && by === 'script') checkShown(edit.plan, before.plan);
  if (edit.plan) checkSize(edit.plan);
  const updated = await withSpace(userId, growthBy(edit, before), () =>
    updateRecord(userId, comparisonId, edit),
  );
  if (updated.ok) {
    const { background = false } = updated.comparison.plan;
    await setBackground(comparisonId, background);
    scheduler.find(userId, comparisonId)?.setBackground(background);
    return sameInputs ? withoutInputs(updated.comparison) : updated.comparison;
  }
  if (updated.reason === 'not_found') throw new AppError('not_found');
  throw changedMeanwhile();
}

/** Columns show the runs of the history that they showed before, and no others. */
function checkShown(plan: ComparisonPlan, before: ComparisonPlan | null): void {
  const shownBy = (one: ComparisonPlan) => variantsOf(one).flatMap(({ fromRunId }) => fromRunId ?? []);
  const known = new Set(before && shownBy(before));
  if (shownBy(plan).every((runId) => known.has(runId))) return;
  throw new AppError('forbidden', {
    message: "An API token can't add runs from History to a comparison.",
    param: 'plan',
  });
}

function changedMeanwhile(): AppError {
  return new AppError('conflict', { message: 'It was changed in another tab.', param: 'updatedAt' });
}

function withInputsOf({ inputs }: ComparisonPlan, edit: Omit<ComparisonEdit, 'sameInputs'>) {
  return edit.plan && inputs ? { ...edit, plan: { ...edit.plan, inputs } } : edit;
}

function withoutInputs(comparison: Comparison): Comparison {
  const { inputs: _known, ...plan } = comparison.plan;
  return { ...comparison, plan };
}

/** For the fields that the edit sets. */
function growthBy(edit: ComparisonEdit, before: Comparison): number {
  const fields = (['plan', 'title', 'note'] as const).filter((field) => edit[field] !== undefined);
  return growth(
    fields.map((field) => before[field]),
    fields.map((field) => edit[field]),
  );
}

/** In characters of JSON: twice the table, so that line breaks and quotes fit; a control character is six there. */
const MAX_INPUTS_LENGTH = 2_500_000;
/**
 * Characters of the texts of all cells, with their values: they are made again for each start, export and link. Grids of
 * before, which hold one text each, had no such limit.
 */
const MAX_FILLED_TOGETHER = 20_000_000;
/** Variables, each as often as it is written, in the texts of one cell. */
const MAX_VARIABLES_IN_CELL = 1_000;

function checkSize({ inputs, ...plan }: ComparisonPlan): void {
  const refuse = (message: string) => new AppError('invalid_request', { message, param: 'plan' });
  if (JSON.stringify(plan).length > MAX_PLAN_LENGTH) throw refuse('The comparison is too large to save.');
  // The schema checks it as well, but not with inputs that stay.
  if (cellCount({ ...plan, inputs }) > MAX_CELLS) throw refuse('The comparison has too many runs.');
  if (inputs === undefined && !plan.variables) return;
  if (inputs && JSON.stringify(inputs).length > MAX_INPUTS_LENGTH) {
    throw refuse('The table is too large to save.');
  }
  const { characters, variables } = filledSize({ ...plan, inputs });
  if (characters > MAX_FILLED_TOGETHER) {
    const million = (characters / 1_000_000).toFixed(1);
    throw refuse(
      `With inputs filled in, the prompts total ${million} million characters. The limit is ${MAX_FILLED_TOGETHER / 1_000_000} million.`,
    );
  }
  if (variables > MAX_VARIABLES_IN_CELL) {
    throw refuse(`A prompt can have up to ${MAX_VARIABLES_IN_CELL.toLocaleString('en')} variables.`);
  }
}

/** Deletes the comparison with its runs; what is under way is stopped. Throws AppError `not_found`. */
export async function deleteComparison(
  userId: string,
  comparisonId: string,
  { links }: { readonly links: 'keep' | 'revoke' },
  scheduler: ComparisonScheduler = comparisonScheduler(),
): Promise<void> {
  if (!(await comparisonExists(userId, comparisonId))) throw new AppError('not_found');
  const comparison = { userId, comparisonId };
  await scheduler.stop(comparison);
  if (!(await deleteRecord(userId, comparisonId, links))) throw new AppError('not_found');
  // Stops what was started in between.
  await scheduler.stop(comparison);
}

/** Undoes a deletion, until it is swept. Links that were revoked stay so. Throws AppError `not_found`. */
export async function restoreComparison(userId: string, comparisonId: string): Promise<void> {
  if (!(await restoreRecord(userId, comparisonId))) throw new AppError('not_found');
}

/** Throws AppError: `not_found`, `invalid_request` (not a cell that was shown), `conflict` (there are too many). */
export async function vote(userId: string, comparisonId: string, given: NewVote): Promise<Vote> {
  const comparison = await getComparison(userId, comparisonId);
  if (comparison === null) throw new AppError('not_found');
  const cells = new Set(cellsOf(comparison.plan));
  if (given.shown.some((cell) => !cells.has(cell)) || new Set(given.shown).size < given.shown.length) {
    throw new AppError('invalid_request', {
      message: 'List each shown cell once.',
      param: 'shown',
    });
  }
  if (given.cell !== null && !given.shown.includes(given.cell)) {
    throw new AppError('invalid_request', {
      message: "This vote is for a pair you weren't shown.",
      param: 'cell',
    });
  }
  if ((await countVotes(comparisonId)) >= MAX_VOTES) {
    throw new AppError('conflict', { message: `You can have up to ${MAX_VOTES} votes. Delete some first.` });
  }
  const added = await withSpace(userId, bytesOfJson(given), () => addVote(comparisonId, given));
  if (added === null) throw new AppError('not_found');
  return added;
}

/** Throws AppError `not_found`. */
export async function takeBackVote(userId: string, comparisonId: string, voteId: string): Promise<void> {
  if (!(await deleteVote(userId, comparisonId, voteId))) throw new AppError('not_found');
}
