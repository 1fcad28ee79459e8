'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import * as z from 'zod/mini';
import { type RunFilter, runFilterShape } from '@/lib/contract/run-search';

type FilterName = keyof RunFilter;
const NAMES = Object.keys(runFilterShape) as FilterName[];

/** The filter that an address asks for; what it says wrongly is left out. */
export function parseFilter(params: URLSearchParams): RunFilter {
  const filter: Record<string, unknown> = {};
  for (const name of NAMES) {
    const text = params.get(name);
    if (text === null || text === '') continue;
    const read = z.safeParse(runFilterShape[name], text);
    if (read.success) filter[name] = read.data;
  }
  return filter;
}

/** The filter as the query of an address; empty for none. Two filters are the same exactly when this is. */
export function filterQuery(filter: RunFilter): string {
  const params = new URLSearchParams();
  for (const name of NAMES) {
    const value = filter[name];
    if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) continue;
    params.set(name, asText(value));
  }
  return params.toString();
}

/** The filter as the API is to be asked: it takes a day as one of UTC's, and the reader's begins where they are. */
export function filterInMoments({ from, to, ...filter }: RunFilter): RunFilter {
  return {
    ...filter,
    ...(from !== undefined && { from: midnight(from, 0) }),
    ...(to !== undefined && { to: midnight(to, 1) }),
  };
}

/** When a day begins here, or so many days later. A moment stays as it is. */
function midnight(day: string, later: number): string {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? [];
  if (year === undefined) return day;
  const moment = new Date(0);
  moment.setFullYear(Number(year), Number(month) - 1, Number(date) + later);
  moment.setHours(0, 0, 0, 0);
  const iso = moment.toISOString();
  // At both ends of the calendar the API knows days only.
  return /^\d/.test(iso) ? iso : day;
}

function asText(value: string | true | readonly string[]): string {
  if (value === true) return 'yes';
  return typeof value === 'string' ? value : value.map(encodeURIComponent).join(',');
}

/** Whether anything but an order is asked for. */
export function isFiltered({ sort: _sort, ...filter }: RunFilter): boolean {
  return filterQuery(filter) !== '';
}

/** The filter of the page's address, and how to change parts of it. A change makes no step in the browser's history. */
export function useHistoryFilter() {
  const params = useSearchParams();
  const query = params.toString();
  const filter = useMemo(() => parseFilter(new URLSearchParams(query)), [query]);
  const change = useCallback((patch: Partial<RunFilter>) => {
    const next = filterQuery({ ...parseFilter(new URLSearchParams(location.search)), ...patch });
    window.history.replaceState(null, '', next === '' ? location.pathname : `?${next}`);
  }, []);
  const clear = useCallback(() => {
    const { sort } = parseFilter(new URLSearchParams(location.search));
    const next = filterQuery({ sort });
    window.history.replaceState(null, '', next === '' ? location.pathname : `?${next}`);
  }, []);
  return { filter, change, clear };
}
