import type { RunFilter } from '@/lib/history/model/run-search';

/*
 * A filter as a query. Parsing one needs schemas and is in another file (./history-filter.ts), because the
 * list beside the editor only writes.
 */

type FilterName = keyof RunFilter;

const EACH: Readonly<Record<FilterName, true>> = {
  q: true,
  model: true,
  connection: true,
  status: true,
  source: true,
  finish: true,
  tag: true,
  starred: true,
  probabilities: true,
  from: true,
  to: true,
  sort: true,
};
/** In the order of the address. */
export const FILTER_NAMES = Object.keys(EACH) as FilterName[];

/** The filter as the query of an address; empty for none. Two filters are the same exactly when this is. */
export function filterQuery(filter: RunFilter): string {
  const params = new URLSearchParams();
  for (const name of FILTER_NAMES) {
    const value = filter[name];
    if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) continue;
    params.set(name, asText(value));
  }
  return params.toString();
}

/** The filter with days as moments: the API reads a day as one of UTC's, but the reader means a local day. */
export function filterInMoments({ from, to, ...filter }: RunFilter): RunFilter {
  return {
    ...filter,
    ...(from !== undefined && { from: midnight(from, 0) }),
    ...(to !== undefined && { to: midnight(to, 1) }),
  };
}

/** When a local day begins, or the day `later` days after it. A moment stays as it is. */
function midnight(day: string, later: number): string {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? [];
  if (year === undefined) return day;
  const moment = new Date(0);
  moment.setFullYear(Number(year), Number(month) - 1, Number(date) + later);
  moment.setHours(0, 0, 0, 0);
  const iso = moment.toISOString();
  // The earliest and latest dates do not fit into a moment: they are passed on as days.
  return /^\d/.test(iso) ? iso : day;
}

function asText(value: string | true | readonly string[]): string {
  if (value === true) return 'yes';
  return typeof value === 'string' ? value : value.map(encodeURIComponent).join(',');
}

/** Whether anything but the order is set. */
export function isFiltered({ sort: _sort, ...filter }: RunFilter): boolean {
  return filterQuery(filter) !== '';
}
