import type { RunFilter, RunSort } from '@/lib/history/model/run-search';
import { type SearchTerm, searchSubstrings, searchTerms } from '@/lib/history/model/search/search-terms';
import { toStorable } from '@/lib/platform/db/safe-text';
import { firstPositionAt } from '@/lib/runs/db/run-position';

/**
 * A filter in the form that both full-text indexes take. Facets are words that the view `RunSearched` has for each
 * run: a letter for the kind, then the value.
 */
export interface RunQuery {
  readonly userId: string;
  /**
   * Owners as facets: the user's own runs, and those of comparisons when these were requested. A run must
   * have one of these.
   */
  readonly owners: readonly string[];
  /** A run must have all of these. */
  readonly facets: readonly string[];
  /** A run must have at least one of each group. */
  readonly anyOf: readonly (readonly string[])[];
  /** Null: no search. Empty lists: a search that no word can match. */
  readonly search: { readonly terms: readonly SearchTerm[]; readonly substrings: readonly string[] } | null;
  /** Positions, from (inclusive) and to (exclusive). */
  readonly from: number | null;
  readonly to: number | null;
  readonly sort: RunSort;
}

/**
 * Runs with the words come first; then runs whose line contains them as substrings. Without a search all runs
 * are in the first phase.
 */
export type Phase = 'words' | 'substrings';

/** Where a page begins: after this run. The figure is the sort value; null when a run has none. */
export interface PageStart {
  readonly figure: number | null;
  readonly position: number;
}

/** A run that was found, in its order. */
export interface FoundRun extends PageStart {}

export interface FoundPage {
  readonly found: readonly FoundRun[];
  /** Null: there is no more. */
  readonly next: PageStart | null;
}

/** When more runs than the limit were found, there is a next page. */
export function pageOf(found: readonly FoundRun[], limit: number): FoundPage {
  const page = found.slice(0, limit);
  return { found: page, next: found.length > limit ? (page.at(-1) ?? null) : null };
}

/** Beyond every position. */
export const LAST_POSITION = Number.MAX_SAFE_INTEGER;

/** The source of runs that belong to a comparison: lists include them only on request. */
const COMPARE = 'compare';

export function toRunQuery(userId: string, filter: RunFilter): RunQuery {
  const of = (letter: string, value: string) => letter + toStorable(value);
  const anyOf = (letter: string, values: readonly string[] | undefined) =>
    values === undefined ? [] : [values.map((value) => of(letter, value))];
  const query = filter.q?.trim() ?? '';
  return {
    userId,
    owners: [of('u', userId), ...(filter.source?.includes(COMPARE) ? [of('x', userId)] : [])],
    facets: [
      ...(filter.tag ?? []).map((tag) => of('t', tag.normalize('NFC'))),
      ...(filter.starred ? ['star'] : []),
      ...(filter.probabilities ? ['probs'] : []),
    ],
    anyOf: [
      ...anyOf('m', filter.model),
      ...anyOf('c', filter.connection),
      ...anyOf('s', filter.status),
      ...anyOf('o', filter.source),
      ...anyOf('f', filter.finish),
    ],
    search: query === '' ? null : { terms: searchTerms(query), substrings: searchSubstrings(query) },
    from: filter.from === undefined ? null : firstPositionAt(new Date(filter.from)),
    to: filter.to === undefined ? null : firstPositionAt(endOf(filter.to)),
    sort: filter.sort ?? 'newest',
  };
}

/** Whether anything but the owner, the days and the order was requested. */
export function isNarrowed({ facets, anyOf, search }: RunQuery): boolean {
  return facets.length > 0 || anyOf.length > 0 || search !== null;
}

/** A day ends where the next begins. */
function endOf(moment: string): Date {
  const date = new Date(moment);
  return moment.length === '2026-03-01'.length ? new Date(date.getTime() + 86_400_000) : date;
}

/** The maximum of a column of figures; Postgres fails on a query with more. */
const MAX_FIGURE = 2_147_483_647;

/** Reads `before` of `GET /api/runs`; null when it is not valid. */
export function parsePageStart(text: string): { phase: Phase; start: PageStart | null } | null {
  const match = /^(p?)(?:(?:(\d{1,12}|n):)?(\d{1,16}))?$/.exec(text);
  if (!match || Number(match[2]) > MAX_FIGURE) return null;
  const [, substrings, figure, position] = match;
  const phase = substrings === 'p' ? 'substrings' : 'words';
  if (position === undefined) return { phase, start: null };
  return {
    phase,
    start: {
      figure: figure === undefined || figure === 'n' ? null : Number(figure),
      position: Number(position),
    },
  };
}

export function formatPageStart(phase: Phase, start: PageStart | null, sort: RunSort): string {
  const letter = phase === 'substrings' ? 'p' : '';
  if (start === null) return letter;
  if (sort === 'newest' || sort === 'oldest') return `${letter}${start.position}`;
  return `${letter}${start.figure ?? 'n'}:${start.position}`;
}
