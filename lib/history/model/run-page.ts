import * as z from 'zod/mini';
import { runSummarySchema } from '@/lib/runs/model/run-summary';

/** Where a search matched something that the run's line does not show. */
export const runHitSchema = z.object({
  field: z.enum(['note', 'prompt', 'output']),
  /** The words around it, white space collapsed. */
  text: z.string(),
});
export type RunHit = z.infer<typeof runHitSchema>;

/**
 * Answer of `GET /api/runs`. A page may hold fewer runs than requested; only `next: null` says that it is the
 * last.
 */
export const runPageSchema = z.object({
  runs: z.array(runSummarySchema),
  next: z.nullable(z.string()),
  /** By run id; absent without a search. */
  hits: z.optional(z.record(z.string(), runHitSchema)),
  /**
   * Runs from before this moment are being indexed again: not all of their words are found yet. Absent: all
   * are.
   */
  indexedFrom: z.optional(z.iso.datetime()),
});
export type RunPage = z.infer<typeof runPageSchema>;
