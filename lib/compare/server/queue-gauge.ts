import { gauge } from '@/lib/platform/server/metrics';
import { comparisonScheduler } from './scheduler';

/** Adds the queue of comparisons to the metrics. */
export function gaugeCells(): void {
  gauge({
    name: 'cells_waiting',
    help: 'Cells of comparisons that wait for a slot.',
    collect() {
      this.set(comparisonScheduler().waitingCount());
    },
  });
}
