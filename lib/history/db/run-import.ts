import { createHash, randomInt } from 'node:crypto';
import { UUID } from 'uuidv7';
import { countRunsAgain } from '@/lib/accounts/db/storage/count-stored';
import { PRACTICE_CONNECTION_ID, SERVER_CONNECTION_ID } from '@/lib/connections/model/built-in-connections';
import { originOf } from '@/lib/history/model/exported-ids';
import type { ExportedRun } from '@/lib/history/model/run-export';
import {
  type DbTransaction,
  getDb,
  isForeignKeyViolation,
  isUniqueViolation,
} from '@/lib/platform/db/client';
import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import { outputPreview, promptPreview } from '@/lib/runs/db/preview';
import { targetPosition } from '@/lib/runs/db/run-position';
import { stopReasonText } from '@/lib/runs/db/stop-reason';
import { freePositions } from './free-positions';
import { knownIds, linkParents, linksOf } from './run-links';

export interface ImportedRuns {
  readonly imported: number;
  /** How many were already in the history. */
  readonly here: number;
  /** Exported ids of imported runs whose parent has not been imported yet. */
  readonly withoutParent: readonly string[];
}

/** Retries when another import, or a new run, takes what this one was about to. */
const TRIES = 4;

/**
 * Writes runs of a file into a user's history, all of them or none: with new ids, at their original times,
 * with their parents if these are there. A run that is already in the history, by its id or its origin, stays
 * as it is. Null when there is no such user.
 */
export async function importRuns(
  userId: string,
  runs: readonly ExportedRun[],
  triesLeft = TRIES,
): Promise<ImportedRuns | null> {
  try {
    return await getDb().$transaction((db) => importInto(db, userId, runs));
  } catch (error) {
    // The connection is not a foreign key, and parents are only set when they exist, so it is the user that
    // is missing.
    if (isForeignKeyViolation(error)) return null;
    if (!isUniqueViolation(error) || triesLeft === 0) throw error;
    return importRuns(userId, runs, triesLeft - 1);
  }
}

/** Which of these exported ids, or origins, are in the history. */
export async function findImported(userId: string, ids: readonly string[]): Promise<string[]> {
  const known = await knownIds(getDb(), userId, ids);
  return ids.filter((id) => known.has(id));
}

async function importInto(
  db: DbTransaction,
  userId: string,
  runs: readonly ExportedRun[],
): Promise<ImportedRuns> {
  const isNew = await newOnes(db, userId, runs);
  const fresh = runs.filter(isNew);
  if (fresh.length > 0) await insert(db, userId, fresh);
  const links = linksOf(fresh);
  const linked = await linkParents(db, userId, links);
  return {
    imported: fresh.length,
    here: runs.length - fresh.length,
    withoutParent: fresh
      .filter((run) => run.parentId !== null && !linked.has(originOf(run)))
      .map(({ id }) => id),
  };
}

async function newOnes(
  db: DbTransaction,
  userId: string,
  runs: readonly ExportedRun[],
): Promise<(run: ExportedRun) => boolean> {
  const ids = runs.flatMap((run) => [run.id, originOf(run)]);
  const known = new Set((await knownIds(db, userId, ids)).keys());
  // A deleted run that is imported again becomes a new run; the deleted one gives up its origin.
  await db.run.updateMany({
    where: { userId, originId: { in: ids }, deletedAt: { not: null } },
    data: { originId: null },
  });
  return (run) => {
    const isNew = !known.has(run.id) && !known.has(originOf(run));
    known.add(originOf(run));
    return isNew;
  };
}

async function insert(db: DbTransaction, userId: string, runs: readonly ExportedRun[]): Promise<void> {
  const positions = await freePositions(
    db,
    runs.map(({ createdAt, order }) => targetPosition(new Date(createdAt), order)),
  );
  const connectionIds = await connectionsOf(db, userId, runs);
  const comparisons = await comparisonsOf(db, userId, runs);
  const rows = runs.map((run, at) => ({
    run,
    id: newId(new Date(run.createdAt)),
    position: positions[at] ?? 0,
  }));
  const values = rows.map(({ run, id, position }) => {
    const { id: comparisonId = '', cell = null } = run.comparison ?? {};
    return {
      ...columnsOf(run),
      ...(comparisons.has(comparisonId) ? { comparisonId, cell } : { comparisonId: null, cell: null }),
      id,
      userId,
      position: BigInt(position),
      connectionId: connectionIds(run),
    };
  });
  const columns = Object.keys(values[0] ?? {}) as (keyof (typeof values)[number])[];
  // In plain SQL: Prisma builds a query plan of several hundred values, which takes longer than everything
  // but the index.
  await db.$executeRaw`
    INSERT INTO "Run" (${Prisma.join(columns.map((column) => Prisma.raw(`"${column}"`)))})
    VALUES ${Prisma.join(values.map((row) => Prisma.sql`(${Prisma.join(columns.map((column) => row[column]))})`))}`;
  await insertOutputs(db, rows);
  await db.runTag.createMany({
    data: rows.flatMap(({ run, id }) => run.tags.map((tag) => ({ runId: id, userId, tag }))),
  });
  await countRunsAgain(
    db,
    rows.map(({ id }) => id),
  );
}

