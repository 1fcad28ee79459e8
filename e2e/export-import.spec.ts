import { readFile } from 'node:fs/promises';
import { type Browser, expect, type Locator, type Page } from '@playwright/test';
import { exampleRun } from '@/lib/history/model/export/testing/example-runs';
import { parseCsv } from '@/lib/history/model/export/testing/parse-csv';
import type { ExportedRun } from '@/lib/history/model/run-export';
import { expectAccessible } from './support/accessible';
import { type Guest, startGuest } from './support/guest';
import { test } from './support/test';

interface Document {
  readonly runs: ExportedRun[];
}

/** Removes the browser's own window for choosing a file, which no test can press. */
async function withoutPicker(page: Page): Promise<void> {
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
}

async function openHistory(page: Page): Promise<void> {
  await page.goto('/history');
  await expect(page.getByRole('button', { name: 'Export…' })).toBeEnabled();
}

const lines = (page: Page) =>
  page
    .getByRole('list', { name: 'Runs' })
    .getByRole('listitem')
    .filter({ has: page.locator('[data-run]') });

/** Some runs of the practice model, one of them with probabilities and several choices. */
async function someRuns(guest: Guest): Promise<void> {
  await guest.complete({ prompt: 'Once upon a time', max_tokens: 12, logprobs: 3, n: 2, seed: 1 });
  await guest.complete({ prompt: '=1+1, a "formula"\nand ```fences```', max_tokens: 8, seed: 2 });
  await guest.complete({ prompt: 'The lighthouse 🎈', max_tokens: 8, seed: 3 });
}

async function exportAs(page: Page, format: string, scope?: string): Promise<string> {
  const dialog = page.getByRole('dialog', { name: 'Export runs' });
  if (!(await dialog.isVisible())) await page.getByRole('button', { name: 'Export…' }).click();
  if (scope) await dialog.getByRole('radio', { name: scope }).check();
  await dialog.getByRole('radio', { name: format }).check();
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  const file = await (await download).path();
  await expect(dialog.getByRole('status')).toContainText(/exported/);
  await dialog.getByText('Close', { exact: true }).click();
  await expect(dialog).toBeHidden();
  return readFile(file, 'utf8');
}

async function chooseFile(page: Page, text: string, name = 'runs.json'): Promise<Locator> {
  await page.getByRole('button', { name: 'Import…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import runs' });
  await dialog.getByLabel(/Choose a file/).setInputFiles({
    name,
    mimeType: 'application/json',
    buffer: Buffer.from(text),
  });
  return dialog;
}

/** The value of a term in the preview. */
const fact = (dialog: Locator, term: string) => dialog.locator('dt', { hasText: term }).locator('+ dd');

/** The row of filters may scroll sideways; the page and the dialogs may not. */
async function expectFits(page: Page): Promise<void> {
  const wide = await page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('[role=dialog], [data-dialog-body]')]
      .filter((element) => element.scrollWidth > element.clientWidth)
      .map((element) => element.className),
  );
  expect(wide).toEqual([]);
}

async function anotherPerson(browser: Browser, baseURL: string | undefined): Promise<Page> {
  const context = await browser.newContext({ baseURL });
  await startGuest(context.request);
  const page = await context.newPage();
  await withoutPicker(page);
  return page;
}

