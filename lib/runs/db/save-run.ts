import { getDb } from '@/lib/platform/db/client';
import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import { asDate, type HotWriter, hotTransaction, jsonText } from '@/lib/platform/db/hot';
import { env } from '@/lib/platform/env/env';
import type { StopReason, Timings, Token } from '@/lib/protocol/run/run-events';
import type { RunState } from '@/lib/protocol/run/run-state';
import type { Pace } from '@/lib/runs/model/pace';
import { stopReasonText } from './stop-reason';

/** A run's row after its insert: checkpointed while text comes, settled once. */

export interface ChoiceCheckpoint {
  readonly index: number;
  readonly text: string;
  /** Absent: the stored tokens stay. */
  readonly tokens?: readonly Token[] | null;
  readonly finishReason: string | null;
  readonly stopReason?: StopReason | undefined;
}

/** What has arrived of one run so far; only changed choices need be given. */
export interface RunCheckpoint {
  readonly runId: string;
  readonly choices: readonly ChoiceCheckpoint[];
  readonly outputPreview: string;
}

/** Runs of a transaction: some milliseconds on SQLite, which serves no stream meanwhile. */
const RUNS_AT_ONCE = 25;

/**
 * Saves what has arrived of many runs in few transactions: a commit waits for the disk, and with 200 active
 * runs the process would do little else.
 *
 * Returns a flag per run: false, and nothing of it is written, when it is already settled (a late checkpoint
 * must not undo its end). Rejects when something could not be written; then none of it may be relied upon.
 */
export async function checkpointRuns(checkpoints: readonly RunCheckpoint[]): Promise<boolean[]> {
  const parts: Promise<boolean[]>[] = [];
  for (let at = 0; at < checkpoints.length; at += RUNS_AT_ONCE) {
    const part = checkpoints.slice(at, at + RUNS_AT_ONCE);
    parts.push(hotTransaction((db) => checkpointSome(db, part)));
  }
  return (await Promise.all(parts)).flat();
}

async function checkpointSome(db: HotWriter, checkpoints: readonly RunCheckpoint[]): Promise<boolean[]> {
  if (isPostgres() && checkpoints.length > 1 && (await checkpointAtOnce(db, checkpoints))) {
    return checkpoints.map(() => true);
  }
  const written: boolean[] = [];
  for (const { runId, choices, outputPreview } of checkpoints) {
    const count = await db.run(Prisma.sql`
      UPDATE "Run" SET "outputPreview" = ${outputPreview} WHERE "id" = ${runId} AND "status" = 'streaming'`);
    if (count > 0) await saveChoices(db, runId, choices);
    written.push(count > 0);
  }
  return written;
}

/**
 * All of them in three statements: each waits for the network and then for this process's event loop, which a busy
 * server reaches late. False when some run is settled already; then the choices of none are written.
 */
async function checkpointAtOnce(db: HotWriter, checkpoints: readonly RunCheckpoint[]): Promise<boolean> {
  const rows = checkpoints.map(({ runId, outputPreview }) => Prisma.sql`(${runId}, ${outputPreview})`);
  const count = await db.run(Prisma.sql`
    UPDATE "Run" SET "outputPreview" = given.preview
    FROM (VALUES ${Prisma.join(rows)}) AS given (id, preview)
    WHERE "Run"."id" = given.id AND "Run"."status" = 'streaming'`);
  if (count < checkpoints.length) return false;
  await insertChoices(
    db,
    checkpoints.flatMap(({ runId, choices }) => choices.map((choice) => ({ runId, ...choice }))),
  );
  return true;
}

function isPostgres(): boolean {
  return env.databaseKind === 'postgresql';
}

/**
 * When a run ended; from the measured duration, so that a run looks the same before and after its end is
 * saved.
 */
export function endOfRun(createdAt: Date, { durationMs }: Timings): Date {
  return new Date(createdAt.getTime() + Math.round(durationMs ?? 0));
}

export interface RunEnding {
  readonly state: RunState;
  readonly outputPreview: string;
  readonly pace?: Pace | null;
}

/**
 * Writes the end of a run, exactly once: true for the one call that did it, false when it was already settled
 * (or does not exist). `state.status` must not be `streaming`.
 */
