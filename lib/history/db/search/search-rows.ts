import type { DbTransaction } from '@/lib/platform/db/client';
import { Prisma } from '@/lib/platform/db/generated/sqlite/client';

/**
 * Row numbers of SQLite's full-text index: in the order of the history, and close together, since the index
 * stores their differences. A run gets the number of its time, or the nearest free one that keeps the order;
 * where none is left, runs around it are moved.
 */

/** Positions per row number: 16 runs a second have numbers of their own time. */
const POSITIONS_PER_ROW = 2 ** 16;
/** How many runs are moved first, to make room; then twice as many, and so on. */
const FIRST_MOVED = 8;

interface Row {
  readonly row: number;
  readonly position: number;
}

interface Place {
  readonly position: number;
  readonly own: number | null;
  /** The nearest rows in use. */
  readonly below: number | null;
  readonly above: number | null;
}

interface GivenRows {
  /** By position. */
  readonly rows: ReadonlyMap<number, number>;
  /** Positions of runs that had to be moved: they are not in the index, until the caller indexes them again. */
  readonly moved: readonly number[];
}

/** The row numbers of these runs. New ones are given and stored, with what a history is sorted by. */
export async function giveRows(db: DbTransaction, positions: readonly number[]): Promise<GivenRows> {
  const moved: number[] = [];
  for (;;) {
    const places = await findPlaces(db, positions);
    const { rows, tight } = fillPlaces(places);
    await storeRows(db, rows);
    if (tight === null) return { rows: new Map(rows.map(({ position, row }) => [position, row])), moved };
    moved.push(...(await makeRoom(db, tight, positions.length)));
  }
}

async function findPlaces(db: DbTransaction, positions: readonly number[]): Promise<Place[]> {
  const found = await db.$queryRaw<Record<keyof Place, number | bigint | null>[]>`
    SELECT given."value" AS "position",
      (SELECT "row" FROM "RunSearchRow" WHERE "position" = given."value") AS "own",
      (SELECT "row" FROM "RunSearchRow" WHERE "position" < given."value" ORDER BY "position" DESC LIMIT 1) AS "below",
      (SELECT "row" FROM "RunSearchRow" WHERE "position" > given."value" ORDER BY "position" LIMIT 1) AS "above"
    FROM json_each(${JSON.stringify(positions)}) AS given ORDER BY given."value"`;
  const toNumber = (value: number | bigint | null) => (value === null ? null : Number(value));
  return found.map(({ position, own, below, above }) => ({
    position: Number(position),
    own: toNumber(own),
    below: toNumber(below),
    above: toNumber(above),
  }));
}

/** @returns `tight`: the first position that there is no place for; those before it have theirs */
function fillPlaces(places: readonly Place[]): { rows: Row[]; tight: number | null } {
  const rows: Row[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const [at, { position, own, ...used }] of places.entries()) {
    const above = used.above ?? Number.POSITIVE_INFINITY;
    const below = Math.max(last, used.below ?? Number.NEGATIVE_INFINITY);
    const ofItsTime = Math.floor(position / POSITIONS_PER_ROW);
    const row = own ?? Math.max(below + 1, Math.min(ofItsTime, above - 1 - countWaiting(places, at)));
    if (own === null && row >= above) return { rows, tight: position };
    rows.push({ row, position });
    last = row;
  }
  return { rows, tight: null };
}

/** How many of the next positions need a place below the same row. */
function countWaiting(places: readonly Place[], from: number): number {
  let count = 0;
  for (let at = from + 1; at < places.length; at += 1, count += 1) {
    if (places[at]?.own !== null || places[at]?.above !== places[from]?.above) break;
  }
  return count;
}

async function storeRows(db: DbTransaction, rows: readonly Row[]): Promise<void> {
  await db.$executeRaw`
    INSERT INTO "RunSearchRow" ("row", "position", "durationMs", "tokenCount")
    SELECT given."value" ->> 'row', run."position", run."durationMs", run."tokenCount"
    FROM json_each(${JSON.stringify(rows)}) AS given
    CROSS JOIN "Run" AS run ON run."position" = given."value" ->> 'position'
    WHERE true
    ON CONFLICT ("row") DO UPDATE SET "durationMs" = excluded."durationMs", "tokenCount" = excluded."tokenCount"`;
}

/**
 * Makes room for some rows next to a position, on the side where fewer runs must move to have twice the room
 * that they need: a move is rare then, and the next one is far away. Returns the positions of those that moved.
 */
async function makeRoom(db: DbTransaction, position: number, wanted: number): Promise<number[]> {
  for (let count = FIRST_MOVED; ; count *= 2) {
    const above = await sideOf(db, Prisma.sql`"position" > ${position} ORDER BY "position"`, count);
    const below = await sideOf(db, Prisma.sql`"position" < ${position} ORDER BY "position" DESC`, count);
    const [nextAbove, nextBelow] = [above[0], below[0]];
    if (nextAbove === undefined || nextBelow === undefined) return [];
    const moved =
      spread(nextBelow.row, above, count, wanted, 1) ?? spread(nextAbove.row, below, count, wanted, -1);
    if (moved === null) continue;
    await move(db, moved);
    return moved.map((run) => run.position);
  }
}

/**
 * New rows for runs on one side, the nearest first: between the row on the other side and the last of these,
 * which stays, unless nothing comes after it. Null when they would still be too close.
 */
function spread(
  edge: number,
  side: readonly Row[],
  count: number,
  wanted: number,
  direction: 1 | -1,
): Row[] | null {
  const isWhole = side.length <= count;
  const moved = isWhole ? side : side.slice(0, -1);
  const places = moved.length + wanted + 1;
  const last = side.at(-1)?.row ?? edge;
  const end = isWhole ? last + direction * 2 * places : last;
  const step = Math.floor(Math.abs(end - edge) / places);
  if (step < 2) return null;
  return moved.map(({ position }, at) => ({ position, row: end - direction * (moved.length - at) * step }));
}

/** One more than `count` runs, unless there are fewer. */
async function sideOf(db: DbTransaction, side: Prisma.Sql, count: number): Promise<Row[]> {
  return toRows(
    await db.$queryRaw<Record<keyof Row, number | bigint>[]>`
      SELECT "row", "position" FROM "RunSearchRow" WHERE ${side} LIMIT ${count + 1}`,
  );
}

function toRows(rows: readonly Record<keyof Row, number | bigint>[]): Row[] {
  return rows.map(({ row, position }) => ({ row: Number(row), position: Number(position) }));
}

async function move(db: DbTransaction, rows: readonly Row[]): Promise<void> {
  const positions = Prisma.join(rows.map(({ position }) => position));
  const old = Prisma.sql`(SELECT "row" FROM "RunSearchRow" WHERE "position" IN (${positions}))`;
  await db.$executeRaw`DELETE FROM "RunSearchIndex" WHERE rowid IN ${old}`;
  await db.$executeRaw`DELETE FROM "RunTrigramIndex" WHERE rowid IN ${old}`;
  await db.$executeRaw`DELETE FROM "RunSearchRow" WHERE "position" IN (${positions})`;
  await storeRows(db, rows);
}
