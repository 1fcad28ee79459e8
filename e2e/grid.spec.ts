import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type APIRequestContext, type Browser, expect } from '@playwright/test';
import type { Check } from '@/lib/compare/model/checks';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { answers } from '@/lib/testing/upstream-answers';
import { startApp } from './support/app';
import { gate } from './support/gate';
import { startGuest } from './support/guest';
import { SweepPage, saveSweep } from './support/sweep';
import { test } from './support/test';

/** A grid over many inputs: how it survives, and how scripts and files carry it. */

const MODELS = ['model-a', 'model-b'];
const PROMPTS = ['Is {{word}} a fruit?', 'Fruit or not: {{word}}.', '{{word}}? Yes or no:'];
const ROWS = Array.from({ length: 20 }, (_, at) => ({ id: `w${at}`, values: [`word ${at}`] }));
const CHECKS: Check[] = [
  { id: 'yes', kind: 'contains', value: 'yes', matchCase: false },
  { id: 'len', kind: 'length', unit: 'characters', min: null, max: 12 },
];

const nameOf = ({ model, prompt }: Record<string, unknown>) => `${model}: ${prompt}`;

/** Mixed, and the same for the same request. */
function textOf(body: Record<string, unknown>): string {
  const sum = [...nameOf(body)].reduce((all, character) => (all * 31 + character.charCodeAt(0)) % 1_009, 7);
  return sum % 3 === 0 ? ' No.' : sum % 3 === 1 ? ' Yes.' : ' Yes, that is one.';
}

interface ExportedLine {
  readonly model: string;
  readonly coordinates: { readonly row: string; readonly column: string };
  readonly inputs: { readonly word: string };
  readonly status: string;
  readonly text: string;
  readonly passed: boolean | null;
}

