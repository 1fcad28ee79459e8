import { env } from '@/lib/platform/env/env';
import { Prisma } from './generated/sqlite/client';

/**
 * A prompt is read as JSON, never as the text that the database makes of it: a string of JSON can hold U+0000 and half a
 * surrogate pair, which text of Postgres cannot, and which libSQL ends the process for.
 */

/** The prompt in a column that holds a request or a plan, as JSON. */
export function promptJson(column: Prisma.Sql): Prisma.Sql {
  return env.databaseKind === 'sqlite'
    ? Prisma.sql`CAST(${column} -> 'prompt' AS TEXT)`
    : Prisma.sql`"prompt_json"(${column})`;
}

/** Characters of JSON that are read for so many characters of a prompt, of which hardly any needs more than a backslash. */
export function jsonReach(reach: number): number {
  return 2 * reach + 2;
}

const STRING = /"((?:[^"\\]+|\\u[0-9a-f]{4}|\\[^u])*)"?/gi;

/**
 * The prompt in its JSON, which may be cut anywhere; the prompts of a list are joined by a line break.
 * @param reach so many characters at most
 */
export function promptText(json: string | null, reach = Number.POSITIVE_INFINITY): string {
  const prompts = [...(json ?? '').matchAll(STRING)].map(([, inside]) => JSON.parse(`"${inside}"`) as string);
  return prompts.join('\n').slice(0, reach);
}
