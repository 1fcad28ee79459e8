import { expect, type Locator, type Page } from '@playwright/test';
import type { Check } from '@/lib/compare/model/checks';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { cellAt } from '@/lib/compare/model/plan-cells';
import { answers } from '@/lib/testing/upstream-answers';
import { comeIn, expectAccessible, expectNothingWider } from './support/accessible';
import { ComparePage, columnOf, saveComparison } from './support/compare';
import { startGuest } from './support/guest';
import { SweepPage, saveSweep } from './support/sweep';
import { test } from './support/test';

/** Many cells: the table of all, its filters, groups and keys, charts over inputs, and judging over all rows. */

const NAMES = ['keeper', 'boat', 'sea', 'child', 'garden', 'king', 'train', 'letter', 'door', 'winter'];
const CHECKS: Check[] = [
  { id: 'the', kind: 'contains', value: 'the', matchCase: false },
  { id: 'dot', kind: 'ends_with', value: '.', matchCase: false },
];
const AXES: ComparisonPlan['axes'] = [{ kind: 'parameter', parameter: 'temperature', values: [0, 0.8, 1.6] }];
const INPUTS = { columns: ['name'], rows: NAMES.map((name, at) => ({ id: `r${at}`, values: [name] })) };
const PLAN = { axes: AXES, repeats: 1, inputs: INPUTS };

class CellsPage extends SweepPage {
  readonly table: Locator;
  readonly lines: Locator;

  constructor(page: Page) {
    super(page);
    this.table = page.getByRole('grid', { name: 'Cells' }).or(page.getByRole('treegrid', { name: 'Cells' }));
    this.lines = this.table.locator('[data-line]');
  }

  choose(what: 'Show' | 'Group by' | 'Sort by', label: string): Promise<unknown> {
    return this.page.getByRole('combobox', { name: what, exact: true }).selectOption({ label });
  }

  line(row: number, input: number): Locator {
    return this.table.locator(`[data-line="${cellAt(PLAN, { row, column: 0, input })}"]`);
  }

  /** Texts by row and input, as the server has them. */
  async texts(): Promise<string[][]> {
    const { cells } = await this.stored();
    const found = new Map(cells.map(({ cell, run }) => [cell, run?.choices[0]?.text ?? '']));
    return [0, 1, 2].map((row) =>
      NAMES.map((_, input) => found.get(cellAt(PLAN, { row, column: 0, input })) ?? ''),
    );
  }
}

async function ranCells(page: Page): Promise<CellsPage> {
  await startGuest(page.request);
  const cells = new CellsPage(page);
  const id = await saveSweep(
    page.request,
    { seed: 7, max_tokens: 12 },
    {
      ...PLAN,
      variables: true,
      base: { prompt: 'The {{name}} and' },
      checks: CHECKS,
    },
  );
  await cells.open(`/compare?id=${id}`);
  await cells.run(30);
  await cells.ended();
  return cells;
}

const passes = [(text: string) => /the/i.test(text), (text: string) => text.trimEnd().endsWith('.')] as const;
const passesAll = (text: string) => passes.every((one) => one(text));

