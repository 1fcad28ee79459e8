import { chmod, stat } from 'node:fs/promises';
import { isMainThread } from 'node:worker_threads';

/** The files that SQLite makes for a database. */
const SUFFIXES = ['', '-wal', '-shm', '-journal'];

/**
 * Call before a database is opened: files made from now on are readable by their owner only, whatever the
 * shell's umask. (SQLite gives its additional files the database's own mode.)
 */
export function makeFilesPrivate(): void {
  // The umask belongs to the process; a worker cannot set it.
  if (isMainThread) process.umask(0o077);
}

/** Removes everybody else's access to an existing database. The mode of its folder stays as it is. */
export async function protectDatabase(file: string): Promise<void> {
  for (const suffix of SUFFIXES) {
    const path = file + suffix;
    const mode = (await stat(/* turbopackIgnore: true */ path).catch(() => null))?.mode ?? 0;
    // Another user's file cannot be changed; that is not an error.
    if (mode & 0o077) await chmod(/* turbopackIgnore: true */ path, mode & 0o700).catch(() => {});
  }
}
