import { Prisma } from '../generated/sqlite/client';
import { checkedPage } from './checked-page';
import { readByFigure } from './sqlite-by-figure';
import {
  facetsMatch,
  membershipCheck,
  phraseCheck,
  pieceCheck,
  piecesMatch,
  wordsMatch,
  wordsOnlyMatch,
} from './sqlite-match';
import { fewPositions, type Matches, readByPosition } from './sqlite-read';
import type { FoundPage, PageStart, Phase, WantedRuns } from './wanted-runs';

/** What an index only suspects is checked run by run: so many for one page. */
const MOST_CANDIDATES: Record<Phase, number> = { words: 250, pieces: 300 };
/** So many runs with the filters are named to an index that has no facets. */
const FEW = 1000;

/**
 * Runs that are filtered or searched for, from the FTS5 tables. By date these are read in the order of their row
 * numbers, which are positions: nothing is sorted, and reading ends with the page.
 */
export async function findInSqlite(
  wanted: WantedRuns,
  phase: Phase,
  start: PageStart | null,
  limit: number,
): Promise<FoundPage> {
  const match = phase === 'words' ? wordsMatch(wanted) : piecesMatch(wanted);
  if (match === null) return { found: [], next: null };
  const check = phase === 'words' ? phraseCheck(wanted) : pieceCheck(wanted);
  const matches: Matches =
    phase === 'words'
      ? { table: Prisma.sql`"RunWords"`, match, among: Prisma.empty, membership: membershipCheck(wanted) }
      : {
          table: Prisma.sql`"RunPieces"`,
          match,
          among: Prisma.sql`${await amongFew(wanted)} ${withoutWords(wanted)}`,
          membership: null,
        };
  const isByFigure = wanted.sort === 'longest' || wanted.sort === 'most_tokens';
  const read = isByFigure ? readByFigure : readByPosition;
  if (check === null) return read(wanted, matches, start, limit);
  return checkedPage(await read(wanted, matches, start, MOST_CANDIDATES[phase]), check, limit);
}

/** Those that the words found have been shown. Few runs have them by now, or many pages were read. */
function withoutWords(wanted: WantedRuns): Prisma.Sql {
  const match = wordsOnlyMatch(wanted);
  if (match === null) return Prisma.empty;
  return Prisma.sql`AND +rowid NOT IN (SELECT rowid FROM "RunWords" WHERE "RunWords" MATCH ${match})`;
}

/** For an index that has no facets. Where many runs have them the next candidates are enough to find some. */
async function amongFew(wanted: WantedRuns): Promise<Prisma.Sql> {
  if (wanted.facets.length === 0 && wanted.anyOf.length === 0) return Prisma.empty;
  const few = await fewPositions(
    wanted,
    { table: Prisma.sql`"RunWords"`, match: facetsMatch(wanted), among: Prisma.empty, membership: null },
    FEW,
  );
  // The plus keeps FTS5 from beginning its search anew for each of them.
  return few === null ? Prisma.empty : Prisma.sql`AND +rowid IN (SELECT "value" FROM json_each(${few}))`;
}
