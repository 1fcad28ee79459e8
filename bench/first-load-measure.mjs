import path from 'node:path';
import { gzipSync } from 'node:zlib';

/** Bytes of JavaScript, after gzip, that the first load of a page may take. */
export const BUDGETS = {
  /** The playground of a first-time visitor. */
  visitor: 200_000,
  /** The playground of a user with runs: it also loads their list and its schema. */
  owner: 242_000,
  /** A shared link, for every reader. */
  link: 165_000,
};

/**
 * Every script that the browser loads until the network is idle, with nothing pressed and nothing hovered.
 * Each file is compressed by gzip, level 6, as a reverse proxy would. The tab must have an empty cache.
 *
 * @param {import('@playwright/test').Page} tab
 * @param {string} address
 * @returns {Promise<import('./first-load-measure.mjs').FirstLoad>}
 */
export async function measureFirstLoad(tab, address) {
  /** @type {Promise<import('./first-load-measure.mjs').LoadedScript>[]} */
  const requested = [];
  tab.on('response', (response) => {
    if (response.request().resourceType() === 'script' && response.ok()) requested.push(sizeOf(response));
  });
  await tab.goto(address, { waitUntil: 'networkidle' });
  const scripts = (await Promise.all(requested)).sort((a, b) => b.bytes - a.bytes);
  return {
    scripts,
    bytes: scripts.reduce((sum, script) => sum + script.bytes, 0),
    raw: scripts.reduce((sum, script) => sum + script.raw, 0),
  };
}

/** @param {import('@playwright/test').Response} response */
async function sizeOf(response) {
  const body = await response.body();
  const name = path.posix.basename(new URL(response.url()).pathname);
  return { name, bytes: gzipSync(body, { level: 6 }).length, raw: body.length, body };
}
