import { writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { chromium, type Page } from '@playwright/test';
import { signUpThroughApi } from '@/e2e/support/accounts';
import { startApp } from '@/e2e/support/app';
import { closeDb } from '@/lib/db/client';
import { generateRuns } from '@/lib/db/testing/generate-runs';
import { testEnvironment } from '@/lib/db/testing/test-environment';
import { findUserByEmail } from '@/lib/db/users';
import { replaceEnv } from '@/lib/env/env';

// How smoothly the list of a long history scrolls in a real browser: `npm run bench:scroll [-- --runs 100000]`. Writes
// bench/SCROLL.md. Loopback only; ends by itself. Needs the production build.

const { values } = parseArgs({ options: { runs: { type: 'string', default: '100000' } } });
const RUNS = Number(values.runs);
/** How many pages of 50 are scrolled through by wheel before the list is crossed from end to end. */
const SECONDS = 10;

const app = await startApp();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
try {
  const context = await browser.newContext({ baseURL: app.url, viewport: { width: 1440, height: 900 } });
  const email = await signUpThroughApi(context.request);
  await app.stop();
  replaceEnv(testEnvironment({ DATABASE_URL: `file:${path.join(app.dataDir, 'playground.db')}` }));
  const user = await findUserByEmail(email);
  if (!user) throw new Error('no user');
  await generateRuns({
    userId: user.id,
    count: RUNS,
    onProgress: (made) => made % 10_000 === 0 && console.log(`${made} runs`),
  });
  await closeDb();
  await app.restart();

  const page = await context.newPage();
  await page.goto('/history');
  await page.getByRole('list', { name: 'Runs' }).getByRole('listitem').first().waitFor();
  const rows: string[] = [];
  rows.push(await measure(page, 'wheel, 3,000 px/s, pages loading on the way', 3_000));
  rows.push(await measure(page, 'flick, 20,000 px/s, pages loading on the way', 20_000));
  await loadAll(page);
  const loaded = await page.getByRole('list', { name: 'Runs' }).evaluate((list) => list.clientHeight / 64);
  rows.push(await measure(page, 'wheel, 3,000 px/s, all loaded', 3_000));
  rows.push(await measure(page, 'flick, 50,000 px/s, all loaded', 50_000));
  const text = `# How smoothly a long history scrolls

\`npm run bench:scroll\`, ${RUNS.toLocaleString('en')} generated runs on SQLite, ${new Date().toISOString().slice(0, 10)}, ${os.cpus().length} cores (server and browser
together), headless Chromium without a graphics card, 1440 × 900, ${SECONDS} s each. Bar: ≥ 55 frames/s.
${Math.round(loaded).toLocaleString('en')} lines were in the list at the end.

| how | frames/s | slowest 5 % of frames | tasks over 50 ms |
|---|---|---|---|
${rows.join('\n')}
`;
  writeFileSync(path.join(import.meta.dirname, '..', 'SCROLL.md'), text);
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

/** Jumps to the end until there is no more. */
async function loadAll(page: Page): Promise<void> {
  for (;;) {
    const lines = await page.evaluate(() => {
      const scroller = document.querySelector('main [aria-label="Runs"]')?.parentElement;
      if (!scroller) return 0;
      scroller.scrollTop = scroller.scrollHeight;
      return (scroller.firstElementChild?.clientHeight ?? 0) / 64;
    });
    if (lines >= RUNS) return;
    await setTimeout(20);
  }
}
