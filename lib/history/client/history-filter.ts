'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import * as z from 'zod/mini';
import { type RunFilter, runFilterShape } from '@/lib/history/model/run-search';
import { FILTER_NAMES, filterQuery } from './filter-query';

/** The filter in an address; invalid parts are ignored. */
export function parseFilter(params: URLSearchParams): RunFilter {
  const filter: Record<string, unknown> = {};
  for (const name of FILTER_NAMES) {
    const text = params.get(name);
    if (text === null || text === '') continue;
    const read = z.safeParse(runFilterShape[name], text);
    if (read.success) filter[name] = read.data;
  }
  return filter;
}

/**
 * The filter of the page's address, and a function that changes parts of it. A change adds no entry to the
 * browser's history.
 */
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
