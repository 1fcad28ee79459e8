import { existsSync } from 'node:fs';
import path from 'node:path';

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
