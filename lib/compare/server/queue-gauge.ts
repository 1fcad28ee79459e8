import { countWaiting } from '@/lib/compare/db/take-cell';
import { gauge } from '@/lib/platform/server/metrics';

/** Adds the queue of comparisons to the metrics. */
export function gaugeCells(): void {
  gauge({
    name: 'cells_waiting',
    help: 'Comparison cells waiting to run, across all servers sharing this database.',
    async collect() {
      this.set(await countWaiting());
    },
  });
}