test('all cells in a table: filtered, grouped with rates, sorted, opened beside it and walked by keys; nothing is lost by another view', async ({
  page,
}) => {
  test.slow();
  const cells = await ranCells(page);
  const texts = await cells.texts();
  const all = texts.flat();
  await cells.show('Table');
  await expect(page).toHaveURL(/view=table/);
  const count = page.getByRole('status').filter({ hasText: /cells$/ });
  await expect(count).toHaveText('30 cells');
  await expect(cells.line(0, 0)).toContainText((texts[0]?.[0] ?? '').trim().slice(0, 12));
  await expectAccessible(page, 'a table of cells');

  // Filters.
  await cells.choose('Show', 'Fails a check');
  const failing = all.filter((text) => !passesAll(text)).length;
  await expect(count).toHaveText(`${failing} of 30 cells`);
  await cells.choose('Show', 'Fails: Ends with “.”');
  await expect(count).toHaveText(`${all.filter((text) => !passes[1](text)).length} of 30 cells`);
  await cells.choose('Show', 'Only differences');
  const differing = NAMES.filter((_, at) => new Set(texts.map((row) => row[at]?.trim())).size > 1).length;
  await expect(count).toHaveText(differing === 10 ? '30 cells' : `${3 * differing} of 30 cells`);
  await cells.choose('Show', 'All cells');
  const word = all.join(' ').match(/[a-z]{5,}/)?.[0] ?? 'the';
  await page.getByRole('searchbox', { name: 'Output contains' }).fill(word);
  const containing = all.filter((text) => text.toLowerCase().includes(word)).length;
  await expect(count).toHaveText(`${containing} of 30 cells`);
  await expect(cells.table.locator('mark').first()).toHaveText(new RegExp(word, 'i'));

  // What was asked for is there again after another view, which shows all cells.
  await cells.show('Heat map');
  await cells.measure('Passed checks');
  await expect
    .poll(() => cells.heat())
    .toEqual(texts.map((row) => row.filter(passesAll).length / NAMES.length));
  await cells.show('Table');
  await expect(count).toHaveText(`${containing} of 30 cells`);
  await page.getByRole('searchbox', { name: 'Output contains' }).fill('');

  // Rates by variant and by row of the inputs, with their counts.
  await cells.choose('Group by', 'By temperature');
  await page.getByRole('button', { name: 'Collapse' }).click();
  await expect(cells.lines).toHaveCount(3);
  for (const [at, row] of texts.entries()) {
    const heading = cells.table.locator('[aria-level="1"]').nth(at);
    await expect(heading).toContainText(`Temperature ${[0, 0.8, 1.6][at]}`);
    await expect(heading.locator('[data-measure="passed"]')).toContainText(
      `${row.filter(passesAll).length} of 10`,
    );
    await expect(heading.locator('[data-measure="check:the"]')).toContainText(
      `${row.filter(passes[0]).length} of 10`,
    );
  }
  await cells.choose('Group by', 'By input');
  const first = cells.table.locator('[aria-level="1"]').first();
  await expect(first).toContainText('Input 1: keeper');
  const ofFirst = texts.map((row) => row[0] ?? '');
  const most = Math.max(
    ...ofFirst.map((text) => ofFirst.filter((other) => other.trim() === text.trim()).length),
  );
  await expect(first).toContainText(`${most} of 3 have the same text`);
  await expect(first.locator('[data-measure="passed"]')).toContainText(
    `${ofFirst.filter(passesAll).length} of 3`,
  );
  await expectAccessible(page, 'groups of cells');

  // Sorted, by a head and the other way round.
  await cells.choose('Group by', 'No grouping');
  await cells.choose('Sort by', 'Characters');
  const lengths = all.map((text) => [...text].length).sort((a, b) => a - b);
  const figures = cells.table.locator('[data-line] [data-measure="characters"]');
  await expect(figures.first()).toHaveText(String(lengths[0]));
  await cells.table.getByRole('columnheader', { name: 'Characters' }).getByRole('button').click();
  await expect(figures.first()).toHaveText(String(lengths.at(-1)));
  await cells.choose('Sort by', 'Default order');

  // By keys, with a cell in full beside the table.
  await page.getByRole('button', { name: 'Last cell first' }).click();
  await cells.lines.first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(cells.lines.nth(1)).toBeFocused();
  await page.keyboard.press('Enter');
  const beside = page.getByRole('complementary', { name: /^Cell / });
  const completion = beside.getByRole('region', { name: 'Completion', exact: true });
  const drawn = () => completion.locator('.run-text').evaluate((element) => element.textContent);
  await expect.poll(drawn).toBe(texts[1]?.[0]);
  await expect(beside.getByRole('region', { name: 'Input' })).toContainText('keeper');
  // In a usual window the first figures are in sight beside it, unless the table is swiped to others.
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.locator('.cell-table-frame').evaluate((frame) => frame.scrollTo({ left: 0 }));
  await expect(cells.lines.nth(1).locator('[data-measure]').first()).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('ArrowDown');
  await expect(cells.lines.nth(2)).toBeFocused();
  await expect.poll(drawn).toBe(texts[2]?.[0]);
  await expectAccessible(page, 'a cell beside the table');
  await page.keyboard.press('End');
  await expect(cells.line(2, 9)).toBeFocused();
  await expect.poll(drawn).toBe(texts[2]?.[9]);
  // Narrow columns are for beside an open cell alone, however little space the setup of a sweep leaves.
  const nameWidth = () => cells.table.evaluate((table) => getComputedStyle(table).getPropertyValue('--name'));
  expect(await nameWidth()).not.toBe('190px');
  await page.keyboard.press('Escape');
  await expect(beside).toHaveCount(0);
  await page.setViewportSize({ width: 1000, height: 720 });
  await expect(page.getByRole('button', { name: 'Hide setup' })).toBeVisible();
  expect(await nameWidth()).toBe('190px');
  await page.setViewportSize({ width: 1280, height: 720 });

  // The view is in the address.
  await page.reload();
  await expect(cells.lines.first()).toBeVisible();
  await cells.show('Grid');
  await expect(page).not.toHaveURL(/view=/);
  await page.getByRole('combobox', { name: 'Input shown' }).selectOption({ label: '4: child' });
  await expect(cells.cell(1, 0).locator('[data-cell-text]')).toContainText(
    (texts[1]?.[3] ?? '').trim().slice(0, 10),
  );
});

