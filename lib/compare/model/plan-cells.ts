import type { BuiltRun } from '@/lib/protocol/request/completion-request';
import { PARAMETER_NAMES, PARAMETERS, type ParameterValues } from '@/lib/protocol/request/parameters';
import { promptOfTexts, textsOfPrompt } from '@/lib/protocol/request/prompts';
import { buildRequest, type Settings, sameValue } from '@/lib/protocol/request/settings';
import type { Prompt } from '@/lib/protocol/request/value-kinds';
import { NO_SETTINGS } from './older-plans';
import type { Axis, AxisOf, ComparisonPlan, PlanBase, PlanPrompt, Variant } from './plan';

/** The view that a plan opens in: variants side by side, or a grid of values. */
export type PlanKind = 'columns' | 'sweep';

export function kindOf({ axes }: Pick<ComparisonPlan, 'axes'>): PlanKind {
  return axes[0]?.kind === 'variants' ? 'columns' : 'sweep';
}

const NO_VARIANTS: readonly Variant[] = [];

/** The columns of a plan; none for a grid of values. The same list while they do not change. */
export function variantsOf({ axes: [first] }: Pick<ComparisonPlan, 'axes'>): readonly Variant[] {
  return first?.kind === 'variants' ? first.variants : NO_VARIANTS;
}

/** Whole settings side by side. */
export function planOfVariants(
  prompt: PlannedPrompt,
  variants: readonly [Variant, ...Variant[]],
  options: Pick<ComparisonPlan, 'background' | 'referenceId'> = {},
): ComparisonPlan {
  const { connectionId, model } = variants[0];
  return {
    base: { connectionId, model, settings: NO_SETTINGS, ...prompt },
    axes: [{ kind: 'variants', variants: [...variants] }],
    repeats: 1,
    ...options,
  };
}

/** What an axis varies: a parameter, `model`, `prompt` or `variants`. */
export function variedBy(
  axis:
    | { readonly kind: Exclude<Axis['kind'], 'parameter'> }
    | Pick<AxisOf<'parameter'>, 'kind' | 'parameter'>,
) {
  return axis.kind === 'parameter' ? axis.parameter : axis.kind;
}

/** Any axis, as far as its values are counted and named. */
export type AxisValues =
  | { readonly kind: 'variants'; readonly variants: readonly Pick<Variant, 'name'>[] }
  | Pick<AxisOf<'parameter'>, 'kind' | 'parameter' | 'values'>
  | { readonly kind: 'model'; readonly models: readonly { readonly model: string }[] }
  | { readonly kind: 'prompt'; readonly prompts: readonly { readonly prompt?: PlanPrompt | undefined }[] };

/** The values of an axis, one for each row or column; without an axis there is one. */
export function valuesOf(axis: AxisValues | undefined): readonly unknown[] {
  switch (axis?.kind) {
    case undefined:
      return [null];
    case 'variants':
      return axis.variants;
    case 'parameter':
      return axis.values;
    case 'model':
      return axis.models;
    case 'prompt':
      return axis.prompts;
  }
}

export function gridSize([down, across]: readonly AxisValues[]): { rows: number; columns: number } {
  return { rows: valuesOf(down).length, columns: valuesOf(across).length };
}

/** A place in the grid, and one of the runs there; each from 0. */
export interface CellPoint {
  readonly row: number;
  readonly column: number;
  readonly repeat: number;
}

export function sweepCellKey({ row, column, repeat }: CellPoint): string {
  return `r${row}c${column}k${repeat}`;
}

/** Null: not the key of a grid's cell. Whether the plan has that cell is not checked. */
export function parseSweepCell(key: string): CellPoint | null {
  const [, row, column, repeat] = /^r(\d)c(\d)k(\d)$/.exec(key) ?? [];
  if (row === undefined || column === undefined || repeat === undefined) return null;
  return { row: Number(row), column: Number(column), repeat: Number(repeat) };
}

/** Where a cell of the plan is; null: the plan has no such cell. */
function pointOf(plan: ComparisonPlan, cell: string): CellPoint | null {
  if (kindOf(plan) === 'columns') {
    const row = variantsOf(plan).findIndex(({ id }) => id === cell);
    return row < 0 ? null : { row, column: 0, repeat: 0 };
  }
  const point = parseSweepCell(cell);
  const { rows, columns } = gridSize(plan.axes);
  const isThere = point && point.row < rows && point.column < columns && point.repeat < plan.repeats;
  return isThere ? point : null;
}

/**
 * All cells of a plan, in the order in which they run: the first repeat of every cell before any second one,
 * so that the whole grid shows something early.
 */
export function cellsOf(plan: ComparisonPlan): string[] {
  if (kindOf(plan) === 'columns') return variantsOf(plan).map(({ id }) => id);
  const cells: string[] = [];
  const { rows, columns } = gridSize(plan.axes);
  for (let repeat = 0; repeat < plan.repeats; repeat += 1) {
    for (let row = 0; row < rows; row += 1) {
      for (let column = 0; column < columns; column += 1) cells.push(sweepCellKey({ row, column, repeat }));
    }
  }
  return cells;
}

