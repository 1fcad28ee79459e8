import type { RunPage } from '@/lib/history/model/run-page';
import type { RunFilter } from '@/lib/history/model/run-search';
import type { RunSummary } from '@/lib/runs/model/runs';

/**
 * Pure changes to the loaded part of the history: pages of runs, newest first, with descending ids. Ids are
 * UUIDv7, so their order is the order of creation.
 */
export interface LoadedHistory {
  readonly pages: readonly RunPage[];
  readonly pageParams: readonly (string | null)[];
}

/**
 * Whether a list is newest first throughout, so that its pages can be joined by age. A search is not: runs
 * that hold the words come before all that hold only substrings.
 */
export function isByAge({ sort = 'newest', q = '' }: RunFilter): boolean {
  return sort === 'newest' && q.trim() === '';
}

/**
 * Replaces the part of a list by age that a freshly read first page covers: new runs appear, removed ones go,
 * and pages further down stay.
 */
export function mergeNewest(loaded: LoadedHistory, newest: RunPage): LoadedHistory {
  const oldest = newest.runs.at(-1)?.id;
  // Either nothing follows the new page, or it does not reach what is loaded: then it is all that is certain.
  const meets =
    oldest !== undefined && loaded.pages.some((page) => page.runs.some((run) => run.id >= oldest));
  if (newest.next === null || !meets) return { pages: [newest], pageParams: [null] };
  const remaining = loaded.pages
    .map((page, at) => ({
      page: { ...page, runs: page.runs.filter((run) => run.id < oldest) },
      param: loaded.pageParams[at] ?? null,
    }))
    .filter(({ page }) => page.runs.length > 0);
  if (remaining.length === 0) return { pages: [newest], pageParams: [null] };
  return {
    pages: [newest, ...remaining.map(({ page }) => page)],
    pageParams: [null, ...remaining.map(({ param }) => param)],
  };
}

/** Whether the list is by date throughout, so that days can stand above its runs. */
export function hasDays({ sort = 'newest', q = '' }: RunFilter): boolean {
  return (sort === 'newest' || sort === 'oldest') && q.trim() === '';
}

export type HistoryRow =
  | { readonly kind: 'day'; readonly key: string; readonly label: string }
  | { readonly kind: 'run'; readonly key: string; readonly run: RunSummary };

/** Runs under the days on which they were made, in the reader's own time; without days where `now` is null. */
export function historyRows(runs: readonly RunSummary[], now: Date | null): HistoryRow[] {
  const rows: HistoryRow[] = [];
  let day = '';
  for (const run of runs) {
    const label = now ? dayLabel(new Date(run.createdAt), now) : day;
    if (label !== day) {
      day = label;
      rows.push({ kind: 'day', key: `day ${label}`, label });
    }
    rows.push({ kind: 'run', key: run.id, run });
  }
  return rows;
}

const DATE = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'long' });
const DATE_OF_YEAR = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });

/** Today, Yesterday, or the date; the year only when it differs from the current one. */
export function dayLabel(date: Date, now: Date): string {
  const days = Math.round((startOfDay(now) - startOfDay(date)) / 86_400_000);
  if (days <= 0) return 'Today';
  if (days === 1) return 'Yesterday';
  return (date.getFullYear() === now.getFullYear() ? DATE : DATE_OF_YEAR).format(date);
}

/** Treats local days as 24 hours long, so that daylight saving moves no run to another day. */
function startOfDay(date: Date): number {
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
}

const TIME = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

export function timeOfDay(iso: string): string {
  return TIME.format(new Date(iso));
}