test('everything goes into a file, into another account, and is known there the next time', async ({
  page,
  browser,
  baseURL,
}) => {
  await withoutPicker(page);
  await someRuns(await startGuest(page.request));
  await openHistory(page);
  const text = await exportAs(page, 'JSON Complete');
  const { runs } = JSON.parse(text) as Document;
  expect(runs.map(({ request }) => request.prompt)).toEqual([
    'The lighthouse 🎈',
    '=1+1, a "formula"\nand ```fences```',
    'Once upon a time',
  ]);
  expect(runs[2]?.outputs).toHaveLength(2);
  expect(runs[2]?.outputs[0]?.tokens?.[0]?.top.length).toBeGreaterThan(1);

  const other = await anotherPerson(browser, baseURL);
  await openHistory(other);
  const dialog = await chooseFile(other, text);
  await expect(fact(dialog, 'Runs')).toHaveText('3');
  await expect(fact(dialog, 'Model')).toHaveText('practice-1');
  await expect(fact(dialog, 'New')).toHaveText('3');
  await expect(lines(other)).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Import 3 runs' }).click();
  await expect(dialog.getByRole('status')).toHaveText('3 runs imported.');
  // The keyboard focus is on the only thing left to do.
  await expect(dialog.getByText('Close', { exact: true })).toBeFocused();
  await dialog.getByText('Close', { exact: true }).click();
  await expect(lines(other)).toHaveCount(3);
  await expect(lines(other).first()).toContainText('The lighthouse');

  const again = await chooseFile(other, text);
  await expect(fact(again, 'Already here')).toHaveText('3');
  await expect(again.getByRole('button', { name: 'Import 0 runs' })).toBeDisabled();
  await again.getByRole('button', { name: 'Cancel' }).click();

  const back = JSON.parse(await exportAs(other, 'JSON Complete')) as Document;
  const bare = ({ id: _id, originId: _origin, order: _order, ...run }: ExportedRun) => run;
  expect(back.runs.map(bare)).toEqual(runs.map(bare));
  expect(back.runs.map(({ originId }) => originId)).toEqual(runs.map(({ id }) => id));
  await other.context().close();
});

