import { gauge } from '@/lib/platform/server/metrics';
import { isClosing } from './closing';
import { processLease } from './process-lease';
import { runRegistry } from './registry';
import { slotQueue } from './slot-queue';

/** Adds what can be read of runs at any moment to the metrics. */
export function gaugeRuns(): void {
  gauge({
    name: 'runs_open',
    help: 'Runs that are going on now, on this server.',
    collect() {
      this.set(runRegistry().openCount());
    },
  });
  gauge({
    name: 'runs_unsaved',
    help: 'Runs that have ended and are not saved to their end yet. Above 0 for long: the database is away.',
    collect() {
      this.set(runRegistry().unsaved().length);
    },
  });
  gauge({
    name: 'run_readers',
    help: 'Readers that follow runs of this server.',
    collect() {
      const open = runRegistry().open();
      this.set(open.reduce((sum, { watchers }) => sum + watchers, 0));
    },
  });
  gauge({
    name: 'calls_waiting',
    help: 'Calls of the API that wait because too many runs are open.',
    collect() {
      this.set(slotQueue().size);
    },
  });
  gauge({
    name: 'draining',
    help: '1 while the server finishes its runs before it ends, otherwise 0.',
    collect() {
      this.set(isClosing() ? 1 : 0);
    },
  });
  gauge({
    name: 'heartbeat_age_seconds',
    help: 'Seconds since this server last told the database that it is alive. From 15 on, other servers take it for dead.',
    collect() {
      const age = processLease().age();
      if (age !== null) this.set(age / 1000);
    },
  });
}
