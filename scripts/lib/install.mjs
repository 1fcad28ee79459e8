import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './project.mjs';
import { runCommand } from './run-command.mjs';
import { PlainError } from './say.mjs';

/**
 * Installs the packages of package-lock.json, unless exactly those versions are there.
 *
 * @param {(line: string) => void} say
 */
export async function ensureInstalled(say) {
  if (isInstalled()) return;
  say('Installing packages (about a minute the first time)');
  const options = ['--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const exact = await npm(['ci', ...options], { quiet: true });
  if (exact.code === 0) return;
  // `npm ci` refuses a lock file that lacks packages of OTHER systems, as one made behind a filtering
  // registry does. `npm install` installs the same versions and accepts that; it reports every other problem
  // as well.
  const lenient = await npm(['install', '--no-save', ...options]);
  if (lenient.code !== 0) {
    throw new PlainError(
      "Couldn't install packages. See npm's output above. The first install needs a network.",
    );
  }
}

/**
 * @param {readonly string[]} args
 * @param {{ quiet?: boolean }} [options]
 */
function npm(args, options) {
  // Prefers the npm that is running. Without one, `npm` on Windows is a batch file, which needs a shell.
  const running = process.env.npm_execpath;
  return running
    ? runCommand(process.execPath, [running, ...args], options)
    : runCommand('npm', args, { ...options, shell: process.platform === 'win32' });
}

/** Compares with npm's own list of the packages in node_modules. */
function isInstalled() {
  const hidden = path.join(ROOT, 'node_modules', '.package-lock.json');
  if (!existsSync(hidden)) return false;
  const requested = readJson(path.join(ROOT, 'package-lock.json')).packages ?? {};
  const present = readJson(hidden).packages ?? {};
  return Object.entries(requested).every(
    ([name, { version, optional, link }]) =>
      // Optional packages may be missing: those are for other systems.
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