test('agreement between variants has counts, and pairs of all inputs are judged without a name', async ({
  page,
}) => {
  test.slow();
  const cells = await ranCells(page);
  const texts = await cells.texts();
  await cells.show('Heat map');
  await page.getByText('Show agreement', { exact: true }).click();
  const agreement = page.getByRole('region', { name: 'Agreement' });
  for (const [one, other] of [
    [0, 1],
    [0, 2],
    [1, 2],
  ] as const) {
    const same = NAMES.filter((_, at) => texts[one]?.[at]?.trim() === texts[other]?.[at]?.trim()).length;
    const verdict = NAMES.filter(
      (_, at) => passesAll(texts[one]?.[at] ?? '') === passesAll(texts[other]?.[at] ?? ''),
    ).length;
    const temperatures = [0, 0.8, 1.6];
    const row = agreement.getByRole('row', {
      name: new RegExp(`Temperature ${temperatures[one]} Temperature ${temperatures[other]} `),
    });
    await expect(row.getByRole('cell').nth(1)).toContainText(`(${verdict} of 10)`);
    await expect(row.getByRole('cell').nth(2)).toContainText(`(${same} of 10)`);
  }
  await expectAccessible(page, 'agreement');

  await page.getByRole('button', { name: /^Blind vote/ }).click();
  await page.getByRole('button', { name: 'Start' }).click();
  const heading = page.getByRole('heading', { name: 'Which of these 2 is best?' });
  await expect(heading).toBeVisible();
  for (let round = 0; round < 6; round += 1) {
    await expect(page.getByRole('main')).not.toContainText('Temperature');
    await page.keyboard.press('1');
    const saved = page.waitForResponse((response) => /\/votes$/.test(response.url()));
    await page.keyboard.press('Control+Enter');
    expect((await saved).status()).toBe(201);
    await expect(page.getByText(`${round + 1} ${round === 0 ? 'vote' : 'votes'} so far`)).toBeVisible();
  }
  // Both are of one input, and every two variants came up equally often.
  const { votes } = await cells.stored();
  expect(votes).toHaveLength(6);
  for (const { shown } of votes) expect(new Set(shown.map((cell) => cell.split('-')[0])).size).toBe(1);
  const variantOf = (cell: string | null) => cell?.match(/r(\d)c/)?.[1] ?? '';
  const pairs = votes.map(({ shown }) => shown.map(variantOf).sort().join());
  expect([...new Set(pairs)].sort()).toEqual(['0,1', '0,2', '1,2']);
  expect(pairs.filter((pair) => pair === pairs[0])).toHaveLength(2);
  await page.getByRole('button', { name: 'Finish' }).click();
  await expect(page.getByRole('heading', { name: 'Results' })).toBeFocused();
  for (const variant of new Set(votes.map(({ cell }) => variantOf(cell)))) {
    const won = votes.filter(({ cell }) => variantOf(cell) === variant).length;
    const row = page.getByRole('row', {
      name: new RegExp(`^Temperature ${[0, 0.8, 1.6][Number(variant)]} `),
    });
    await expect(row).toContainText(`${won} of 4`);
    await expect(row).toContainText(/\d+–\d+%/);
  }
  await expectAccessible(page, 'the result of judging');
  await page.getByRole('button', { name: 'Done' }).click();
  await cells.ready();
});

test('comparisons of columns and sweeps with repeats have the table, too', async ({ page }) => {
  await startGuest(page.request);
  const compare = new ComparePage(page);
  const id = await saveComparison(page.request, [
    columnOf('a', { temperature: 0 }, { name: 'Cold' }),
    columnOf('b', { temperature: 1.5, seed: 4 }, { name: 'Hot' }),
  ]);
  await compare.open(`/compare?id=${id}`);
  await compare.runAll.click();
  await compare.ended('AB');
  const texts = await compare.storedTexts();
  const cells = new CellsPage(page);
  await expect(page.getByRole('tab', { name: 'Line chart' })).toHaveCount(0);
  await cells.show('Table');
  await expect(cells.lines).toHaveCount(2);
  await expect(cells.lines.first()).toContainText('Cold');
  await expect(cells.lines.nth(1)).toContainText((texts[1] ?? '').trim().slice(0, 10));
  await cells.lines.nth(1).click();
  const beside = page.getByRole('complementary', { name: 'Cell Hot' });
  await expect(beside.getByRole('region', { name: 'Completion', exact: true })).toBeVisible();
  await cells.show('Heat map');
  await cells.measure('Words');
  await expect(page.locator('[data-heat]')).toHaveCount(2);
  await cells.show('Side by side');
  await compare.ready();
  await expect(compare.text('B')).toHaveText(texts[1] ?? '');

  const sweep = await saveSweep(page.request, {}, { repeats: 3 });
  await cells.open(`/compare?id=${sweep}`);
  await cells.run();
  await cells.ended();
  await cells.show('Table');
  await cells.choose('Group by', 'By repeats');
  const first = cells.table.locator('[aria-level="1"]').first();
  // At temperature 0 all repeats are the same text.
  await expect(first).toContainText('3 of 3 have the same text');
  await expect(first.locator('[data-measure="tokens"]')).toContainText('n 3');
});

