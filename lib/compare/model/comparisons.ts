import * as z from 'zod/mini';
import { costSchema } from '@/lib/protocol/run/price';
import { runErrorSchema, timingsSchema, usageSchema } from '@/lib/protocol/run/run-events';
import { runStatusSchema } from '@/lib/protocol/run/run-status';
import { runDetailSchema } from '@/lib/runs/model/runs';
import { cellSchema, comparisonPlanSchema, MAX_CELLS } from './plan';

/**
 * Comparisons over our own API. What is compared is the plan (lib/compare/model/plan.ts); the server derives each
 * cell's request from it by `requestOfCell`, so that a cell runs exactly what the plan says. How a comparison is
 * watched: lib/compare/server/README.md, and `comparison-event-reader.ts` beside the plan.
 */

export const titleSchema = z.nullable(z.string().check(z.trim(), z.minLength(1), z.maxLength(200)));
export const noteSchema = z.nullable(z.string().check(z.trim(), z.minLength(1), z.maxLength(10_000)));
const id = z.string().check(z.minLength(1), z.maxLength(64));

/**
 * Body of `POST /api/comparisons`. Nothing runs yet. Answer: 201 with a `comparisonSchema`. Plans may have the
 * forms of before, as everywhere (./older-plans.ts).
 */
export const newComparisonSchema = z.strictObject({
  plan: comparisonPlanSchema,
  title: z.optional(titleSchema),
});
export type NewComparison = z.infer<typeof newComparisonSchema>;

/**
 * Body of `PATCH /api/comparisons/[comparisonId]`; absent fields stay, the plan is replaced as a whole.
 * Answer: the `comparisonSchema` as it is now. `updatedAt` is that of the comparison that was changed: 409
 * `conflict` when another tab has changed it meanwhile. Starting and voting do not count as changes.
 */
export const comparisonEditSchema = z.strictObject({
  updatedAt: z.iso.datetime(),
  title: z.optional(titleSchema),
  note: z.optional(noteSchema),
  plan: z.optional(comparisonPlanSchema),
  /** The plan keeps the inputs that it has, and neither this body nor the answer repeats them: they can be large. */
  sameInputs: z.optional(z.literal(true)),
});
export type ComparisonEdit = z.infer<typeof comparisonEditSchema>;

/**
 * `DELETE /api/comparisons/[comparisonId]?links=`: what happens to links that show it or its runs. Answer:
 * 204.
 */
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

/** A row of the list: no long text. */
export const comparisonSummarySchema = z.object({
  id: z.string(),
  title: z.nullable(z.string()),
  kind: z.enum(['columns', 'sweep']),
  /** At most 200 characters of the first prompt, white space collapsed. */
  promptPreview: z.string(),
  /** Each once, in the plan's order. */
  models: z.array(z.string()),
  /** What tells its runs apart: `temperature 0 / 0.7 / 1.2`. Empty: nothing, or only the connection. */
  differs: z.string(),
  /** What a grid varies: parameters, `model`, `prompt`; empty for columns. */
  varies: z.array(z.string()),
  /** Cells of the plan. */
  cellCount: z.int(),
  /** The last run of each cell, counted by status; statuses without runs are absent. */
  counts: z.partialRecord(runStatusSchema, z.int()),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  links: z.int(),
});
export type ComparisonSummary = z.infer<typeof comparisonSummarySchema>;

/**
 * `GET /api/comparisons?q=&before=&limit=`: last changed first; `q`: a substring of the title, of a
 * prompt or of an input.
 */
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

/** Why a cell could not be started; it has no run then. Cleared when the cell is started again. */
export const refusedCellSchema = z.object({
  cell: cellSchema,
  /** A code of lib/platform/model/app-error.ts. */
  code: z.string(),
  /** A sentence for people. */
  message: z.string(),
  /** The parameter at fault (`temperature`, `model`, `prompt`, `connectionId` …), or null. */
  param: z.nullable(z.string()),
});
export type RefusedCell = z.infer<typeof refusedCellSchema>;

/** What is under way. */
export const comparisonQueueSchema = z.object({
  /** Cells that wait for their turn, next first. */
  waiting: z.array(cellSchema),
  live: z.array(z.object({ cell: cellSchema, runId: z.string() })),
  refused: z.array(refusedCellSchema),
  /**
   * Progress of the cells started since nothing was last under way: how many have ended, and how many there
   * are.
   */
  done: z.int(),
  total: z.int(),
  /** What waits stays waiting until somebody resumes it; absent: it goes on. */
  paused: z.optional(z.boolean()),
  /**
   * A server that waiting cells are for refuses calls as too many, so fewer run at once, and none before this time in
   * milliseconds. Absent: none does.
   */
  slowed: z.optional(z.object({ nextTryMs: z.number() })),
});
export type ComparisonQueue = z.infer<typeof comparisonQueueSchema>;

/** UTF-16 units of text of a light run at most; `GET /api/runs/[runId]` has the rest. */
export const MAX_CELL_TEXT = 16_000;
/** The same for all light runs of one answer together. */
const MAX_DETAIL_TEXT = 4_000_000;
/** Light runs of one answer that come with figures of their tokens, which have to be read for that. */
export const MAX_RUNS_WITH_FIGURES = 250;

