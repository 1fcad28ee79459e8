import type { BuiltRun } from '@/lib/protocol/request/completion-request';
import { PARAMETER_NAMES, PARAMETERS, type ParameterValues } from '@/lib/protocol/request/parameters';
import { promptOfTexts, textsOfPrompt } from '@/lib/protocol/request/prompts';
import { buildRequest, type Settings, sameValue } from '@/lib/protocol/request/settings';
import type { Prompt } from '@/lib/protocol/request/value-kinds';
import type { Inputs } from './inputs';
import { NO_SETTINGS } from './older-plans';
import type { Axis, AxisOf, ComparisonPlan, PlanBase, PlanPrompt, Variant } from './plan';
import { templateSize, type ValueFor, withValues } from './variables';

/** The view that a plan opens in: variants side by side, or a grid of values. */
export type PlanKind = 'columns' | 'sweep';

type PlanShape = Pick<ComparisonPlan, 'axes' | 'repeats' | 'inputs'>;

export function kindOf(plan: PlanShape): PlanKind {
  return isOfVariantsAlone(plan) && plan.repeats === 1 ? 'columns' : 'sweep';
}

function isOfVariantsAlone({ axes, inputs }: PlanShape): boolean {
  return axes.length === 1 && axes[0]?.kind === 'variants' && inputs === undefined;
}

const NO_VARIANTS: readonly Variant[] = [];

/** The variants of a plan; none for a grid of values. The same list while they do not change. */
export function variantsOf({ axes }: Pick<ComparisonPlan, 'axes'>): readonly Variant[] {
  return axes.find((axis) => axis.kind === 'variants')?.variants ?? NO_VARIANTS;
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

/**
 * Whether taking a cell to the playground takes its prompt, too: a column is a whole request, and in a sweep over prompts the
 * prompt is what is chosen. Elsewhere only settings are.
 */
export function takesPrompt(plan: ComparisonPlan): boolean {
  return (
    kindOf(plan) === 'columns' ||
    plan.axes.some(
      (axis) =>
        axis.kind === 'prompt' ||
        (axis.kind === 'variants' && axis.variants.some(({ prompt }) => prompt !== undefined)),
    )
  );
}

/** A variant, as far as it is named; a link may not show its settings. */
export type NamedVariant = Pick<Variant, 'name'> & { readonly model?: string; readonly settings?: Settings };

/** Any axis, as far as its values are counted and named. */
export type AxisValues =
  | { readonly kind: 'variants'; readonly variants: readonly NamedVariant[] }
  | Pick<AxisOf<'parameter'>, 'kind' | 'parameter' | 'values'>
  | { readonly kind: 'model'; readonly models: readonly { readonly model: string }[] }
  | { readonly kind: 'prompt'; readonly prompts: readonly { readonly prompt?: PlanPrompt | undefined }[] }
  /** Rows of the table, where a chart has them on an axis. */
  | { readonly kind: 'inputs'; readonly labels: readonly string[] };

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
    case 'inputs':
      return axis.labels;
  }
}

export function gridSize([down, across]: readonly AxisValues[]): { rows: number; columns: number } {
  return { rows: valuesOf(down).length, columns: valuesOf(across).length };
}

/** How many rows of a table each of the grid's values is run with; without a table: 1. */
export function inputCount({ inputs }: Pick<ComparisonPlan, 'inputs'>): number {
  return inputs?.rows.length ?? 1;
}

/** A place in the grid, the row of the table, and one of the runs there; each from 0. */
export interface CellPoint {
  readonly row: number;
  readonly column: number;
  /** 0 without a table. */
  readonly input: number;
  readonly repeat: number;
}

/** A place in the grid, with the first row and run where none is named. */
export type SomePoint = Pick<CellPoint, 'row' | 'column'> & Partial<CellPoint>;

/**
 * The key of a cell. It names what has an id by its id, so that moving variants or rows of the table, or removing
 * others, changes no key:
 *
 * - `{variant}`: the first run of each variant, where there is nothing beside variants.
 * - `r{row}c{column}k{repeat}`: any other; `v{variant}.` in place of `r{row}` or `c{column}` where that axis has variants.
 * - `i{row of the table}-` goes before it with a table.
 *
 * A variant's id has no dot, so no two cells have one key.
 */
export function cellAt(plan: PlanShape, { row, column, input = 0, repeat = 0 }: SomePoint): string {
  const { axes, inputs } = plan;
  const [down, across] = axes;
  if (repeat === 0 && isOfVariantsAlone(plan)) return variantId(down, row) ?? '';
  const before = inputs ? `i${inputs.rows[input]?.id ?? ''}-` : '';
  return `${before}${part(down, 'r', row)}${part(across, 'c', column)}k${repeat}`;
}

