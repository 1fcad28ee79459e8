import { NO_CHECKS, type Verdict } from '@/lib/compare/model/checks';
import { createMeasurer, type MeasuredOutput, type Measurer } from '@/lib/compare/model/measured-output';
import { measureOutput, type OutputMeasures, withVerdicts } from '@/lib/compare/model/measures';
import { similarityTo } from '@/lib/texts/model/similarity';
import { sharedCellRuns } from './shared-cell-runs';
import type { SharedComparison } from './shared-comparison';
import type { SharedRun } from './shared-run';
import { wasStreamed } from './was-streamed';

const NO_TIMINGS = { sentMs: null, headersMs: null, firstTokenMs: null, durationMs: null };

/**
 * An output of a shared run with its figures; null when it has none, when the run failed before its first
 * word, or when outputs are not shared. For several: `sharedMeasurer`.
 */
export function measuredShared(run: SharedRun, choice = 0): MeasuredOutput | null {
  return sharedMeasurer(run)(choice);
}

/** The same for all outputs of a run, which is read once. @param maxLength UTF-16 units of a text that are measured */
export function sharedMeasurer(run: SharedRun, maxLength?: number): Measurer {
  const { outputs = [], timings = NO_TIMINGS, usage = null, parameters = {}, prompt = '' } = run;
  const choices = outputs.map(({ tokens = null, ...output }) => ({ ...output, tokens }));
  const { n, best_of, echo } = parameters;
  const request = {
    prompt,
    ...(typeof n === 'number' && { n }),
    ...(typeof best_of === 'number' && { best_of }),
    echo: echo === true,
    stream: wasStreamed(run),
  };
  const measure = createMeasurer({ choices, timings, usage, cost: run.cost }, request, maxLength);
  return (choice) => (run.status !== 'complete' && !outputs[choice]?.text ? null : measure(choice));
}

/**
 * Limits of what is measured, for all texts together and for each, in UTF-16 units: every reader of a link
 * can trigger measuring, as often as they like, and this much takes about 0.1 s.
 */
const MEASURED = 600_000;
const MEASURED_EACH = 100_000;

/**
 * The measures of each cell, in order: for a column its first output, for a sweep's cell all of them.
 * Incomplete runs are measured in columns only, as in the app. Empty when there is nothing to measure.
 */
export function sharedMeasures(shared: SharedComparison): readonly (readonly OutputMeasures[])[] {
  const known = measured.get(shared) ?? measure(shared);
  measured.set(shared, known);
  return known;
}

/** A copy never changes, and stays in memory for as long as it is in use. */
const measured = new WeakMap<SharedComparison, readonly (readonly OutputMeasures[])[]>();

function measure(shared: SharedComparison): (readonly OutputMeasures[])[] {
  const { kind } = shared.compared;
  const runs = sharedCellRuns(shared);
  const counts = runs.map(({ run, isRun }) => {
    if (!isRun || (kind === 'sweep' && run.status !== 'complete')) return 0;
    return Math.min(run.outputs?.length ?? 0, kind === 'sweep' ? Number.POSITIVE_INFINITY : 1);
  });
  const all = counts.reduce((sum, count) => sum + count, 0);
  const max = Math.min(MEASURED_EACH, Math.floor(MEASURED / Math.max(1, all)));
  const cells = runs.map(({ run }, at) => {
    const measure = sharedMeasurer(run, max);
    return [...Array(counts[at] ?? 0).keys()].flatMap((choice) => measure(choice) ?? []);
  });
  const reference = cells[referenceOf(shared) ?? -1]?.[0];
  const similarTo = reference === undefined ? null : similarityTo(reference.text);
  const { checks = NO_CHECKS } = shared;
  const verdicts = sharedVerdicts(shared);
  return cells.map((outputs, at) =>
    outputs.map((output, choice) => {
      const ofCell = verdicts[at] ?? [];
      // A column's measures are of its first output, and its checks of all of them.
      const judged = kind === 'sweep' ? ofCell.slice(choice, choice + 1) : ofCell;
      return withVerdicts(measureOutput(output, similarTo), checks, judged);
    }),
  );
}

/** Of each cell's outputs, what each check says; empty for cells without verdicts. */
export function sharedVerdicts({ compared }: SharedComparison): readonly (readonly (readonly Verdict[])[])[] {
  const cells = compared.kind === 'columns' ? compared.columns : compared.cells;
  return cells.map(({ verdicts = [] }) => verdicts);
}

/** The cell that the others were compared with; null: none. */
export function referenceOf({ compared }: SharedComparison): number | null {
  if (compared.kind === 'columns') return compared.reference;
  const { reference, cells } = compared;
  if (reference === null) return null;
  const at = cells.findIndex(
    ({ row, column, repeat, input = 0 }) =>
      row === reference.row &&
      column === reference.column &&
      repeat === reference.repeat &&
      input === (reference.input ?? 0),
  );
  return at < 0 ? null : at;
}
