import { existsSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from './run-command.mjs';
import { PlainError } from './say.mjs';

const CHROMIUM = {
  variable: 'CHROMIUM_PATH',
  names: ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'],
  elsewhere: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  ],
};

const FIREFOX = {
  variable: 'FIREFOX_PATH',
  names: ['firefox-esr', 'firefox'],
  elsewhere: [
    '/Applications/Firefox.app/Contents/MacOS/firefox',
    'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
  ],
};

/** Quiet: the browser makes no connections of its own. As root it cannot have its sandbox. */
export const CHROMIUM_ARGS = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The path of the system's Chromium, or null. Playwright's own is a download that many networks block. */
export const findChromium = () => find(CHROMIUM);

/** The path of the system's Firefox, or null. */
export const findFirefox = () => find(FIREFOX);

/**
 * @param {typeof CHROMIUM} browser
 * @returns {string | null}
 */
function find({ variable, names, elsewhere }) {
  const given = process.env[variable];
  if (given) return existsSync(given) ? given : null;
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/bin', '/snap/bin'];
  const candidates = [
    ...names.flatMap((name) => folders.map((folder) => path.join(folder, name))),
    ...elsewhere,
  ];
  return candidates.find((candidate) => path.isAbsolute(candidate) && existsSync(candidate)) ?? null;
}

/**
 * Makes sure that there is a Chromium for the browser tests; installs the system's own where that needs no
 * questions.
 *
 * @param {(line: string) => void} say
 */
export async function ensureChromium(say) {
  if (findChromium() !== null) return;
  if (process.env.CHROMIUM_PATH) {
    throw new PlainError(`CHROMIUM_PATH=${process.env.CHROMIUM_PATH} doesn't exist.`);
  }
  if (canInstall()) {
    say('Installing Chromium for the browser tests (apt-get)');
    const output = await installDebian('chromium');
    if (findChromium() !== null) return;
    console.error(output);
  }
  throw new PlainError(
    `The browser tests need Chromium or Chrome. ${
      isDebian ? 'Install it with: sudo apt-get install chromium' : 'Install it'
    }, or set its path: CHROMIUM_PATH=/path/to/chrome npm test`,
  );
}

/**
 * The same for Firefox. Without it the suite goes on: the journeys that also run there are skipped, and this
 * says so.
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
      "SKIPPED: the Firefox tests. Firefox wasn't found and couldn't be installed. Set FIREFOX_PATH to use one.",
    );
  }
}

const REDIS = { variable: 'TEST_REDIS_URL', names: ['redis-server', 'valkey-server'], elsewhere: [] };

/**
 * Makes sure that there is a Redis for the tests of several servers, unless `TEST_REDIS_URL` names one. The tests
 * start it themselves, each in a folder of its own.
 *
 * @param {(line: string) => void} say
 */
export async function ensureRedis(say) {
  if (process.env.TEST_REDIS_URL || find(REDIS) !== null) return;
  if (canInstall()) {
    say('Installing Redis for the multi-server tests (apt-get)');
    const output = await installDebian('redis-server');
    if (find(REDIS) !== null) return;
    console.error(output);
  }
  throw new PlainError(
    `The tests need Redis 6.2 or later, or Valkey. ${
      isDebian ? 'Install it with: sudo apt-get install redis-server' : 'Install it'
    }, or set TEST_REDIS_URL to an instance the tests can flush.`,
  );
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
  // At this runlevel a package does not start what it installs.
  const env = { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const update = await runCommand('apt-get', ['update', '-qq'], { quiet: true, env });
  const install = await runCommand('apt-get', ['install', '-y', '-qq', name], { quiet: true, env });
  return update.output + install.output;
}
