import type { RunSummary } from '@/lib/runs/model/runs';
import type { LoadedHistory } from './history-pages';

/* Only for those who delete or restore runs: not in the first load. */

export function withoutRun(loaded: LoadedHistory, runId: string): LoadedHistory {
  return {
    ...loaded,
    pages: loaded.pages.map((page) => ({ ...page, runs: page.runs.filter((run) => run.id !== runId) })),
  };
}

/** Puts a run (back) where its id belongs. */
export function withRun(loaded: LoadedHistory, run: RunSummary): LoadedHistory {
  const clean = withoutRun(loaded, run.id);
  // The first page that reaches down to the run; a run older than everything loaded comes with a later page.
  const home = clean.pages.findIndex((page) => page.next === null || (page.runs.at(-1)?.id ?? '') < run.id);
  if (home === -1) return clean;
  return {
    ...clean,
    pages: clean.pages.map((page, at) => {
      if (at !== home) return page;
      const index = page.runs.findIndex((other) => other.id < run.id);
      return { ...page, runs: page.runs.toSpliced(index === -1 ? page.runs.length : index, 0, run) };
    }),
  };
}
