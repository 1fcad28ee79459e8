import type { RunPage } from '@/lib/history/model/run-page';
import type { RunFilter } from '@/lib/history/model/run-search';
import { env } from '@/lib/platform/env/env';
import { readLines, toSummaries } from '@/lib/runs/db/run-history';
import { findHits } from './find-hits';
import { findInPostgres } from './find-in-postgres';
import { findInSqlite } from './find-in-sqlite';
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
  type RunQuery,
  toRunQuery,
} from './run-query';

/**
 * A page of a user's runs. `before` is the `next` of the previous page; an invalid one means the beginning.
 * The page may be short: only `next: null` says that it is the last.
 */
export async function searchRuns(
  userId: string,
  { before, limit, ...filter }: RunFilter & { before?: string; limit: number },
): Promise<RunPage> {
  const runQuery = toRunQuery(userId, filter);
  const from = (before === undefined ? null : parsePageStart(before)) ?? { phase: 'words', start: null };
  const below = await prepare(runQuery);
  const { words, substrings, next } = await findBoth(runQuery, from, limit);
  const found = [...words, ...substrings];
  const lines = await readLines(
    userId,
    found.map(({ position }) => BigInt(position)),
  );
  const query = filter.q?.trim() ?? '';
  const [runs, hits, indexedFrom] = await Promise.all([
    toSummaries(lines),
    query === '' ? undefined : findHits(lines, query),
    query === '' || below === null ? null : indexedFromOf(userId, below),
  ]);
  return {
    runs,
    next,
    ...(hits && { hits }),
    ...(indexedFrom !== null && { indexedFrom: indexedFrom.toISOString() }),
  };
}

/** The same page as positions only: for an export, which reads the runs its own way. */
export async function findPositions(
  userId: string,
  { before, limit, ...filter }: RunFilter & { before?: string; limit: number },
): Promise<{ positions: number[]; next: string | null }> {
  const from = (before === undefined ? null : parsePageStart(before)) ?? { phase: 'words', start: null };
  const runQuery = toRunQuery(userId, filter);
  await prepare(runQuery);
  const { words, substrings, next } = await findBoth(runQuery, from, limit);
  return { positions: [...words, ...substrings].map(({ position }) => position), next };
}

/** Indexes what was changed, Without a filter, runs are read without the index. */
export async function prepare(runQuery: RunQuery): Promise<number | null> {
  return isNarrowed(runQuery) ? prepareIndex(runQuery.userId) : null;
}

interface FoundBoth {
  readonly words: readonly FoundRun[];
  readonly substrings: readonly FoundRun[];
  readonly next: string | null;
}

/** Runs with the words, and after the last of them, runs with substrings. */
async function findBoth(
  runQuery: RunQuery,
  { phase, start }: { phase: Phase; start: PageStart | null },
  limit: number,
): Promise<FoundBoth> {
  const nextOf = (of: Phase, at: PageStart | null) => formatPageStart(of, at, runQuery.sort);
  let words: readonly FoundRun[] = [];
  if (phase === 'words') {
    const page = await find(runQuery, 'words', start, limit);
    words = page.found;
    if (page.next !== null) return { words, substrings: [], next: nextOf('words', page.next) };
    if (runQuery.search === null) return { words, substrings: [], next: null };
    if (words.length === limit) return { words, substrings: [], next: nextOf('substrings', null) };
  }
  const page = await find(runQuery, 'substrings', phase === 'words' ? null : start, limit - words.length);
  return { words, substrings: page.found, next: page.next === null ? null : nextOf('substrings', page.next) };
}

async function find(
  runQuery: RunQuery,
  phase: Phase,
  start: PageStart | null,
  limit: number,
): Promise<FoundPage> {
  if (!isNarrowed(runQuery)) return findUnfiltered(runQuery, start, limit);
  return (env.databaseKind === 'sqlite' ? findInSqlite : findInPostgres)(runQuery, phase, start, limit);
}
