import { MAX_CELL_TEXT, type SweepRun } from '@/lib/compare/model/comparisons';
import { getDb } from '@/lib/platform/db/client';
import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import { fromStored } from '@/lib/platform/db/stored-json';
import type { Token } from '@/lib/protocol/run/run-events';
import { emptyRunState } from '@/lib/protocol/run/run-state';
import { meanLogprob } from '@/lib/protocol/tokens/token-view';
import { summaryColumns, summaryRelations, toSummary } from '@/lib/runs/db/run-history';

/** Runs as the cells of a comparison. */

export interface CellRun {
  readonly cell: string;
  readonly runId: string;
  /** Hash of the run's request: see `contentHash` of the run engine. Null for an imported run. */
  readonly contentHash: string | null;
  readonly isComplete: boolean;
  /** Some process is writing it. */
  readonly isOpen: boolean;
}

/** The last run of each cell; ids are in the order of creation. */
export async function lastRunsOf(userId: string, comparisonId: string): Promise<CellRun[]> {
  const rows = await getDb().$queryRaw<
    { id: string; cell: string; idempotencyHash: string | null; status: string }[]
  >`
    SELECT run."id", run."cell", run."idempotencyHash", run."status" FROM "Run" AS run
    WHERE run."comparisonId" = ${comparisonId} AND run."userId" = ${userId} AND run."deletedAt" IS NULL
      AND NOT EXISTS (
        SELECT 1 FROM "Run" AS later
        WHERE later."comparisonId" = run."comparisonId" AND later."cell" = run."cell"
          AND later."id" > run."id" AND later."deletedAt" IS NULL)`;
  return rows.map(({ id, cell, idempotencyHash, status }) => ({
    cell,
    runId: id,
    contentHash: idempotencyHash,
    isComplete: status === 'complete',
    isOpen: status === 'streaming',
  }));
}

/** How many runs' probabilities are in memory at once. */
const TOKENS_AT_ONCE = 16;

/** Light runs, by id; missing runs, and those of other users, are left out. */
export async function readSweepRuns(
  userId: string,
  runIds: readonly string[],
): Promise<Map<string, SweepRun>> {
  if (runIds.length === 0) return new Map();
  const rows = await getDb().run.findMany({
    where: { id: { in: [...runIds] }, userId, deletedAt: null },
    select: {
      ...summaryColumns,
      ...summaryRelations(),
      usage: true,
      timings: true,
      error: true,
      choices: { select: { index: true, text: true, finishReason: true }, orderBy: { index: 'asc' } },
    },
  });
  const figures = await tokenFigures(rows.map(({ id }) => id));
  return new Map(
    rows.map(({ usage, timings, error, choices, ...row }) => {
      const parts = {
        choices: choices.map((choice) => ({
          ...choice,
          ...(figures.get(`${row.id} ${choice.index}`) ?? NO_TOKENS),
        })),
        usage: fromStored<SweepRun['usage']>(usage),
        timings: fromStored<SweepRun['timings']>(timings) ?? emptyRunState(1).timings,
        error: fromStored<SweepRun['error']>(error),
      };
      return [row.id, { ...toSummary(row), ...lightParts(parts) }] as const;
    }),
  );
}

type Parts = Pick<SweepRun, 'usage' | 'timings' | 'error'> & {
  readonly choices: readonly Omit<SweepRun['choices'][number], 'length'>[];
};

/** The parts of a run's state that a light run has: at most `MAX_CELL_TEXT` of text, and no raw body. */
export function lightParts({
  choices,
  usage,
  timings,
  error,
}: Parts): Omit<Parts, 'choices'> & Pick<SweepRun, 'choices'> {
  let remaining = MAX_CELL_TEXT;
  return {
    choices: choices.map(({ index, text, finishReason, meanLogprob: mean, tokenCount }) => {
      const cut = text.slice(0, remaining);
      remaining -= cut.length;
      return { index, text: cut, length: text.length, finishReason, meanLogprob: mean, tokenCount };
    }),
    usage,
    timings,
    error: error && { ...error, rawBody: null },
  };
}

type TokenFigures = Pick<SweepRun['choices'][number], 'meanLogprob' | 'tokenCount'>;
const NO_TOKENS: TokenFigures = { meanLogprob: null, tokenCount: null };

/** The token figures of a light choice; null: it has no tokens. */
export function figuresOf(tokens: readonly Token[] | null): TokenFigures {
  return tokens === null ? NO_TOKENS : { meanLogprob: meanLogprob(tokens), tokenCount: tokens.length };
}

/** By `run id + ' ' + choice index`; only choices that have probabilities. */
async function tokenFigures(runIds: readonly string[]): Promise<Map<string, TokenFigures>> {
  const figures = new Map<string, TokenFigures>();
  for (let at = 0; at < runIds.length; at += TOKENS_AT_ONCE) {
    // Read as text, because Prisma walks every value of a JSON column (see `saveChoices`).
    const rows = await getDb().$queryRaw<{ runId: string; index: number | bigint; tokens: string }[]>`
      SELECT "runId", "index", CAST("tokens" AS TEXT) AS "tokens" FROM "RunChoice"
      WHERE "runId" IN (${Prisma.join(runIds.slice(at, at + TOKENS_AT_ONCE))}) AND "tokens" IS NOT NULL`;
    for (const { runId, index, tokens } of rows) {
      figures.set(`${runId} ${index}`, figuresOf(JSON.parse(tokens) as Token[]));
    }
  }
  return figures;
}

/** Runs of the comparison that were created after the run `since`, oldest first. */
export async function runsSince(
  userId: string,
  comparisonId: string,
  since: string,
): Promise<{ runId: string; cell: string }[]> {
  const rows = await getDb().run.findMany({
    where: { userId, comparisonId, deletedAt: null, id: { gt: since }, cell: { not: null } },
    select: { id: true, cell: true },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ id, cell }) => ({ runId: id, cell: cell ?? '' }));
}
