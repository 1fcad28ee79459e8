import { chmod, stat } from 'node:fs/promises';
import { isMainThread } from 'node:worker_threads';

/** What SQLite keeps beside a database file. */
const SUFFIXES = ['', '-wal', '-shm', '-journal'];

/**
 * Before a database is opened: what this process makes from here on is its owner's only, whatever the shell that started
 * it allows. (SQLite gives what it makes beside a database the database's own mode.)
 */
export function makeFilesPrivate(): void {
  // Belongs to the process; a worker cannot set it.
  if (isMainThread) process.umask(0o077);
}

/** Takes a database that is there already from everybody but its owner. Its folder may be anybody's, and stays as it is. */
export async function protectDatabase(file: string): Promise<void> {
  for (const suffix of SUFFIXES) {
    const path = file + suffix;
    const mode = (await stat(/* turbopackIgnore: true */ path).catch(() => null))?.mode ?? 0;
    // Another user's file cannot be changed, and is not ours to judge.
    if (mode & 0o077) await chmod(/* turbopackIgnore: true */ path, mode & 0o700).catch(() => {});
  }
}
