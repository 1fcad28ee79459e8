import { PRACTICE_CONNECTION_ID, SERVER_CONNECTION_ID } from '@/lib/connections/model/built-in-connections';
import type { ExportedRun } from '@/lib/history/model/run-export';
import { getDb } from '@/lib/platform/db/client';
import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import { fromStored } from '@/lib/platform/db/stored-json';
import { firstPositionAt } from '@/lib/runs/db/run-position';
import { storedStopReason } from '@/lib/runs/db/stop-reason';
import { type ExportScope, pagesOf } from './export-positions';
import { groupsBySize } from './groups-by-size';

export interface ReadOptions {
  /** False leaves tokens out, which are most of a long run's size: then `tokens` is null everywhere. */
  readonly withTokens: boolean;
  /** Nothing more is read once it aborts: its reason is thrown. */
  readonly stopped?: AbortSignal;
}

/**
 * The runs, newest first, in groups: the next group is read only when requested, and none is held. Runs
 * deleted meanwhile are left out. (A search lists runs with whole words before runs with substrings.)
 */
export async function* readRunsForExport(
  userId: string,
  scope: ExportScope,
  options: ReadOptions,
): AsyncGenerator<readonly ExportedRun[], void> {
  const isIncluded = inScope(scope);
  const { stopped } = options;
  for await (const positions of pagesOf(userId, scope, stopped)) {
    for (const some of await inGroups(positions)) {
      stopped?.throwIfAborted();
      yield await readRuns(userId, some, options, isIncluded);
    }
  }
}

/** Whether a run is certainly part of an export: of a filtered one, nobody knows before its end. */
function inScope(scope: ExportScope): (runId: string) => boolean {
  if (scope.kind !== 'ids') return () => scope.kind === 'all';
  const ids = new Set(scope.ids);
  return (runId) => ids.has(runId);
}

/** Makes groups smaller when their runs are large. */
async function inGroups(positions: readonly number[]): Promise<number[][]> {
  const rows = await storedSizes(Prisma.sql`run."position" IN (${Prisma.join([...positions])})`);
  const bytesOf = new Map(rows.map(({ position, bytes }) => [Number(position), Number(bytes)]));
  return groupsBySize(positions, (position) => bytesOf.get(position) ?? 0);
}

/** How much is stored of each of these runs, by id. Tells nothing of runs of other users. */
export async function runSizes(userId: string, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = await storedSizes(
    Prisma.sql`run."id" IN (${Prisma.join([...ids])}) AND run."userId" = ${userId}`,
  );
  return new Map(rows.map(({ id, bytes }) => [id, Number(bytes)]));
}

/** Sizes come from the headers of the stored values, so no long text is read. */
function storedSizes(
  where: Prisma.Sql,
): Promise<{ id: string; position: number | bigint; bytes: number | bigint }[]> {
  const size = (column: string) => Prisma.raw(`coalesce(octet_length(CAST(${column} AS TEXT)), 0)`);
  return getDb().$queryRaw`
    SELECT run."id", run."position",
      ${size('run."request"')} + ${size('run."response"')} + ${size('run."pace"')} + ${size('run."error"')} + ${size('run."attempts"')}
      + (SELECT coalesce(sum(${size('choice."text"')} + ${size('choice."tokens"')}), 0)
          FROM "RunChoice" AS choice WHERE choice."runId" = run."id") AS "bytes"
    FROM "Run" AS run WHERE ${where}`;
}

type RunRow = Prisma.RunGetPayload<{ include: ReturnType<typeof relations> }>;

const relations = () =>
  ({
    tags: { select: { tag: true } },
    parent: { select: { originId: true, deletedAt: true } },
  }) as const satisfies Prisma.RunInclude;

/**
 * In the given order; runs that do not exist, or belong to another user, are left out. The owner is checked
 * here and not in the query: SQLite would otherwise go through all runs of the user to find a hundred of
 * them.
 */
