import { writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { chromium, type Page } from '@playwright/test';
import { startApp } from '@/e2e/support/app';
import { DocumentPage } from '@/e2e/support/document';
import { startGuest } from '@/e2e/support/guest';
import { startMisbehavingServer } from '@/lib/testing/misbehaving-server';
import { answers } from '@/lib/testing/upstream-answers';
import { type Answer, DONE, ENVELOPE, SSE_HEADERS } from '@/lib/testing/upstream-wire';
import { CHROMIUM_ARGS, findChromium } from '@/scripts/lib/browsers.mjs';

// A document of 20,000 tokens with 5 alternatives each, in a real browser: how it streams, opens, scrolls and takes keys.
// `npm run bench:document` writes bench/DOCUMENT.md. Loopback only; ends by itself. Needs the production build.

const TOKENS = 20_000;
const PER_SECOND = 2_000;
const SCROLL_MS = 6_000;
const KEYS = 40;
const ROUNDS = 3;
const WORDS = ' the lighthouse keeper climbed his stairs and nobody but sea listened'.split(/(?= )/);

/** Tokens with alternatives, at a steady pace: ten times a second as many as are due. */
const paced: Answer = async (response) => {
  response.writeHead(200, SSE_HEADERS);
  const begun = performance.now();
  for (let sent = 0; sent < TOKENS; ) {
    const due = Math.min(TOKENS, Math.floor(((performance.now() - begun) / 1000) * PER_SECOND));
    let events = '';
    for (; sent < due; sent += 1) events += event(sent);
    response.write(events);
    await setTimeout(10);
  }
  response.end(
    `data: ${JSON.stringify({ ...ENVELOPE, choices: [{ text: '', index: 0, logprobs: null, finish_reason: 'stop' }] })}\n\n${DONE}`,
  );
};

function event(at: number): string {
  const text = at % 120 === 119 ? '\n\n' : (WORDS[(at * 7) % WORDS.length] ?? ' x');
  const own = -0.05 - ((at * 37) % 100) / 25;
  const top = Object.fromEntries([
    [text, own],
    ...WORDS.slice(0, 4).map((word, rank) => [`${word}${rank}`, own - rank - 1]),
  ]);
  const logprobs = { tokens: [text], token_logprobs: [own], top_logprobs: [top], text_offset: [0] };
  return `data: ${JSON.stringify({ ...ENVELOPE, choices: [{ text, index: 0, logprobs, finish_reason: null }] })}\n\n`;
}

const app = await startApp();
const upstream = await startMisbehavingServer();
const browser = await chromium.launch({ executablePath: findChromium() ?? undefined, args: CHROMIUM_ARGS });
const load = os.loadavg()[0]?.toFixed(1);
const rows: string[] = [];
const note = (round: number, what: string, bar: string, value: string) => {
  rows.push(`| ${round} | ${what} | ${bar} | ${value} |`);
  console.log(rows.at(-1));
};
try {
  for (let round = 1; round <= ROUNDS; round += 1) await measure(round);
} finally {
  await browser.close();
  await app.dispose();
  await upstream.close();
}
writeFileSync(
  path.join(import.meta.dirname, 'DOCUMENT.md'),
  `# A long document

Written by \`npm run bench:document\`: ${new Date().toISOString().slice(0, 10)}, ${os.cpus().length} cores (${os.cpus()[0]?.model}), Node ${process.version}; load of
the machine before it: ${load}. Server, upstream and browser together on it; headless Chromium without a graphics card, 1440 × 900.
${TOKENS.toLocaleString('en')} tokens with 5 alternatives each, in paragraphs of 120, colors by probability.

| round | what | bar | measured |
|---|---|---|---|
${rows.join('\n')}
`,
);
process.exit(0);

async function measure(round: number): Promise<void> {
  const context = await browser.newContext({ baseURL: app.url, viewport: { width: 1440, height: 900 } });
  const guest = await startGuest(context.request);
  upstream.alwaysModels(answers.models(['test-model']));
  await guest.addConnection({ name: `Paced ${round}`, baseUrl: upstream.url, isDefault: true });
  const page = await context.newPage();
  await page.addInitScript({
    content: `globalThis.__name = (named) => named; globalThis.longTasks = [];
      new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ duration }) => duration)))
        .observe({ type: 'longtask', buffered: true });`,
  });
  const document = new DocumentPage(page);
  await document.open();
  await page.getByRole('switch', { name: 'Send Log probabilities', exact: true }).setChecked(true);
  await document.write('Once');
  upstream.enqueue(paced);
  await takeLongTasks(page);
  await document.run();
  await document.pane.locator('footer').getByText('Complete', { exact: true }).waitFor({ timeout: 120_000 });
  const streaming = await takeLongTasks(page);
  note(
    round,
    `one stream at ${PER_SECOND.toLocaleString('en')} tokens/s: tasks over 50 ms`,
    'none',
    shown(streaming),
  );
  await document.pane.getByText('Saved', { exact: true }).waitFor({ timeout: 60_000 });

  const opened = await openAgain(page);
  note(round, 'opens, from the request of the page to the colored text', '≤ 1 s', `${Math.round(opened)} ms`);
  await takeLongTasks(page);
  const { frames, slow } = await scroll(page);
  note(
    round,
    'scrolls, 3,000 px/s',
    '≥ 55 frames/s',
    `${frames.toFixed(1)} (slowest 5 %: ${slow.toFixed(1)})`,
  );
  const keys = await typeKeys(page, document);
  note(
    round,
    'a key in the middle, to the next frame',
    '≤ 50 ms',
    `median ${keys.median} ms, longest ${keys.longest} ms`,
  );
  await context.close();
}

async function openAgain(page: Page): Promise<number> {
  await page.goto('about:blank');
  const begun = performance.now();
  await page.goto(`${app.url}/`, { waitUntil: 'commit' });
  await page.waitForFunction(() => (CSS.highlights.get('token-1')?.size ?? 0) > 0);
  return performance.now() - begun;
}

async function scroll(page: Page): Promise<{ frames: number; slow: number }> {
  return page.evaluate(async (ms) => {
    const scroller = document.querySelector('.cm-scroller');
    if (!scroller) throw new Error('no editor');
    const times: number[] = [];
    let direction = -1;
    await new Promise<void>((resolve) => {
      const begun = performance.now();
      let last = begun;
      const step = (now: number) => {
        const passed = now - last;
        if (passed > 0) times.push(passed);
        last = now;
        const before = scroller.scrollTop;
        scroller.scrollTop = before + (direction * 3_000 * passed) / 1000;
        if (scroller.scrollTop === before && passed > 0) direction = -direction;
        if (now - begun < ms) requestAnimationFrame(step);
        else resolve();
      };
      requestAnimationFrame(step);
    });
    times.sort((a, b) => a - b);
    const total = times.reduce((sum, time) => sum + time, 0);
    return {
      frames: (times.length / total) * 1000,
      slow: 1000 / (times[Math.floor(times.length * 0.95)] ?? 1),
    };
  }, SCROLL_MS);
}

async function typeKeys(page: Page, document: DocumentPage): Promise<{ median: number; longest: number }> {
  await document.editor.locator('.cm-line').nth(3).click();
  await page.evaluate(() => {
    const times: number[] = [];
    Object.assign(globalThis, { keyTimes: times });
    globalThis.document.addEventListener(
      'keydown',
      () => {
        const begun = performance.now();
        requestAnimationFrame(() => globalThis.setTimeout(() => times.push(performance.now() - begun)));
      },
      true,
    );
  });
  for (let key = 0; key < KEYS; key += 1) {
    await page.keyboard.press('a');
    await setTimeout(60);
  }
  const times = await page.evaluate(() => (globalThis as unknown as { keyTimes: number[] }).keyTimes);
  times.sort((a, b) => a - b);
  return { median: Math.round(times[times.length >> 1] ?? 0), longest: Math.round(times.at(-1) ?? 0) };
}

async function takeLongTasks(page: Page): Promise<number[]> {
  return page.evaluate(() => (globalThis as unknown as { longTasks: number[] }).longTasks.splice(0));
}

function shown(durations: readonly number[]): string {
  if (durations.length === 0) return 'none';
  return `${durations.length}, longest ${Math.round(Math.max(...durations))} ms`;
}