test('each format of a selection, of a filter and of everything', async ({ page }) => {
  await withoutPicker(page);
  await someRuns(await startGuest(page.request));
  await openHistory(page);
  const csv = parseCsv(await exportAs(page, 'CSV'));
  expect(csv).toHaveLength(1 + 4);
  expect(csv.flat()).toContain('\'=1+1, a "formula"\nand ```fences```');
  const jsonl = (await exportAs(page, 'JSON Lines')).trimEnd().split('\n');
  expect(jsonl.map((line) => JSON.parse(line).format)).toEqual(Array(3).fill('completions-playground.run'));
  const markdown = await exportAs(page, 'Markdown');
  expect(markdown.match(/^## \d\. /gm)).toHaveLength(3);

  await lines(page).nth(1).getByRole('checkbox').check();
  await page.getByRole('toolbar', { name: 'Selected runs' }).getByRole('button', { name: 'Export' }).click();
  const chosen = JSON.parse(await exportAs(page, 'JSON Complete', 'Selected run')) as Document;
  expect(chosen.runs.map(({ request }) => request.prompt)).toEqual(['=1+1, a "formula"\nand ```fences```']);
  await page.keyboard.press('Escape');

  await page.goto('/history?q=lighthouse');
  await expect(lines(page)).toHaveCount(1);
  const found = JSON.parse(await exportAs(page, 'JSON Complete', 'All runs that match')) as Document;
  expect(found.runs.map(({ request }) => request.prompt)).toEqual(['The lighthouse 🎈']);
});

test('one run, from its own page', async ({ page }) => {
  await someRuns(await startGuest(page.request));
  await openHistory(page);
  await lines(page).first().getByRole('link').first().click();
  const button = page.getByRole('toolbar', { name: 'This run' }).getByRole('button', { name: 'Export' });
  await button.press('Enter');
  const formats = page.getByRole('dialog', { name: 'Export this run' });
  await expect(formats.getByRole('button', { name: /^JSON Complete/ })).toBeFocused();
  await expectAccessible(page, 'the formats of one run');
  const download = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  const { runs } = JSON.parse(await readFile(await (await download).path(), 'utf8')) as Document;
  expect(runs.map(({ request }) => request.prompt)).toEqual(['The lighthouse 🎈']);
  expect((await download).suggestedFilename()).toMatch(/^completions-run-\d{4}-\d\d-\d\d\.json$/);
  await expect(button).toBeFocused();
});

test('an export is written into the chosen file as it comes', async ({ page }) => {
  // A private folder of the browser replaces the window for choosing a file.
  await page.addInitScript(() => {
    Object.assign(window, {
      showSaveFilePicker: async ({ suggestedName }: { suggestedName: string }) =>
        (await navigator.storage.getDirectory()).getFileHandle(suggestedName, { create: true }),
    });
  });
  await someRuns(await startGuest(page.request));
  await openHistory(page);
  await page.getByRole('button', { name: 'Export…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export runs' });
  await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  await expect(dialog.getByRole('status')).toContainText('3 runs exported');
  const text = await page.evaluate(async () => {
    for await (const handle of (await navigator.storage.getDirectory()).values()) {
      return (await (handle as FileSystemFileHandle).getFile()).text();
    }
    return '';
  });
  expect((JSON.parse(text) as Document).runs).toHaveLength(3);
});

test('where no place can be chosen for the file, it is downloaded instead, and that is said', async ({
  page,
}) => {
  // A browser that closes its window at once, as one without a screen does; then one that never shows it.
  await page.addInitScript(() => {
    let asked = 0;
    Object.assign(window, {
      showSaveFilePicker: () => {
        asked += 1;
        return asked === 1
          ? Promise.reject(new DOMException('Closed', 'AbortError'))
          : new Promise(() => undefined);
      },
    });
  });
  await someRuns(await startGuest(page.request));
  await openHistory(page);
  await page.getByRole('button', { name: 'Export…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export runs' });
  const status = dialog.getByRole('status');
  const button = dialog.getByRole('button', { name: 'Export', exact: true });
  await button.click();
  await expect(status).toContainText('No location chosen. Nothing was saved.');
  await button.click();
  await expect(status).toContainText('Choose where to save the file.');
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Download instead' }).click();
  await expect(status).toContainText('3 runs exported');
  await expect(status).toContainText("in your browser's downloads");
  const { runs } = JSON.parse(await readFile(await (await download).path(), 'utf8')) as Document;
  expect(runs).toHaveLength(3);
});

test('a place that is chosen once the dialog is closed gets no file', async ({ page }) => {
  await page.addInitScript(() => {
    const note = (what: string) => async () => void Object.assign(window, { [what]: true });
    const file = { write: note('isWritten'), close: note('isWritten'), abort: note('fileIsGone') };
    const handle = { createWritable: async () => file };
    Object.assign(window, {
      showSaveFilePicker: () =>
        new Promise((resolve) => Object.assign(window, { choose: () => resolve(handle) })),
    });
  });
  await someRuns(await startGuest(page.request));
  await openHistory(page);
  await page.getByRole('button', { name: 'Export…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export runs' });
  await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  await expect(dialog.getByRole('status')).toContainText('Choose where to save the file.');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toBeHidden();
  await page.evaluate(() => (window as unknown as { choose: () => void }).choose());
  await page.waitForFunction(() => 'fileIsGone' in window);
  expect(await page.evaluate(() => 'isWritten' in window)).toBe(false);
});

test('both can be cancelled in the middle; what was imported stays, and the rest follows', async ({
  page,
}) => {
  await withoutPicker(page);
  await startGuest(page.request);
  await openHistory(page);
  const runs = Array.from({ length: 350 }, (_, at) =>
    exampleRun({ id: `run-${at}`, order: 1000 - at, request: { model: 'm', prompt: `Prompt ${at}` } }),
  );
  const text = JSON.stringify({ format: 'completions-playground.runs', version: 1, runs });
  // The second request waits until the test has pressed Cancel.
  let requests = 0;
  let arrived = () => {};
  const second = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  await page.route('**/api/runs/import', async (route) => {
    requests += 1;
    if (requests !== 2) return route.continue();
    arrived();
  });
  const dialog = await chooseFile(page, text);
  await dialog.getByRole('button', { name: 'Import 350 runs' }).click();
  await second;
  await expect(dialog.getByRole('progressbar', { name: 'Import' })).toHaveAttribute(
    'aria-valuetext',
    '250 of 350 runs imported',
  );
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog.getByRole('status')).toContainText(
    'Canceled. 250 runs imported. Imported runs are kept.',
  );
  await dialog.getByText('Close', { exact: true }).click();
  await page.unroute('**/api/runs/import');

  const again = await chooseFile(page, text);
  await expect(fact(again, 'Already here')).toHaveText('250');
  await again.getByRole('button', { name: 'Import 100 runs' }).click();
  await expect(again.getByRole('status')).toHaveText('100 runs imported, 250 already here.');
  await again.getByText('Close', { exact: true }).click();

  // An export to a slow disk that has begun to write.
  await page.evaluate(() => {
    const write = () => new Promise<void>((resolve) => Object.assign(window, { written: resolve }));
    const abort = async () => Object.assign(window, { fileIsGone: true });
    const file = { createWritable: async () => ({ write, abort }) };
    Object.assign(window, { showSaveFilePicker: async () => file });
  });
  await page.getByRole('button', { name: 'Export…' }).click();
  const exporting = page.getByRole('dialog', { name: 'Export runs' });
  await exporting.getByRole('button', { name: 'Export', exact: true }).click();
  const progress = exporting.getByRole('progressbar', { name: 'Export' });
  await expect(progress).toHaveAttribute('aria-valuetext', '0 of 350 runs, 0 bytes');
  await page.waitForFunction(() => 'written' in window);
  await exporting.getByRole('button', { name: 'Cancel' }).click();
  await page.evaluate(() => (window as unknown as { written: () => void }).written());
  await expect(exporting.getByRole('status')).toHaveText('Canceled. Nothing was saved.');
  expect(await page.evaluate(() => 'fileIsGone' in window)).toBe(true);
  await exporting.getByText('Close', { exact: true }).click();
  await page.evaluate(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  expect((JSON.parse(await exportAs(page, 'JSON Complete')) as Document).runs).toHaveLength(350);
});

test('a file that is wrong says what is wrong, and what can still be read', async ({ page }) => {
  await startGuest(page.request);
  await openHistory(page);
  const dialog = await chooseFile(page, 'Dear diary', 'diary.txt');
  await expect(dialog.getByRole('alert')).toContainText("This file doesn't contain runs");
  await expect(dialog.getByRole('button', { name: /^Import/ })).toBeDisabled();
  await dialog.getByRole('button', { name: 'Choose another file' }).click();
  const runs = [exampleRun({ id: 'good' }), { ...exampleRun({ id: 'bad' }), starred: 'very' }];
  const text = `{"format":"completions-playground.runs","version":1,"runs":[\n${runs.map((run) => JSON.stringify(run)).join(',\n')},\n{"id":`;
  await dialog.getByLabel(/Choose a file/).setInputFiles({
    name: 'half.json',
    mimeType: 'application/json',
    buffer: Buffer.from(text),
  });
  await expect(dialog).toContainText('The file is incomplete');
  await expect(dialog).toContainText('Run 2 (line 3): starred is missing or invalid.');
  await dialog.getByRole('button', { name: 'Import 1 run' }).click();
  await expect(dialog.getByRole('status')).toContainText('1 run imported.');
});

for (const width of [1440, 390]) {
  test(`the dialogs are accessible, ${width} wide`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    await someRuns(await startGuest(page.request));
    await openHistory(page);
    await expectFits(page);
    await page.getByRole('button', { name: 'Export…' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Export runs' });
    await expect(dialog.getByText('All your runs, including those from comparisons.')).toBeVisible();
    await expectAccessible(page, 'the export');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('button', { name: 'Export…' })).toBeFocused();
    const importing = await chooseFile(
      page,
      JSON.stringify({
        format: 'completions-playground.runs',
        version: 1,
        runs: [exampleRun(), {}],
      }),
    );
    await expect(fact(importing, 'New')).toHaveText('1');
    await expectFits(page);
    await expectAccessible(page, 'the preview of an import');
  });
}
