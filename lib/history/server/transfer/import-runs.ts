import { setImmediate } from 'node:timers/promises';
import { bytesOfJson, withSpace } from '@/lib/accounts/server/storage/quota';
import { findImported, importRuns } from '@/lib/history/db/run-import';
import { linkImported } from '@/lib/history/db/run-links';
import { indexChangedRuns } from '@/lib/history/db/search/index-runs';
import { readExportedRun } from '@/lib/history/model/export/read-exported-run';
import { originOf } from '@/lib/history/model/exported-ids';
import type { ExportedRun } from '@/lib/history/model/run-export';
import type { ImportAnswer, ImportLink } from '@/lib/history/model/run-import';
import { AppError } from '@/lib/platform/model/app-error';
import type { Logger } from '@/lib/platform/server/log';

interface Given {
  /** Its index in the request. */
  readonly index: number;
  readonly run: ExportedRun;
}

/** Runs checked without a pause; a run of the usual size takes a tenth of a millisecond. */
const READ_TOGETHER = 10;

/** Runs written together. On SQLite others wait for the database meanwhile. */
const MAX_TOGETHER = 50;

/**
 * Imports runs of a file into the user's history, in batches. Each invalid run is refused separately, with a
 * reason; when the storage becomes full, so is every remaining one. Throws AppError `storage_full` or
 * `disk_full` when there was no space even for the first ones, `not_signed_in` when the user has just been
 * deleted.
 */
export async function importRunsOf(
  userId: string,
  runs: readonly unknown[],
  log: Logger,
): Promise<ImportAnswer> {
  const given: Given[] = [];
  const refused: ImportAnswer['refused'] = [];
  for (const [index, value] of runs.entries()) {
    // Lets other work run first: the largest run takes much of the time that nobody may occupy alone.
    if (index % READ_TOGETHER === 0) await setImmediate();
    const read = readExportedRun(value);
    if (read.ok) given.push({ index, run: read.run });
    else refused.push({ index, reason: read.reason });
  }
  let sum: ImportAnswer = { ...NOTHING, refused };
  for (let at = 0; at < given.length; at += MAX_TOGETHER) {
    try {
      sum = added(sum, await write(userId, given.slice(at, at + MAX_TOGETHER), log));
      await indexChangedRuns(userId);
    } catch (error) {
      if (at === 0 || !isFull(error)) throw error;
      const left = given.slice(at).map(({ index }) => ({ index, reason: error.message }));
      sum = added(sum, { ...NOTHING, refused: left });
      break;
    }
    // Lets other work run first. (Until the event loop turns, the engine also keeps memory that it could
    // free.)
    await setImmediate();
  }
  return { ...sum, refused: sum.refused.toSorted((a, b) => a.index - b.index) };
}

/** A run that the database rejects, for a reason that no schema covers, must not keep the others out. */
async function write(userId: string, given: readonly Given[], log: Logger): Promise<ImportAnswer> {
  try {
    const runs = given.map(({ run }) => run);
    const bytes = await bytesOfNew(userId, runs);
    const done = await withSpace(userId, bytes, () => importRuns(userId, runs));
    if (done === null) throw new AppError('not_signed_in');
    return { ...done, withoutParent: [...done.withoutParent], refused: [] };
  } catch (error) {
    if (error instanceof AppError) throw error;
    log.warn({ err: error, runs: given.length }, "couldn't store imported runs");
    const [only, ...others] = given;
    if (only && others.length === 0) {
      return { ...NOTHING, refused: [{ index: only.index, reason: "The database couldn't store it." }] };
    }
  }
  let sum = NOTHING;
  for (const one of given) sum = added(sum, await write(userId, [one], log));
  return sum;
}

/** An estimate for the row of a run, besides what is in the file. */
const ROW_BYTES = 1_024;

/** Runs already in the history add nothing. */
async function bytesOfNew(userId: string, runs: readonly ExportedRun[]): Promise<number> {
  const here = new Set(
    await findImported(
      userId,
      runs.flatMap((run) => [run.id, originOf(run)]),
    ),
  );
  const fresh = runs.filter((run) => !here.has(run.id) && !here.has(originOf(run)));
  return fresh.reduce((sum, run) => sum + ROW_BYTES + bytesOfJson(run), 0);
}

function isFull(error: unknown): error is AppError {
  return error instanceof AppError && (error.code === 'storage_full' || error.code === 'disk_full');
}

const NOTHING: ImportAnswer = { imported: 0, here: 0, withoutParent: [], refused: [] };

function added(a: ImportAnswer, b: ImportAnswer): ImportAnswer {
  return {
    imported: a.imported + b.imported,
    here: a.here + b.here,
    withoutParent: [...a.withoutParent, ...b.withoutParent],
    refused: [...a.refused, ...b.refused],
  };
}

/** Which of these runs, by exported id or origin, are in the history already. */
export async function checkImport(userId: string, ids: readonly string[]): Promise<{ here: string[] }> {
  return { here: await findImported(userId, ids) };
}

/** Joins imported runs with their parents, once both are here. */
export async function linkImportedRuns(
  userId: string,
  links: readonly ImportLink[],
): Promise<{ linked: number }> {
  return { linked: await linkImported(userId, links) };
}
