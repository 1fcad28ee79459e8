import * as z from 'zod/mini';
import { exportedIdSchema, exportedRunSchema } from '@/lib/history/model/run-export';
import { settingsSchema } from '@/lib/protocol/request/request-schema';
import { checksSchema, verdictSchema } from './checks';
import { asIdsSchema, axisSchema, cellSchema, planPromptSchema } from './plan';

/**
 * A comparison as a file; docs/export-format.md describes it. It holds the plan, the runs in the format of
 * every export of runs, and the votes. Nothing of the server's: no key, no base URL, no id of a user or a
 * connection; connections appear by name.
 */

export const COMPARISON_FORMAT = 'completions-playground.comparison';
/** Raised when a reader of the previous version would misunderstand the file. */
export const COMPARISON_EXPORT_VERSION = 1;

const modelShape = {
  /** Null: the connection is gone. */
  connectionName: z.nullable(z.string()),
  model: z.string(),
  settings: settingsSchema,
};

const exportedPlanSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('columns'),
    prompt: planPromptSchema,
    asIds: asIdsSchema,
    columns: z.array(
      z.strictObject({
        id: cellSchema,
        name: z.nullable(z.string()),
        ...modelShape,
        prompt: z.optional(planPromptSchema),
        asIds: asIdsSchema,
      }),
    ),
    referenceId: z.nullable(cellSchema),
    checks: z.optional(checksSchema),
  }),
  z.strictObject({
    kind: z.literal('sweep'),
    prompt: planPromptSchema,
    asIds: asIdsSchema,
    base: z.strictObject(modelShape),
    axes: z.array(axisSchema),
    repeats: z.int(),
    referenceId: z.nullable(cellSchema),
    checks: z.optional(checksSchema),
  }),
]);
export type ExportedPlan = z.infer<typeof exportedPlanSchema>;

export const exportedComparisonSchema = z.strictObject({
  format: z.literal(COMPARISON_FORMAT),
  version: z.literal(COMPARISON_EXPORT_VERSION),
  exportedAt: z.iso.datetime(),
  title: z.nullable(z.string()),
  note: z.nullable(z.string()),
  /** Null: the comparison was never saved. */
  createdAt: z.nullable(z.iso.datetime()),
  plan: exportedPlanSchema,
  /** All cells of the plan in its order, each with the id of its run in `runs`; null: it was not run. */
  cells: z.array(
    z.strictObject({
      cell: cellSchema,
      name: z.string(),
      runId: z.nullable(exportedIdSchema),
      /** For each output of a complete run, what each check of the plan says. */
      verdicts: z.optional(z.array(z.array(verdictSchema))),
    }),
  ),
  runs: z.array(exportedRunSchema),
  votes: z.array(
    z.strictObject({
      /** Null: a tie, no output was better. */
      cell: z.nullable(cellSchema),
      note: z.nullable(z.string()),
      shown: z.array(cellSchema),
      createdAt: z.iso.datetime(),
    }),
  ),
});
export type ExportedComparison = z.infer<typeof exportedComparisonSchema>;
