import { gauge } from '@/lib/platform/server/metrics';
import { isClosing } from './closing';
import { processLease } from './process-lease';
import { runRegistry } from './registry';
import { slotQueue } from './slot-queue';

/** Adds what can be read of runs at any moment to the metrics. */
export function gaugeRuns(): void {
  gauge({
    name: 'runs_open',
    help: 'Runs in progress.',
    collect() {
      this.set(runRegistry().openCount());
    },
  });
  gauge({
    name: 'runs_unsaved',
    help: 'Ended runs whose end the database has not taken yet.',
    collect() {
      this.set(runRegistry().unsaved().length);
    },
  });
  gauge({
    name: 'run_readers',
    help: 'Streams that follow runs in progress.',
    collect() {
      const open = runRegistry().open();
      this.set(open.reduce((sum, { watchers }) => sum + watchers, 0));
    },
  });
  gauge({
    name: 'calls_waiting',
    help: 'Calls of the API that wait for a slot.',
    collect() {
      this.set(slotQueue().size);
    },
  });
  gauge({
    name: 'draining',
    help: '1 while the process finishes its runs before it ends.',
    collect() {
      this.set(isClosing() ? 1 : 0);
    },
  });
  gauge({
    name: 'heartbeat_age_seconds',
    help: 'Since the last heartbeat in the database. With 15 or more, other servers take this one for dead.',
    collect() {
      const age = processLease().age();
      if (age !== null) this.set(age / 1000);
    },
  });
}
