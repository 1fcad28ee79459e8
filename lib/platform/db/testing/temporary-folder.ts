import { statfsSync } from 'node:fs';
import { access, constants, mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const IN_MEMORY = '/dev/shm';
/** All databases of a test run together are far smaller. */
const ENOUGH_BYTES = 4 * 1024 ** 3;

/**
 * A new folder for a test database: in memory if there is enough room, since every commit otherwise waits for
 * the disk; else among the temporary files.
 */
export async function temporaryFolder(prefix: string): Promise<string> {
  return mkdtemp(path.join((await hasSpaceInMemory()) ? IN_MEMORY : os.tmpdir(), prefix));
}

async function hasSpaceInMemory(): Promise<boolean> {
  try {
    await access(IN_MEMORY, constants.W_OK | constants.X_OK);
    const { bavail, bsize } = statfsSync(IN_MEMORY);
    return bavail * bsize > ENOUGH_BYTES;
  } catch {
    return false;
  }
}
