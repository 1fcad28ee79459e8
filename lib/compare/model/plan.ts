import * as z from 'zod/mini';
import type { BuiltRun } from '@/lib/protocol/request/completion-request';
import {
  PARAMETER_NAMES,
  PARAMETERS,
  type ParameterName,
  type ParameterValues,
  REQUIRED_FIELDS,
} from '@/lib/protocol/request/parameters';
import { promptOfTexts, textsOfPrompt } from '@/lib/protocol/request/prompts';
import { settingsSchema } from '@/lib/protocol/request/request-schema';
import { buildRequest, sameValue } from '@/lib/protocol/request/settings';
import type { Prompt } from '@/lib/protocol/request/value-kinds';
import { checksSchema } from './checks';

/**
 * What a comparison compares. A plan is saved while it is being composed, so, like a draft, its shape is
 * checked but not the bounds of its values; each cell's request is validated (`checkRun`) when it is started.
 */

export const MAX_COLUMNS = 8;
export const MIN_VALUES = 2;
export const MAX_VALUES = 7;
export const MAX_REPEATS = 5;
/** 7 × 7 values, 5 times. */
export const MAX_CELLS = MAX_VALUES * MAX_VALUES * MAX_REPEATS;

/** One prompt, or a list of prompts, as `prompt` of a request. */
export const planPromptSchema = z.union([
  z.string(),
  z.array(z.string()).check(z.minLength(1), z.maxLength(REQUIRED_FIELDS.prompt.wide.maxItems)),
]);
/** The prompts are lists of token ids, written as texts. */
export const asIdsSchema = z.optional(z.boolean());

/**
 * Names a cell of a comparison: the id of a column, or `r{row}c{column}k{repeat}` of a sweep, each from 0.
 */
export const cellSchema = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,32}$/));

const optionsShape = {
  /** Continues when nobody watches. */
  background: z.optional(z.boolean()),
  /** The cell that the others are compared with; null or absent: none. */
  referenceId: z.optional(z.nullable(cellSchema)),
  /** What the outputs are checked for; absent: nothing. No request depends on it. */
  checks: z.optional(checksSchema),
};

const modelShape = {
  connectionId: z.string().check(z.minLength(1), z.maxLength(64)),
  /** Empty while none is chosen. */
  model: z.string().check(z.maxLength(REQUIRED_FIELDS.model.maxLength)),
  settings: settingsSchema,
};

export const columnSchema = z.strictObject({
  /** Short, and the same for as long as the column exists: its run is found by it. */
  id: cellSchema,
  /** Null: named after its model. */
  name: z.nullable(z.string().check(z.trim(), z.minLength(1), z.maxLength(80))),
  ...modelShape,
  /** The column's own prompt; absent: the shared one. */
  prompt: z.optional(planPromptSchema),
  asIds: asIdsSchema,
  /** A run of the history that is shown until the column has its own run. */
  fromRunId: z.optional(z.string().check(z.minLength(1), z.maxLength(64))),
});
export type Column = z.infer<typeof columnSchema>;

export const columnsPlanSchema = z
  .strictObject({
    kind: z.literal('columns'),
    prompt: planPromptSchema,
    asIds: asIdsSchema,
    columns: z.array(columnSchema).check(z.minLength(1), z.maxLength(MAX_COLUMNS)),
    ...optionsShape,
  })
  .check(
    z.refine(({ columns }) => new Set(columns.map(({ id }) => id)).size === columns.length, {
      path: ['columns'],
      error: 'Two columns have the same ID.',
    }),
  );
export type ColumnsPlan = z.infer<typeof columnsPlanSchema>;

/** What a sweep can vary: the body's parameters, except those for delivery. */
export type SweepParameter = Exclude<ParameterName, 'stream' | 'stream_options' | 'user' | 'retries'>;

export const SWEEP_PARAMETERS = PARAMETER_NAMES.filter(
  (name): name is SweepParameter => PARAMETERS[name].group !== 'delivery',
);

export const axisValueSchema = z.union([
  z.number(),
  z.boolean(),
  z.string(),
  z.array(z.string()),
  z.array(z.number()),
  z.record(z.string(), z.unknown()),
]);
export type AxisValue = z.infer<typeof axisValueSchema>;

export const axisSchema = z.strictObject({
  parameter: z.enum(SWEEP_PARAMETERS as [SweepParameter, ...SweepParameter[]]),
  values: z.array(axisValueSchema).check(z.minLength(MIN_VALUES), z.maxLength(MAX_VALUES)),
});
export type Axis = z.infer<typeof axisSchema>;

export const sweepPlanSchema = z
  .strictObject({
    kind: z.literal('sweep'),
    prompt: planPromptSchema,
    asIds: asIdsSchema,
    base: z.strictObject(modelShape),
    /** The first axis runs down the rows, the second, if there is one, along the columns. */
    axes: z.array(axisSchema).check(z.minLength(1), z.maxLength(2)),
    /** Runs of each cell, from 1. When a seed is sent, each repeat uses the next one. */
    repeats: z.int().check(z.minimum(1), z.maximum(MAX_REPEATS)),
    ...optionsShape,
  })
  .check(
    z.refine(({ axes }) => axes[0]?.parameter !== axes[1]?.parameter, {
      path: ['axes'],
      error: 'The two axes must vary different parameters.',
    }),
    z.refine(({ axes, repeats }) => repeats === 1 || axes.every(({ parameter }) => parameter !== 'seed'), {
      path: ['repeats'],
      error: 'Repeats already vary the seed. Use either repeats or a seed axis.',
    }),
  );
