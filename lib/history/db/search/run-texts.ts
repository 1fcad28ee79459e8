import { getDb } from '@/lib/platform/db/client';
import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import { jsonReach, promptJson, promptText } from '@/lib/platform/db/prompt-json';
import { env } from '@/lib/platform/env/env';

/** Characters of a text that are searched; the indexes hold no more either. */
export const REACH = 100_000;

/** The searchable texts of a run; choices are joined by a line break, as are the prompts of a list. */
export interface RunTexts {
  readonly position: number;
  readonly runId: string;
  readonly title: string;
  readonly note: string;
  readonly prompt: string;
  readonly output: string;
}

/**
 * About how many bytes of texts `readTexts` reads of each of these runs at most. Only the headers of the stored values are
 * looked at, so no long text is read.
 */
export async function textSizes(positions: readonly number[]): Promise<ReadonlyMap<number, number>> {
  if (positions.length === 0) return new Map();
  const isSqlite = env.databaseKind === 'sqlite';
  const request = isSqlite
    ? Prisma.sql`octet_length(run."request")`
    : Prisma.sql`pg_column_size(run."request")`;
  const least = isSqlite ? Prisma.sql`min` : Prisma.sql`least`;
  const rows = await getDb().$queryRaw<{ position: number | bigint; bytes: number | bigint }[]>`
    SELECT run."position", ${least}(${request}, ${jsonReach(REACH)}) + (
        SELECT coalesce(sum(${least}(octet_length(choice."text"), ${REACH})), 0) FROM "RunChoice" AS choice
        WHERE choice."runId" = run."id") AS "bytes"
    FROM "Run" AS run WHERE run."position" IN (${Prisma.join([...positions])})`;
  return new Map(rows.map(({ position, bytes }) => [Number(position), Number(bytes)]));
}

/**
 * The searchable texts of these runs, in no order. The caller checks the owner.
 * @param reach how many characters of the prompt, of each output and of all outputs
 */
export async function readTexts(positions: readonly number[], reach = REACH): Promise<RunTexts[]> {
  if (positions.length === 0) return [];
  const output =
    env.databaseKind === 'sqlite'
      ? Prisma.sql`group_concat(substr(choice."text", 1, ${reach}), char(10))`
      : Prisma.sql`string_agg(left(choice."text", ${reach}), chr(10) ORDER BY choice."index")`;
  const rows = await getDb().$queryRaw<
    (Omit<RunTexts, 'position' | 'prompt'> & { position: number | bigint; promptJson: string })[]
  >`
    SELECT run."position", run."id" AS "runId", coalesce(run."title", '') AS "title", coalesce(run."note", '') AS "note",
      substr(${promptJson(Prisma.sql`run."request"`)}, 1, ${jsonReach(reach)}) AS "promptJson",
      coalesce(substr((SELECT ${output} FROM "RunChoice" AS choice WHERE choice."runId" = run."id"), 1, ${reach}), '')
        AS "output"
    FROM "Run" AS run WHERE run."position" IN (${Prisma.join([...positions])})`;
  return rows.map(({ promptJson, ...row }) => ({
    ...row,
    position: Number(row.position),
    prompt: promptText(promptJson, reach),
  }));
}
