import type { RunCount } from '@/lib/history/model/run-count';
import { getDb } from '@/lib/platform/db/client';
import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import { findInPostgres } from './find-in-postgres';
import { phraseCheck } from './phrase-check';
import { postgresCondition, wholeCondition } from './postgres-condition';
import { byPosition } from './postgres-reading';
import { daysOf, type IndexQuery, nextRows } from './postgres-rows';
import { commonTerms, SAMPLE, splitCondition } from './postgres-split';
import type { Phase, RunQuery } from './run-query';

/** How many of the newest runs are sampled: those of a search have their words unpacked. */
const NEAR = { filtered: 600, searched: 150 } as const;
/** From this share on, so many match that they are counted among the newest runs. */
const COMMON = 0.4;
/** Candidates that are checked, when the index only suspects a match. */
const CANDIDATES = 800;

/** How many runs match filters or a search, up to `most`; pages of them would be gathered in order. */
export async function countInPostgres(runQuery: RunQuery, most: number): Promise<RunCount> {
  const words = await countPhase(runQuery, 'words', most);
  if (runQuery.search === null || words.count > most) return words;
  const substrings = await countPhase(runQuery, 'substrings', most);
  return { count: words.count + substrings.count, isExact: words.isExact && substrings.isExact };
}

async function countPhase(runQuery: RunQuery, phase: Phase, most: number): Promise<RunCount> {
  const condition = postgresCondition(runQuery, phase);
  if (condition === null) return { count: 0, isExact: true };
  if (phase === 'words' && phraseCheck(runQuery) !== null) {
    const { found, next } = await findInPostgres(runQuery, phase, null, most + 1);
    return { count: found.length, isExact: next === null };
  }
  const indexQuery = { ...runQuery, condition };
  return (await countNewest(indexQuery, most)) ?? countIndexed(indexQuery, most);
}

/** Null: they are not the newest runs only, and less common than that. */
async function countNewest(indexQuery: IndexQuery, most: number): Promise<RunCount | null> {
  const window = indexQuery.search === null ? NEAR.filtered : NEAR.searched;
  const near = await countAmong(indexQuery, window);
  if (near.runs < window) return { count: near.matching, isExact: true };
  const share = near.matching / near.runs;
  if (share < COMMON) return null;
  const { matching } = await countAmong(indexQuery, Math.ceil((1.2 * most) / share));
  return matching > most ? { count: matching, isExact: false } : null;
}

async function countAmong(
  indexQuery: IndexQuery,
  window: number,
): Promise<{ runs: number; matching: number }> {
  const next = nextRows(indexQuery, byPosition({ ...indexQuery, sort: 'newest' }, null), 0, window);
  const [row] = await getDb().$queryRaw<{ runs: number; matching: number }[]>`
    SELECT count(*)::integer AS "runs",
      (count(*) FILTER (WHERE ${wholeCondition(indexQuery.condition)}))::integer AS "matching"
    FROM (${next}) AS next`;
  return row ?? { runs: 0, matching: 0 };
}

async function countIndexed(indexQuery: IndexQuery, most: number): Promise<RunCount> {
  const newest = byPosition({ ...indexQuery, sort: 'newest' }, null);
  const { condition } = indexQuery;
  const common = await commonTerms(condition, nextRows(indexQuery, newest, 0, SAMPLE));
  const { indexed, checked } = splitCondition(condition, condition.indexed, common);
  const limit = checked === null ? most : CANDIDATES;
  const [row] = await getDb().$queryRaw<{ hits: number; matching: number }[]>`
    SELECT count(*)::integer AS "hits", (count(*) FILTER (WHERE ${checked ?? Prisma.sql`true`}))::integer AS "matching"
    FROM (SELECT "words" FROM "RunSearchIndex" WHERE ${indexed} ${daysOf(indexQuery)} LIMIT ${limit + 1}) AS hit`;
  const { hits = 0, matching = 0 } = row ?? {};
  return { count: matching, isExact: hits <= limit };
}
