import { chmodSync, existsSync, lstatSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './project.mjs';

/** What this program keeps in its data folder. */
const OURS = /^(secrets\.json|playground\.db(-wal|-shm|-journal)?)$/;

/**
 * Takes what is in the data folder from everybody but its owner: the secrets, the database, and the folder where it is
 * ours. A folder that holds anything else (somebody's home, a shared disk) stays as it is.
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
    // Another user's: not ours to change.
  }
}
