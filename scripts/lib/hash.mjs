import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * @param {readonly string[]} parts
 * @returns {string} hex
 */
export function hashOf(parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex');
}

/**
 * Hash of the names and the contents of files and folders (with everything in them).
 *
 * @param {string} root
 * @param {readonly string[]} names relative to root; what does not exist counts as absent
 * @param {(name: string) => boolean} [requested] called with the path relative to root
 * @returns {string} hex
 */
export function hashOfFiles(root, names, requested = () => true) {
  const hash = createHash('sha256');
  const visit = (/** @type {string} */ name) => {
    const file = path.join(root, name);
    const stat = statSync(file, { throwIfNoEntry: false });
    if (stat === undefined || !requested(name)) return;
    if (stat.isDirectory()) for (const entry of readdirSync(file).sort()) visit(`${name}/${entry}`);
    else hash.update(name).update('\0').update(readFileSync(file)).update('\0');
  };
  for (const name of names) visit(name);
  return hash.digest('hex');
}
