import { getDb } from '@/lib/platform/db/client';
import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import { asDate, type HotWriter, hotTransaction, jsonText } from '@/lib/platform/db/hot';
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

/**
 * In plain SQL, with the tokens as JSON text: Prisma walks every value of a JSON column, which for a long run
 * with probabilities (5 MB) takes ten times as long as everything else, and blocks the process meanwhile.
 */
async function saveChoices(
  db: HotWriter,
  runId: string,
  choices: readonly ChoiceCheckpoint[],
): Promise<void> {
  for (const { index, text, finishReason, stopReason, tokens } of choices) {
    const tokensText = tokens == null ? null : JSON.stringify(tokens);
    const keepTokens = tokens === undefined;
    await db.run(Prisma.sql`
      INSERT INTO "RunChoice" ("runId", "index", "text", "finishReason", "stopReason", "tokens")
      VALUES (${runId}, ${index}, ${text}, ${finishReason}, ${stopReasonText(stopReason)}, ${tokensText})
      ON CONFLICT ("runId", "index") DO UPDATE SET
        "text" = excluded."text",
        "finishReason" = excluded."finishReason",
        "stopReason" = excluded."stopReason"
        ${keepTokens ? Prisma.empty : Prisma.sql`, "tokens" = excluded."tokens"`}`);
  }
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