function part(axis: Axis | undefined, letter: 'r' | 'c', at: number): string {
  return axis?.kind === 'variants' ? `v${variantId(axis, at) ?? ''}.` : `${letter}${at}`;
}

function variantId(axis: Axis | undefined, at: number): string | undefined {
  return axis?.kind === 'variants' ? axis.variants[at]?.id : undefined;
}

const KEY =
  /^(?:i([a-z0-9]{1,6})-)?(?:r(\d)|v([A-Za-z0-9_-]{1,32})\.)(?:c(\d)|v([A-Za-z0-9_-]{1,32})\.)k(\d)$/;

/** The first of the cells that run this variant. Null: there is no such variant. */
export function cellOfVariant(plan: PlanShape, id: string): string | null {
  const axis = plan.axes.findIndex(({ kind }) => kind === 'variants');
  const at = indexOfVariant(plan.axes[axis], id);
  return at < 0 ? null : cellAt(plan, axis === 0 ? { row: at, column: 0 } : { row: 0, column: at });
}

/** Whether a key is that of a place in a grid, and not of a variant that stands alone. */
export function isGridKey(cell: string): boolean {
  return KEY.test(cell);
}

/** Where a cell of the plan is; null: the plan has no such cell. */
export function pointOf(plan: PlanShape, cell: string): CellPoint | null {
  const { axes, inputs, repeats } = plan;
  const [down, across] = axes;
  if (isOfVariantsAlone(plan)) {
    const row = indexOfVariant(down, cell);
    if (row >= 0) return { row, column: 0, input: 0, repeat: 0 };
  }
  const [whole, inputId, r, rowId, c, columnId, k] = KEY.exec(cell) ?? [];
  if (whole === undefined || (inputId === undefined) !== (inputs === undefined)) return null;
  const point = {
    row: r === undefined ? indexOfVariant(down, rowId) : Number(r),
    column: c === undefined ? indexOfVariant(across, columnId) : Number(c),
    input: inputs === undefined ? 0 : (indexesOf(inputs).get(inputId ?? '') ?? -1),
    repeat: Number(k),
  };
  const { rows, columns } = gridSize(axes);
  const isThere =
    point.row >= 0 && point.row < rows && point.column >= 0 && point.column < columns && point.input >= 0;
  // An index is not how a variant is named, and the first run of one alone has its own name.
  return isThere && point.repeat < repeats && cellAt(plan, point) === cell ? point : null;
}

function indexOfVariant(axis: Axis | undefined, id: string | undefined): number {
  return axis?.kind === 'variants' ? axis.variants.findIndex((variant) => variant.id === id) : -1;
}

const knownIndexes = new WeakMap<Inputs, ReadonlyMap<string, number>>();

function indexesOf(inputs: Inputs): ReadonlyMap<string, number> {
  const known = knownIndexes.get(inputs) ?? new Map(inputs.rows.map(({ id }, at) => [id, at]));
  knownIndexes.set(inputs, known);
  return known;
}

/**
 * All cells of a plan, in the order in which they run: the first repeat of every cell before any second one, and
 * everything that a row of the table is run with before the next row, so that whole rows show early.
 */
export function cellsOf(plan: PlanShape): string[] {
  const cells: string[] = [];
  for (const point of pointsOf(plan)) cells.push(cellAt(plan, point));
  return cells;
}

export function cellCount(plan: PlanShape): number {
  const { rows, columns } = gridSize(plan.axes);
  return rows * columns * inputCount(plan) * plan.repeats;
}

/** Where the cells are, in the order of `cellsOf`. */
export function* pointsOf(plan: PlanShape): Generator<CellPoint> {
  const { rows, columns } = gridSize(plan.axes);
  const inputs = inputCount(plan);
  for (let repeat = 0; repeat < plan.repeats; repeat += 1) {
    for (let input = 0; input < inputs; input += 1) {
      for (let row = 0; row < rows; row += 1) {
        for (let column = 0; column < columns; column += 1) yield { row, column, input, repeat };
      }
    }
  }
}

/**
 * What a cell sends: the base, merged with the cell's value on each axis, with the values of its row in place of
 * variables. Null: the plan has no such cell.
 */
export function settingsOfCell(plan: ComparisonPlan, cell: string): PlanBase | null {
  const template = templateOfCell(plan, cell);
  return template && plan.variables ? withValues(template, valuesOfCell(plan, cell)) : template;
}

/** The value of each variable in the cell's row of the table. */
export function valuesOfCell(plan: PlanShape, cell: string): ValueFor {
  return valuesOfInput(plan, pointOf(plan, cell)?.input ?? -1);
}

