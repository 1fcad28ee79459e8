import * as z from 'zod/mini';
import { costSchema } from '@/lib/protocol/run/price';
import { runStatusSchema } from '@/lib/protocol/run/run-status';
import { settingChangeSchema } from './setting-changes';

/** A row of the history: no long text. In a file of its own, since lists load without whole runs. */
export const runSummarySchema = z.object({
  id: z.string(),
  /** `playground`, `api` or `compare`. */
  source: z.string(),
  /** For a run through the API, the name of its token. */
  sourceName: z.nullable(z.string()),
  title: z.nullable(z.string()),
  starred: z.boolean(),
  /** Its owner has written a note about it. */
  hasNote: z.optional(z.literal(true)),
  /** In alphabetical order. */
  tags: z.array(z.string()),
  status: runStatusSchema,
  connectionId: z.string(),
  connectionName: z.string(),
  model: z.string(),
  /** At most 200 characters, white space collapsed. */
  promptPreview: z.string(),
  outputPreview: z.string(),
  choiceCount: z.int(),
  createdAt: z.iso.datetime(),
  durationMs: z.nullable(z.number()),
  /** Completion tokens, as the server counted them. */
  tokenCount: z.nullable(z.int()),
  /** Absent: no price is known, or nothing was answered. */
  cost: z.optional(costSchema),
  /** Where it differs from the run before it in nothing but settings: these. */
  changes: z.optional(z.array(settingChangeSchema)),
  /** Where it branched at a token: the end of its prompt; empty: only the beginning of the prompt is known. */
  branchedAfter: z.optional(z.string()),
  /** Shared links that show it and are open now. */
  links: z.int(),
  /** Set for a run of a comparison (lib/compare/model/comparisons.ts). */
  comparisonId: z.nullable(z.string()),
});
