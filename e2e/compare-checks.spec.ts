import { expect, type Page } from '@playwright/test';
import type { Check } from '@/lib/compare/model/checks';
import { exportedComparisonSchema } from '@/lib/compare/model/comparison-export';
import { answers } from '@/lib/testing/upstream-answers';
import { comeIn, expectAccessible, expectNothingWider } from './support/accessible';
import { ComparePage, columnOf, saveComparison } from './support/compare';
import { startGuest } from './support/guest';
import { SweepPage, savedBy, saveSweep } from './support/sweep';
import { test } from './support/test';

const checksOf = (page: Page) => page.getByRole('dialog', { name: 'Checks' });
const rate = (page: Page, at: number) => checksOf(page).locator('[data-check-rate]').nth(at);
const passed = (count: number, of: number) => `${count} of ${of} outputs pass`;

/** What is asked of the server that could start a run. */
function startsOf(page: Page): string[] {
  const starts: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && /\/(start|runs)$/.test(request.url())) starts.push(request.url());
  });
  return starts;
}

async function openChecks(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'More for this comparison' }).click();
  await page.getByRole('menuitem', { name: 'Checks…' }).click();
  await comeIn(checksOf(page));
}

async function exported(page: Page, name: RegExp): Promise<string> {
  const saved = await savedBy(page, async () => {
    await page.getByRole('button', { name: 'Export this comparison' }).click();
    await page.getByRole('menuitem', { name }).click();
  });
  return saved.bytes.toString('utf8');
}

test('columns are checked after they ran, by keyboard alone, and without another call', async ({ page }) => {
  await startGuest(page.request);
  const id = await saveComparison(page.request, [
    columnOf('a', { temperature: 0 }, { name: 'Cold' }),
    columnOf('b', { temperature: 1.5, seed: 4, n: 3 }, { name: 'Hot' }),
  ]);
  const compare = new ComparePage(page);
  await compare.open(`/compare?id=${id}`);
  await compare.runAll.click();
  await compare.ended('AB');
  await expect(page.locator('[data-verdict]')).toHaveCount(0);
  const before = await compare.stored();
  const texts = before.cells.map(({ run }) => run?.state.choices.map(({ text }) => text) ?? []);
  const all = texts.flat();
  expect(all).toHaveLength(4);
  const starts = startsOf(page);

  // From the palette, then only keys.
  await page.keyboard.press('F2');
  const palette = page.getByRole('dialog', { name: 'Search actions' });
  await expect(palette.getByRole('combobox')).toBeFocused();
  await page.keyboard.type('checks');
  await expect(palette.getByRole('option', { selected: true })).toHaveAccessibleName(/^Checks…/);
  await page.keyboard.press('Enter');
  const dialog = checksOf(page);
  await comeIn(dialog);
  await expect(dialog.getByLabel('Type of check 1')).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(dialog.getByLabel('Text')).toBeFocused();
  await page.keyboard.type('the');
  const having = (what: RegExp) => all.filter((text) => what.test(text)).length;
  await expect(rate(page, 0)).toHaveText(passed(having(/the/i), 4));
  // It counts while it is typed.
  const [word = ''] = (texts[0]?.[0] ?? '').trim().split(' ');
  await page.keyboard.press('Control+a');
  await page.keyboard.type(word);
  await expect(rate(page, 0)).toHaveText(passed(having(new RegExp(word, 'i')), 4));

  await dialog.getByRole('button', { name: 'Add check' }).press('Enter');
  await expect(dialog.getByLabel('Type of check 2')).toBeFocused();
  await page.keyboard.type('Match');
  await expect(dialog.getByLabel('Type of check 2')).toHaveValue('matches');
  await dialog.getByLabel('Pattern').fill('[a-z]+(\\.');
  const field = dialog.getByLabel('Pattern');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(dialog.getByRole('alert').filter({ hasText: 'at character' })).toHaveText(
    'Missing closing ): “[a-z]+(\\.” at character 1.',
  );
  await field.fill('(?i)[A-Z]\\.?$');
  await expect(field).not.toHaveAttribute('aria-invalid');
  await expect(rate(page, 1)).toHaveText(passed(having(/[a-z]\.?$/i), 4));
  await expectAccessible(page, 'the editor of checks');

  // A removal is undone, at its place.
  await dialog.getByRole('button', { name: 'Remove check 1' }).press('Enter');
  await expect(dialog.getByRole('group')).toHaveCount(1);
  await expect(dialog.getByLabel('Type of check 1')).toBeFocused();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(dialog.getByRole('group')).toHaveCount(2);
  await expect(dialog.getByLabel('Text')).toHaveValue(word);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  // The pane says what failed and why; the rows of the table have the rates of all choices.
  const pass = (text: string) => new RegExp(word, 'i').test(text) && /[a-z]\.?$/i.test(text);
  const labelOf = (outputs: readonly string[]) => {
    const good = outputs.filter(pass).length;
    return outputs.length === 1 ? (good === 1 ? 'Pass' : 'Fail') : `${good} of ${outputs.length}`;
  };
  const verdict = (letter: string) => compare.column(letter).locator('[data-verdict]');
  await expect(verdict('A')).toContainText(labelOf(texts[0] ?? []));
  await expect(verdict('B')).toContainText(labelOf(texts[1] ?? []));
  await compare.unfoldMeasures();
  const row = page.locator('[data-measure="passed"]');
  await expect(row).toContainText([labelOf(texts[0] ?? []), labelOf(texts[1] ?? [])]);

  // Reloaded, all of it is there, and no run was started or is out of date.
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await page.reload();
  await compare.ready();
  await expect(verdict('B')).toContainText(labelOf(texts[1] ?? []));
  await expect(page.getByText('Settings changed since this run.')).toHaveCount(0);
  const after = await compare.stored();
  expect(after.cells.map(({ run, isUpToDate }) => [run?.id, isUpToDate])).toEqual(
    before.cells.map(({ run }) => [run?.id, true]),
  );
  expect(starts).toEqual([]);

  const lines = (await exported(page, /^JSONL/)).trimEnd().split('\n');
  const outputs = lines.map((line) => JSON.parse(line) as { cell: string; passed: boolean | null });
  expect(outputs.map(({ passed: one }) => one)).toEqual(all.map(pass));
  expect(await exported(page, /^CSV/)).toContain(`check: Contains “${word}”`);
  expect(await exported(page, /^Markdown/)).toContain('| Passed checks |');
  const document = exportedComparisonSchema.parse(JSON.parse(await exported(page, /^JSON,/)));
  expect(document.plan.checks).toEqual(after.comparison.plan.checks);
});

