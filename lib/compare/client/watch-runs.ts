import type { CellRun } from './cell-run';
import type { ComparisonSession } from './comparison-session';

/**
 * Calls the listener with every cell that shows another run, and with every cell whose run changes its status. One subscription for
 * all cells, and one for each run that is still live: those that have ended never change.
 */
export function watchRuns(
  { runs }: Pick<ComparisonSession, 'runs'>,
  listener: (cell: string) => void,
): () => void {
  const live = new Map<string, () => void>();
  const follow = (cell: string, run: CellRun | undefined) => {
    live.get(cell)?.();
    live.delete(cell);
    if (run?.store.state.status === 'streaming')
      live.set(
        cell,
        run.store.subscribe(() => listener(cell)),
      );
  };
  for (const [cell, run] of runs.getState()) follow(cell, run);
  const leave = runs.subscribe((now, before) => {
    for (const [cell, run] of now) {
      if (before.get(cell) === run) continue;
      follow(cell, run);
      listener(cell);
    }
    for (const cell of before.keys()) {
      if (now.has(cell)) continue;
      follow(cell, undefined);
      listener(cell);
    }
  });
  return () => {
    leave();
    for (const end of live.values()) end();
  };
}