test('on a phone the table scrolls in its place and a cell opens over it', async ({ page }) => {
  test.slow();
  await page.setViewportSize({ width: 390, height: 844 });
  const cells = await ranCells(page);
  await cells.show('Table');
  await expect(cells.lines.first()).toBeVisible();
  await expectNothingWider(page, 'a table on a phone');
  await cells.lines.nth(1).click();
  const sheet = page.getByRole('dialog', { name: /^Temperature/ });
  await comeIn(sheet);
  await expect(sheet.getByRole('region', { name: 'Completion', exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await page.emulateMedia({ forcedColors: 'active' });
  await expectAccessible(page, 'a table on a phone');
});

test('texts that begin alike are shown from where they differ, with the words marked; inputs are an axis of a chart, and a small grid has whole texts', async ({
  page,
  upstream,
}) => {
  const guest = await startGuest(page.request);
  const ends = ['red', 'green', 'green'];
  upstream.always((response, request) => {
    const { temperature = 0 } = request.json as { temperature?: number };
    const text = ` Once upon a time, in a house by the sea, there was a door that was ${ends[temperature]}.`;
    return answers.stream([text])(response, request);
  });
  const connectionId = await guest.addConnection({ name: 'Local', baseUrl: upstream.url });
  const rows = ['one', 'two'].map((name, at) => ({ id: `r${at}`, values: [name] }));
  const id = await saveSweep(
    page.request,
    {},
    {
      axes: [{ kind: 'parameter', parameter: 'temperature', values: [0, 1, 2] }],
      inputs: { columns: ['name'], rows },
      variables: true,
      base: { prompt: 'The {{name}} and', connectionId, model: 'test-model' },
    },
  );
  const cells = new CellsPage(page);
  await cells.open(`/compare?id=${id}`);
  await cells.run();
  await cells.ended();

  const whole = page.getByRole('button', { name: 'Full text side by side' });
  const selection = page.getByRole('region', { name: 'Selected cells' });
  await page.locator('[data-point="0:0"]').click({ modifiers: ['ControlOrMeta'] });
  await expect(selection).toBeVisible();
  await whole.click();
  // Which cells are selected can't be seen here.
  await expect(selection).toHaveCount(0);
  const pane = page.getByRole('region', { name: 'Temperature 1, row 1', exact: true });
  await expect(pane.getByRole('region', { name: 'Completion', exact: true })).toContainText('green.');
  await expectAccessible(page, 'whole texts side by side');
  await pane.getByRole('button', { name: 'Temperature 1, row 1' }).click();
  await comeIn(page.getByRole('dialog', { name: /^Temperature 1/ }));
  await page.keyboard.press('Escape');
  await whole.click();
  await expect(cells.grid).toBeVisible();
  await selection.getByRole('button', { name: 'Clear' }).click();

  await cells.show('Table');
  await expect(cells.lines.first()).toContainText('Once upon a time');
  await expect(cells.table.getByRole('columnheader', { name: 'Cell' })).toHaveAttribute(
    'aria-sort',
    'ascending',
  );
  await cells.choose('Show', 'Only differences');
  await expect(cells.lines).toHaveCount(6);
  await expect(cells.table.locator('ins')).toHaveText(['red', 'green', 'green', 'red', 'green', 'green']);
  await expect(cells.lines.first()).not.toContainText('Once upon a time');
  await cells.choose('Show', 'All cells');
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(cells.lines.first()).toContainText('…');
  await expect(cells.lines.first()).toContainText('red.');
  await expect(cells.table.locator('ins')).toHaveCount(0);
  await page.setViewportSize({ width: 1280, height: 800 });

  await cells.show('Heat map');
  await cells.measure('Characters');
  await expect(page.locator('[data-heat]')).toHaveCount(3);
  await page.getByRole('combobox', { name: 'Rows of the chart' }).selectOption({ label: 'Each input' });
  await expect(page.locator('[data-heat]')).toHaveCount(6);
  await expect(page.getByRole('img', { name: /^Characters by Input and Temperature/ })).toBeVisible();
  await cells.show('Line chart');
  await expect(page.locator('[data-series]')).toHaveCount(3);
  await expectAccessible(page, 'a chart of inputs');
});
