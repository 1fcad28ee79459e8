import { z } from 'zod';
import {
  completionRequestSchema,
  completionRequestShape,
  retriesSchema,
} from '@/lib/completions/request-schema';
import { runStatusSchema } from '@/lib/completions/run-events';
import { runStateSchema } from '@/lib/completions/run-state';

/** Connections that exist without a row: the model inside the app, and the one that the server's owner set up. */
export const PRACTICE_CONNECTION_ID = 'practice';
export const SERVER_CONNECTION_ID = 'server';

/** How a run came from its parent. */
export const branchSchema = z.object({
  kind: z.enum(['edit', 'regenerate', 'append', 'branch']),
  choiceIndex: z.number().int().nonnegative().optional(),
  tokenIndex: z.number().int().nonnegative().optional(),
});
export type Branch = z.infer<typeof branchSchema>;

/**
 * Body of `POST /api/runs`. The answer is `text/event-stream` of numbered run events; the first is `run-start`.
 * `idempotencyKey` is made per press of Run: the same key and body again joins the same run.
 */
export const startRunSchema = z.strictObject({
  idempotencyKey: z.uuid(),
  connectionId: z.string().min(1).max(64),
  request: completionRequestSchema,
  retries: retriesSchema.optional(),
  parentId: z.string().max(64).optional(),
  branch: branchSchema.optional(),
  /** Keep going when nobody watches. */
  background: z.boolean().optional(),
});
export type StartRun = z.infer<typeof startRunSchema>;

/** A line of history: no long text. */
export const runSummarySchema = z.object({
  id: z.string(),
  source: z.string(),
  title: z.string().nullable(),
  status: runStatusSchema,
  connectionId: z.string(),
  connectionName: z.string(),
  model: z.string(),
  /** At most 200 characters, white space folded. */
  promptPreview: z.string(),
  outputPreview: z.string(),
  choiceCount: z.number().int(),
  createdAt: z.iso.datetime(),
  durationMs: z.number().nullable(),
});
export type RunSummary = z.infer<typeof runSummarySchema>;

/** The whole run, as `GET /api/runs/[runId]` answers it. */
export const runDetailSchema = runSummarySchema.extend({
  request: completionRequestShape,
  retries: retriesSchema.nullable(),
  state: runStateSchema,
  parentId: z.string().nullable(),
  branch: branchSchema.nullable(),
  endedAt: z.iso.datetime().nullable(),
});
export type RunDetail = z.infer<typeof runDetailSchema>;

/** `GET /api/runs?before=<run id>&limit=50`: newest first; `next` is the `before` of the following page. */
export const runPageSchema = z.object({ runs: z.array(runSummarySchema), next: z.string().nullable() });
export type RunPage = z.infer<typeof runPageSchema>;

export const runPageQuerySchema = z.object({
  before: z.string().max(64).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