function columnsOf(run: ExportedRun) {
  return {
    originId: originOf(run),
    createdAt: new Date(run.createdAt),
    endedAt: run.endedAt === null ? null : new Date(run.endedAt),
    // No process writes it any more.
    status: run.status === 'streaming' ? 'interrupted' : run.status,
    source: run.source,
    sourceName: run.sourceName,
    title: run.title,
    note: run.note,
    starred: run.starred,
    connectionName: run.connectionName,
    model: run.model,
    request: jsonText(run.request),
    retries: jsonText(run.retries),
    promptPreview: promptPreview(run.request.prompt),
    outputPreview: outputPreview(run.outputs),
    choiceCount: run.choiceCount,
    usage: jsonText(run.usage),
    timings: jsonText(run.timings),
    durationMs: run.durationMs,
    tokenCount: run.tokenCount,
    price: jsonText(run.price ?? null),
    cost: jsonText(run.cost ?? null),
    pace: jsonText(run.pace),
    response: jsonText(run.response),
    error: jsonText(run.error),
    attempts: jsonText(run.attempts),
    branch: jsonText(run.branch),
  };
}

/** For a JSON column; null is the database's. */
function jsonText(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}

const OUTPUTS_AT_ONCE = 500;

/** In plain SQL, the tokens as JSON text: see `saveChoices` in lib/runs/db/save-run.ts. */
async function insertOutputs(
  db: DbTransaction,
  rows: readonly { readonly run: ExportedRun; readonly id: string }[],
): Promise<void> {
  const values = rows.flatMap(({ run, id }) =>
    run.outputs.map(
      ({ index, text, finishReason, stopReason, tokens }) =>
        Prisma.sql`(${id}, ${index}, ${text}, ${finishReason}, ${stopReasonText(stopReason)}, ${jsonText(tokens)})`,
    ),
  );
  for (let at = 0; at < values.length; at += OUTPUTS_AT_ONCE) {
    await db.$executeRaw`
      INSERT INTO "RunChoice" ("runId", "index", "text", "finishReason", "stopReason", "tokens")
      VALUES ${Prisma.join(values.slice(at, at + OUTPUTS_AT_ONCE))}`;
  }
}

/** A connection of the same name, if there is one; otherwise an id shared by all runs of that name. */
async function connectionsOf(
  db: DbTransaction,
  userId: string,
  runs: readonly ExportedRun[],
): Promise<(run: ExportedRun) => string> {
  const names = [...new Set(runs.map(({ connectionName }) => connectionName))];
  const rows = await db.connection.findMany({
    where: { userId, name: { in: names } },
    select: { id: true, name: true },
  });
  const idOf = new Map(rows.map(({ id, name }) => [name, id]));
  return ({ connectionKind, connectionName: name }) => {
    if (connectionKind === 'practice') return PRACTICE_CONNECTION_ID;
    if (connectionKind === 'server') return SERVER_CONNECTION_ID;
    return idOf.get(name) ?? unknownConnectionId(name);
  };
}

/** The id of all connections of that name that are not here. */
export function unknownConnectionId(name: string): string {
  return `imported-${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;
}

/**
 * Comparisons of the user that runs can rejoin. References to others are dropped: the run then stands alone.
 */
async function comparisonsOf(
  db: DbTransaction,
  userId: string,
  runs: readonly ExportedRun[],
): Promise<ReadonlySet<string>> {
  const ids = [...new Set(runs.flatMap(({ comparison }) => comparison?.id ?? []))];
  if (ids.length === 0) return new Set();
  const rows = await db.comparison.findMany({
    where: { userId, deletedAt: null, id: { in: ids } },
    select: { id: true },
  });
  return new Set(rows.map(({ id }) => id));
}

/** A UUIDv7 for the moment when the run was made. */
function newId(createdAt: Date): string {
  const bits = (count: number) => randomInt(2 ** count);
  return UUID.fromFieldsV7(createdAt.getTime(), bits(12), bits(30), bits(32)).toString();
}
