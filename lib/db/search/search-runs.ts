import type { RunFilter, RunHit, RunPage } from '@/lib/contract/run-search';
import { findHits, snippetAround } from '@/lib/contract/search-terms';
import { env } from '@/lib/env/env';
import { getDb } from '../client';
import { readSummaries } from '../run-history';
import { fromStored } from '../stored-json';
import { findInPostgres } from './find-in-postgres';
import { findInSqlite } from './find-in-sqlite';
import { findUnfiltered } from './find-unfiltered';
import { formatPageStart, isNarrowed, parsePageStart, wantedRuns } from './wanted-runs';

/** Characters of a text that are read to find the place of a hit. */
const SNIPPET_REACH = 100_000;

/**
 * A page of a user's runs. `before` is the `next` of the page before; one that is none counts as the beginning. The
 * page may be short: only `next: null` says that it is the last.
 */
export async function searchRuns(
  userId: string,
  { before, limit, ...filter }: RunFilter & { before?: string; limit: number },
): Promise<RunPage> {
  const wanted = wantedRuns(userId, filter);
  const start = before === undefined ? null : parsePageStart(before);
  const find = isNarrowed(wanted)
    ? env.databaseKind === 'sqlite'
      ? findInSqlite
      : findInPostgres
    : findUnfiltered;
  const { found, next } = await find(wanted, start, limit);
  const runs = await readSummaries(
    userId,
    found.map(({ position }) => BigInt(position)),
  );
  const query = filter.q?.trim() ?? '';
  return {
    runs,
    next: next === null ? null : formatPageStart(next, wanted.sort),
    ...(query !== '' && { hits: await findPlaces(runs, query) }),
  };
}

/** For runs whose line does not show what was searched for, where it is. */
async function findPlaces(runs: RunPage['runs'], query: string): Promise<Record<string, RunHit>> {
  const isShown = (text: string | null) =>
    text !== null && findHits(text, query, { pieces: true }).length > 0;
  const hidden = runs
    .filter((run) => !isShown(run.title) && !isShown(run.promptPreview) && !isShown(run.outputPreview))
    .map(({ id }) => id);
  if (hidden.length === 0) return {};
  const rows = await getDb().run.findMany({
    where: { id: { in: hidden } },
    select: {
      id: true,
      note: true,
      request: true,
      choices: { select: { text: true }, orderBy: { index: 'asc' } },
    },
  });
  const hits: Record<string, RunHit> = {};
  for (const { id, note, request, choices } of rows) {
    const prompt = fromStored<{ prompt: string | string[] }>(request)?.prompt ?? '';
    const places = [
      ['note', note ?? ''],
      ['prompt', typeof prompt === 'string' ? prompt : prompt.join('\n')],
      ['output', choices.map(({ text }) => text).join('\n')],
    ] as const;
    for (const [place, whole] of places) {
      const text = snippetAround(whole.slice(0, SNIPPET_REACH), query);
      if (text === null) continue;
      hits[id] = { place, text };
      break;
    }
  }
  return hits;
}
