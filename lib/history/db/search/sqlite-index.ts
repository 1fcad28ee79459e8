import type { DbTransaction } from '@/lib/platform/db/client';
import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import { type RunToIndex, toFtsWord } from './index-entry';
import { giveRows } from './search-rows';

/**
 * Writes runs into the FTS5 tables in the order of their positions: going back makes FTS5 flush what it has
 * gathered. Returns the positions of runs that must be indexed again for it, in the same transaction.
 */
export async function writeSqliteIndex(
  db: DbTransaction,
  runs: readonly RunToIndex[],
): Promise<readonly number[]> {
  const { rows, moved } = await giveRows(
    db,
    runs.map(({ position }) => position),
  );
  const rowids = Prisma.join([...rows.values()]);
  await db.$executeRaw`DELETE FROM "RunSearchIndex" WHERE rowid IN (${rowids})`;
  await db.$executeRaw`DELETE FROM "RunTrigramIndex" WHERE rowid IN (${rowids})`;
  const given = JSON.stringify(
    runs.map(({ runId, position, entry }) => ({
      row: rows.get(position),
      runId,
      words: entry.words.map(toFtsWord).join(' '),
      shown: entry.shown,
    })),
  );
  await db.$executeRaw`
    INSERT INTO "RunSearchIndex"(rowid, words, facets)
    SELECT given."value" ->> 'row', given."value" ->> 'words', searched."facets" FROM json_each(${given}) AS given
    JOIN "RunSearched" AS searched ON searched."runId" = given."value" ->> 'runId' ORDER BY given."key"`;
  await db.$executeRaw`
    INSERT INTO "RunTrigramIndex"(rowid, shown)
    SELECT "value" ->> 'row', "value" ->> 'shown' FROM json_each(${given}) ORDER BY "key"`;
  await leaveOldTables(
    db,
    runs.map(({ position }) => position),
  );
  return moved;
}

/** Runs that were in the tables from before "RunSearchRow": a run is found in one of both. */
async function leaveOldTables(db: DbTransaction, positions: readonly number[]): Promise<void> {
  const older = await db.$queryRaw<unknown[]>`SELECT 1 FROM "RunReindex"`;
  if (older.length === 0) return;
  await db.$executeRaw`DELETE FROM "RunSearchIndexOld" WHERE rowid IN (${Prisma.join([...positions])})`;
  await db.$executeRaw`DELETE FROM "RunTrigramIndexOld" WHERE rowid IN (${Prisma.join([...positions])})`;
}

/** Once all runs have left them. */
export async function emptyOldTables(db: DbTransaction): Promise<void> {
  await db.$executeRaw`INSERT INTO "RunSearchIndexOld"("RunSearchIndexOld") VALUES ('delete-all')`;
  await db.$executeRaw`INSERT INTO "RunTrigramIndexOld"("RunTrigramIndexOld") VALUES ('delete-all')`;
}
