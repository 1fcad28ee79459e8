import type { RunPage } from '@/lib/history/model/run-page';
import type { RunFilter } from '@/lib/history/model/run-search';
import { env } from '@/lib/platform/env/env';
import { readLines, toSummaries } from '@/lib/runs/db/run-history';
import { findInPostgres } from './find-in-postgres';
import { findInSqlite } from './find-in-sqlite';
import { findPlaces } from './find-places';
import { findUnfiltered } from './find-unfiltered';
import { indexedFromOf, prepareIndex } from './index-runs';
import {
  type FoundPage,
  type FoundRun,
  formatPageStart,
  isNarrowed,
  type PageStart,
  type Phase,
  parsePageStart,
  type WantedRuns,
  wantedRuns,
} from './wanted-runs';

/**
 * A page of a user's runs. `before` is the `next` of the page before; one that is none counts as the beginning. The
 * page may be short: only `next: null` says that it is the last.
 */
export async function searchRuns(
  userId: string,
  { before, limit, ...filter }: RunFilter & { before?: string; limit: number },
): Promise<RunPage> {
  const wanted = wantedRuns(userId, filter);
  const from = (before === undefined ? null : parsePageStart(before)) ?? { phase: 'words', start: null };
  const below = await prepare(wanted);
  const { words, pieces, next } = await findBoth(wanted, from, limit);
  const found = [...words, ...pieces];
  const lines = await readLines(
    userId,
    found.map(({ position }) => BigInt(position)),
  );
  const query = filter.q?.trim() ?? '';
  const [runs, hits, indexedFrom] = await Promise.all([
    toSummaries(lines),
    query === '' ? undefined : findPlaces(lines, query),
    query === '' || below === null ? null : indexedFromOf(userId, below),
  ]);
  const firstPiece = pieces[0] && runs[runs.length - pieces.length]?.id;
  return {
    runs,
    next,
    ...(hits && { hits }),
    ...(firstPiece !== undefined && { firstPiece }),
    ...(indexedFrom !== null && { indexedFrom: indexedFrom.toISOString() }),
  };
}

/** The same page, as places alone: for an export, which reads the runs in its own way. */
export async function findPositions(
  userId: string,
  { before, limit, ...filter }: RunFilter & { before?: string; limit: number },
): Promise<{ positions: number[]; next: string | null }> {
  const from = (before === undefined ? null : parsePageStart(before)) ?? { phase: 'words', start: null };
  const wanted = wantedRuns(userId, filter);
  await prepare(wanted);
  const { words, pieces, next } = await findBoth(wanted, from, limit);
  return { positions: [...words, ...pieces].map(({ position }) => position), next };
}

/** All runs, whatever they hold, are read without the index. */
async function prepare(wanted: WantedRuns): Promise<number | null> {
  return isNarrowed(wanted) ? prepareIndex(wanted.userId) : null;
}

interface FoundBoth {
  readonly words: readonly FoundRun[];
  readonly pieces: readonly FoundRun[];
  readonly next: string | null;
}

/** Runs with the words, and where these end, runs with pieces of words. */
async function findBoth(
  wanted: WantedRuns,
  { phase, start }: { phase: Phase; start: PageStart | null },
  limit: number,
): Promise<FoundBoth> {
  const nextOf = (of: Phase, at: PageStart | null) => formatPageStart(of, at, wanted.sort);
  let words: readonly FoundRun[] = [];
  if (phase === 'words') {
    const page = await find(wanted, 'words', start, limit);
    words = page.found;
    if (page.next !== null) return { words, pieces: [], next: nextOf('words', page.next) };
    if (wanted.search === null) return { words, pieces: [], next: null };
    if (words.length === limit) return { words, pieces: [], next: nextOf('pieces', null) };
  }
  const page = await find(wanted, 'pieces', phase === 'words' ? null : start, limit - words.length);
  return { words, pieces: page.found, next: page.next === null ? null : nextOf('pieces', page.next) };
}

async function find(
  wanted: WantedRuns,
  phase: Phase,
  start: PageStart | null,
  limit: number,
): Promise<FoundPage> {
  if (!isNarrowed(wanted)) return findUnfiltered(wanted, start, limit);
  return (env.databaseKind === 'sqlite' ? findInSqlite : findInPostgres)(wanted, phase, start, limit);
}
