import * as z from 'zod/mini';
import { PARAMETER_NAMES } from '@/lib/protocol/request/parameters';
import {
  completionRequestSchema,
  completionRequestShape,
  retriesSchema,
} from '@/lib/protocol/request/request-schema';
import { runStateSchema } from '@/lib/protocol/run/run-state-schema';
import { paceSchema } from './pace';
import { runSummarySchema } from './run-summary';
import { settingChangeSchema } from './setting-changes';

/** How a run came from its parent. */
const branchSchema = z.object({
  kind: z.enum(['edit', 'regenerate', 'append', 'branch']),
  choiceIndex: z.optional(z.int().check(z.nonnegative())),
  tokenIndex: z.optional(z.int().check(z.nonnegative())),
});

/** The same as it is stored. */
export const storedBranchSchema = z.extend(branchSchema, {
  /** Only where nothing else differs from the parent: the settings that do. */
  changes: z.optional(z.array(settingChangeSchema).check(z.maxLength(PARAMETER_NAMES.length + 2))),
  /** Only where it branched at a token: the end of its prompt, white space collapsed, with the word that it went on from. */
  after: z.optional(z.string().check(z.maxLength(200))),
});
export type Branch = z.infer<typeof storedBranchSchema>;

/**
 * Body of `POST /api/runs`. The answer is `text/event-stream` of numbered run events; the first is
 * `run-start`. `idempotencyKey` identifies one start request: the same key and body again joins the same run.
 */
export const startRunSchema = z.strictObject({
  idempotencyKey: z.uuid(),
  connectionId: z.string().check(z.minLength(1), z.maxLength(64)),
  request: completionRequestSchema,
  retries: z.optional(retriesSchema),
  parentId: z.optional(z.string().check(z.maxLength(64))),
  branch: z.optional(branchSchema),
  /** Continues when nobody watches. */
  background: z.optional(z.boolean()),
  /** Nobody asked for it yet: it is in the history only once something of it is taken, by restoring it. */
  suggestion: z.optional(z.literal(true)),
});
export type StartRun = z.infer<typeof startRunSchema>;

/** A line of history: no long text. */
export type RunSummary = z.infer<typeof runSummarySchema>;

/**
 * A tag as it is stored: white space collapsed, in composed Unicode, so that tags that look the same are
 * equal.
 */
export const tagSchema = z
  .string()
  .check(
    z.normalize('NFC'),
    z.trim(),
    z.minLength(1),
    z.maxLength(50),
    z.regex(/^[^\s,]+( [^\s,]+)*$/, "Tags can't contain commas."),
  );
export const MAX_TAGS = 20;

/** Body of `PATCH /api/runs/[runId]`: what the owner says about a run; absent fields stay. */
export const runEditSchema = z.strictObject({
  title: z.optional(z.nullable(z.string().check(z.trim(), z.minLength(1), z.maxLength(200)))),
  note: z.optional(z.nullable(z.string().check(z.trim(), z.minLength(1), z.maxLength(10_000)))),
  starred: z.optional(z.boolean()),
  tags: z.optional(z.array(tagSchema).check(z.maxLength(MAX_TAGS))),
});
export type RunEdit = z.infer<typeof runEditSchema>;

/** Answer of `PATCH /api/runs/[runId]`: everything that the owner now says about it. */
export const runEditedSchema = z.object({
  title: z.nullable(z.string()),
  note: z.nullable(z.string()),
  starred: z.boolean(),
  tags: z.array(z.string()),
});
export type RunEdited = z.infer<typeof runEditedSchema>;

/** The whole run, as `GET /api/runs/[runId]` answers it. */
export const runDetailSchema = z.extend(runSummarySchema, {
  request: completionRequestShape,
  retries: z.nullable(retriesSchema),
  state: runStateSchema,
  /** Null: from before it was stored, or no text came. */
  pace: z.nullable(paceSchema),
  note: z.nullable(z.string()),
  parentId: z.nullable(z.string()),
  branch: z.nullable(storedBranchSchema),
  /** Its cell in the comparison. */
  cell: z.nullable(z.string()),
  endedAt: z.nullable(z.iso.datetime()),
});
export type RunDetail = z.infer<typeof runDetailSchema>;