/** The value of each variable in this row of the table. */
export function valuesOfInput({ inputs }: Pick<PlanShape, 'inputs'>, input: number): ValueFor {
  const row = inputs?.rows[input];
  return (name) => row?.values[inputs?.columns.indexOf(name) ?? -1];
}

/** What the cell's row has in the column `expected`, for checks. */
export function expectedOfCell(plan: PlanShape, cell: string): string | undefined {
  const column = plan.inputs?.columns.find(isExpected);
  return column === undefined ? undefined : valuesOfCell(plan, cell)(column);
}

export function hasExpected({ inputs }: PlanShape): boolean {
  return inputs?.columns.some(isExpected) ?? false;
}

/** What the cells send before variables have their values: one for each place in the grid. */
export function templatesOf(plan: ComparisonPlan): PlanBase[] {
  const { inputs: _inputs, ...once } = plan;
  return cellsOf({ ...once, repeats: 1 }).flatMap((cell) => templateOfCell(once, cell) ?? []);
}

/**
 * How long the texts of all cells are together with their values, and how many variables the cell with the most of them
 * has, each as often as it is written. Nothing is filled in for it.
 */
export function filledSize(plan: ComparisonPlan): { characters: number; variables: number } {
  const { inputs, repeats } = plan;
  const valuesIn = (name: string) => {
    const column = inputs?.columns.indexOf(name) ?? -1;
    return inputs?.rows.reduce((sum, { values }) => sum + (values[column]?.length ?? 0), 0) ?? 0;
  };
  let [characters, variables] = [0, 0];
  for (const template of templatesOf(plan)) {
    const { plain, uses } = templateSize(template);
    characters += plain * inputCount(plan) * repeats;
    let written = 0;
    for (const [name, times] of uses) {
      written += times;
      characters += valuesIn(name) * times * repeats;
    }
    variables = Math.max(variables, written);
  }
  return { characters, variables: plan.variables ? variables : 0 };
}

/** Whether a check reads this column, whatever the prompts do. */
export function isExpected(column: string): boolean {
  return column.toLowerCase() === 'expected';
}

/** The same as `settingsOfCell`, with the variables as they are written. */
export function templateOfCell(plan: ComparisonPlan, cell: string): PlanBase | null {
  const point = pointOf(plan, cell);
  if (point === null) return null;
  const [down, across] = plan.axes;
  // Variants are whole settings, so a value on the other axis goes on top of them.
  const merged =
    across?.kind === 'variants'
      ? withValueOf(down, point.row, withValueOf(across, point.column, plan.base))
      : withValueOf(across, point.column, withValueOf(down, point.row, plan.base));
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
  const point = pointOf(plan, cell);
  if (point === null) return false;
  const first = requestOfCell(plan, cellAt(plan, { ...point, row: 0 }));
  return sameValue(requestOfCell(plan, cell), first);
}

/** A model on a connection. */
export type PlannedModel = Pick<PlanBase, 'connectionId' | 'model'>;

/** Where a plan runs: each model once, in its order; one that is not chosen yet has an empty name. */
export function modelsOf(plan: ComparisonPlan): PlannedModel[] {
  const varied: readonly PlannedModel[] =
    plan.axes.find((axis) => axis.kind === 'model')?.models ?? variantsOf(plan);
  const models = (varied.length > 0 ? varied : [plan.base]).map(({ connectionId, model }) => ({
    connectionId,
    model,
  }));
  return models.filter((one, at) => models.findIndex((other) => sameValue(one, other)) === at);
}

/** The base with the first variant, model and prompt, where these vary: its own are not sent. */
export function sentBase(plan: ComparisonPlan): PlanBase {
  const { settings } = variantsOf(plan)[0] ?? plan.base;
  const [{ connectionId, model } = plan.base] = modelsOf(plan);
  const varied = plan.axes.find((axis) => axis.kind === 'prompt')?.prompts[0];
  const own = variantsOf(plan)[0];
  const prompt = varied ?? (own?.prompt === undefined ? plan.base : own);
  return { connectionId, model, settings, ...promptPart(prompt) };
}

/** The prompts that a plan sends, in its order; each may be a list. */
export function promptsOf(plan: ComparisonPlan): PlannedPrompt[] {
  const varied = plan.axes.find((axis) => axis.kind === 'prompt')?.prompts;
  if (varied) return varied;
  const own = variantsOf(plan).flatMap(({ prompt, asIds }) =>
    prompt === undefined ? [] : [promptPart({ prompt, asIds })],
  );
  return [plan.base, ...own];
}
