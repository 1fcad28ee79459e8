import { existsSync } from 'node:fs';
import { findChromium } from './chromium.mjs';
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
  const debian = existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get');
  if (debian && process.getuid?.() === 0) {
    say('Installing Chromium for the browser tests (apt-get)');
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    const update = await runCommand('apt-get', ['update', '-qq'], { quiet: true, env });
    const install = await runCommand('apt-get', ['install', '-y', '-qq', 'chromium'], { quiet: true, env });
    if (findChromium() !== null) return;
    console.error(update.output, install.output);
  }
  throw new PlainError(
    `The browser tests need Chromium or Chrome, and none was found. ${
      debian ? 'Install it with: sudo apt-get install chromium' : 'Install it'
    }, or name one: CHROMIUM_PATH=/path/to/chrome npm test`,
  );
}
