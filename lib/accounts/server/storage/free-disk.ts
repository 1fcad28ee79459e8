import { statfs } from 'node:fs/promises';
import path from 'node:path';
import { env } from '@/lib/platform/env/env';
import { AppError } from '@/lib/platform/model/app-error';
import { logger } from '@/lib/platform/server/log';
import { perProcess } from '@/lib/platform/server/per-process';

/** How long a reading of the free space is used: what is written meanwhile is far less than the floor. */
const LOOK_EVERY_MS = 2_000;

interface Look {
  readonly at: number;
  readonly folder: string;
  readonly freeBytes: Promise<number>;
}

/**
 * Throws AppError `disk_full` below the floor of free disk (`MIN_FREE_DISK_MB`). Only for SQLite: this server
 * cannot see the disk that Postgres writes to, and Postgres itself refuses writes when it is full.
 */
export async function checkFreeDisk(): Promise<void> {
  if (env.databaseKind !== 'sqlite' || env.minFreeDiskBytes === 0) return;
  if ((await freeBytes()) < env.minFreeDiskBytes) throw new AppError('disk_full');
}

function freeBytes(): Promise<number> {
  const looks = perProcess('free-disk', () => ({ last: null as Look | null }));
  const folder = path.dirname(env.databaseUrl.slice('file:'.length));
  const now = Date.now();
  if (looks.last?.folder !== folder || Math.abs(now - looks.last.at) > LOOK_EVERY_MS) {
    looks.last = { at: now, folder, freeBytes: lookAt(folder) };
  }
  return looks.last.freeBytes;
}

/**
 * When the free space cannot be read, the disk counts as empty: not knowing is no reason to refuse everybody.
 */
async function lookAt(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(/* turbopackIgnore: true */ folder);
    return Number(bavail) * Number(bsize);
  } catch (error) {
    logger.warn({ err: error }, "couldn't read free disk space");
    return Number.POSITIVE_INFINITY;
  }
}
