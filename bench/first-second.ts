import { writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { chromium, type Page } from '@playwright/test';
import { startApp } from '@/e2e/support/app';
import { openOnUpstream } from '@/e2e/support/open-on-upstream';
import { Playground } from '@/e2e/support/playground';
import { startMisbehavingServer } from '@/lib/testing/misbehaving-server';
import { type Answer, chunk, DONE } from '@/lib/testing/upstream-wire';
import { CHROMIUM_ARGS, findChromium } from '@/scripts/lib/browsers.mjs';
import { type Frames, takeFrames, watchFrames } from './frames';

// The page's first second of text at 1,000 tokens a second: `npm run bench:first-second`. Writes bench/FIRST-SECOND.md.
// Loopback only; ends by itself. Needs the production build.

const TOKENS_PER_SECOND = 1_000;
const SECONDS = 3;
const ROUNDS = 5;
const FIRST_TEXT = 'first-text';

const app = await startApp();
const upstream = await startMisbehavingServer();
upstream.always(words);
const browser = await chromium.launch({ executablePath: findChromium() ?? undefined, args: CHROMIUM_ARGS });
const rows: string[] = [];
const load = os.loadavg()[0]?.toFixed(1);
try {
  for (let round = 1; round <= ROUNDS; round += 1) {
    // A new visitor each time: the first run of a visit loads what shows it.
    const context = await browser.newContext({ baseURL: app.url, viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    // tsx wraps named functions in a helper that the page does not have.
    await page.addInitScript({ content: 'globalThis.__name = (named) => named' });
    const playground = new Playground(page);
    await openOnUpstream(playground, upstream);
    await playground.prompt.fill('Words');
    note(round, 'nothing streams', await idle(page));
    note(round, 'the first run', await run(page, playground));
    note(round, 'the run after it', await run(page, playground));
    await context.close();
  }
} finally {
  await browser.close();
  await app.dispose();
  await upstream.close();
}
writeFileSync(
  path.join(import.meta.dirname, 'FIRST-SECOND.md'),
  `# The first second of a run

Written by \`npm run bench:first-second\`: ${new Date().toISOString().slice(0, 10)}, ${os.cpus().length} cores (${os.cpus()[0]?.model}), Node ${process.version}; load of
the machine before it: ${load}. Server, emitter and browser together on it; headless Chromium without a graphics card, 1440 × 900.
${TOKENS_PER_SECOND} tokens a second; counted from the press of Run, and for the second from the first text on.

| round, what | frames/s | slowest twentieth, frames/s | tasks over 50 ms | the longest |
|---|---|---|---|---|
${rows.join('\n')}
`,
);

/** Words at the pace of the measurement, with a line end every fifteen. */
async function words(response: Parameters<Answer>[0], { closed }: Parameters<Answer>[1]): Promise<void> {
  let open = true;
  closed.then(() => {
    open = false;
  });
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const begun = performance.now();
  for (let sent = 0; open && sent < TOKENS_PER_SECOND * SECONDS; ) {
    const due = Math.floor(((performance.now() - begun) / 1_000) * TOKENS_PER_SECOND) + 1;
    let text = '';
    for (; sent < due; sent += 1) text += chunk(sent % 15 === 14 ? '.\n' : ` word${sent % 7}`);
    response.write(text);
    await setTimeout(1);
  }
  response.write(chunk('', { finishReason: 'stop' }));
  response.end(DONE);
}

function note(round: number, name: string, { frames, slow, long, longest }: Frames): void {
  rows.push(
    `| ${round}, ${name} | ${frames.toFixed(1)} | ${slow.toFixed(1)} | ${long} | ${longest.toFixed(0)} ms |`,
  );
  console.log(rows.at(-1));
}

async function idle(page: Page): Promise<Frames> {
  await watchFrames(page);
  await page.waitForTimeout(2_000);
  return takeFrames(page);
}

/** From the press of Run to the end; counted is the second from the first text on. */
async function run(page: Page, playground: Playground): Promise<Frames> {
  await watchFrames(page);
  await page.evaluate((name) => {
    performance.clearMarks(name);
    const before = document.querySelector('.run-text')?.textContent ?? '';
    const look = () => {
      const text = document.querySelector('.run-text')?.textContent ?? '';
      if (text !== '' && text !== before) performance.mark(name);
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, FIRST_TEXT);
  await page.keyboard.press('Control+Enter');
  await playground.ended();
  return takeFrames(page, FIRST_TEXT);
}