const CHECKS: Check[] = [
  { id: 'keeper', kind: 'contains', value: 'keeper', matchCase: false },
  { id: 'short', kind: 'length', unit: 'tokens', min: 1, max: 20 },
];

test('a sweep has a rate for each cell, row and column, in every view, and for the readers of its link', async ({
  browser,
  app,
  page,
}) => {
  await startGuest(page.request);
  const id = await saveSweep(
    page.request,
    { seed: 3 },
    {
      axes: [
        { kind: 'parameter', parameter: 'temperature', values: [0, 1.5] },
        { kind: 'parameter', parameter: 'top_p', values: [0.5, 1] },
      ],
      repeats: 3,
      checks: CHECKS,
    },
  );
  const sweep = new SweepPage(page);
  await sweep.open(`/compare?id=${id}`);
  await sweep.run();
  await sweep.ended();
  const { cells } = await sweep.stored();
  const found = cells.map(({ cell, run }) => ({
    row: Number(cell[1]),
    column: Number(cell[3]),
    isFound: /keeper/i.test(run?.choices[0]?.text ?? ''),
  }));
  const label = (part: { row?: number; column?: number }) => {
    const those = found.filter(
      ({ row, column }) => row === (part.row ?? row) && column === (part.column ?? column),
    );
    return `${those.filter(({ isFound }) => isFound).length} of ${those.length}`;
  };
  for (const row of [0, 1]) {
    await expect(sweep.grid.getByRole('rowheader').nth(row)).toContainText(label({ row }));
    await expect(sweep.cell(row, 1).locator('[data-rate]')).toContainText(label({ row, column: 1 }));
  }
  await expect(sweep.grid.getByRole('columnheader').nth(2)).toContainText(label({ column: 1 }));
  await expectAccessible(page, 'a sweep with checks');

  // Changed while its charts are shown: they follow at once, without a call.
  const starts = startsOf(page);
  await sweep.show('Heat map');
  await sweep.measure('Contains “keeper”');
  const rates = (isIn: (text: string) => boolean) =>
    [0, 1].flatMap((row) =>
      [0, 1].map((column) => {
        const those = cells.filter(({ cell }) => cell.startsWith(`r${row}c${column}`));
        return those.filter(({ run }) => isIn(run?.choices[0]?.text ?? '')).length / those.length;
      }),
    );
  await expect.poll(() => sweep.heat()).toEqual(rates((text) => /keeper/i.test(text)));
  await openChecks(page);
  await checksOf(page).getByLabel('Text').fill('a');
  await checksOf(page).getByRole('switch', { name: 'Match case' }).click();
  await expect(rate(page, 0)).toContainText(`of ${cells.length} outputs pass`);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('combobox', { name: 'Measure' })).toContainText('Contains “a”');
  await expect.poll(() => sweep.heat()).toEqual(rates((text) => text.includes('a')));
  await page.getByText('Show data', { exact: true }).click();
  const count = cells.filter(({ run }) => run?.choices[0]?.text.includes('a')).length;
  await expect(page.getByRole('row', { name: /^All/ }).getByRole('cell').last()).toContainText(
    `(${count} of ${cells.length})`,
  );
  expect(starts).toEqual([]);
  expect((await sweep.stored()).cells.map(({ run }) => run?.id)).toEqual(cells.map(({ run }) => run?.id));

  // Its link, without JavaScript.
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  const include = { prompt: true, parameters: true, outputs: true, probabilities: false, timings: true };
  const made = await page.request.post('/api/shares', {
    data: { comparisonId: id, title: null, include, redactions: [] },
  });
  expect(made.status(), await made.text()).toBe(201);
  const { path } = await made.json();
  const plain = await browser.newContext({ baseURL: app.url, javaScriptEnabled: false });
  const reader = await plain.newPage();
  await reader.goto(path);
  const grid = reader.getByRole('table', { name: 'Start of each output' });
  const inRow = cells.filter(({ cell }) => cell.startsWith('r1'));
  const passing = inRow.filter(({ run }) => run?.choices[0]?.text.includes('a')).length;
  await expect(grid.getByRole('rowheader').nth(1)).toContainText(`${passing} of ${inRow.length}`);
  await reader.getByRole('navigation', { name: 'Chart measure' }).getByText('Contains “a”').click();
  await expect(reader.getByRole('heading', { name: 'Charts' })).toBeVisible();
  await expect(reader.locator('[data-heat="0:0"]')).toHaveAttribute(
    'data-value',
    String(rates((text) => text.includes('a'))[0]),
  );
  await reader.locator('summary').filter({ hasText: 'Temperature 0, Top P 0.5, repeat 1' }).click();
  await expect(reader.getByRole('list', { name: /^Checks: / }).first()).toContainText('1 to 20 tokens');
  await plain.close();

  // And with it: the reader's own comparison has the same checks.
  await page.goto(path);
  await page.getByRole('link', { name: 'Open in my playground' }).click();
  await sweep.ready();
  await openChecks(page);
  await expect(checksOf(page).getByLabel('Text')).toHaveValue('a');
  await expect(checksOf(page).getByLabel('Maximum')).toHaveValue('20');
});

