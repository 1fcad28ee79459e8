import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './project.mjs';
import { runCommand } from './run-command.mjs';
import { PlainError } from './say.mjs';

/**
 * Installs the packages of package-lock.json, unless these very versions are there.
 *
 * @param {(line: string) => void} say
 */
export async function ensureInstalled(say) {
  if (isInstalled()) return;
  say('Installing packages (about a minute the first time)');
  // Of npm itself the running one, if any; on Windows `npm` is a batch file, which needs a shell.
  const npm = process.env.npm_execpath;
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const { code } = npm
    ? await runCommand(process.execPath, [npm, ...args])
    : await runCommand('npm', args, { shell: process.platform === 'win32' });
  if (code !== 0) {
    throw new PlainError(
      'The packages could not be installed; what npm said is above. Without a network it cannot work the first time.',
    );
  }
}

/** Compares with the list that npm keeps of what it put into node_modules. */
function isInstalled() {
  const hidden = path.join(ROOT, 'node_modules', '.package-lock.json');
  if (!existsSync(hidden)) return false;
  const wanted = readJson(path.join(ROOT, 'package-lock.json')).packages ?? {};
  const present = readJson(hidden).packages ?? {};
  return Object.entries(wanted).every(
    ([name, { version, optional, link }]) =>
      // Optional packages are for other systems where they are missing.
      name === '' || link || present[name]?.version === version || (optional && present[name] === undefined),
  );
}

/** @param {string} file */
function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}
