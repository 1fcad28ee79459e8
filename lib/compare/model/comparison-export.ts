import * as z from 'zod/mini';
import { exportedIdSchema, exportedRunSchema } from '@/lib/history/model/run-export';
import { verdictSchema } from './checks';
import { noteSchema, titleSchema } from './comparisons';
import { cellSchema, planSchemaWith } from './plan';

/**
 * A comparison as a file; docs/export-format.md describes it. It holds the plan, the runs in the format of
 * every export of runs, and the votes. Nothing of the server's: no key, no base URL, no id of a user or a
 * connection; connections appear by name.
 */

export const COMPARISON_FORMAT = 'completions-playground.comparison';
/** Raised when a reader of the previous version would misunderstand the file. */
export const COMPARISON_EXPORT_VERSION = 2;

/** Null: the connection is gone. */
export const exportedPlanSchema = planSchemaWith({ connectionName: z.nullable(z.string()) });
export type ExportedPlan = z.infer<typeof exportedPlanSchema>;

export const exportedComparisonSchema = z.strictObject({
  format: z.literal(COMPARISON_FORMAT),
  /** In version 1 plans had another form, which is read as well. */
  version: z.union([z.literal(1), z.literal(COMPARISON_EXPORT_VERSION)]),
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

/** Votes of a file that are imported at most; as many as a comparison may have. */
export const MAX_VOTES = 500;

/**
 * Body of `POST /api/comparisons/import`: what a file says besides its runs, with connections by name. One that is not
 * there is kept as unknown. Answer: 201 with a `comparisonSchema`; its runs go to `POST /api/runs/import`, with its id.
 */
export const importComparisonSchema = z.strictObject({
  title: z.optional(titleSchema),
  note: z.optional(noteSchema),
  plan: exportedPlanSchema,
  votes: z.optional(exportedComparisonSchema.shape.votes.check(z.maxLength(MAX_VOTES))),
});
export type ImportComparison = z.infer<typeof importComparisonSchema>;

/** `GET /api/comparisons/[comparisonId]/export?format=` */
export const comparisonExportQuerySchema = z.object({ format: z.enum(['json', 'jsonl', 'csv', 'md']) });
export type ComparisonExportFormat = z.infer<typeof comparisonExportQuerySchema>['format'];
