import { logger } from '@/lib/platform/server/log';
import { perProcess } from '@/lib/platform/server/per-process';
import { interruptLostRuns } from '@/lib/runs/db/save-run';
import type { LiveRun } from './live-run';
import { processId } from './process-id';
import { type RunRegistry, runRegistry } from './registry';

/** An end that the database refuses while it accepts everything else is given up after this many tries. */
const TRIES = 5;
/** A row younger than this may belong to a run that began after the registry was read. */
const SETTLED_SOON_MS = 2 * 60_000;

interface LateEnd {
  /** Returns whether the end is now saved. */
  readonly save: () => Promise<boolean>;
  readonly onSaved: () => void;
  failures: number;
}

const lateEnds = () => perProcess('late-ends', () => new WeakMap<LiveRun, LateEnd>());

/** Passes an end that could not be saved to the sweep. Until it is saved, the run is read from memory. */
export function saveLater(
  run: LiveRun,
  end: Pick<LateEnd, 'save' | 'onSaved'>,
  registry: RunRegistry = runRegistry(),
): void {
  registry.retireUnsaved(run);
  lateEnds().set(run, { ...end, failures: 0 });
}

/**
 * Saves ends that could not be saved before, and closes rows that say `streaming` although nothing in this
 * process writes them any more. Once a minute; rejects when the database cannot be reached, and then nothing
 * is lost.
 */
export async function sweepLateEnds(registry: RunRegistry = runRegistry(), now = Date.now()): Promise<void> {
  for (const run of registry.unsaved()) {
    const end = lateEnds().get(run);
    if (end === undefined) continue;
    if (await end.save()) end.onSaved();
    else end.failures += 1;
  }
  const lost = await interruptLostRuns(processId(), registry.ids(), new Date(now - SETTLED_SOON_MS));
  if (lost > 0) logger.error({ lost }, 'orphaned runs marked as interrupted');
  // The database works, so it refuses this end in particular.
  for (const run of registry.unsaved()) {
    if ((lateEnds().get(run)?.failures ?? 0) >= TRIES) registry.remove(run);
  }
}
