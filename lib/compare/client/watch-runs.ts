import { isLiveRun } from './cell-run';
import type { ComparisonSession } from './comparison-session';

/**
 * Calls the listener with every cell that shows another run, and with every cell whose run changes its status. One subscription for
 * all cells, and one for each run that is still live: those that have ended never change.
 */
export function watchRuns(
  session: Pick<ComparisonSession, 'cells' | 'run' | 'subscribeCells'>,
  listener: (cell: string) => void,
): () => void {
  const live = new Map<string, () => void>();
  const follow = (cell: string) => {
    live.get(cell)?.();
    live.delete(cell);
    const run = session.run(cell);
    if (run && isLiveRun(run))
      live.set(
        cell,
        run.store.subscribe(() => listener(cell)),
      );
  };
  for (const cell of session.cells()) follow(cell);
  const leave = session.subscribeCells((cells) => {
    for (const cell of cells) {
      follow(cell);
      listener(cell);
    }
  });
  return () => {
    leave();
    for (const end of live.values()) end();
  };
}
