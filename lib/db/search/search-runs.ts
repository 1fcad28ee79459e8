import type { RunFilter, RunHit, RunPage } from '@/lib/contract/run-search';
import { searchPattern, snippetAround } from '@/lib/contract/search-terms';
import { env } from '@/lib/env/env';
import { readSummaries } from '../run-history';
import { findInPostgres } from './find-in-postgres';
import { findInSqlite } from './find-in-sqlite';
import { findUnfiltered } from './find-unfiltered';
import { readTexts } from './run-texts';
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
  const { words, pieces, next } = await findBoth(wanted, from, limit);
  const found = [...words, ...pieces];
  const runs = await readSummaries(
    userId,
    found.map(({ position }) => BigInt(position)),
  );
  const query = filter.q?.trim() ?? '';
  const firstPiece = pieces[0] && runs[runs.length - pieces.length]?.id;
  return {
    runs,
    next,
    ...(query !== '' && { hits: await findPlaces(found, runs, query) }),
    ...(firstPiece !== undefined && { firstPiece }),
  };
}

/** The same page, as places alone: for an export, which reads the runs in its own way. */
export async function findPositions(
  userId: string,
  { before, limit, ...filter }: RunFilter & { before?: string; limit: number },
): Promise<{ positions: number[]; next: string | null }> {
  const from = (before === undefined ? null : parsePageStart(before)) ?? { phase: 'words', start: null };
  const { words, pieces, next } = await findBoth(wantedRuns(userId, filter), from, limit);
  return { positions: [...words, ...pieces].map(({ position }) => position), next };
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

function find(wanted: WantedRuns, phase: Phase, start: PageStart | null, limit: number): Promise<FoundPage> {
  if (!isNarrowed(wanted)) return findUnfiltered(wanted, start, limit);
  return (env.databaseKind === 'sqlite' ? findInSqlite : findInPostgres)(wanted, phase, start, limit);
}

/** For runs whose line does not show what was searched for, where it is. */
async function findPlaces(
  found: readonly FoundRun[],
  runs: RunPage['runs'],
  query: string,
): Promise<Record<string, RunHit>> {
  const anywhere = searchPattern(query, { pieces: true });
  const pattern = searchPattern(query);
  if (anywhere === null || pattern === null || found.length !== runs.length) return {};
  const hidden = found.filter((_, at) => {
    const run = runs[at];
    return run && !anywhere.test(`${run.title ?? ''}\n${run.promptPreview}\n${run.outputPreview}`);
  });
  const hits: Record<string, RunHit> = {};
  for (const { runId, place, text } of await readTexts(hidden.map(({ position }) => position))) {
    if (place === 'title' || hits[runId]) continue;
    const words = snippetAround(text, pattern);
    if (words !== null) hits[runId] = { place, text: words };
  }
  return hits;
}
