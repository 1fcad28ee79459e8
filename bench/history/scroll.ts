import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { chromium, type Page } from '@playwright/test';
import { PASSWORD, signInThroughApi, signUpThroughApi } from '@/e2e/support/accounts';
import { startApp } from '@/e2e/support/app';
import { fillAccount } from './account';
import { circumstances, loadOfMachine, writeSection } from './report';

// How smoothly the list of a long history scrolls in a real browser: `npm run bench:scroll [-- --runs
// 100000]`. Writes its section of bench/HISTORY.md. Loopback only; ends by itself. Needs the production
// build. With `--database <file>` it uses the runs of a SQLite file left by `bench:history -- --keep`;
// otherwise it makes them, which takes minutes.

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '100000' }, database: { type: 'string' } },
});
const RUNS = Number(values.runs);
const SECONDS = 10;
const LINE_HEIGHT = 64;
const MAX_LOADING_MS = 300_000;

const app = await startApp();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
try {
  const context = await browser.newContext({ baseURL: app.url, viewport: { width: 1440, height: 900 } });
  const email = await signUpThroughApi(context.request);
  await app.stop();
  const load = loadOfMachine();
  await fillAccount(email, {
    runs: RUNS,
    from: values.database,
    database: path.join(app.dataDir, 'playground.db'),
  });
  await app.restart();
  if ((await signInThroughApi(context.request, email, PASSWORD)) !== 200) throw new Error('not signed in');

  const page = await context.newPage();
  // tsx wraps named functions in a helper that the page does not have.
  await page.addInitScript('globalThis.__name = (named) => named');
  await page.goto('/history');
  await page.getByRole('list', { name: 'Runs' }).getByRole('listitem').first().waitFor();
  const rows: string[] = [];
  rows.push(await measure(page, 'wheel, 3,000 px/s, pages loading on the way', 3_000));
  rows.push(await measure(page, 'flick, 20,000 px/s, pages loading on the way', 20_000));
  await loadAll(page);
  const loaded = await page
    .getByRole('list', { name: 'Runs' })
    .evaluate((list, height) => list.clientHeight / height, LINE_HEIGHT);
  rows.push(await measure(page, 'wheel, 3,000 px/s, all loaded', 3_000));
  rows.push(await measure(page, 'flick, 50,000 px/s, all loaded', 50_000));
  const text = `${circumstances(load)} Server and browser together on it, on SQLite; headless Chromium without
a graphics card, 1440 × 900, ${SECONDS} s each. ${Math.round(loaded).toLocaleString('en')} lines were in the list at the end. Bar: ≥ 55 frames/s.

| how | frames/s | slowest 5 % of frames | tasks over 50 ms |
|---|---|---|---|
${rows.join('\n')}`;
  writeSection(`Scrolling, ${RUNS.toLocaleString('en')} runs`, text);
  console.log(text);
} finally {
  await browser.close();
  await app.dispose();
}

/** Scrolls evenly, turning back at the ends, and counts frames. */
async function measure(page: Page, name: string, pixelsPerSecond: number): Promise<string> {
  const { frames, slow, long } = await page.evaluate(
    async ({ speed, ms }) => {
      const scroller = document.querySelector('main [aria-label="Runs"]')?.parentElement;
      if (!scroller) throw new Error('no list');
      scroller.scrollTop = 0;
      let long = 0;
      const observer = new PerformanceObserver((list) => {
        long += list.getEntries().length;
      });
      observer.observe({ entryTypes: ['longtask'] });
      const times: number[] = [];
      let direction = 1;
      await new Promise<void>((resolve) => {
        const begun = performance.now();
        let last = begun;
        const step = (now: number) => {
          const passed = now - last;
          if (times.length > 0 || now !== begun) times.push(passed);
          last = now;
          const before = scroller.scrollTop;
          scroller.scrollTop = before + (direction * speed * passed) / 1000;
          if (scroller.scrollTop === before && passed > 0) direction = -direction;
          if (now - begun < ms) requestAnimationFrame(step);
          else resolve();
        };
        requestAnimationFrame(step);
      });
      observer.disconnect();
      times.sort((a, b) => a - b);
      const total = times.reduce((sum, time) => sum + time, 0);
      return {
        frames: (times.length / total) * 1000,
        slow: 1000 / (times[Math.floor(times.length * 0.95)] ?? 1),
        long,
      };
    },
    { speed: pixelsPerSecond, ms: SECONDS * 1000 },
  );
  const row = `| ${name} | ${frames.toFixed(1)} | ${slow.toFixed(1)} | ${long} |`;
  console.log(row);
  return row;
}

/** Jumps to the end until there is no more, or until it has taken long enough. */
async function loadAll(page: Page): Promise<void> {
  const begun = performance.now();
  while (performance.now() - begun < MAX_LOADING_MS) {
    const lines = await page.evaluate((height) => {
      const scroller = document.querySelector('main [aria-label="Runs"]')?.parentElement;
      if (!scroller) return 0;
      scroller.scrollTop = scroller.scrollHeight;
      return (scroller.firstElementChild?.clientHeight ?? 0) / height;
    }, LINE_HEIGHT);
    if (lines >= RUNS) return;
    await setTimeout(20);
  }
}
