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