/** What a cell sends: the base, merged with the cell's value on each axis. Null: the plan has no such cell. */
export function settingsOfCell(plan: ComparisonPlan, cell: string): PlanBase | null {
  const point = pointOf(plan, cell);
  if (point === null) return null;
  const [down, across] = plan.axes;
  const merged = withValueOf(across, point.column, withValueOf(down, point.row, plan.base));
  const { values, sent } = merged.settings;
  if (point.repeat === 0 || !sent.includes('seed') || values.seed === undefined) return merged;
  return { ...merged, settings: withSent(merged.settings, 'seed', nextSeed(values.seed, point.repeat)) };
}

function withValueOf(axis: Axis | undefined, at: number, base: PlanBase): PlanBase {
  switch (axis?.kind) {
    case undefined:
      return base;
    case 'variants': {
      const { connectionId, model, settings, ...own } = axis.variants[at] as Variant;
      return { connectionId, model, settings, ...promptPart(own.prompt === undefined ? base : own) };
    }
    case 'parameter':
      return { ...base, settings: withSent(base.settings, axis.parameter, axis.values[at] ?? null) };
    case 'model':
      return { ...base, ...axis.models[at] };
    case 'prompt': {
      const { connectionId, model, settings } = base;
      return { connectionId, model, settings, ...promptPart(axis.prompts[at] ?? base) };
    }
  }
}

/** The settings with this value switched on; null: switched off. A value of the wrong type is refused later. */
function withSent({ values, sent }: Settings, name: keyof ParameterValues, value: unknown): Settings {
  return {
    values: value === null ? values : { ...values, ...({ [name]: value } as Partial<ParameterValues>) },
    sent: PARAMETER_NAMES.filter((other) => (other === name ? value !== null : sent.includes(other))),
  };
}

function nextSeed(seed: number, by: number): number {
  return seed + by <= PARAMETERS.seed.max ? seed + by : seed - by;
}

export type PlannedPrompt = Pick<PlanBase, 'prompt' | 'asIds'>;

function promptPart({ prompt = '', asIds }: Partial<PlannedPrompt>): PlannedPrompt {
  return { prompt, ...(asIds && { asIds }) };
}

/** The `prompt` of a request, from a base or a variant of a plan. */
export function requestedPrompt({ prompt, asIds }: PlannedPrompt): Prompt {
  return promptOfTexts(prompt, asIds);
}

/** The plan's fields for the prompt of a request. */
export function plannedPrompt(prompt: Prompt): PlannedPrompt {
  const { texts, asList, asIds } = textsOfPrompt(prompt);
  return { prompt: asList ? texts : (texts[0] ?? ''), ...(asIds && { asIds }) };
}

/** A cell's request and its connection. Not validated: see `checkRun`. */
export interface CellRequest extends BuiltRun {
  readonly connectionId: string;
}

/** The request of a cell, derived from the plan alone. Null: the plan has no such cell. */
export function requestOfCell(plan: ComparisonPlan, cell: string): CellRequest | null {
  const planned = settingsOfCell(plan, cell);
  if (planned === null) return null;
  const { connectionId, model, settings } = planned;
  return { connectionId, ...buildRequest({ model, prompt: requestedPrompt(planned), settings }) };
}

/** Whether a variant sends what the first one does; values that are not sent do not count. */
export function isAsFirst(plan: ComparisonPlan, cell: string): boolean {
  const [first] = variantsOf(plan);
  const request = requestOfCell(plan, cell);
  return first !== undefined && request !== null && sameValue(request, requestOfCell(plan, first.id));
}

/** A model on a connection. */
export type PlannedModel = Pick<PlanBase, 'connectionId' | 'model'>;

/** Where a plan runs: each model once, in its order; one that is not chosen yet has an empty name. */
export function modelsOf({ base, axes }: ComparisonPlan): PlannedModel[] {
  const varied = axes.flatMap((axis): readonly PlannedModel[] =>
    axis.kind === 'model' ? axis.models : axis.kind === 'variants' ? axis.variants : [],
  );
  const models = (varied.length > 0 ? varied : [base]).map(({ connectionId, model }) => ({
    connectionId,
    model,
  }));
  return models.filter((one, at) => models.findIndex((other) => sameValue(one, other)) === at);
}

/** The base with the first of the models and the first of the prompts, where these vary: its own are not sent. */
export function sentBase(plan: ComparisonPlan): PlanBase {
  const { settings } = plan.base;
  const [{ connectionId, model } = plan.base] = modelsOf(plan);
  const [prompt = plan.base] = promptsOf(plan);
  return { connectionId, model, settings, ...promptPart(prompt) };
}

/** The prompts that a plan sends, in its order; each may be a list. */
export function promptsOf({ base, axes }: ComparisonPlan): PlannedPrompt[] {
  const varied = axes.flatMap((axis) => (axis.kind === 'prompt' ? axis.prompts : []));
  const own = axes.flatMap((axis) => (axis.kind === 'variants' ? axis.variants : []));
  return [
    ...(varied.length > 0 ? varied : [base]),
    ...own.flatMap(({ prompt, asIds }) => (prompt === undefined ? [] : [promptPart({ prompt, asIds })])),
  ];
}