export type SweepPlan = z.infer<typeof sweepPlanSchema>;

export const comparisonPlanSchema = z.discriminatedUnion('kind', [columnsPlanSchema, sweepPlanSchema]);
export type ComparisonPlan = z.infer<typeof comparisonPlanSchema>;

export interface SweepCell {
  readonly row: number;
  readonly column: number;
  readonly repeat: number;
}

export function sweepCellKey({ row, column, repeat }: SweepCell): string {
  return `r${row}c${column}k${repeat}`;
}

/** Null: not the key of a sweep's cell. Whether the plan has that cell is not checked. */
export function parseSweepCell(key: string): SweepCell | null {
  const [, row, column, repeat] = /^r(\d)c(\d)k(\d)$/.exec(key) ?? [];
  if (row === undefined || column === undefined || repeat === undefined) return null;
  return { row: Number(row), column: Number(column), repeat: Number(repeat) };
}

/**
 * All cells of a plan, in the order in which they run: columns from left to right; in a sweep the first
 * repeat of every cell before any second one, so that the whole grid shows something early.
 */
export function cellsOf(plan: ComparisonPlan): string[] {
  if (plan.kind === 'columns') return plan.columns.map(({ id }) => id);
  const cells: string[] = [];
  const columns = plan.axes[1]?.values.length ?? 1;
  for (let repeat = 0; repeat < plan.repeats; repeat += 1) {
    for (let row = 0; row < (plan.axes[0]?.values.length ?? 0); row += 1) {
      for (let column = 0; column < columns; column += 1) cells.push(sweepCellKey({ row, column, repeat }));
    }
  }
  return cells;
}

/** A cell's request and its connection. Not validated: see `checkRun`. */
export interface CellRequest extends BuiltRun {
  readonly connectionId: string;
}

type PlannedPrompt = Pick<ColumnsPlan, 'asIds'> & { readonly prompt?: ColumnsPlan['prompt'] | undefined };

/** The `prompt` of the requests of a plan, or of a column with its own. */
export function requestedPrompt({ prompt = '', asIds }: PlannedPrompt): Prompt {
  return promptOfTexts(prompt, asIds);
}

/** The plan's fields for the prompt of a request. */
export function plannedPrompt(prompt: Prompt): Pick<ColumnsPlan, 'prompt' | 'asIds'> {
  const { texts, asList, asIds } = textsOfPrompt(prompt);
  return { prompt: asList ? texts : (texts[0] ?? ''), ...(asIds && { asIds }) };
}

/** The request of a cell, derived from the plan alone. Null: the plan has no such cell. */
export function requestOfCell(plan: ComparisonPlan, cell: string): CellRequest | null {
  if (plan.kind === 'columns') {
    const column = plan.columns.find(({ id }) => id === cell);
    if (column === undefined) return null;
    const { connectionId, model, settings } = column;
    const prompt = requestedPrompt(column.prompt === undefined ? plan : column);
    return { connectionId, ...buildRequest({ model, prompt, settings }) };
  }
  const settings = settingsOfSweepCell(plan, cell);
  if (settings === null) return null;
  const { connectionId, model } = plan.base;
  return { connectionId, ...buildRequest({ model, prompt: requestedPrompt(plan), settings }) };
}

/** Whether a column sends what the first one does; values that are not sent do not count. */
export function isAsFirst(plan: ColumnsPlan, cell: string): boolean {
  const [first] = plan.columns;
  const request = requestOfCell(plan, cell);
  return first !== undefined && request !== null && sameValue(request, requestOfCell(plan, first.id));
}

/** The base's settings with the cell's values switched on ("take these settings"). Null: no such cell. */
export function settingsOfSweepCell(plan: SweepPlan, key: string): SweepPlan['base']['settings'] | null {
  const cell = parseSweepCell(key);
  if (cell === null || cell.repeat >= plan.repeats) return null;
  const at = [cell.row, cell.column];
  const varied: [string, AxisValue | number][] = [];
  for (const [which, { parameter, values }] of plan.axes.entries()) {
    const value = values[at[which] ?? 0];
    if (value === undefined) return null;
    varied.push([parameter, value]);
  }
  if (plan.axes.length === 1 && cell.column !== 0) return null;
  const { values, sent } = plan.base.settings;
  if (cell.repeat > 0 && sent.includes('seed') && values.seed !== undefined) {
    varied.push(['seed', nextSeed(values.seed, cell.repeat)]);
  }
  return {
    // A value of the wrong type is refused when the cell is started, like every other wrong value.
    values: { ...values, ...(Object.fromEntries(varied) as Partial<ParameterValues>) },
    sent: PARAMETER_NAMES.filter((name) => sent.includes(name) || varied.some(([varies]) => varies === name)),
  };
}

function nextSeed(seed: number, by: number): number {
  return seed + by <= PARAMETERS.seed.max ? seed + by : seed - by;
}
