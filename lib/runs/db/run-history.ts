import { type Db, type DbTransaction, getDb } from '@/lib/platform/db/client';
import type { Prisma, RunChoice } from '@/lib/platform/db/generated/sqlite/client';
import { openShares, revokeShares } from '@/lib/platform/db/share-state';
import { fromStored } from '@/lib/platform/db/stored-json';
import { emptyRunState, type RunState } from '@/lib/protocol/run/run-state';
import type { RunDetail, RunSummary } from '@/lib/runs/model/runs';
import { storedStopReason } from './stop-reason';

/** Reading, deleting and restoring runs. */

/** The relations of a summary, besides the row's own columns. */
export const summaryRelations = () =>
  ({
    tags: { select: { tag: true }, orderBy: { tag: 'asc' } },
    _count: { select: { shares: { where: openShares(new Date()) } } },
  }) as const satisfies Prisma.RunSelect;

/** No long text: a page of history must stay small however long the runs are. */
export const summaryColumns = {
  id: true,
  source: true,
  sourceName: true,
  title: true,
  starred: true,
  status: true,
  connectionId: true,
  connectionName: true,
  model: true,
  promptPreview: true,
  outputPreview: true,
  choiceCount: true,
  branch: true,
  createdAt: true,
  durationMs: true,
  tokenCount: true,
  cost: true,
  comparisonId: true,
} as const satisfies Prisma.RunSelect;

export type SummaryRow = Prisma.RunGetPayload<{
  select: typeof summaryColumns & ReturnType<typeof summaryRelations>;
}>;

const lineColumns = { ...summaryColumns, position: true } as const satisfies Prisma.RunSelect;

/** A row of the history without its tags and links. */
export type RunLine = Prisma.RunGetPayload<{ select: typeof lineColumns }>;

/** These runs in the given order; missing ones, and those of other users, are left out. */
export async function readLines(userId: string, positions: readonly bigint[]): Promise<RunLine[]> {
  if (positions.length === 0) return [];
  const rows = await getDb().run.findMany({
    where: { userId, deletedAt: null, position: { in: [...positions] } },
    select: lineColumns,
  });
  const byPosition = new Map(rows.map((row) => [row.position, row] as const));
  return positions.flatMap((position) => byPosition.get(position) ?? []);
}

/**
 * Adds tags, links and whether there is a note. These are queried by run: Prisma would otherwise first count the links of all runs of
 * all users.
 */
export async function toSummaries(lines: readonly RunLine[]): Promise<RunSummary[]> {
  if (lines.length === 0) return [];
  const runId = { in: lines.map(({ id }) => id) };
  const [tags, links, noted] = await Promise.all([
    getDb().runTag.findMany({
      where: { runId },
      select: { runId: true, tag: true },
      orderBy: { tag: 'asc' },
    }),
    getDb().share.findMany({ where: { runId, ...openShares(new Date()) }, select: { runId: true } }),
    // Notes can be long: only which runs have one.
    getDb().run.findMany({ where: { id: runId, note: { not: null } }, select: { id: true } }),
  ]);
  const withNote = new Set(noted.map(({ id }) => id));
  return lines.map(({ position: _, ...line }) => {
    const own = tags.filter((tag) => tag.runId === line.id);
    const shares = links.filter((link) => link.runId === line.id).length;
    return {
      ...toSummary({ ...line, tags: own, _count: { shares } }),
      ...(withNote.has(line.id) && { hasNote: true as const }),
    };
  });
}

