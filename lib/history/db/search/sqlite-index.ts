import type { DbTransaction } from '@/lib/platform/db/client';
import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import { type RunToIndex, toFtsWord } from './index-entry';

/**
 * Writes runs into the FTS5 tables in the order of their positions: going back makes FTS5 flush what it has
 * gathered.
 */
export async function writeSqliteIndex(db: DbTransaction, runs: readonly RunToIndex[]): Promise<void> {
  const positions = Prisma.join(runs.map(({ position }) => position));
  await db.$executeRaw`DELETE FROM "RunSearchIndex" WHERE rowid IN (${positions})`;
  await db.$executeRaw`DELETE FROM "RunTrigramIndex" WHERE rowid IN (${positions})`;
  const given = JSON.stringify(
    runs.map(({ runId, entry }) => ({
      runId,
      words: entry.words.map(toFtsWord).join(' '),
      shown: entry.shown,
    })),
  );
  const rows = Prisma.sql`
    FROM json_each(${given}) AS given
    JOIN "RunSearched" AS searched ON searched."runId" = given."value" ->> 'runId' ORDER BY given."key"`;
  await db.$executeRaw`
    INSERT INTO "RunSearchIndex"(rowid, title, note, prompt, output, facets)
    SELECT searched."position", '', '', '', given."value" ->> 'words', searched."facets" ${rows}`;
  await db.$executeRaw`
    INSERT INTO "RunTrigramIndex"(rowid, shown) SELECT searched."position", given."value" ->> 'shown' ${rows}`;
}