async function exportedLines(request: APIRequestContext, id: string): Promise<ExportedLine[]> {
  const answer = await request.get(`/api/comparisons/${id}/export?format=jsonl`);
  expect(answer.status()).toBe(200);
  return (await answer.text())
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

test('120 cells run to the end through a reload and a kill of the server, none runs twice, and they are read and forked by link', async ({
  browser,
  upstream,
}) => {
  test.slow();
  test.setTimeout(600_000);
  const app = await startApp();
  try {
    const door = gate(nameOf, textOf);
    upstream.always(door.answer);
    const context = await browser.newContext({ baseURL: app.url });
    const page = await context.newPage();
    const guest = await startGuest(page.request);
    const connectionId = await guest.addConnection({ name: 'Held', baseUrl: upstream.url });
    const id = await saveSweep(
      page.request,
      {},
      {
        base: { connectionId, model: 'model-a' },
        axes: [
          { kind: 'model', models: MODELS.map((model) => ({ connectionId, model })) },
          { kind: 'prompt', prompts: PROMPTS.map((prompt) => ({ prompt })) },
        ],
        variables: true,
        inputs: { columns: ['word'], rows: ROWS },
        checks: CHECKS,
      },
    );
    const sweep = new SweepPage(page);
    await sweep.open(`/compare?id=${id}`);
    await sweep.run(120);
    await expect.poll(door.held).toBe(8);
    door.allow(30);
    await expect(sweep.progress).toHaveText('30 of 120 done');
    await expect.poll(door.held).toBe(8);

    await page.reload();
    await sweep.ready();
    await expect(sweep.progress).toHaveText('30 of 120 done');
    door.allow(20);
    await expect(sweep.progress).toHaveText('50 of 120 done');
    await expect.poll(door.held).toBe(8);

    await app.kill9();
    await expect(page.getByText('Connection lost, reconnecting').first()).toBeVisible();
    door.allow(1_000);
    await app.restart();
    await sweep.ended();
    // Those that were being written when the server died ran once; what waited, and what had ended, is not run again.
    expect(door.times.size).toBe(120);
    expect([...door.times.values()].filter((times) => times !== 1)).toEqual([]);
    const lines = await exportedLines(page.request, id);
    const cut = lines.filter(({ status }) => status !== 'complete');
    expect(cut.map(({ status }) => status)).toEqual(Array(8).fill('interrupted'));

    const started = page.waitForResponse(/\/start$/);
    await page.getByRole('button', { name: 'Run remaining (8)' }).click();
    expect((await started).status()).toBe(200);
    await sweep.ended();
    expect(upstream.requests).toHaveLength(128);
    expect(
      [...door.times]
        .filter(([, times]) => times === 2)
        .map(([name]) => name)
        .sort(),
    ).toEqual(
      cut
        .map(({ model, coordinates, inputs }) => nameOf({ model, prompt: promptOf(coordinates, inputs) }))
        .sort(),
    );

    // What the page shows is what the export says, and what the texts are.
    const all = await exportedLines(page.request, id);
    expect(all.map(({ status }) => status)).toEqual(Array(120).fill('complete'));
    const rates = MODELS.flatMap((model) =>
      PROMPTS.map((_, column) => {
        const some = all.filter((line) => line.model === model && columnOf(line.coordinates) === column);
        expect(some).toHaveLength(20);
        const isRight = ({ text }: ExportedLine) => /yes/i.test(text) && text.length <= 12;
        expect(some.map(({ passed }) => passed)).toEqual(some.map(isRight));
        return some.filter(isRight).length / 20;
      }),
    );
    expect(new Set(rates).size).toBeGreaterThan(1);
    await sweep.show('Heat map');
    await sweep.measure('Passed checks');
    await expect.poll(() => sweep.heat()).toEqual(rates.map((rate) => expect.closeTo(rate, 6)));

    await page.getByRole('button', { name: 'Share', exact: true }).click();
    await page.getByRole('button', { name: 'Create link' }).click();
    const link = page.getByRole('dialog', { name: 'Link ready' }).getByRole('textbox', { name: 'Link' });
    const url = await link.inputValue();
    const { plan } = (await sweep.stored()).comparison;
    await context.close();
    await readWithoutScripts(browser, url, all, rates);
    await forkAndRun(browser, url, { upstreamUrl: upstream.url, plan, all });
    expect(upstream.requests).toHaveLength(248);
  } finally {
    await app.dispose();
  }
});

/** A reader without an account or scripts has every text, input, check and rate. */
async function readWithoutScripts(
  browser: Browser,
  url: string,
  all: readonly ExportedLine[],
  rates: readonly number[],
): Promise<void> {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  expect((await page.goto(url))?.status()).toBe(200);
  const texts = page.locator('[id^="place-"]');
  await expect(texts).toHaveCount(120);
  const servedTexts = await texts.evaluateAll((found) =>
    found.map(({ id, textContent }) => [id, textContent]),
  );
  expect(new Map(servedTexts.map(([id, text]) => [id ?? '', text]))).toEqual(
    new Map(all.map(({ text }, at) => [`place-${at}-output-0`, text])),
  );

  // What passes is said in the grid, with the rate of each row and column, and why in full beside each text.
  const grid = page.getByRole('table', { name: 'Start of each output' });
  const passed = (lines: readonly ExportedLine[]) => lines.filter((line) => line.passed).length;
  const rowRates = MODELS.map((model) => `${passed(all.filter((line) => line.model === model))} of 60`);
  await expect(grid.getByRole('rowheader').locator('[data-rate]')).toHaveText(
    rowRates.map((rate) => `Checks: ${rate}`),
  );
  const columnRates = PROMPTS.map((_, column) => {
    const some = all.filter(({ coordinates }) => columnOf(coordinates) === column);
    return `${passed(some)} of 40`;
  });
  await expect(grid.getByRole('columnheader').locator('[data-rate]')).toHaveText(
    columnRates.map((rate) => `Checks: ${rate}`),
  );
  const places = grid.getByRole('link');
  await expect(places).toHaveCount(120);
  const failing = all.findIndex((line) => line.passed === false && /yes/i.test(line.text));
  for (const [at, { passed: isRight, text }] of all.entries()) {
    const place = grid.locator(`a[href="#text-${at}"]`);
    await expect(place).toContainText(`${isRight ? 'Pass' : 'Fail'}${text.trim()}`);
  }
  const whole = page.locator(`#place-${failing}-output-0`);
  await expect(whole).toBeHidden();
  await grid.locator(`a[href="#text-${failing}"]`).click();
  await expect(whole).toBeVisible();
  const verdicts = page.locator(`#text-${failing}`).getByRole('listitem');
  await expect(verdicts).toHaveText([/^PassContains “yes”$/, /^FailAt most 12 characters: /]);

  await page.getByText('Inputs (20 rows)').click();
  const inputs = page.getByRole('region', { name: 'Inputs' }).getByRole('table');
  await expect(inputs.getByRole('cell')).toHaveText(ROWS.flatMap(({ values }) => values));
  for (const prompt of PROMPTS) await expect(page.getByText(prompt, { exact: true }).first()).toBeVisible();

  await page.getByRole('navigation', { name: 'Chart measure' }).getByText('Passed checks').click();
  const heat = page.locator('[data-heat]');
  const values = await heat.evaluateAll((cells) =>
    cells.map((cell) => Number(cell.getAttribute('data-value'))),
  );
  expect(values).toEqual(rates.map((rate) => expect.closeTo(rate, 6)));
  await context.close();
}

/** It is a comparison of the reader's own, with the same plan, and gives the same when it is run. */
async function forkAndRun(
  browser: Browser,
  url: string,
  given: { upstreamUrl: string; plan: ComparisonPlan; all: readonly ExportedLine[] },
): Promise<void> {
  const context = await browser.newContext({ baseURL: new URL(url).origin });
  const page = await context.newPage();
  const reader = await startGuest(page.request);
  const connectionId = await reader.addConnection({
    name: 'My own',
    baseUrl: given.upstreamUrl,
    isDefault: true,
  });
  await page.goto(url);
  await page.getByRole('link', { name: 'Open in my playground' }).click();
  const theirs = new SweepPage(page);
  await theirs.ready();
  await expect(theirs.estimate).toContainText('120 runs');
  await theirs.run(120);
  await theirs.ended();
  const { plan } = (await theirs.stored()).comparison;
  expect(withoutIds(plan)).toEqual(withoutIds(given.plan));
  const [models] = plan.axes;
  expect(models).toMatchObject({ models: MODELS.map((model) => ({ connectionId, model })) });
  const lines = await exportedLines(page.request, theirs.id);
  const saying = (all: readonly ExportedLine[]) =>
    all.map(({ coordinates, inputs, model, text, passed }) => ({ coordinates, inputs, model, text, passed }));
  expect(saying(lines)).toEqual(saying(given.all));
  await context.close();
}

/** What a fork has in common with what it is of: rows get new ids, connections are the reader's, and prompts have their axis. */
function withoutIds({ base, axes, inputs, checks, variables, repeats }: ComparisonPlan): unknown {
  const { values, sent } = base.settings;
  return {
    sent: Object.fromEntries(sent.map((name) => [name, values[name]])),
    axes: axes.map((axis) => (axis.kind === 'model' ? axis.models.map(({ model }) => model) : axis)),
    inputs: { columns: inputs?.columns, rows: inputs?.rows.map((row) => row.values) },
    ...{ checks, variables, repeats },
  };
}

/** Prompts are named by their first words. */
function columnOf({ column }: ExportedLine['coordinates']): number {
  return PROMPTS.findIndex((prompt) => prompt.startsWith(column.slice(0, 8)));
}

function promptOf(coordinates: ExportedLine['coordinates'], { word }: ExportedLine['inputs']): string {
  return (PROMPTS[columnOf(coordinates)] ?? '').replace('{{word}}', word);
}

test('a script runs a grid, and its file comes back as a comparison of its own', async ({
  page,
  app,
  upstream,
}, testInfo) => {
  upstream.always(answers.asRequested(' Paris.'));
  const guest = await startGuest(page.request);
  const connectionId = await guest.addConnection({ name: 'Mine', baseUrl: upstream.url });
  const made = await page.request.post('/api/tokens', {
    data: { name: 'CI', expiresInDays: 7, scope: 'comparisons' },
  });
  const { secret } = await made.json();
  const script = (more: Record<string, string> = {}) =>
    promisify(execFile)(process.execPath, ['docs/examples/compare.mjs'], {
      env: {
        ...process.env,
        ...{ PLAYGROUND_URL: app.url, PLAYGROUND_TOKEN: secret, CONNECTION: connectionId },
        ...{ MODELS: 'model-a,model-b', ...more },
      },
    });
  const { stdout } = await script({ LIMIT: '1' });
  expect(stdout).toContain('model-a: 4 of 4 passed\nmodel-b: 4 of 4 passed');
  expect(upstream.requests).toHaveLength(8);
  expect(upstream.requests.map(({ json }) => (json as { prompt: string }).prompt).sort()).toContain(
    'The capital of Peru is',
  );

  await page.goto(stdout.match(/\S+\/compare\?id=\S+/)?.[0] ?? '');
  const sweep = new SweepPage(page);
  await sweep.ready();
  await page.getByRole('button', { name: 'Export this comparison' }).click();
  const downloading = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'JSON, with runs and votes' }).click();
  const file = testInfo.outputPath('comparison.json');
  await (await downloading).saveAs(file);

  await page.goto('/history/comparisons');
  await page.getByRole('button', { name: 'Import…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import a comparison' });
  await dialog.locator('input[type=file]').setInputFiles('package.json');
  await expect(dialog.getByRole('alert')).toHaveText(
    "This file isn't an exported comparison. Choose its JSON export.",
  );
  await dialog.locator('input[type=file]').setInputFiles(file);
  await expect(dialog.getByText('Comparison imported with 8 runs.')).toBeVisible();
  await dialog.getByRole('link', { name: 'Open comparison' }).click();
  await sweep.ready();
  expect((await sweep.stored()).cells.map(({ run }) => run?.status)).toEqual(Array(8).fill('complete'));
  await expect(page.getByRole('textbox', { name: 'Comparison title' })).toHaveValue('From CI');

  // A grid that is not right enough fails its script.
  upstream.always(answers.asRequested('x'.repeat(500)));
  await expect(script({ LIMIT: '0.5' })).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Fewer than 0.5 of the outputs passed.'),
  });
});
