import * as z from 'zod/mini';
import {
  PARAMETER_NAMES,
  PARAMETERS,
  type ParameterName,
  REQUIRED_FIELDS,
} from '@/lib/protocol/request/parameters';
import { settingsSchema } from '@/lib/protocol/request/request-schema';
import { checksSchema } from './checks';
import { type Inputs, inputsSchema } from './inputs';
import { fromOlderForm } from './older-plans';

/**
 * What a comparison compares: a base, up to two axes along which it varies, the rows of a table that each of them is
 * tried with, and repeats. A cell is the base merged with its value on each axis, and with the values of its row in
 * place of variables (./plan-cells.ts). A plan is saved while it is being composed, so, like a draft, its shape is
 * checked but not the bounds of its values; each cell's request is validated (`checkCell`) when it is started.
 */

/** Outputs that stand side by side. */
export const MAX_COLUMNS = 8;
export const MIN_VALUES = 2;
export const MAX_VALUES = 7;
export const MAX_REPEATS = 5;
export const MAX_CELLS = 5_000;

/** One prompt, or a list of prompts, as `prompt` of a request. */
const promptSchema = z.union([
  z.string(),
  z.array(z.string()).check(z.minLength(1), z.maxLength(REQUIRED_FIELDS.prompt.wide.maxItems)),
]);
const promptShape = {
  prompt: promptSchema,
  /** The prompts are lists of token ids, written as texts. */
  asIds: z.optional(z.boolean()),
};

const variantIdSchema = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,32}$/));

/** Names a cell of a comparison: see `cellAt` in ./plan-cells.ts. */
export const cellSchema = z.string().check(z.regex(/^[A-Za-z0-9_.-]{1,64}$/));

const optionsShape = {
  /** Continues when nobody watches. */
  background: z.optional(z.boolean()),
  /** The cell that the others are compared with; null or absent: none. */
  referenceId: z.optional(z.nullable(cellSchema)),
  /** What the outputs are checked for; absent: nothing. No request depends on it. */
  checks: z.optional(checksSchema),
};

/** What an axis of parameters can vary: the body's parameters, except those for delivery. */
export type SweepParameter = Exclude<ParameterName, 'stream' | 'stream_options' | 'user' | 'retries'>;

export const SWEEP_PARAMETERS = PARAMETER_NAMES.filter(
  (name): name is SweepParameter => PARAMETERS[name].group !== 'delivery',
);

/** Null: the parameter is not sent. */
const axisValueSchema = z.nullable(
  z.union([
    z.number(),
    z.boolean(),
    z.string(),
    z.array(z.string()),
    z.array(z.number()),
    z.record(z.string(), z.unknown()),
  ]),
);
export type AxisValue = z.infer<typeof axisValueSchema>;

export const parameterAxisShape = {
  kind: z.literal('parameter'),
  parameter: z.enum(SWEEP_PARAMETERS as [SweepParameter, ...SweepParameter[]]),
  values: z.array(axisValueSchema).check(z.minLength(MIN_VALUES), z.maxLength(MAX_VALUES)),
};

/** A value for each row or column. */
function several<Value extends z.core.SomeType>(value: Value) {
  return z.array(value).check(z.minLength(MIN_VALUES), z.maxLength(MAX_VALUES));
}

/**
 * The schema of a plan; plans of before (./older-plans.ts) are read, too.
 * @param connection the field that names a connection: by its id, or in a file by its name
 */
