import * as z from 'zod/mini';
import { completionRequestShape, retriesSchema } from '@/lib/protocol/request/request-schema';
import { costSchema, priceSchema } from '@/lib/protocol/run/price';
import {
  attemptSchema,
  responseInfoSchema,
  runErrorSchema,
  timingsSchema,
  tokenSchema,
  usageSchema,
} from '@/lib/protocol/run/run-events';
import { runStatusSchema } from '@/lib/protocol/run/run-status';
import { paceSchema } from '@/lib/runs/model/pace';
import { MAX_TAGS, storedBranchSchema, tagSchema } from '@/lib/runs/model/runs';
import { runFilterShape } from './run-search';

/**
 * A run as a file; docs/export-format.md describes it. It holds everything of its owner's and nothing of the
 * server's: no key, no base URL, no id of a user or a connection.
 */

/** `format` of a document; `RUN_FORMAT` is that of one line of a JSONL file. */
export const RUNS_FORMAT = 'completions-playground.runs';
export const RUN_FORMAT = 'completions-playground.run';
/** Raised when a reader of the previous version would misunderstand the file. */
export const EXPORT_VERSION = 1;

const text = (max: number) => z.string().check(z.maxLength(max));
const name = (max: number) => z.string().check(z.minLength(1), z.maxLength(max));
const count = z.int().check(z.nonnegative(), z.maximum(2_147_483_647));

/** Ids are opaque: ours are UUIDs. */
export const exportedIdSchema = name(64);

/** More choices than any server sends; without a bound, one index could claim any amount of memory. */
const MAX_CHOICES = 4096;
/** Positions in the history are computed from it: see lib/runs/db/run-position.ts. */
const EARLIEST = Date.UTC(1971, 0);
const LATEST = Date.UTC(2200, 0);
const moment = z.iso.datetime().check(
  z.refine((time) => Date.parse(time) >= EARLIEST && Date.parse(time) < LATEST, {
    error: 'The time must be between 1971 and 2200.',
  }),
);

const exportedOutputSchema = z.strictObject({
  index: z.int().check(z.nonnegative(), z.maximum(MAX_CHOICES - 1)),
  text: z.string(),
  finishReason: z.nullable(text(200)),
  /** The stop text or the id of the token that ended it, where the server said so. */
  stopReason: z.optional(z.union([text(1_000), count])),
  /** Null when the server gave no probabilities. */
  tokens: z.nullable(z.array(tokenSchema)),
});

export const exportedRunSchema = z.strictObject({
  id: exportedIdSchema,
  /** For an imported run, the id that it had where it was made. It is recognized by this id. */
  originId: z.nullable(exportedIdSchema),
  createdAt: moment,
  /** Its order among the runs of the same millisecond. */
  order: z.int().check(z.minimum(-1_000_000), z.maximum(1_000_000)),
  endedAt: z.nullable(moment),
  /** `streaming` for a run that was still going; imported, it becomes `interrupted`. */
  status: runStatusSchema,
  /** `playground`, `api` …, and the name of what made it. */
  source: name(40),
  sourceName: z.nullable(text(200)),
  title: z.nullable(text(1_000)),
  note: z.nullable(text(20_000)),
  starred: z.boolean(),
  /** Ordered by code units. */
  tags: z.pipe(
    z.array(z.string()).check(
      z.maxLength(MAX_TAGS),
      z.refine((tags) => new Set(tags).size === tags.length, { error: 'A tag appears twice.' }),
    ),
    // Files of older versions may hold a tag in two forms of Unicode.
    z.pipe(
      z.array(tagSchema),
      z.transform((tags) => [...new Set(tags)]),
    ),
  ),
  connectionName: text(300),
  /** The model inside the app, the server's connection, or one of the owner's. */
  connectionKind: z.enum(['practice', 'server', 'own']),
  model: name(300),
  request: z.strictObject(completionRequestShape.shape),
  retries: z.nullable(retriesSchema),
  /** prompts × n */
  choiceCount: z.int().check(z.positive(), z.maximum(MAX_CHOICES)),
  /** Ordered by index; a choice that never wrote anything may be missing. */
  outputs: z.array(exportedOutputSchema).check(
    z.maxLength(MAX_CHOICES),
    z.refine((outputs) => new Set(outputs.map(({ index }) => index)).size === outputs.length, {
      error: 'A choice appears twice.',
    }),
  ),
  usage: z.nullable(usageSchema),
  timings: z.nullable(timingsSchema),
  durationMs: z.nullable(count),
  tokenCount: z.nullable(count),
  /** What tokens cost when it was run, and what the run cost; absent when unknown. */
  price: z.optional(priceSchema),
  cost: z.optional(costSchema),
  pace: z.nullable(paceSchema.check(z.maxLength(100_000))),
  response: z.nullable(responseInfoSchema),
  error: z.nullable(runErrorSchema),
  attempts: z.array(attemptSchema).check(z.maxLength(1_000)),
  /** The exported id of the run that this one was derived from; that run need not be in the file. */
  parentId: z.nullable(exportedIdSchema),
  /** The parent's `originId`. */
  parentOriginId: z.nullable(exportedIdSchema),
  branch: z.nullable(storedBranchSchema),
  /** The comparison that the run belongs to, and its cell there; absent for most. */
  comparison: z.optional(z.strictObject({ id: exportedIdSchema, cell: z.nullable(text(200)) })),
});
export type ExportedRun = z.infer<typeof exportedRunSchema>;

export const exportFormatSchema = z.enum(['json', 'jsonl', 'csv', 'markdown']);
export type ExportFormat = z.infer<typeof exportFormatSchema>;

/**
 * The query of `GET /api/runs/export`: the runs that match a filter, or all, newest first whatever `sort`
 * says.
 */
export const exportQuerySchema = z.object({ ...runFilterShape, format: exportFormatSchema });
export type ExportQuery = z.infer<typeof exportQuerySchema>;

/** How many runs one selection can hold: their ids fill most of a body. */
export const MAX_SELECTED = 20_000;

/** Body of `POST /api/runs/export`: selected runs, newest first. Unknown ids are skipped. */
export const exportSelectionSchema = z.strictObject({
  format: exportFormatSchema,
  ids: z
    .array(exportedIdSchema, { error: 'ids must be a list of IDs.' })
    .check(z.minLength(1), z.maxLength(MAX_SELECTED)),
});
export type ExportSelection = z.infer<typeof exportSelectionSchema>;

/** Header of an export: how many runs it will hold, if known beforehand. */
export const RUN_COUNT_HEADER = 'x-run-count';
