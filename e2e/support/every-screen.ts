import { type APIRequestContext, expect, type Page } from '@playwright/test';
import type { MisbehavingServer } from '@/lib/testing/misbehaving-server';
import { answers } from '@/lib/testing/upstream-answers';
import { comeIn } from './accessible';
import { ComparePage, columnOf, saveComparison } from './compare';
import { everyDocument } from './every-document';
import { startGuest } from './guest';
import { Playground } from './playground';
import { aFinishedRun, aShare, aShareOfComparison } from './shares';
import { aShareOfDocument, aStory } from './stored-documents';
import { SweepPage, saveSweep } from './sweep';

const WORDS = 'The lighthouse keeper counted the ships of the evening and wrote each of them down. ';

/** The data that fills these screens. */
export interface EveryScreen {
  /** Finished runs: a short one, a long one, four choices with probabilities, and one that failed. */
  readonly runs: {
    readonly short: string;
    readonly long: string;
    readonly many: string;
    readonly failed: string;
  };
  readonly comparison: string;
  readonly sweep: string;
  /** Paths of shared links. */
  readonly links: Readonly<Record<'run' | 'comparison' | 'sweep' | 'document', string>>;
}

/** A guest with some of everything, made through the API. */
export async function aFullAccount(
  request: APIRequestContext,
  upstream: MisbehavingServer,
): Promise<EveryScreen> {
  const guest = await startGuest(request);
  const failing = await guest.addConnection({
    name: 'Faulty',
    baseUrl: upstream.url,
    key: 'sk-faulty-0123456789',
  });
  upstream.enqueue(answers.error(400, `A refusal that goes on and on: ${'no '.repeat(200)}`));
  const short = await aFinishedRun(request);
  const long = await aFinishedRun(request, { prompt: WORDS.repeat(30), max_tokens: 900, temperature: 1.2 });
  const many = await aFinishedRun(request, { n: 4, temperature: 1.2, seed: 3, logprobs: 5, max_tokens: 120 });
  const failed = await aFinishedRun(request, { model: 'test-model', n: 3 }, failing);
  const comparison = await saveComparison(
    request,
    [0, 0.7, 1.2].map((temperature) =>
      columnOf(`t${temperature * 10}`, { temperature, seed: 5, logprobs: 3 }),
    ),
    { referenceId: 't0' },
  );
  const sweep = await saveSweep(
    request,
    {},
    {
      axes: [
        { kind: 'parameter', parameter: 'temperature', values: [0, 0.5, 1] },
        { kind: 'parameter', parameter: 'top_p', values: [0.5, 0.9, 1] },
      ],
      repeats: 2,
    },
  );
  for (const id of [comparison, sweep]) await runComparison(request, id);
  const run = await aShare(request, many, { title: 'A run' });
  const columns = await aShareOfComparison(request, comparison, { title: 'Columns' });
  const grid = await aShareOfComparison(request, sweep, { title: 'A sweep' });
  const { documentId } = await aStory(request, { beginning: WORDS.repeat(20) });
  const document = await aShareOfDocument(request, documentId, { title: 'A document' });
  return {
    runs: { short, long, many, failed },
    comparison,
    sweep,
    links: {
      run: run.path ?? '',
      comparison: columns.path ?? '',
      sweep: grid.path ?? '',
      document: document.path ?? '',
    },
  };
}

/** Runs a whole comparison and waits for its end. */
async function runComparison(request: APIRequestContext, id: string): Promise<void> {
  const data = { idempotencyKey: crypto.randomUUID(), cells: 'all' };
  expect((await request.post(`/api/comparisons/${id}/start`, { data })).status()).toBe(200);
  const underWay = async () => {
    const { queue } = await (await request.get(`/api/comparisons/${id}`)).json();
    return queue.waiting.length + queue.live.length;
  };
  await expect.poll(underWay, { timeout: 60_000 }).toBe(0);
}

export interface Shown {
  readonly what: string;
  /** Meant to be exactly as high as the window, with scrollers inside. */
  readonly fills: boolean;
}

type Check = (shown: Shown) => Promise<void>;

