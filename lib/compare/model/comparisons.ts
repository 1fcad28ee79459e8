import * as z from 'zod/mini';
import { runErrorSchema, runStatusSchema, timingsSchema, usageSchema } from '@/lib/protocol/run/run-events';
import { runSummarySchema } from '@/lib/runs/model/run-summary';
import { runDetailSchema } from '@/lib/runs/model/runs';
import { cellSchema, comparisonPlanSchema, MAX_CELLS } from './plan';

/**
 * Comparisons over our own API. What is compared is the plan (lib/compare/model/plan.ts); the server derives each
 * cell's request from it by `requestOfCell`, so that a cell runs exactly what the plan says. How a comparison is
 * watched: lib/compare/server/README.md, and `comparison-event-reader.ts` beside the plan.
 */

const title = z.nullable(z.string().check(z.trim(), z.minLength(1), z.maxLength(200)));
const note = z.nullable(z.string().check(z.trim(), z.minLength(1), z.maxLength(10_000)));
const id = z.string().check(z.minLength(1), z.maxLength(64));

/** Body of `POST /api/comparisons`. Nothing runs yet. Answer: 201 with a `comparisonSchema`. */
export const newComparisonSchema = z.strictObject({
  plan: comparisonPlanSchema,
  title: z.optional(title),
});
export type NewComparison = z.infer<typeof newComparisonSchema>;

/**
 * Body of `PATCH /api/comparisons/[comparisonId]`; what is absent stays, the plan is replaced as a whole. Answer: the
 * `comparisonSchema` as it is now. `updatedAt` is that of the comparison that the change was made to: 409 `conflict`
 * when another tab has changed it meanwhile. The kind of a plan cannot be changed. Starting and voting are no changes.
 */
export const comparisonEditSchema = z.strictObject({
  updatedAt: z.iso.datetime(),
  title: z.optional(title),
  note: z.optional(note),
  plan: z.optional(comparisonPlanSchema),
});
export type ComparisonEdit = z.infer<typeof comparisonEditSchema>;

/** `DELETE /api/comparisons/[comparisonId]?links=`: what becomes of links that show it or its runs. 204. */
export const deleteComparisonQuerySchema = z.object({
  links: z._default(z.enum(['keep', 'revoke']), 'keep'),
});

export const comparisonSchema = z.object({
  id: z.string(),
  title: z.nullable(z.string()),
  note: z.nullable(z.string()),
  plan: comparisonPlanSchema,
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  /** Shared links that show it and are open now. */
  links: z.int(),
});
export type Comparison = z.infer<typeof comparisonSchema>;

/** A line of the list: no long text. */
export const comparisonSummarySchema = z.object({
  id: z.string(),
  title: z.nullable(z.string()),
  kind: z.enum(['columns', 'sweep']),
  /** At most 200 characters of the shared prompt, white space folded. */
  promptPreview: z.string(),
  /** Each once, in the plan's order. */
  models: z.array(z.string()),
  /** Parameters that a sweep varies; none of columns. */
  varies: z.array(z.string()),
  /** Places of the plan. */
  cellCount: z.int(),
  /** The last run of each cell, counted by its status; statuses that none has are absent. */
  counts: z.partialRecord(runStatusSchema, z.int()),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  links: z.int(),
});
export type ComparisonSummary = z.infer<typeof comparisonSummarySchema>;

/** `GET /api/comparisons?q=&before=&limit=`: last changed first; `q`: a piece of the title or of the prompt. */
export const comparisonPageQuerySchema = z.object({
  q: z.optional(z.string().check(z.maxLength(200))),
  before: z.optional(z.string().check(z.maxLength(100))),
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(100)), 50),
});
export type ComparisonPageQuery = z.infer<typeof comparisonPageQuerySchema>;

/** `next` is the following `before`; null: that was the last page. */
export const comparisonPageSchema = z.object({
  comparisons: z.array(comparisonSummarySchema),
  next: z.nullable(z.string()),
});
export type ComparisonPage = z.infer<typeof comparisonPageSchema>;

/** Why a cell could not be started at all; it has no run then. Forgotten when the cell is started again. */
export const refusedCellSchema = z.object({
  cell: cellSchema,
  /** A code of lib/platform/model/app-error.ts. */
  code: z.string(),
  /** A sentence for people. */
  message: z.string(),
  /** The parameter to blame (`temperature`, `model`, `prompt`, `connectionId` …), or null. */
  param: z.nullable(z.string()),
});
export type RefusedCell = z.infer<typeof refusedCellSchema>;

/** What is under way. */
export const comparisonQueueSchema = z.object({
  /** Cells that wait for their turn, next first. */
  waiting: z.array(cellSchema),
  live: z.array(z.object({ cell: cellSchema, runId: z.string() })),
  refused: z.array(refusedCellSchema),
  /** Of the cells that were started since last nothing was under way: how many have ended, and how many they are. */
  done: z.int(),
  total: z.int(),
});
export type ComparisonQueue = z.infer<typeof comparisonQueueSchema>;

/** UTF-16 units of text that the detail of a sweep tells of a run; the rest is in `GET /api/runs/[runId]`. */
export const MAX_CELL_TEXT = 16_000;