/** UTF-16 units of text that each of so many light runs may have. */
export function cellTextLimit(runs: number): number {
  return Math.min(MAX_CELL_TEXT, Math.floor(MAX_DETAIL_TEXT / Math.max(1, runs)));
}

/** A light run of a cell: thousands of them go in one answer. */
export const sweepRunSchema = z.object({
  id: z.string(),
  status: runStatusSchema,
  connectionId: z.string(),
  connectionName: z.string(),
  choiceCount: z.int(),
  createdAt: z.iso.datetime(),
  /** Absent: no price is known, or nothing was answered. */
  cost: z.optional(costSchema),
  /** Part of its text, or the figures of its tokens, were left out: `GET …/cells` has more. */
  isPart: z.optional(z.literal(true)),
  choices: z.array(
    z.object({
      index: z.int(),
      /** All choices of a run together: at most `cellTextLimit` of the runs in the answer. */
      text: z.string(),
      /** UTF-16 units of the whole text; when `text` has fewer, it was cut. */
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

/** Light runs that one `GET …/cells` reads at most. */
export const MAX_RUNS_READ = 100;

/**
 * `GET /api/comparisons/[comparisonId]/cells?runs=<id>,…`: these runs with all that light ones can have. Runs that are gone
 * are left out.
 */
export const cellRunsQuerySchema = z.object({
  runs: z.pipe(
    z.string().check(z.regex(/^[\w-]{1,64}(,[\w-]{1,64}){0,99}$/)),
    z.transform((text) => [...new Set(text.split(','))]),
  ),
});
export const cellRunsSchema = z.object({ runs: z.array(sweepRunSchema) });
export type CellRuns = z.infer<typeof cellRunsSchema>;

export const voteSchema = z.object({
  id: z.string(),
  /** The best output; null: a tie. */
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
   * For the `since` of `GET …/events`: besides what is live, the stream then also sends what was started
   * after this answer and has already ended.
   */
  since: z.string(),
};

const cellShape = {
  cell: cellSchema,
  /**
   * Whether the run was started with what the plan says about the cell now. False: the plan has changed
   * since. Null: there is no run, or it is one of the history, or an imported one.
   */
  isUpToDate: z.nullable(z.boolean()),
};

/**
 * Answer of `GET /api/comparisons/[comparisonId]`: all cells of the plan in its order, each with its last
 * run. Runs of columns are whole, runs of sweeps are light. Active runs are included up to now; name them
 * with 0 in a stream's `seen`.
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
 * MAX_OPEN_RUNS_PER_USER runs of a user are live at once, the others wait. `all`: every cell. `remaining`: those
 * without a complete run of what the plan says. Cells already under way with what the plan says stay; those
 * under way with something else are stopped and started again.
 *
 * `idempotencyKey` identifies one start request: the same key with the same body starts once; with another
 * body, 422.
 */
export const startComparisonSchema = z.strictObject({
  idempotencyKey: z.uuid(),
  cells: z._default(
    z.union([
      z.enum(['all', 'remaining']),
      z.array(cellSchema).check(z.minLength(1), z.maxLength(MAX_CELLS)),
    ]),
    'all',
  ),
});
export type StartComparison = z.infer<typeof startComparisonSchema>;

/**
 * Body of `POST /api/comparisons/[comparisonId]/stop`: these cells, waiting or live; absent: all. Text that
 * has come is kept. Start and stop both answer the `comparisonQueueSchema` as it is then.
 */
export const stopComparisonSchema = z.strictObject({
  cells: z.optional(z.array(cellSchema).check(z.minLength(1), z.maxLength(MAX_CELLS))),
});
export type StopComparison = z.infer<typeof stopComparisonSchema>;

/**
 * Body of `POST /api/comparisons/[comparisonId]/pause`: whether what waits stays waiting, also while nobody watches, until it is
 * resumed. What runs goes on. Without anything waiting there is nothing to pause. Answer: the `comparisonQueueSchema`.
 */
export const pauseComparisonSchema = z.strictObject({ paused: z.boolean() });
export type PauseComparison = z.infer<typeof pauseComparisonSchema>;

/**
 * Body of `POST /api/comparisons/[comparisonId]/votes`. Answer: 201 with the vote; `DELETE …/votes/[voteId]`
 * removes it.
 */
export const newVoteSchema = z.strictObject({
  /** Null: a tie, no output was better. */
  cell: z.nullable(cellSchema),
  note: z._default(noteSchema, null),
  /** The cells in the order in which they were shown. */
  shown: z.array(cellSchema).check(z.minLength(1), z.maxLength(MAX_CELLS)),
});
export type NewVote = z.infer<typeof newVoteSchema>;

/**
 * `GET /api/comparisons/[comparisonId]/events?since=&seen=<runId>:<number>,…`: one stream for all runs, open
 * for as long as the page is. `seen` names the runs whose end the page has not seen, with the number of the
 * last event that it has of each (0: none). `since`: that of the detail, or the greatest run id that the page
 * has seen since (ids are in the order of creation).
 */
export const comparisonEventsQuerySchema = z.object({
  since: z.optional(id),
  seen: z._default(
    z.string().check(z.maxLength(20_000), z.regex(/^([\w-]{1,64}:\d{1,15}(,[\w-]{1,64}:\d{1,15})*)?$/)),
    '',
  ),
});
