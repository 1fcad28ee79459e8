import { chmodSync, existsSync, lstatSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './project.mjs';

/** Files that this program writes to its data folder. */
const OURS = /^(secrets\.json|playground\.db(-wal|-shm|-journal|-server)?)$/;

/**
 * Makes the secrets and the database readable by their owner only, and the folder as well when it is ours. A
 * folder that holds anything else (a home folder, a shared disk) stays as it is.
 *
 * @param {string} folder
 */
export function protectDataFolder(folder) {
  for (const name of readdirSync(folder)) {
    if (OURS.test(name)) protect(path.join(folder, name));
  }
  if (isOurs(folder)) protect(folder);
}

/** @param {string} folder */
function isOurs(folder) {
  const { uid } = statSync(folder);
  if (process.getuid && uid !== process.getuid()) return false;
  const isDefault = folder === path.join(ROOT, 'data') && !lstatSync(folder).isSymbolicLink();
  return isDefault || readdirSync(folder).every((name) => OURS.test(name));
}

/** @param {string} file */
function protect(file) {
  if (!existsSync(file)) return;
  const mode = statSync(file).mode;
  try {
    if (mode & 0o077) chmodSync(file, mode & 0o700);
  } catch {
    // Another user's file: not ours to change.
  }
}
