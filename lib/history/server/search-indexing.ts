import { setTimeout } from 'node:timers/promises';
import { mergeTagForms } from '@/lib/history/db/run-tags';
import { indexSomeChangedRuns, reindexSomeRuns } from '@/lib/history/db/search/index-runs';
import { logger } from '@/lib/platform/server/log';

/**
 * A search indexes its owner's runs itself; this is for users who do not search. Long enough for most runs to be
 * indexed once, with their text, and not a first time when they begin.
 */
const LOOK_EVERY_MS = 10_000;
/**
 * Pause between two batches, so that other requests are answered meanwhile: on SQLite both share a thread and
 * a file.
 */
const PAUSE_MS = 25;
const AFTER_FAULT_MS = 30_000;

/**
 * Keeps the full-text index up to date, and indexes older histories again. Ends with the signal; never
 * rejects.
 */
export async function keepIndexing(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const pause = await indexUntilDone(signal);
    await setTimeout(pause, undefined, { signal, ref: false }).catch(() => {});
  }
}

/** Returns how long there is nothing to do. */
async function indexUntilDone(signal: AbortSignal): Promise<number> {
  try {
    await mergeTagForms();
    for (let after: number | null = 0; !signal.aborted; ) {
      if (after !== null) after = await indexSomeChangedRuns(after);
      else if (!(await reindexSomeRuns())) break;
      await setTimeout(PAUSE_MS, undefined, { ref: false });
    }
    return LOOK_EVERY_MS;
  } catch (error) {
    if (!signal.aborted) logger.warn({ err: error }, "couldn't index runs");
    return AFTER_FAULT_MS;
  }
}

/** Indexes everything that is to be indexed, without pauses: for a command, while no server runs. */
export async function indexAllRuns(): Promise<void> {
  await mergeTagForms();
  for (let after: number | null = 0; after !== null; ) after = await indexSomeChangedRuns(after);
  while (await reindexSomeRuns());
}
