import * as z from 'zod/mini';
import { runStatusSchema } from '@/lib/protocol/run/run-events';

/** A line of history: no long text. In a file of its own, since lists are loaded without whole runs. */
export const runSummarySchema = z.object({
  id: z.string(),
  /** `playground`, `api` or `compare`. */
  source: z.string(),
  /** Of a run by way of the API, the name of its token. */
  sourceName: z.nullable(z.string()),
  title: z.nullable(z.string()),
  starred: z.boolean(),
  /** In the order of the alphabet. */
  tags: z.array(z.string()),
  status: runStatusSchema,
  connectionId: z.string(),
  connectionName: z.string(),
  model: z.string(),
  /** At most 200 characters, white space folded. */
  promptPreview: z.string(),
  outputPreview: z.string(),
  choiceCount: z.int(),
  createdAt: z.iso.datetime(),
  durationMs: z.nullable(z.number()),
  /** Completion tokens, as the server counted them. */
  tokenCount: z.nullable(z.int()),
  /** Shared links that show it and are open now. */
  links: z.int(),
  /** Of a run of a comparison (lib/compare/model/comparisons.ts). */
  comparisonId: z.nullable(z.string()),
});