/** A run of a sweep, light: 245 of them go in one answer. */
export const sweepRunSchema = z.extend(runSummarySchema, {
  choices: z.array(
    z.object({
      index: z.int(),
      /** All choices of a run together: at most `MOST_CELL_TEXT`. */
      text: z.string(),
      /** UTF-16 units of the whole text; more than `text` has: it was cut. */
      length: z.int(),
      finishReason: z.nullable(z.string()),
      /** Mean of the natural log-probabilities of all its tokens; null without any. */
      meanLogprob: z.nullable(z.number()),
      /** Tokens that came with probabilities, those of an echoed prompt included; null without any. */
      tokenCount: z.nullable(z.int()),
    }),
  ),
  usage: z.nullable(usageSchema),
  timings: timingsSchema,
  /** Without its raw body. */
  error: z.nullable(runErrorSchema),
});
export type SweepRun = z.infer<typeof sweepRunSchema>;

export const voteSchema = z.object({
  id: z.string(),
  /** The best one; null: none of them is better. */
  cell: z.nullable(cellSchema),
  note: z.nullable(z.string()),
  /** In the order in which they were shown. */
  shown: z.array(cellSchema),
  createdAt: z.iso.datetime(),
});
export type Vote = z.infer<typeof voteSchema>;

const detailShape = {
  comparison: comparisonSchema,
  queue: comparisonQueueSchema,
  votes: z.array(voteSchema),
  /**
   * For the `since` of `GET …/events`: the stream then tells, besides what is live, what was started after this
   * answer and has ended already.
   */
  since: z.string(),
};

const cellShape = {
  cell: cellSchema,
  /**
   * Whether the run was asked for what the plan says of the cell now. False: the plan has changed since, the run
   * answers another question. Null: there is no run, or it is one of the history, or one that was imported.
   */
  asPlanned: z.nullable(z.boolean()),
};

/**
 * Answer of `GET /api/comparisons/[comparisonId]`: all cells of the plan in its order, each with its last run. Runs of
 * columns are whole, runs of sweeps are light. Runs that are going on are told up to now, and a stream's `seen` names
 * them with 0.
 */
export const comparisonDetailSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('columns'),
    ...detailShape,
    cells: z.array(z.object({ ...cellShape, run: z.nullable(runDetailSchema) })),
  }),
  z.object({
    kind: z.literal('sweep'),
    ...detailShape,
    cells: z.array(z.object({ ...cellShape, run: z.nullable(sweepRunSchema) })),
  }),
]);
export type ComparisonDetail = z.infer<typeof comparisonDetailSchema>;

/**
 * Body of `POST /api/comparisons/[comparisonId]/start`. Cells are queued as the plan is now; at most
 * MAX_OPEN_RUNS_PER_USER runs of a user are live at once, the others wait. `all`: every cell. `rest`: those without a
 * complete run of what the plan says. Cells that are under way with what the plan says stay as they are; those that
 * are under way with something else are stopped and start anew.
 *
 * `idempotencyKey` is made per press: the same key with the same body is one start; with another 422.
 */
export const startComparisonSchema = z.strictObject({
  idempotencyKey: z.uuid(),
  cells: z._default(
    z.union([z.enum(['all', 'rest']), z.array(cellSchema).check(z.minLength(1), z.maxLength(MAX_CELLS))]),
    'all',
  ),
});
export type StartComparison = z.infer<typeof startComparisonSchema>;

/**
 * Body of `POST /api/comparisons/[comparisonId]/stop`: these cells, waiting or live; absent: all. What came is kept.
 * Both answer the `comparisonQueueSchema` as it is then.
 */
export const stopComparisonSchema = z.strictObject({
  cells: z.optional(z.array(cellSchema).check(z.minLength(1), z.maxLength(MAX_CELLS))),
});
export type StopComparison = z.infer<typeof stopComparisonSchema>;

/**
 * Body of `POST /api/comparisons/[comparisonId]/votes`. Answer: 201 with the vote; `DELETE …/votes/[voteId]` takes it
 * back.
 */
export const newVoteSchema = z.strictObject({
  /** Null: none of them is better. */
  cell: z.nullable(cellSchema),
  note: z._default(note, null),
  /** The cells in the order in which they were shown. */
  shown: z.array(cellSchema).check(z.minLength(1), z.maxLength(MAX_CELLS)),
});
export type NewVote = z.infer<typeof newVoteSchema>;

/**
 * `GET /api/comparisons/[comparisonId]/events?since=&seen=<runId>:<number>,…`: one stream for all runs, open for as
 * long as the page is. `seen` names the runs that the page knows and whose end it has not seen, with the number of the
 * last event that it has of each (0: none). `since`: that of the detail, or the greatest id of a run that the page has
 * seen since (ids are in the order of creation).
 */
export const comparisonEventsQuerySchema = z.object({
  since: z.optional(id),
  seen: z._default(
    z.string().check(z.maxLength(20_000), z.regex(/^([\w-]{1,64}:\d{1,15}(,[\w-]{1,64}:\d{1,15})*)?$/)),
    '',
  ),
});
