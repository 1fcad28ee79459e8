import type { ExportedRun } from '@/lib/history/model/run-export';
import { NO_CHECKS, type Verdict } from './checks';
import type { ExportedPlan } from './comparison-export';
import type { ExportRecord } from './export-table';
import { measuredOutputs } from './measured-output';
import { measureOutput, withVerdicts } from './measures';
import type { ComparisonPlan } from './plan';
import { kindOf, type PlannedModel, pointOf, requestOfCell } from './plan-cells';
import { cellName, plainLabels } from './plan-labels';

/** The plan with names in place of connections, and without what only our server knows. */
export function exportedPlan(
  { background: _background, ...plan }: ComparisonPlan,
  connectionName: (connectionId: string) => string | null,
): ExportedPlan {
  const named = <Part extends PlannedModel>({ connectionId, ...part }: Part) => ({
    ...part,
    connectionName: connectionName(connectionId),
  });
  const axes = plan.axes.map((axis): ExportedPlan['axes'][number] => {
    if (axis.kind === 'model') return { ...axis, models: axis.models.map(named) };
    if (axis.kind !== 'variants') return axis;
    return { ...axis, variants: axis.variants.map(({ fromRunId: _shown, ...variant }) => named(variant)) };
  });
  return { ...plan, base: named(plan.base), axes, referenceId: plan.referenceId ?? null };
}

/** What the records of all cells have in common. */
export interface RecordOptions {
  readonly plan: ComparisonPlan;
  /** How similar a text is to that of the reference; null: there is none. */
  readonly similarTo: ((text: string) => number) | null;
}

/**
 * One record for each output of a cell, measured when it is taken; one for a cell without any.
 * @param judged for each output of a complete run, what each check of the plan says; else empty
 */
export function* recordsOfCell(
  { plan, similarTo }: RecordOptions,
  cell: string,
  run: ExportedRun | undefined,
  judged: readonly (readonly Verdict[])[],
): Generator<ExportRecord, void> {
  const request = run?.request ?? requestOfCell(plan, cell)?.request;
  const { model = '', prompt = '', ...parameters } = request ?? {};
  const record = {
    cell,
    name: cellName(plan, cell),
    ...placeOf(plan, cell),
    model,
    prompt: typeof prompt === 'string' ? prompt : JSON.stringify(prompt),
    parameters,
    status: run?.status ?? null,
  };
  const outputs = outputsOf(run);
  if (outputs.length === 0) yield { ...record, choice: 0, measures: null, verdicts: [], text: null };
  for (const [choice, output] of outputs.entries()) {
    yield {
      ...record,
      choice,
      measures: withVerdicts(
        measureOutput(output, similarTo),
        plan.checks ?? NO_CHECKS,
        judged.slice(choice, choice + 1),
      ),
      verdicts: judged[choice] ?? [],
      text: output.text,
    };
  }
}

function placeOf(plan: ComparisonPlan, cell: string): Pick<ExportRecord, 'coordinates' | 'inputs'> {
  const point = pointOf(plan, cell);
  if (point === null || kindOf(plan) === 'columns') return { coordinates: {}, inputs: {} };
  const { axes, inputs, repeats } = plan;
  const [down, across] = axes;
  const row = inputs?.rows[point.input];
  return {
    coordinates: {
      ...(down && { row: plainLabels(down)[point.row] ?? '' }),
      ...(across && { column: plainLabels(across)[point.column] ?? '' }),
      ...(inputs && { input: point.input + 1 }),
      ...(repeats > 1 && { repeat: point.repeat + 1 }),
    },
    inputs: Object.fromEntries((inputs?.columns ?? []).map((name, at) => [name, row?.values[at] ?? ''])),
  };
}

const NO_TIMINGS = { sentMs: null, headersMs: null, firstTokenMs: null, durationMs: null };

/** The outputs of a run, as they are measured. */
export function outputsOf(run: ExportedRun | undefined) {
  if (!run) return [];
  const choices = run.outputs.toSorted((a, b) => a.index - b.index);
  const { usage, response, cost } = run;
  const state = { choices, usage, response, cost, timings: run.timings ?? NO_TIMINGS };
  return measuredOutputs(state, run.request);
}
