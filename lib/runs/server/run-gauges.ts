import { gauge } from '@/lib/platform/server/metrics';
import { isClosing } from './closing';
import { processLease } from './process-lease';
import { runRegistry } from './registry';
import { slotQueue } from './slot-queue';

/** Adds what can be read of runs at any moment to the metrics. */
export function gaugeRuns(): void {
  gauge({
    name: 'runs_open',
    help: 'Runs in progress on this server.',
    collect() {
      this.set(runRegistry().openCount());
    },
  });
  gauge({
    name: 'runs_unsaved',
    help: "Ended runs that aren't fully saved yet. If it stays above 0, the database is unreachable.",
    collect() {
      this.set(runRegistry().unsaved().length);
    },
  });
  gauge({
    name: 'run_readers',
    help: 'Readers following runs on this server.',
    collect() {
      const open = runRegistry().open();
      this.set(open.reduce((sum, { watchers }) => sum + watchers, 0));
    },
  });
  gauge({
    name: 'calls_waiting',
    help: 'API calls waiting because too many runs are open.',
    collect() {
      this.set(slotQueue().size);
    },
  });
  gauge({
    name: 'draining',
    help: '1 while the server finishes its runs before shutting down, otherwise 0.',
    collect() {
      this.set(isClosing() ? 1 : 0);
    },
  });
  gauge({
    name: 'heartbeat_age_seconds',
    help: "Seconds since this server's last heartbeat in the database. At 15 or more, other servers consider it dead.",
    collect() {
      const age = processLease().age();
      if (age !== null) this.set(age / 1000);
    },
  });
}