export function settleRun(runId: string, { state, outputPreview, pace = null }: RunEnding): Promise<boolean> {
  const { choices, status, usage, response, attempts, error, timings, price = null, cost = null } = state;
  if (status === 'streaming') throw new Error('A run cannot be settled as streaming.');
  const durationMs = timings.durationMs === null ? null : Math.round(timings.durationMs);
  return hotTransaction(async (db) => {
    const row = await db.row(Prisma.sql`SELECT "createdAt" FROM "Run" WHERE "id" = ${runId}`);
    if (row === null) return false;
    const count = await db.run(Prisma.sql`
      UPDATE "Run" SET
        "outputPreview" = ${outputPreview}, "usage" = ${jsonText(usage)}, "response" = ${jsonText(response)},
        "attempts" = ${jsonText(attempts)}, "error" = ${jsonText(error)}, "timings" = ${jsonText(timings)},
        "pace" = ${jsonText(pace)}, "price" = ${jsonText(price)}, "cost" = ${jsonText(cost)},
        "durationMs" = ${durationMs}, "tokenCount" = ${usage?.completionTokens ?? null},
        "endedAt" = ${endOfRun(asDate(row.createdAt), timings)}, "processId" = NULL
      WHERE "id" = ${runId} AND "status" = 'streaming'`);
    if (count === 0) return false;
    await saveChoices(db, runId, choices);
    // Last, because it triggers the database to mark the run for indexing, when all its texts must be there.
    await db.run(Prisma.sql`UPDATE "Run" SET "status" = ${status} WHERE "id" = ${runId}`);
    return true;
  });
}

async function saveChoices(
  db: HotWriter,
  runId: string,
  choices: readonly ChoiceCheckpoint[],
): Promise<void> {
  const rows = choices.map((choice) => ({ runId, ...choice }));
  if (isPostgres()) return insertChoices(db, rows);
  // SQLite answers within the call, and keeps the one statement prepared.
  for (const row of rows) await insertChoices(db, [row]);
}

/** Of one statement: Postgres takes 65,535 parameters, and a message is held in memory whole. */
const MAX_ROWS = 1_000;
const MAX_TEXT = 4_000_000;

/**
 * In plain SQL, with the tokens as JSON text: Prisma walks every value of a JSON column, which for a long run
 * with probabilities (5 MB) takes ten times as long as everything else, and blocks the process meanwhile.
 */
async function insertChoices(
  db: HotWriter,
  choices: readonly (ChoiceCheckpoint & { readonly runId: string })[],
): Promise<void> {
  const [keeping, giving] = partition(choices, ({ tokens }) => tokens === undefined);
  for (const [given, keepTokens] of [
    [keeping, true],
    [giving, false],
  ] as const) {
    let rows: Prisma.Sql[] = [];
    let size = 0;
    for (const [at, { runId, index, text, finishReason, stopReason, tokens }] of given.entries()) {
      const tokensText = tokens == null ? null : JSON.stringify(tokens);
      rows.push(
        Prisma.sql`(${runId}, ${index}, ${text}, ${finishReason}, ${stopReasonText(stopReason)}, ${tokensText})`,
      );
      size += text.length + (tokensText?.length ?? 0);
      if (rows.length < MAX_ROWS && size < MAX_TEXT && at < given.length - 1) continue;
      await db.run(Prisma.sql`
        INSERT INTO "RunChoice" ("runId", "index", "text", "finishReason", "stopReason", "tokens")
        VALUES ${Prisma.join(rows)}
        ON CONFLICT ("runId", "index") DO UPDATE SET
          "text" = excluded."text",
          "finishReason" = excluded."finishReason",
          "stopReason" = excluded."stopReason"
          ${keepTokens ? Prisma.empty : Prisma.sql`, "tokens" = excluded."tokens"`}`);
      rows = [];
      size = 0;
    }
  }
}

function partition<Item>(items: readonly Item[], belongs: (item: Item) => boolean): [Item[], Item[]] {
  const [yes, no]: [Item[], Item[]] = [[], []];
  for (const item of items) (belongs(item) ? yes : no).push(item);
  return [yes, no];
}

/**
 * Rows of this process that say `streaming` although it no longer knows the run become `interrupted`, with
 * the text of their last checkpoint. `known`: the ids that it knows; rows younger than `olderThan` are
 * skipped. Returns how many.
 */
export async function interruptLostRuns(
  processId: string,
  known: readonly string[],
  olderThan: Date,
): Promise<number> {
  const rows = await getDb().run.findMany({
    where: { status: 'streaming', processId, createdAt: { lt: olderThan } },
    select: { id: true },
  });
  const isKnown = new Set(known);
  const lost = rows.filter(({ id }) => !isKnown.has(id)).map(({ id }) => id);
  if (lost.length === 0) return 0;
  const { count } = await getDb().run.updateMany({
    where: { id: { in: lost }, status: 'streaming' },
    data: { status: 'interrupted', endedAt: new Date(), processId: null },
  });
  return count;
}
