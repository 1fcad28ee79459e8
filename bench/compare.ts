import { writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { chromium, type Page } from '@playwright/test';
import { startApp } from '@/e2e/support/app';
import { saveComparison } from '@/e2e/support/compare';
import { startGuest } from '@/e2e/support/guest';
import type { Variant } from '@/lib/compare/model/plan';
import { startMisbehavingServer } from '@/lib/testing/misbehaving-server';
import { type Answer, chunk, DONE } from '@/lib/testing/upstream-wire';
import { takeFrames, watchFrames } from './frames';

// Eight columns that stream at once in a real browser: `npm run bench:compare`. Writes bench/COMPARE.md.
// Loopback only; ends by itself. Needs the production build.

const COLUMNS = 8;
const TOKENS_PER_SECOND = 250;
const SECONDS = 10;
const ROUNDS = 3;
const WORDS = 'the keeper of a lighthouse climbed his stairs every evening and filled it with oil'.split(' ');

const app = await startApp();
const upstream = await startMisbehavingServer();
upstream.always(words());
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const rows: string[] = [];
const load = os.loadavg()[0]?.toFixed(1);
try {
  const context = await browser.newContext({ baseURL: app.url, viewport: { width: 1440, height: 900 } });
  const guest = await startGuest(context.request);
  const connectionId = await guest.addConnection({ name: 'Emitter', baseUrl: upstream.url });
  const page = await context.newPage();
  // tsx wraps named functions in a helper that the page does not have.
  await page.addInitScript({ content: 'globalThis.__name = (named) => named' });
  for (let round = 1; round <= ROUNDS; round += 1) {
    const id = await saveComparison(
      context.request,
      Array.from({ length: COLUMNS }, (_, at) => columnOn(connectionId, at)),
    );
    await page.goto(`/compare?id=${id}`);
    await page.getByRole('button', { name: /^Run all/ }).waitFor();
    // The same measurement on the same page, idle: the most this machine can do.
    note(`${round}, nothing streams`, await measure(page, false));
    note(`${round}, ${COLUMNS} × ${TOKENS_PER_SECOND} tokens/s`, await measure(page, true));
  }
} finally {
  await browser.close();
  await app.dispose();
  await upstream.close();
}
writeFileSync(
  path.join(import.meta.dirname, 'COMPARE.md'),
  `# Eight columns at once

Written by \`npm run bench:compare\`: ${new Date().toISOString().slice(0, 10)}, ${os.cpus().length} cores (${os.cpus()[0]?.model}), Node ${process.version}; load of
the machine before it: ${load}. Server, emitter and browser together on it; headless Chromium without a graphics card, 1440 × 900.
${COLUMNS} columns, ${TOKENS_PER_SECOND} tokens a second each for ${SECONDS} s, words in lines of some fifteen; from the press of Run all to the last token.
The bar: no task over 50 ms, ≥ 55 frames/s.

| round | frames/s | slowest 5 % of frames | tasks over 50 ms | longest task | characters that came |
|---|---|---|---|---|---|
${rows.join('\n')}
`,
);

function columnOn(connectionId: string, at: number): Variant {
  return {
    id: `column${at}`,
    name: null,
    connectionId,
    model: 'bench',
    settings: { values: { stream: true }, sent: ['stream'] },
  };
}

/** Words of usual lengths, in lines of about fifteen, each in an event of its own at its own time. */
function words(): Answer {
  let answers = 0;
  return async (response, { closed }) => {
    // Each text differs: equal ones would be collapsed at the end.
    const from = answers++;
    let open = true;
    closed.then(() => {
      open = false;
    });
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const begun = performance.now();
    for (let sent = 0; open && sent < TOKENS_PER_SECOND * SECONDS; ) {
      const due = Math.floor(((performance.now() - begun) / 1000) * TOKENS_PER_SECOND) + 1;
      for (; sent < due; sent += 1) {
        response.write(chunk(sent % 15 === 14 ? '.\n' : ` ${WORDS[(sent + from) % WORDS.length]}`));
      }
      await setTimeout(1);
    }
    response.write(chunk('', { finishReason: 'stop' }));
    response.end(DONE);
  };
}
type Measured = Awaited<ReturnType<typeof measure>>;

function note(name: string, { frames, slow, long, longest, characters }: Measured): void {
  rows.push(
    `| ${name} | ${frames.toFixed(1)} | ${slow.toFixed(1)} | ${long} | ${longest.toFixed(0)} ms | ${characters.toLocaleString('en')} |`,
  );
  console.log(rows.at(-1));
}

/** Counts frames and long tasks: while columns stream after Run all, or for some idle seconds. */
async function measure(page: Page, streams: boolean) {
  await watchFrames(page);
  if (streams) {
    await page.keyboard.press('Control+Enter');
    await page.getByRole('button', { name: /^Stop all/ }).waitFor();
    await page.getByRole('button', { name: /^Run all/ }).waitFor({ timeout: 60_000 });
  } else {
    await page.waitForTimeout(3_000);
  }
  const texts = await page.locator('.run-text').allTextContents();
  const characters = texts.reduce((sum, text) => sum + text.length, 0);
  return { ...(await takeFrames(page)), characters };
}
