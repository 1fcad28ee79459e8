import { setImmediate } from 'node:timers/promises';
import { readExportedRun } from '@/lib/completions/export/read-exported-run';
import { AppError } from '@/lib/contract/app-error';
import type { ExportedRun } from '@/lib/contract/run-export';
import type { ImportAnswer, ImportLink } from '@/lib/contract/run-import';
import { findImported, importRuns } from '@/lib/db/run-import';
import { linkImported } from '@/lib/db/run-links';
import type { Logger } from '@/lib/server/log';

interface Given {
  /** Its place in the request. */
  readonly index: number;
  readonly run: ExportedRun;
}

/** Read in one go; a run of the usual size takes a tenth of a millisecond. */
const READ_TOGETHER = 10;

/** Written together. On SQLite others wait for the database meanwhile. */
const MOST_TOGETHER = 50;

/**
 * Brings runs of a file into the user's history, some at a time. Each that is not right is refused by itself, with a
 * reason. Throws AppError `not_signed_in` when the user has just been deleted.
 */
export async function importRunsOf(
  userId: string,
  runs: readonly unknown[],
  log: Logger,
): Promise<ImportAnswer> {
  const given: Given[] = [];
  const refused: ImportAnswer['refused'] = [];
  for (const [index, value] of runs.entries()) {
    // Others first: the largest run takes a good part of the time that nobody may hold alone.
    if (index % READ_TOGETHER === 0) await setImmediate();
    const read = readExportedRun(value);
    if (read.ok) given.push({ index, run: read.run });
    else refused.push({ index, reason: read.reason });
  }
  let sum: ImportAnswer = { ...NOTHING, refused };
  for (let at = 0; at < given.length; at += MOST_TOGETHER) {
    sum = added(sum, await write(userId, given.slice(at, at + MOST_TOGETHER), log));
    // Others first. (Until the event loop turns, the engine also keeps what it could let go.)
    await setImmediate();
  }
  return { ...sum, refused: sum.refused.toSorted((a, b) => a.index - b.index) };
}

/** What the database will not take, for a reason that no schema knows, must not keep the others out. */
async function write(userId: string, given: readonly Given[], log: Logger): Promise<ImportAnswer> {
  try {
    const done = await importRuns(
      userId,
      given.map(({ run }) => run),
    );
    if (done === null) throw new AppError('not_signed_in');
    return { ...done, withoutParent: [...done.withoutParent], refused: [] };
  } catch (error) {
    if (error instanceof AppError) throw error;
    log.warn({ err: error, runs: given.length }, 'runs of an import could not be stored');
    const [only, ...others] = given;
    if (only && others.length === 0) {
      return { ...NOTHING, refused: [{ index: only.index, reason: 'The database does not take it.' }] };
    }
  }
  let sum = NOTHING;
  for (const one of given) sum = added(sum, await write(userId, [one], log));
  return sum;
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
