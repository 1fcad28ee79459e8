import type { DbTransaction } from '@/lib/platform/db/client';
import { type RunToIndex, trigramNumbers } from './index-entry';

/**
 * Writes runs into the table "RunSearchIndex", always in the order of their positions, so that two writers do not
 * deadlock. No other run must be indexed again for it.
 */
export async function writePostgresIndex(
  db: DbTransaction,
  runs: readonly RunToIndex[],
): Promise<readonly []> {
  const given = JSON.stringify(
    runs.map(({ runId, entry: { words, shown } }) => ({
      runId,
      words,
      shown,
      trigrams: trigramNumbers(shown),
    })),
  );
  await db.$executeRaw`
    INSERT INTO "RunSearchIndex"
      ("position", "runId", "owner", "durationMs", "tokenCount", "facets", "words", "shown", "trigrams")
    SELECT searched."position", searched."runId", searched."owner", searched."durationMs", searched."tokenCount",
      searched."facets", array_to_tsvector(given."words"), given."shown", given."trigrams"
    FROM json_to_recordset(${given}::json)
      AS given("runId" TEXT, "words" TEXT[], "shown" TEXT, "trigrams" INTEGER[])
    JOIN "RunSearched" AS searched ON searched."runId" = given."runId"
    ORDER BY searched."position"
    ON CONFLICT ("runId") DO UPDATE SET
      "position" = excluded."position",
      "owner" = excluded."owner",
      "durationMs" = excluded."durationMs",
      "tokenCount" = excluded."tokenCount",
      "facets" = excluded."facets",
      "words" = excluded."words",
      "shown" = excluded."shown",
      "trigrams" = excluded."trigrams"`;
  return [];
}