/** The parts of the app. Each brings the page into every state of its screens, and calls `check` in each. */
export const PARTS = {
  playground: everyPlayground,
  compare: everyComparison,
  documents: everyDocumentState,
  history: everyHistory,
  settings: everySetting,
  'shared pages': everySharedPage,
} as const;

async function everyPlayground(page: Page, { runs }: EveryScreen, check: Check): Promise<void> {
  const playground = new Playground(page);
  const filling = (what: string) => check({ what: `playground, ${what}`, fills: true });
  await playground.open();
  await filling('nothing yet');
  await playground.prompt.fill(WORDS.repeat(40));
  for (const send of await playground.parameters.getByRole('switch', { name: /^Send / }).all()) {
    await send.setChecked(true);
  }
  await filling('a long prompt and every parameter');
  await playground.allOff();
  await playground.prompt.fill('Once upon a time');
  for (const [name, id] of Object.entries(runs)) {
    await page.goto(`/?run=${id}`);
    await playground.ready();
    await playground.ended(name === 'failed' ? 'failed' : 'complete');
    await filling(`${name} run`);
  }
  await page.getByText(/^Raw response/).click();
  await filling('the raw answer of a failed run');
  await page.goto(`/?run=${runs.many}`);
  await playground.ended();
  await page.getByRole('combobox', { name: 'Token colors' }).selectOption('Probability');
  await page.getByRole('button', { name: /What was applied/ }).click();
  await expect(page.getByRole('region', { name: 'What was applied' }).getByRole('table')).toBeVisible();
  await filling('the receipt');
  await page.getByText('Raw response', { exact: true }).click();
  await filling('the receipt with the raw response');
  await page.getByRole('button', { name: /What was applied/ }).click();
  await playground.panes.first().focus();
  // The panes are laid out anew beside the closing check, and take keys when their tokens are drawn.
  await expect(async () => {
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('status').filter({ hasText: /rank \d/ })).toHaveCount(1, { timeout: 500 });
  }).toPass();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menu', { name: /^Continue from here/ })).toBeVisible();
  await filling('the menu of a token');
  await page.keyboard.press('Escape');
  for (const [button, layer] of [
    ['Code', page.getByRole('dialog', { name: 'Code', exact: true })],
    ['Import code', page.getByRole('dialog', { name: 'Import code' })],
    ['Share', page.getByRole('dialog', { name: 'Share this run' })],
    [/^Model: /, page.getByRole('dialog', { name: 'Models' })],
    [/^Presets/, page.getByRole('dialog', { name: 'Presets' })],
    [/^Account: /, page.getByRole('menu', { name: 'Account' })],
  ] as const) {
    await page.getByRole('button', { name: button, exact: true }).click();
    await comeIn(layer);
    await filling(`${button} is open`);
    await page.keyboard.press('Escape');
    await expect(layer).toBeHidden();
  }
  const size = page.viewportSize();
  await page.setViewportSize({ width: 360, height: 740 });
  for (const [button, name] of [
    ['Show history', 'History'],
    ['Show parameters', 'Parameters'],
  ] as const) {
    await page.getByRole('button', { name: button }).click();
    await comeIn(page.getByRole('dialog', { name }));
    await filling(`the sheet with the ${name}`);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog', { name })).toBeHidden();
  }
  if (size) await page.setViewportSize(size);
}

async function everyDocumentState(page: Page, _made: EveryScreen, check: Check): Promise<void> {
  await everyDocument(page, (what) => check({ what, fills: true }));
}

