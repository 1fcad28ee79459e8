import { cellTextLimit, MAX_RUNS_WITH_FIGURES, type SweepRun } from '@/lib/compare/model/comparisons';
import { getDb } from '@/lib/platform/db/client';
import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import { asDate } from '@/lib/platform/db/hot';
import type { Token } from '@/lib/protocol/run/run-events';
import { emptyRunState } from '@/lib/protocol/run/run-state';
import { meanLogprob } from '@/lib/protocol/tokens/token-view';

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
/** Runs of one statement. */
const RUNS_AT_ONCE = 500;

type JsonColumn = 'usage' | 'timings' | 'cost' | 'error';

interface LightRow extends Record<JsonColumn, string | null> {
  readonly id: string;
  readonly status: SweepRun['status'];
  readonly connectionId: string;
  readonly connectionName: string;
  readonly choiceCount: number | bigint;
  readonly createdAt: Date | string;
}

interface ChoiceRow {
  readonly runId: string;
  readonly index: number | bigint;
  readonly text: string;
  /** Code points of the whole text. */
  readonly characters: number | bigint;
  readonly finishReason: string | null;
  readonly hasTokens: boolean | number | bigint;
}

/** Light runs of a comparison, by id; missing runs, and those of other users, are left out. */
export async function readSweepRuns(
  userId: string,
  comparisonId: string,
  runIds: readonly string[],
): Promise<Map<string, SweepRun>> {
  const limit = cellTextLimit(runIds.length);
  const withFigures = runIds.length <= MAX_RUNS_WITH_FIGURES;
  const runs = new Map<string, SweepRun>();
  for (let at = 0; at < runIds.length; at += RUNS_AT_ONCE) {
    const some = Prisma.join(runIds.slice(at, at + RUNS_AT_ONCE));
    // Read as text, because Prisma walks every value of a JSON column; of long texts only the beginning.
    const rows = await getDb().$queryRaw<LightRow[]>`
      SELECT "id", CAST("status" AS TEXT) AS "status", "connectionId", "connectionName", "choiceCount", "createdAt",
        CAST("usage" AS TEXT) AS "usage", CAST("timings" AS TEXT) AS "timings", CAST("cost" AS TEXT) AS "cost",
        CAST("error" AS TEXT) AS "error"
      FROM "Run" WHERE "id" IN (${some}) AND "userId" = ${userId}
        AND "comparisonId" = ${comparisonId} AND "deletedAt" IS NULL`;
    const choices = await getDb().$queryRaw<ChoiceRow[]>`
      SELECT "runId", "index", substr("text", 1, CAST(${limit} AS INTEGER)) AS "text", length("text") AS "characters",
        "finishReason", "tokens" IS NOT NULL AS "hasTokens"
      FROM "RunChoice" WHERE "runId" IN (${some}) ORDER BY "runId", "index"`;
    const figures = withFigures ? await tokenFigures(rows.map(({ id }) => id)) : NO_FIGURES;
    const choicesOf = new Map<string, ChoiceRow[]>(rows.map(({ id }) => [id, []]));
    for (const choice of choices) choicesOf.get(choice.runId)?.push(choice);
    for (const row of rows) runs.set(row.id, toLight(row, choicesOf.get(row.id) ?? [], figures, limit));
  }
  return runs;
}

function toLight(row: LightRow, choices: readonly ChoiceRow[], figures: Figures, limit: number): SweepRun {
  const json = <Name extends JsonColumn>(name: Name) =>
    row[name] === null ? null : (JSON.parse(row[name]) as NonNullable<SweepRun[Name]>);
  const cost = json('cost');
  const light = lightParts(
    {
      choices: choices.map(({ index, text, characters, finishReason }) => ({
        index: Number(index),
        text,
        length: text.length + Math.max(0, Number(characters) - [...text].length),
        finishReason,
        ...(figures.get(`${row.id} ${index}`) ?? NO_TOKENS),
      })),
      usage: json('usage'),
      timings: json('timings') ?? emptyRunState(1).timings,
      error: json('error'),
    },
    limit,
  );
  const isWithout = figures === NO_FIGURES && choices.some(({ hasTokens }) => Boolean(Number(hasTokens)));
  const { id, status, connectionId, connectionName } = row;
  return {
    ...{ id, status, connectionId, connectionName },
    choiceCount: Number(row.choiceCount),
    createdAt: asDate(row.createdAt).toISOString(),
    ...(cost && { cost }),
    ...((isWithout || light.choices.some(({ text, length }) => text.length < length)) && {
      isPart: true as const,
    }),
    ...light,
  };
}

type Parts = Pick<SweepRun, 'choices' | 'usage' | 'timings' | 'error'>;

/** The parts of a run's state that a light run has: at most `limit` of text, and no raw body. */
export function lightParts({ choices, usage, timings, error }: Parts, limit: number): Parts {
  let remaining = limit;
  return {
    choices: choices.map((choice) => {
      const text = choice.text.slice(0, remaining);
      remaining -= text.length;
      return { ...choice, text };
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
type Figures = ReadonlyMap<string, TokenFigures>;
const NO_FIGURES: Figures = new Map();

async function tokenFigures(runIds: readonly string[]): Promise<Figures> {
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