async function readRuns(
  userId: string,
  positions: readonly number[],
  options: ReadOptions,
  isIncluded: (runId: string) => boolean,
): Promise<ExportedRun[]> {
  const found = await getDb().run.findMany({
    where: { position: { in: positions.map(BigInt) } },
    include: relations(),
  });
  const rows = found.filter((row) => row.userId === userId && row.deletedAt === null);
  const outputs = await readOutputs(
    rows.map(({ id }) => id),
    options,
  );
  const byPosition = new Map(rows.map((row) => [Number(row.position), row]));
  return positions.flatMap((position) => {
    const row = byPosition.get(position);
    return row === undefined ? [] : [toExported(row, outputs.get(row.id) ?? [], isIncluded)];
  });
}

type Output = ExportedRun['outputs'][number];

/**
 * Tokens as text: Prisma would walk every value of a JSON column, which takes ten times as long as parsing
 * it.
 */
async function readOutputs(
  runIds: readonly string[],
  { withTokens }: ReadOptions,
): Promise<ReadonlyMap<string, Output[]>> {
  const outputs = new Map<string, Output[]>();
  if (runIds.length === 0) return outputs;
  const tokens = withTokens ? Prisma.sql`CAST("tokens" AS TEXT)` : Prisma.sql`NULL`;
  const rows = await getDb().$queryRaw<
    {
      runId: string;
      index: number | bigint;
      text: string;
      finishReason: string | null;
      stopReason: string | null;
      tokens: string | null;
    }[]
  >`
    SELECT "runId", "index", "text", "finishReason", "stopReason", ${tokens} AS "tokens" FROM "RunChoice"
    WHERE "runId" IN (${Prisma.join([...runIds])}) ORDER BY "runId", "index"`;
  for (const { runId, index, tokens: json, stopReason, ...row } of rows) {
    const output = {
      index: Number(index),
      ...row,
      ...storedStopReason(stopReason),
      tokens: json === null ? null : JSON.parse(json),
    };
    const of = outputs.get(runId);
    if (of) of.push(output);
    else outputs.set(runId, [output]);
  }
  return outputs;
}

function toExported(row: RunRow, outputs: Output[], isIncluded: (runId: string) => boolean): ExportedRun {
  const stored = <Key extends keyof ExportedRun & keyof RunRow>(key: Key) =>
    fromStored<NonNullable<ExportedRun[Key]>>(row[key] as Prisma.JsonValue);
  const parent = row.parent?.deletedAt === null ? row.parent : null;
  const price = stored('price');
  const cost = stored('cost');
  return {
    id: row.id,
    originId: row.originId,
    createdAt: row.createdAt.toISOString(),
    order: Number(row.position) - firstPositionAt(row.createdAt),
    endedAt: row.endedAt?.toISOString() ?? null,
    status: row.status,
    source: row.source,
    sourceName: row.sourceName,
    title: row.title,
    note: row.note,
    starred: row.starred,
    // Not sorted by the database, whose order depends on its locale.
    tags: row.tags.map(({ tag }) => tag).sort(),
    connectionName: row.connectionName,
    connectionKind: connectionKind(row.connectionId),
    model: row.model,
    request: stored('request') as ExportedRun['request'],
    retries: stored('retries'),
    choiceCount: row.choiceCount,
    outputs,
    usage: stored('usage'),
    timings: stored('timings'),
    durationMs: row.durationMs,
    tokenCount: row.tokenCount,
    ...(price && { price }),
    ...(cost && { cost }),
    pace: stored('pace'),
    response: stored('response'),
    error: stored('error'),
    attempts: stored('attempts') ?? [],
    parentId: parent === null ? null : row.parentId,
    parentOriginId: parent?.originId ?? null,
    branch: branchFor(stored('branch'), row.parentId !== null && isIncluded(row.parentId)),
    ...(row.comparisonId !== null && { comparison: { id: row.comparisonId, cell: row.cell } }),
  };
}

/** Without what the parent's settings were, unless the parent is exported as well. */
function branchFor(branch: ExportedRun['branch'], withParent: boolean): ExportedRun['branch'] {
  if (branch?.changes === undefined || withParent) return branch;
  const { changes: _changes, ...where } = branch;
  return where;
}

function connectionKind(connectionId: string): ExportedRun['connectionKind'] {
  if (connectionId === PRACTICE_CONNECTION_ID) return 'practice';
  return connectionId === SERVER_CONNECTION_ID ? 'server' : 'own';
}
