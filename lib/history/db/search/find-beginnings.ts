import { getDb } from '@/lib/platform/db/client';
import { toFtsWord } from './index-entry';
import { lookUp } from './look-up';
import type { RunQuery } from './run-query';
import type { Beginnings } from './sqlite-match';
import type { SqliteTables } from './sqlite-tables';

/** Words of one beginning that are looked up one by one. */
const MAX_WORDS = 64;

/**
 * The indexed words with each beginning of a search that has no index of its own. FTS5 would gather all rows of
 * all of them before the first one is read; the lists of single words are read only as far as a page needs.
 * A beginning of too many words is left out.
 */
export async function findBeginnings({ search }: RunQuery, tables: SqliteTables): Promise<Beginnings> {
  const beginnings = new Map<string, readonly string[]>();
  if (tables.terms === null) return beginnings;
  for (const { text, isBeginning } of (search?.terms ?? []).flatMap(lookUp)) {
    const word = toFtsWord(text);
    const { length } = [...word];
    if (!isBeginning || length <= tables.prefixLetters || beginnings.has(word)) continue;
    // Each step looks up the next word. No word has the character U+0001: it skips the runs with the last one.
    const rows = await getDb().$queryRaw<{ term: string }[]>`
      WITH RECURSIVE step("term") AS (
        SELECT (SELECT "term" FROM ${tables.terms} WHERE "term" >= ${word} LIMIT 1)
        UNION ALL
        SELECT (SELECT "term" FROM ${tables.terms} WHERE "term" >= step."term" || char(1) LIMIT 1)
        FROM step WHERE substr(step."term", 1, ${length}) = ${word})
      SELECT "term" FROM step WHERE substr("term", 1, ${length}) = ${word} LIMIT ${MAX_WORDS + 1}`;
    if (rows.length > 0 && rows.length <= MAX_WORDS) {
      beginnings.set(
        word,
        rows.map(({ term }) => term),
      );
    }
  }
  return beginnings;
}
