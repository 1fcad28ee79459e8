import { countWaiting } from '@/lib/compare/db/take-cell';
import { gauge } from '@/lib/platform/server/metrics';

/** Adds the queue of comparisons to the metrics. */
export function gaugeCells(): void {
  gauge({
    name: 'cells_waiting',
    help: 'Cells of comparisons waiting to run, across all servers on this database.',
    async collect() {
      this.set(await countWaiting());
    },
  });
}
