import { existsSync } from 'node:fs';
import { findChromium, findFirefox } from './browsers.mjs';
import { runCommand } from './run-command.mjs';
import { PlainError } from './say.mjs';

/**
 * Makes sure that there is a Chromium for the browser tests; installs the system's own where that can be done
 * without asking.
 *
 * @param {(line: string) => void} say
 */
export async function ensureChromium(say) {
  if (findChromium() !== null) return;
  if (process.env.CHROMIUM_PATH) {
    throw new PlainError(`CHROMIUM_PATH=${process.env.CHROMIUM_PATH} does not exist.`);
  }
  if (canInstall()) {
    say('Installing Chromium for the browser tests (apt-get)');
    const output = await installDebian('chromium');
    if (findChromium() !== null) return;
    console.error(output);
  }
  throw new PlainError(
    `The browser tests need Chromium or Chrome, and none was found. ${
      isDebian ? 'Install it with: sudo apt-get install chromium' : 'Install it'
    }, or name one: CHROMIUM_PATH=/path/to/chrome npm test`,
  );
}

/**
 * The same of Firefox, without which the suite goes on: the journeys that also run there are skipped, and this says so.
 *
 * @param {(line: string) => void} say
 */
export async function ensureFirefox(say) {
  if (findFirefox() === null && !process.env.FIREFOX_PATH && canInstall()) {
    say('Installing Firefox for the browser tests (apt-get)');
    await installDebian('firefox-esr');
  }
  if (findFirefox() === null) {
    say(
      'SKIPPED: the journeys in Firefox. None was found and none could be installed; FIREFOX_PATH names one.',
    );
  }
}

const isDebian = existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get');

function canInstall() {
  return isDebian && process.getuid?.() === 0;
}

/**
 * @param {string} name of the package
 * @returns {Promise<string>} what was printed
 */
async function installDebian(name) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const update = await runCommand('apt-get', ['update', '-qq'], { quiet: true, env });
  const install = await runCommand('apt-get', ['install', '-y', '-qq', name], { quiet: true, env });
  return update.output + install.output;
}