async function everyComparison(page: Page, { comparison, sweep }: EveryScreen, check: Check): Promise<void> {
  const compare = new ComparePage(page);
  const filling = (what: string) => check({ what, fills: true });
  await compare.open(`/compare?id=${comparison}`);
  await expect(page.getByText('First divergence').first()).toBeVisible();
  await filling('columns');
  await compare.cell('Temperature', 'A').click();
  await comeIn(page.getByRole('dialog').first());
  await filling('columns, a setting is edited');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Only differences' }).click();
  await filling('columns, only differences');
  await page.getByRole('button', { name: /^Blind vote/ }).click();
  await comeIn(page.getByRole('dialog', { name: 'Blind vote' }));
  await filling('columns, the dialog of judging');
  await page.getByRole('button', { name: 'Start' }).click();
  await expect(page.getByRole('heading', { name: /^Which of these/ })).toBeVisible();
  await filling('judging');
  const grid = new SweepPage(page);
  await grid.open(`/compare?id=${sweep}`);
  await filling('a sweep');
  await grid.cell(1, 1).click();
  await comeIn(page.getByRole('dialog').first());
  await filling('a cell of a sweep');
  await page.keyboard.press('Escape');
  for (const [tab, drawing] of [
    ['Table', '[data-line]'],
    ['Heat map', '[data-heat]'],
    ['Line chart', '[data-series]'],
  ] as const) {
    await grid.show(tab);
    await expect(page.locator(drawing).first()).toBeVisible();
    await filling(tab);
  }
  await page.getByText('Show data', { exact: true }).click();
  await filling('a chart with its numbers');
}

async function everyHistory(page: Page, { runs }: EveryScreen, check: Check): Promise<void> {
  const filling = (what: string) => check({ what, fills: true });
  await page.goto('/history');
  await expect(page.getByRole('list', { name: 'Runs' })).toBeVisible();
  await filling('history');
  await page
    .getByRole('checkbox', { name: /^Select: / })
    .first()
    .check();
  await filling('history with a selection');
  await page.keyboard.press('Escape');
  for (const name of ['Export…', 'Import…'] as const) {
    await page.getByRole('button', { name }).click();
    await comeIn(page.getByRole('dialog'));
    await filling(`${name} of the history`);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
  }
  await page.goto('/history?q=nothing+like+it');
  await expect(page.getByRole('button', { name: /^Clear/ }).first()).toBeVisible();
  await filling('history where nothing was found');
  await page.goto('/history/comparisons');
  await expect(page.getByRole('listitem').first()).toBeVisible();
  await filling('comparisons');
  for (const [name, id] of Object.entries(runs)) {
    await page.goto(`/history/${id}`);
    await expect(page.getByRole('complementary', { name: 'About this run' })).toBeVisible();
    await check({ what: `the page of the ${name} run`, fills: false });
  }
  await page.goto(`/history/${runs.long}`);
  await page.getByRole('button', { name: 'Compare with…' }).click();
  await comeIn(page.getByRole('dialog', { name: 'Compare with' }));
  await check({ what: 'the page of a run, compare with', fills: false });
}

async function everySetting(page: Page, _made: EveryScreen, check: Check): Promise<void> {
  for (const path of ['connections', 'links', 'api', 'account', 'appearance']) {
    await page.goto(`/settings/${path}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await check({ what: `settings, ${path}`, fills: false });
  }
  await page.goto('/settings/connections');
  await page.getByRole('button', { name: 'Edit Faulty' }).click();
  await comeIn(page.getByRole('dialog'));
  await check({ what: 'the form of a connection', fills: false });
  await page.goto('/settings/connections');
  await page.getByRole('button', { name: 'Prices for Faulty' }).click();
  await comeIn(page.getByRole('dialog'));
  await check({ what: 'the prices of a connection', fills: false });
  await page.getByRole('button', { name: 'Set a price' }).click();
  await comeIn(page.getByRole('dialog', { name: 'Set a price' }));
  await check({ what: 'the form of a price', fills: false });
  await page.goto('/settings/api');
  await page.getByRole('button', { name: 'New token' }).click();
  await check({ what: 'the form of a token', fills: false });
  await page.goto('/sign-in');
  await expect(page.getByLabel('Email')).toBeVisible();
  await check({ what: 'sign in', fills: false });
}

async function everySharedPage(page: Page, { links }: EveryScreen, check: Check): Promise<void> {
  for (const [name, path] of Object.entries(links)) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await check({ what: `the shared ${name}`, fills: false });
    await page.goto(`${path}/embed`);
    await check({ what: `the embed of the ${name}`, fills: false });
  }
}
