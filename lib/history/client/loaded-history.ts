import type { InfiniteData } from '@tanstack/react-query';
import type { RunPage } from '@/lib/history/model/run-page';
import type { LoadedHistory } from './history-pages';

/** The key of every list of runs, whatever its filter. */
export const RUNS_KEY = ['runs'] as const;

/** A list of runs as the queries' library holds it. */
export type Loaded = InfiniteData<RunPage, string | null>;

export function asData(loaded: LoadedHistory): Loaded {
  return { pages: [...loaded.pages], pageParams: [...loaded.pageParams] };
}
