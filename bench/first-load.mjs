/*
 * How much JavaScript the first load of a page transfers (first-load-measure.mjs; e2e/first-load.spec.ts holds the
 * playground to it).
 *
 *   node bench/first-load.mjs http://127.0.0.1:3000 [--link=/s/SLUG] [--each] [--save=FOLDER]
 *
 * Wants a server that runs from a production build (`npm start`). `--link` is a shared link of that server, measured as
 * well; `--each` lists every script; `--save` keeps them. "/ with a run" is the playground of a guest who has one.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { findChromium } from '../scripts/lib/browsers.mjs';
import { BUDGETS, measureFirstLoad } from './first-load-measure.mjs';

const PAGES = ['/', '/compare', '/history', '/settings/connections', '/sign-in'];

const options = process.argv.slice(2).filter((word) => word.startsWith('--'));
const address = process.argv.slice(2).find((word) => !word.startsWith('--')) ?? 'http://127.0.0.1:3000';
const each = options.includes('--each');
const folder = options.find((word) => word.startsWith('--save='))?.slice('--save='.length);
const link = options.find((word) => word.startsWith('--link='))?.slice('--link='.length);
const print = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);

/** @param {number} bytes */
const kB = (bytes) => `${(bytes / 1000).toFixed(1).padStart(7)} kB`;

const browser = await chromium.launch({
  executablePath: findChromium() ?? undefined,
  args: process.getuid?.() === 0 ? ['--no-sandbox', '--disable-gpu'] : ['--disable-gpu'],
});
try {
  for (const page of PAGES) {
    const bytes = await measure(page);
    if (page === '/') judge('The playground', bytes, BUDGETS.visitor);
  }
  judge('The playground with a run', await measure('/', makeRun), BUDGETS.owner);
  if (link) judge('The shared link', await measure(link), BUDGETS.link);
} catch (error) {
  print(`${address} could not be measured: ${error instanceof Error ? error.message.split('\n')[0] : error}`);
  process.exitCode = 1;
} finally {
  await browser.close();
}

/**
 * @param {string} what
 * @param {number} bytes
 * @param {number} budget
 */
function judge(what, bytes, budget) {
  if (bytes <= budget) return;
  print(`${what} is over its ${budget / 1000} kB.`);
  process.exitCode = 1;
}

/**
 * In a context of its own: no cache, and no session unless `prepare` makes one.
 *
 * @param {string} page
 * @param {(context: import('@playwright/test').BrowserContext) => Promise<void>} [prepare]
 * @returns {Promise<number>} bytes after gzip
 */
async function measure(page, prepare) {
  const context = await browser.newContext({ baseURL: address, viewport: { width: 1440, height: 900 } });
  await prepare?.(context);
  const { scripts, bytes, raw } = await measureFirstLoad(await context.newPage(), page);
  await context.close();
  print(
    `${kB(bytes)}  ${page}${prepare ? ' with a run' : ''}  (${scripts.length} scripts, ${kB(raw).trim()} before gzip)`,
  );
  for (const script of scripts) {
    if (each) print(`  ${kB(script.bytes)}  ${script.name}`);
    if (folder) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(path.join(folder, script.name), script.body);
    }
  }
  return bytes;
}

/** @param {import('@playwright/test').BrowserContext} context */
async function makeRun({ request }) {
  const { csrfToken } = await (await request.get('/api/auth/csrf')).json();
  await request.post('/api/auth/callback/guest', { form: { csrfToken, json: 'true' } });
  const answer = await request.post('/api/runs', {
    data: {
      idempotencyKey: crypto.randomUUID(),
      connectionId: 'practice',
      request: { model: 'practice-1', prompt: 'Once', max_tokens: 5 },
    },
  });
  if (!answer.ok()) throw new Error(`POST /api/runs answered ${answer.status()}`);
  await answer.body();
}
