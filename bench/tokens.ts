import { writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium, type Locator, type Page } from '@playwright/test';
import { startApp } from '@/e2e/support/app';
import { startGuest } from '@/e2e/support/guest';
import { Playground } from '@/e2e/support/playground';
import { startMisbehavingServer } from '@/lib/testing/misbehaving-server';
import { answerByPath } from '@/lib/testing/tokenizer-answers';
import { answers } from '@/lib/testing/upstream-answers';
import { CHROMIUM_ARGS, findChromium } from '@/scripts/lib/browsers.mjs';

// The page's main thread while a megabyte of prompt is counted and looked at as tokens: `npm run bench:tokens`. Writes
// bench/TOKENS.md. Loopback only; ends by itself. Needs the production build.

const MEGABYTE = 1024 * 1024;
const SENTENCE =
  'The keeper of the lighthouse, 47 years old, climbed his stairs; nobody (but the sea) listened.\n';
const ROUNDS = 3;
/** A tokenizer as vLLM's, of four characters a token. */
const FOUR_CHARACTERS = answerByPath({
  '/tokenize': ({ prompt, return_token_strs }) => {
    const token_strs = String(prompt).match(/[\s\S]{1,4}/g) ?? [];
    const tokens = token_strs.map((text) => text.charCodeAt(0));
    return { count: tokens.length, tokens, max_model_len: 1e6, ...(return_token_strs ? { token_strs } : {}) };
  },
});

/** Long tasks, each with the script that the browser names, since the last call. */
interface LongTasks {
  readonly count: number;
  readonly longest: number;
}

const app = await startApp();
const upstream = await startMisbehavingServer();
const browser = await chromium.launch({ executablePath: findChromium() ?? undefined, args: CHROMIUM_ARGS });
const rows: string[] = [];
const load = os.loadavg()[0]?.toFixed(1);
try {
  const context = await browser.newContext({ baseURL: app.url, viewport: { width: 1440, height: 900 } });
  const guest = await startGuest(context.request);
  upstream.alwaysModels(answers.models(['some-model', 'gpt-4o']));
  await guest.addConnection({ name: 'Counting server', baseUrl: upstream.url });
  const page = await context.newPage();
  await page.addInitScript({
    content: `globalThis.longTasks = [];
      new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ duration }) => duration)))
        .observe({ type: 'longtask', buffered: true });`,
  });
  const playground = new Playground(page);
  const stats = page.getByRole('button', { name: /characters? · / });
  for (let round = 1; round <= ROUNDS; round += 1) {
    // What the browser itself needs for such a field: the least that any page takes.
    await page.goto('about:blank');
    await page.setContent('<textarea style="width:800px;height:400px"></textarea>');
    await take(page);
    await put(page.getByRole('textbox'));
    note(round, 'a bare text field is filled', await take(page));

    for (const [name, connection, model, tokenizer, label] of [
      ['counted by nobody', 'Counting server', 'some-model', answers.error(404, 'Not found'), /· about/],
      [
        'counted by the server',
        'Counting server',
        'some-model',
        FOUR_CHARACTERS,
        /· [\d,]+ tokens of 1,000,000$/,
      ],
      [
        'counted by a vocabulary',
        'Counting server',
        'gpt-4o',
        answers.error(404, 'Not found'),
        /· [\d,]+ tokens$/,
      ],
    ] as const) {
      upstream.alwaysTokens(tokenizer);
      // What answered is remembered by the connection's address.
      const id = await guest.addConnection({
        name: `${connection} ${round} ${name}`,
        baseUrl: `${upstream.url}/${round}-${name.replaceAll(' ', '-')}/v1`,
      });
      await playground.open();
      await page.getByRole('combobox', { name: 'Connection' }).selectOption(id);
      await playground.chooseModel(model);
      await playground.prompt.fill('a');
      await stats.waitFor();
      await take(page);
      await put(playground.prompt);
      note(round, `the prompt is filled, ${name}`, await take(page));
      await page.getByRole('button', { name: new RegExp(`1,048,576 characters ${label.source}`) }).waitFor();
      // The next frames: what the answer has changed.
      note(round, `… and until the count is there`, await take(page));
      if (name === 'counted by nobody') continue;
      await page.getByRole('button', { name: /1,048,576 characters/ }).click();
      await page.getByRole('region', { name: 'Tokens', exact: true }).getByRole('listitem').first().waitFor();
      await page.locator('section[aria-label="Tokens"][aria-busy="false"]').waitFor({ timeout: 120_000 });
      note(round, `it is looked at as tokens (the first 500,000 characters), ${name}`, await take(page));
      await page.keyboard.press('Escape');
    }
  }
} finally {
  await browser.close();
  await app.dispose();
  await upstream.close();
}
writeFileSync(
  path.join(import.meta.dirname, 'TOKENS.md'),
  `# A megabyte of prompt, and its tokens

Written by \`npm run bench:tokens\`: ${new Date().toISOString().slice(0, 10)}, ${os.cpus().length} cores (${os.cpus()[0]?.model}), Node ${process.version}; load of
the machine before it: ${load}. Server and browser together on it; headless Chromium without a graphics card, 1440 × 900.
Tasks of the page's main thread, as \`PerformanceObserver\` reports those of 50 ms and more. The bar: none that the page adds to
what the browser itself needs for such a field.

| round | while | tasks over 50 ms | longest |
|---|---|---|---|
${rows.join('\n')}
`,
);
process.exit(0);

/** As a paste would, without handing a megabyte to the page first. */
function put(field: Locator): Promise<void> {
  return field.evaluate(
    (element, [sentence, length]) => {
      const text = sentence.repeat(Math.ceil(length / sentence.length)).slice(0, length);
      Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set?.call(element, text);
      element.dispatchEvent(new InputEvent('input', { bubbles: true }));
    },
    [SENTENCE, MEGABYTE] as const,
  );
}

/** After two frames, so that what has just happened is over. */
async function take(page: Page): Promise<LongTasks> {
  return page.evaluate(async () => {
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))));
    const durations = (globalThis as unknown as { longTasks: number[] }).longTasks.splice(0);
    return { count: durations.length, longest: Math.round(Math.max(0, ...durations)) };
  });
}

function note(round: number, what: string, { count, longest }: LongTasks): void {
  rows.push(`| ${round} | ${what} | ${count} | ${longest === 0 ? '–' : `${longest} ms`} |`);
  console.log(rows.at(-1));
}