/** The whole run. Null when it does not exist, belongs to another user, or is deleted. */
export async function getRun(userId: string, id: string): Promise<RunDetail | null> {
  const row = await getDb().run.findFirst({
    where: { id, userId, deletedAt: null },
    include: { choices: { orderBy: { index: 'asc' } }, ...summaryRelations() },
  });
  if (row === null) return null;
  const request = fromStored<RunDetail['request']>(row.request);
  if (request === null) return null;
  return {
    ...toSummary(row),
    request,
    retries: fromStored<RunDetail['retries']>(row.retries),
    state: toState(row),
    pace: fromStored<RunDetail['pace']>(row.pace),
    note: row.note,
    parentId: row.parentId,
    branch: fromStored<RunDetail['branch']>(row.branch),
    cell: row.cell,
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}

/** Of a whole run what is not in its outputs: no text and no token is read. Null as `getRun`. */
export async function getRunWithoutOutputs(
  userId: string,
  id: string,
): Promise<Pick<RunDetail, 'status' | 'request' | 'state' | 'pace' | 'cost'> | null> {
  const row = await getDb().run.findFirst({
    where: { id, userId, deletedAt: null },
    select: { status: true, request: true, usage: true, timings: true, cost: true },
  });
  const request = row && fromStored<RunDetail['request']>(row.request);
  if (!row || !request) return null;
  const { status } = row;
  const empty = emptyRunState(0);
  const cost = fromStored<NonNullable<RunDetail['cost']>>(row.cost);
  const usage = fromStored<RunState['usage']>(row.usage);
  const timings = fromStored<RunState['timings']>(row.timings) ?? empty.timings;
  return { status, request, state: { ...empty, status, usage, timings }, pace: null, ...(cost && { cost }) };
}

export async function runExists(userId: string, id: string): Promise<boolean> {
  const row = await getDb().run.findFirst({ where: { id, userId, deletedAt: null }, select: { id: true } });
  return row !== null;
}

/**
 * Deletes runs from the history; `restoreRuns` brings them back until they are swept. Returns how many. Links
 * that show them stay open.
 */
export async function deleteRuns(
  userId: string,
  ids: readonly string[],
  db: Db | DbTransaction = getDb(),
): Promise<number> {
  const { count } = await db.run.updateMany({
    where: { userId, id: { in: [...ids] }, deletedAt: null },
    data: { deletedAt: new Date() },
  });
  return count;
}

/**
 * Deletes runs from the history and closes the links that show them, in one transaction. Returns how many
 * runs. Links of runs that were already deleted stay as they are.
 */
export function deleteRunsWithLinks(userId: string, runIds: readonly string[], now: Date): Promise<number> {
  return getDb().$transaction(async (db) => {
    // In this order: a link created at the same time is either found, or finds the run deleted.
    const there = await db.run.findMany({
      where: { userId, id: { in: [...runIds] }, deletedAt: null },
      select: { id: true },
    });
    const ids = there.map(({ id }) => id);
    const count = await deleteRuns(userId, ids, db);
    await revokeShares(userId, { runIds: ids }, now, db);
    return count;
  });
}

export async function restoreRuns(userId: string, ids: readonly string[]): Promise<number> {
  const { count } = await getDb().run.updateMany({
    where: { userId, id: { in: [...ids] }, deletedAt: { not: null } },
    data: { deletedAt: null },
  });
  return count;
}

/** Permanently removes what was deleted before that moment. Returns how many. */
export async function sweepDeletedRuns(olderThan: Date): Promise<number> {
  const { count } = await getDb().run.deleteMany({ where: { deletedAt: { lt: olderThan } } });
  return count;
}

export function toSummary({ createdAt, tags, _count, ...row }: SummaryRow): RunSummary {
  const branch = fromStored<RunDetail['branch']>(row.branch);
  const changes = branch?.changes;
  const cost = fromStored<NonNullable<RunSummary['cost']>>(row.cost);
  return {
    ...(changes && { changes }),
    ...(branch?.kind === 'branch' && { branchedAfter: branch.after ?? '' }),
    ...(cost && { cost }),
    id: row.id,
    source: row.source,
    sourceName: row.sourceName,
    title: row.title,
    starred: row.starred,
    tags: tags.map(({ tag }) => tag),
    status: row.status,
    connectionId: row.connectionId,
    connectionName: row.connectionName,
    model: row.model,
    promptPreview: row.promptPreview,
    outputPreview: row.outputPreview,
    choiceCount: row.choiceCount,
    createdAt: createdAt.toISOString(),
    durationMs: row.durationMs,
    tokenCount: row.tokenCount,
    links: _count.shares,
    comparisonId: row.comparisonId,
  };
}

type StateRow = Prisma.RunGetPayload<{ include: { choices: true } }>;

function toState(row: StateRow): RunState {
  // Choices without text have no rows and are shown as empty; and a server may send more choices than
  // requested.
  const state = emptyRunState(Math.max(row.choiceCount, (row.choices.at(-1)?.index ?? -1) + 1));
  for (const choice of row.choices) state.choices[choice.index] = toChoice(choice);
  const price = fromStored<NonNullable<RunState['price']>>(row.price);
  const cost = fromStored<NonNullable<RunState['cost']>>(row.cost);
  return {
    ...(price && { price }),
    ...(cost && { cost }),
    status: row.status,
    choices: state.choices,
    usage: fromStored<RunState['usage']>(row.usage),
    response: fromStored<RunState['response']>(row.response),
    attempts: fromStored<RunState['attempts']>(row.attempts) ?? [],
    error: fromStored<RunState['error']>(row.error),
    timings: fromStored<RunState['timings']>(row.timings) ?? state.timings,
  };
}

function toChoice({ index, text, finishReason, stopReason, tokens }: RunChoice): RunState['choices'][number] {
  return {
    index,
    text,
    finishReason,
    ...storedStopReason(stopReason),
    tokens: fromStored<RunState['choices'][number]['tokens']>(tokens),
  };
}
