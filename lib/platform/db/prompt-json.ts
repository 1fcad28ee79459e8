import { env } from '@/lib/platform/env/env';
import { Prisma } from './generated/sqlite/client';

/**
 * Prompts are read as JSON, never as text extracted by the database: a JSON string can contain U+0000 and
 * lone surrogates, which Postgres text cannot hold and which crash libSQL.
 */

/** The prompt as JSON, from a column that holds a request. */
export function promptJson(column: Prisma.Sql): Prisma.Sql {
  return env.databaseKind === 'sqlite'
    ? Prisma.sql`CAST(${column} -> 'prompt' AS TEXT)`
    : Prisma.sql`"prompt_json"(${column})`;
}

/**
 * How many characters of JSON to read for this many characters of a prompt; few of them need more than a
 * backslash.
 */
export function jsonReach(reach: number): number {
  return 2 * reach + 2;
}

const STRING = /"((?:[^"\\]+|\\u[0-9a-f]{4}|\\[^u])*)"?/gi;

/**
 * The prompt from its JSON, which may be cut anywhere; the prompts of a list are joined by a line break.
 * @param reach maximum number of characters
 */
export function promptText(json: string | null, reach = Number.POSITIVE_INFINITY): string {
  const prompts = wholePrompts(json ?? '""') ?? promptsOfCut(json ?? '');
  return prompts.join('\n').slice(0, reach);
}

/** The usual case, and several times as fast: a page of a search reads hundreds of prompts. */
function wholePrompts(json: string): string[] | null {
  try {
    const prompt: unknown = JSON.parse(json);
    return [prompt].flat().filter((text): text is string => typeof text === 'string');
  } catch {
    return null;
  }
}

function promptsOfCut(json: string): string[] {
  return [...json.matchAll(STRING)].map(([, inside]) => JSON.parse(`"${inside}"`) as string);
}
