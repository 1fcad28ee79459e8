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
import {
  type DocumentFigures,
  scrollThrough,
  takeLongTasks,
  typeKeys,
  WATCH_TASKS,
} from './document/measures';
import { measureMikupad } from './document/mikupad';

// A document of 20,000 tokens with 5 alternatives each, in a real browser: how it streams, opens, scrolls and takes keys.
// `npm run bench:document` writes bench/DOCUMENT.md; with MIKUPAD=its built file, mikupad stands beside it. Loopback only; ends by itself. Needs the production build.

const TOKENS = 20_000;
const PER_SECOND = 2_000;
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
  const ours = await measureOurs(round);
  noteAll(round, '', ours);
  // Built from its repository, with its libraries from npm; not part of this one.
  const file = process.env.MIKUPAD;
  if (file)
    noteAll(
      round,
      'mikupad: ',
      await measureMikupad(browser, file, { tokens: TOKENS, perSecond: PER_SECOND }),
    );
}

function noteAll(round: number, who: string, { openMs, scrolling, keys, longTasks }: DocumentFigures): void {
  const pace = PER_SECOND.toLocaleString('en');
  note(round, `${who}one stream at ${pace} tokens/s: tasks over 50 ms`, 'none', shown(longTasks));
  note(round, `${who}opens, from the request of the page`, '≤ 1 s', `${Math.round(openMs)} ms`);
  const { frames, slow } = scrolling;
  note(
    round,
    `${who}scrolls, 3,000 px/s`,
    '≥ 55 frames/s',
    `${frames.toFixed(1)} (slowest 5 %: ${slow.toFixed(1)})`,
  );
  note(
    round,
    `${who}a key, to the next frame`,
    '≤ 50 ms',
    `median ${keys.median} ms, longest ${keys.longest} ms`,
  );
}

async function measureOurs(round: number): Promise<DocumentFigures> {
  const context = await browser.newContext({ baseURL: app.url, viewport: { width: 1440, height: 900 } });
  const guest = await startGuest(context.request);
  upstream.alwaysModels(answers.models(['test-model']));
  await guest.addConnection({ name: `Paced ${round}`, baseUrl: upstream.url, isDefault: true });
  const page = await context.newPage();
  await page.addInitScript({ content: WATCH_TASKS });
  const document = new DocumentPage(page);
  await document.open();
  await page.getByRole('switch', { name: 'Send Log probabilities', exact: true }).setChecked(true);
  await document.write('Once');
  upstream.enqueue(paced);
  await takeLongTasks(page);
  await document.run();
  await document.pane.locator('footer').getByText('Complete', { exact: true }).waitFor({ timeout: 120_000 });
  const longTasks = await takeLongTasks(page);
  await document.pane.getByText('Saved', { exact: true }).waitFor({ timeout: 60_000 });
  const openMs = await openAgain(page);
  const scrolling = await scrollThrough(page, '.cm-scroller');
  const keys = await typeKeys(page, document.editor.locator('.cm-line').nth(3));
  await context.close();
  return { openMs, scrolling, keys, longTasks };
}

/** To the colored text. */
async function openAgain(page: Page): Promise<number> {
  await page.goto('about:blank');
  const begun = performance.now();
  await page.goto(`${app.url}/`, { waitUntil: 'commit' });
  await page.waitForFunction(() => (CSS.highlights.get('token-1')?.size ?? 0) > 0);
  return performance.now() - begun;
}

function shown(durations: readonly number[]): string {
  if (durations.length === 0) return 'none';
  return `${durations.length}, longest ${Math.round(Math.max(...durations))} ms`;
}
