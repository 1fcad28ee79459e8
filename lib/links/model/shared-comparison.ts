import * as z from 'zod/mini';
import { checksSchema, verdictSchema } from '@/lib/compare/model/checks';
import { fromOlderAxis } from '@/lib/compare/model/older-plans';
import { parameterAxisShape } from '@/lib/compare/model/plan';
import { sharedAnswerShape, sharedRequestShape } from './shared-run';

/**
 * What a link to a comparison shows. As with a run, what its owner left out is absent and what they redacted
 * is `REDACTED`; there is no id, no connection and no `user`. Cells are identified by their order.
 */

/** The output of one cell; it has its own timings, so each can be replayed. */
const answerSchema = z.strictObject(sharedAnswerShape);
export type SharedAnswer = z.infer<typeof answerSchema>;

/** For each output, what each of the comparison's `checks` says about it as it is shown. */
const verdictsSchema = z.optional(z.array(z.array(verdictSchema)));

const columnSchema = z.strictObject({
  /** The column's own name. */
  name: z.nullable(z.string()),
  ...sharedRequestShape,
  /** The column's own prompt, when it differs from the comparison's; `promptAsIds` belongs to it. */
  prompt: sharedRequestShape.prompt,
  /** Null: it was not run. */
  answer: z.nullable(answerSchema),
  verdicts: verdictsSchema,
});
export type SharedColumn = z.infer<typeof columnSchema>;

const sharedColumnsSchema = z.strictObject({
  kind: z.literal('columns'),
  columns: z.array(columnSchema).check(z.minLength(1)),
  /** Index of the column that the others were compared with. */
  reference: z.nullable(z.int()),
});
export type SharedColumns = z.infer<typeof sharedColumnsSchema>;

const pointShape = {
  row: z.int().check(z.nonnegative()),
  column: z.int().check(z.nonnegative()),
  repeat: z.int().check(z.nonnegative()),
  /** The row of the table; absent: the first, or there is no table. */
  input: z.optional(z.int().check(z.nonnegative())),
};

const sharedAxisSchema = z.pipe(
  z.transform(fromOlderAxis),
  z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('variants'),
      variants: z.array(
        z.strictObject({
          name: z.nullable(z.string()),
          model: sharedRequestShape.model,
          parameters: sharedRequestShape.parameters,
          /** Its own; absent: that of all. */
          prompt: sharedRequestShape.prompt,
          promptAsIds: sharedRequestShape.promptAsIds,
        }),
      ),
    }),
    z.strictObject(parameterAxisShape),
    z.strictObject({ kind: z.literal('model'), models: z.array(z.strictObject({ model: z.string() })) }),
    z.strictObject({
      kind: z.literal('prompt'),
      /** Without their texts where prompts are not shared. */
      prompts: z.array(
        z.strictObject({ prompt: sharedRequestShape.prompt, promptAsIds: sharedRequestShape.promptAsIds }),
      ),
    }),
  ]),
);
export type SharedAxis = z.infer<typeof sharedAxisSchema>;

const sharedSweepSchema = z.strictObject({
  kind: z.literal('sweep'),
  /** Absent as well where models vary along an axis. */
  model: sharedRequestShape.model,
  /** The parameters common to all cells. */
  parameters: sharedRequestShape.parameters,
  /**
   * The first axis along the rows, the second along the columns. Absent like the parameters; then cells are
   * only numbered.
   */
  axes: z.optional(z.array(sharedAxisSchema)),
  rows: z.int().check(z.minimum(1)),
  columns: z.int().check(z.minimum(1)),
  repeats: z.int().check(z.minimum(1)),
  /** How many rows of a table everything was run with; absent: there is no table. */
  inputRows: z.optional(z.int().check(z.minimum(1))),
  /** `{{name}}` in the prompts stands for the value of a column. Absent as well where prompts are not shared. */
  variables: z.optional(z.literal(true)),
  /** Absent where prompts are not shared. */
  inputs: z.optional(z.strictObject({ columns: z.array(z.string()), rows: z.array(z.array(z.string())) })),
  cells: z.array(
    z.strictObject({ ...pointShape, answer: z.nullable(answerSchema), verdicts: verdictsSchema }),
  ),
  reference: z.nullable(z.strictObject(pointShape)),
});
export type SharedSweep = z.infer<typeof sharedSweepSchema>;
export type SharedCell = SharedSweep['cells'][number];

export const sharedComparisonSchema = z.strictObject({
  version: z.literal(1),
  kind: z.literal('comparison'),
  title: z.nullable(z.string()),
  sharedAt: z.iso.datetime(),
  prompt: sharedRequestShape.prompt,
  promptAsIds: sharedRequestShape.promptAsIds,
  /** Absent: none, or the outputs are not shared. */
  checks: z.optional(checksSchema),
  compared: z.discriminatedUnion('kind', [sharedColumnsSchema, sharedSweepSchema]),
});
export type SharedComparison = z.infer<typeof sharedComparisonSchema>;