export function planSchemaWith<Connection extends z.core.$ZodShape>(connection: Connection) {
  const modelShape = {
    ...connection,
    /** Empty while none is chosen. */
    model: z.string().check(z.maxLength(REQUIRED_FIELDS.model.maxLength)),
  };
  /** Whole settings, instead of the base's. */
  const variantSchema = z.strictObject({
    /** Short, and the same for as long as the variant exists: its run is found by it. */
    id: variantIdSchema,
    /** Null: named after its place. */
    name: z.nullable(z.string().check(z.trim(), z.minLength(1), z.maxLength(80))),
    ...modelShape,
    settings: settingsSchema,
    /** The variant's own prompt; absent: the base's. */
    prompt: z.optional(promptSchema),
    asIds: promptShape.asIds,
    /** A run of the history that is shown until the variant has its own run. */
    fromRunId: z.optional(z.string().check(z.minLength(1), z.maxLength(64))),
  });
  const axisSchema = z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('variants'),
      variants: z.array(variantSchema).check(z.minLength(1), z.maxLength(MAX_COLUMNS)),
    }),
    z.strictObject(parameterAxisShape),
    z.strictObject({ kind: z.literal('model'), models: several(z.strictObject(modelShape)) }),
    z.strictObject({ kind: z.literal('prompt'), prompts: several(z.strictObject(promptShape)) }),
  ]);
  const schema = z
    .strictObject({
      base: z.strictObject({ ...modelShape, settings: settingsSchema, ...promptShape }),
      /** The first axis runs down the rows, the second along the columns. */
      axes: z.array(axisSchema).check(z.maxLength(2)),
      /** Runs of each cell, from 1. When a seed is sent, each repeat uses the next one. */
      repeats: z.int().check(z.minimum(1), z.maximum(MAX_REPEATS)),
      /** `{{name}}` in prompts, suffixes and stop texts is a variable (./variables.ts); absent: braces are plain. */
      variables: z.optional(z.literal(true)),
      /** Each value on the axes is run once with each row; absent: once. */
      inputs: z.optional(inputsSchema),
      ...optionsShape,
    })
    .check(z.superRefine((plan, context) => checkAxes(plan as unknown as AnyPlan, context)));
  return z.pipe(z.transform(fromOlderForm), schema);
}

interface AnyPlan {
  readonly axes: readonly (
    | { readonly kind: 'variants'; readonly variants: readonly { readonly id: string }[] }
    | { readonly kind: 'parameter'; readonly parameter: string; readonly values: readonly unknown[] }
    | { readonly kind: 'model'; readonly models: readonly unknown[] }
    | { readonly kind: 'prompt'; readonly prompts: readonly unknown[] }
  )[];
  readonly repeats: number;
  readonly inputs?: Inputs | undefined;
}

function checkAxes({ axes, repeats, inputs }: AnyPlan, { addIssue }: z.core.$RefinementCtx): void {
  const varied = axes.map((axis) => (axis.kind === 'parameter' ? axis.parameter : axis.kind));
  if (new Set(varied).size < varied.length) {
    addIssue({ code: 'custom', path: ['axes'], message: 'The two axes must vary different things.' });
  }
  if (repeats > 1 && varied.includes('seed')) {
    const message = 'Repeats already vary the seed. Use either repeats or a seed axis.';
    addIssue({ code: 'custom', path: ['repeats'], message });
  }
  const variants = axes.flatMap((axis) => (axis.kind === 'variants' ? axis.variants : []));
  if (new Set(variants.map(({ id }) => id)).size < variants.length) {
    addIssue({ code: 'custom', path: ['axes'], message: 'Two variants have the same ID.' });
  }
  const cells = axes.reduce(
    (product, axis) => product * lengthOf(axis),
    repeats * (inputs?.rows.length ?? 1),
  );
  if (cells > MAX_CELLS) {
    const message = `This makes ${cells.toLocaleString('en')} runs. A comparison can have up to ${MAX_CELLS.toLocaleString('en')}.`;
    addIssue({ code: 'custom', path: [inputs ? 'inputs' : 'axes'], message });
  }
}

function lengthOf(axis: AnyPlan['axes'][number]): number {
  switch (axis.kind) {
    case 'variants':
      return axis.variants.length;
    case 'parameter':
      return axis.values.length;
    case 'model':
      return axis.models.length;
    case 'prompt':
      return axis.prompts.length;
  }
}

export const comparisonPlanSchema = planSchemaWith({
  connectionId: z.string().check(z.minLength(1), z.maxLength(64)),
});
export type ComparisonPlan = z.infer<typeof comparisonPlanSchema>;
export type PlanBase = ComparisonPlan['base'];
export type PlanPrompt = PlanBase['prompt'];
export type Axis = ComparisonPlan['axes'][number];
export type AxisOf<Kind extends Axis['kind']> = Extract<Axis, { kind: Kind }>;
export type Variant = AxisOf<'variants'>['variants'][number];
