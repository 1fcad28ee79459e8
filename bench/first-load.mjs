/*
 * How much JavaScript the first load of a page transfers: every script that the browser asks for until the network is
 * idle, with nothing pressed and nothing hovered, each file compressed by gzip as a reverse proxy would.
 *
 *   node bench/first-load.mjs http://127.0.0.1:3000 [--link=/s/SLUG] [--each] [--save=FOLDER]
 *
 * Wants a server that runs from a production build (`npm start`). `--link` is a shared link of that server, measured as
 * well; `--each` lists every script; `--save` keeps them.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium } from '@playwright/test';
import { findChromium } from '../scripts/lib/chromium.mjs';

const PAGES = ['/', '/settings/connections', '/sign-in'];
/** Of the playground and of a shared link, in kB of 1000 bytes. */
const BUDGET_KB = 200;
const LINK_BUDGET_KB = 165;

const options = process.argv.slice(2).filter((word) => word.startsWith('--'));
const address = process.argv.slice(2).find((word) => !word.startsWith('--')) ?? 'http://127.0.0.1:3000';
const each = options.includes('--each');
const folder = options.find((word) => word.startsWith('--save='))?.slice('--save='.length);
const link = options.find((word) => word.startsWith('--link='))?.slice('--link='.length);
const say = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);

/** @param {number} bytes */
const kB = (bytes) => `${(bytes / 1000).toFixed(1).padStart(7)} kB`;

const browser = await chromium.launch({
  executablePath: findChromium() ?? undefined,
  args: process.getuid?.() === 0 ? ['--no-sandbox', '--disable-gpu'] : ['--disable-gpu'],
});
let total = 0;
let ofLink = 0;
try {
  for (const page of PAGES) {
    const bytes = await measure(page);
    if (page === PAGES[0]) total = bytes;
  }
  if (link) ofLink = await measure(link);
} catch (error) {
  say(`${address} could not be measured: ${error instanceof Error ? error.message.split('\n')[0] : error}`);
  process.exitCode = 1;
} finally {
  await browser.close();
}
if (total > BUDGET_KB * 1000) {
  say(`The playground is over its ${BUDGET_KB} kB.`);
  process.exitCode = 1;
}
if (ofLink > LINK_BUDGET_KB * 1000) {
  say(`The shared link is over its ${LINK_BUDGET_KB} kB.`);
  process.exitCode = 1;
}

/**
 * In a context of its own: no cache, no session.
 *
 * @param {string} page
 * @returns {Promise<number>} bytes after gzip
 */
async function measure(page) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const tab = await context.newPage();
  /** @type {Promise<{ name: string, bytes: number, raw: number }>[]} */
  const scripts = [];
  tab.on('response', (response) => {
    if (response.request().resourceType() !== 'script' || !response.ok()) return;
    scripts.push(sizeOf(response));
  });
  await tab.goto(new URL(page, address).href, { waitUntil: 'networkidle' });
  const found = (await Promise.all(scripts)).sort((a, b) => b.bytes - a.bytes);
  await context.close();
  const bytes = found.reduce((sum, script) => sum + script.bytes, 0);
  const raw = found.reduce((sum, script) => sum + script.raw, 0);
  say(`${kB(bytes)}  ${page}  (${found.length} scripts, ${kB(raw).trim()} before gzip)`);
  if (each) for (const script of found) say(`  ${kB(script.bytes)}  ${script.name}`);
  return bytes;
}

/** @param {import('@playwright/test').Response} response */
async function sizeOf(response) {
  const body = await response.body();
  const name = path.posix.basename(new URL(response.url()).pathname);
  if (folder) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, name), body);
  }
  return { name, bytes: gzipSync(body, { level: 6 }).length, raw: body.length };
}