test('a check reads to the end of a text that the page has only the beginning of', async ({
  page,
  upstream,
}) => {
  const guest = await startGuest(page.request);
  const connectionId = await guest.addConnection({
    name: 'Long',
    baseUrl: upstream.url,
    key: 'sk-x-0123456789',
  });
  upstream.always((response, request) => {
    const { temperature } = request.json as { temperature: number };
    const text = `${' hay'.repeat(6_000)}${temperature === 0 ? ' needle' : ''}`;
    return answers.stream([text], 'stop')(response, request);
  });
  const base = {
    connectionId,
    model: 'long',
    settings: { values: { stream: true }, sent: ['stream' as const] },
  };
  const checks: Check[] = [
    { id: 'needle', kind: 'contains', value: 'needle', matchCase: true },
    { id: 'length', kind: 'length', unit: 'characters', min: 24_000, max: 24_007 },
  ];
  const id = await saveSweep(page.request, {}, { base, checks });
  const sweep = new SweepPage(page);
  await sweep.open(`/compare?id=${id}`);
  await sweep.run();
  await sweep.ended();
  const calls = upstream.requests.length;
  await page.reload();
  await sweep.ready();
  expect((await sweep.stored()).cells[0]?.run?.choices[0]?.text.length).toBeLessThan(24_000);
  const verdict = (row: number) => sweep.cell(row, 0).locator('[data-verdict]');
  await expect(verdict(0)).toHaveAttribute('data-verdict', 'pass');
  await expect(verdict(1)).toHaveAttribute('data-verdict', 'fail');
  await expect(verdict(1)).toContainText('Contains “needle”: not found');
  expect(upstream.requests.length).toBe(calls);
});

test('on a phone the checks are edited and read', async ({ browser, app }) => {
  const context = await browser.newContext({
    baseURL: app.url,
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  const page = await context.newPage();
  await startGuest(page.request);
  const values = [{ kind: 'parameter' as const, parameter: 'temperature' as const, values: [0, 1.5] }];
  const id = await saveSweep(page.request, {}, { axes: values, repeats: 5, checks: CHECKS });
  const sweep = new SweepPage(page);
  await sweep.open(`/compare?id=${id}`);
  await sweep.run();
  await sweep.ended();
  await expect(sweep.cell(1, 0).locator('[data-rate]')).toContainText(/[0-5] of 5/);
  await openChecks(page);
  await expectNothingWider(page, 'the editor of checks');
  await expectAccessible(page, 'the editor of checks on a phone');
  for (const button of await checksOf(page).getByRole('button').all()) {
    expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(24);
  }
  await context.close();
});
