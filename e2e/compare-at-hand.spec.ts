import { expect, type Locator } from '@playwright/test';
import { answers } from '@/lib/testing/upstream-answers';
import { expectAccessible } from './support/accessible';
import { ComparePage, columnOf, saveComparison } from './support/compare';
import { startGuest } from './support/guest';
import { connectTwoLists } from './support/open-on-upstream';
import { SweepPage, saveSweep } from './support/sweep';
import { test } from './support/test';

/** What is needed next is in sight, and stays where it is. */

async function boxOf(button: Locator): Promise<number[]> {
  const box = await button.boundingBox();
  return [box?.x ?? -1, box?.y ?? -1, box?.width ?? -1, box?.height ?? -1].map(Math.round);
}

for (const width of [1280, 1366, 390]) {
  test(`Run all is always the same button in the same place, at ${width}`, async ({ page, upstream }) => {
    await page.setViewportSize({ width, height: 720 });
    const guest = await startGuest(page.request);
    const connectionId = await guest.addConnection({ name: 'Held', baseUrl: upstream.url, key: 'sk-held' });
    const compare = new ComparePage(page);
    const id = await saveComparison(
      page.request,
      ['a', 'b', 'c'].map((column) => columnOf(column, {}, { connectionId, model: 'test-model' })),
    );
    await compare.open(`/compare?id=${id}`);
    const place = await boxOf(compare.runAll);
    expect(place[0]).toBeGreaterThan(0);
    await compare.reference.selectOption({ label: 'Differences from A' });
    await expect(page.getByRole('button', { name: 'Only differences' })).toBeVisible();
    expect(await boxOf(compare.runAll), 'with a reference').toEqual(place);
    upstream.always(answers.silence());
    await compare.runAll.click();
    await expect(page.getByText('0 of 3 done').filter({ visible: true })).toBeVisible();
    expect(await boxOf(compare.stopAll), 'while it runs').toEqual(place);
    await compare.stopAll.click();
    await compare.ended('ABC');
    expect(await boxOf(compare.runAll), 'once it has run').toEqual(place);
    await compare.reference.selectOption({ label: 'Differences: off' });
    expect(await boxOf(compare.runAll), 'without one again').toEqual(place);

    const sweep = new SweepPage(page);
    const sweepId = await saveSweep(
      page.request,
      {},
      {
        base: {
          connectionId,
          model: 'test-model',
          settings: { values: { stream: true }, sent: ['stream'] },
        },
      },
    );
    await sweep.open(`/compare?id=${sweepId}`);
    const ofSweep = await boxOf(sweep.runAll);
    upstream.reset();
    upstream.enqueue(answers.error(401, 'No.'));
    await sweep.run();
    await sweep.ended();
    await expect(page.getByRole('button', { name: 'Run remaining (1)' })).toBeVisible();
    expect(await boxOf(sweep.runAll), 'with a rest').toEqual(ofSweep);
    upstream.always(answers.silence());
    await sweep.run();
    await expect(sweep.stopAll).toBeVisible();
    expect(await boxOf(sweep.stopAll), 'while the sweep runs').toEqual(ofSweep);
    await sweep.stopAll.click();
    await sweep.ended();
  });
}

test('rows stay where they are while a person works in the table, and make room for the texts when runs start', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await startGuest(page.request);
  const compare = new ComparePage(page);
  const id = await saveComparison(page.request, [
    columnOf('a', { temperature: 1, seed: 4 }),
    columnOf('b', { temperature: 1, seed: 4 }),
  ]);
  await compare.open(`/compare?id=${id}`);
  const fold = page.getByRole('button', { name: /identical settings$/ });
  await expect(fold).toHaveAttribute('aria-expanded', 'true');
  const rows = compare.table.locator('[data-setting]');
  const names = await rows.allTextContents();
  const topOf = async (label: string) => (await compare.cell(label, 'A').boundingBox())?.y;
  const [temperature, seed] = [await topOf('Temperature'), await topOf('Seed')];
  const nothingMoved = async (when: string) => {
    expect(await rows.allTextContents(), when).toEqual(names);
    expect([await topOf('Temperature'), await topOf('Seed')], when).toEqual([temperature, seed]);
  };

  // What differs is marked where it is, while it is edited and after the focus has gone on.
  await compare.cell('Temperature', 'B').click();
  const editor = page.getByRole('dialog', { name: 'Temperature of column B' });
  await editor.getByRole('textbox').fill('0.3');
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => compare.markedRows()).toEqual(['Temperature']);
  await nothingMoved('while it is edited');
  await page.keyboard.press('Enter');
  await expect(editor).toHaveCount(0);
  await page.keyboard.press('Tab');
  await expect(compare.cell('Temperature', 'B')).not.toBeFocused();
  await nothingMoved('after Tab');
  await compare.cell('Temperature', 'B').focus();
  await page.keyboard.type('1');
  await page.keyboard.press('Enter');
  await expect.poll(() => compare.markedRows()).toEqual([]);
  await nothingMoved('when all are the same again');
  await compare.cell('Temperature', 'B').focus();
  await page.keyboard.type('0.6');
  await page.keyboard.press('Enter');
  await expect.poll(() => compare.markedRows()).toEqual(['Temperature']);

  // Started from within the table, nothing in it moves, either.
  await expect(compare.cell('Temperature', 'B')).toBeFocused();
  await page.keyboard.press('Control+Enter');
  await compare.ended('AB');
  await nothingMoved('while it runs');
  // From elsewhere, equal rows make room: what differs and the texts are in sight.
  await compare.runAll.click();
  await expect(fold).toHaveAttribute('aria-expanded', 'false');
  await expect(rows).toHaveText(['Model', 'Temperature']);
  await compare.ended('AB');
  for (const letter of 'AB') await expect(compare.text(letter)).toBeInViewport({ ratio: 0.9 });

  // A row that was shown stays when its values become the same.
  await compare.cell('Temperature', 'B').focus();
  await page.keyboard.type('1');
  await page.keyboard.press('Enter');
  await expect.poll(() => compare.markedRows()).toEqual([]);
  await expect(compare.cell('Temperature', 'B')).toBeFocused();
  await expect(rows).toHaveText(['Model', 'Temperature']);

  // Once a person folds or unfolds them, nothing else does, on a button that stays under the pointer.
  const place = (await boxOf(fold)).slice(0, 2);
  await fold.click();
  await expect(rows).toHaveText(names);
  expect((await boxOf(fold)).slice(0, 2)).toEqual(place);
  await compare.cell('Temperature', 'B').click();
  await page.getByRole('dialog').getByRole('textbox').fill('0.2');
  await page.keyboard.press('Enter');
  await compare.runAll.click();
  await compare.ended('AB');
  await expect(fold).toHaveAttribute('aria-expanded', 'true');
  await expect(compare.cell('Seed', 'A')).toBeVisible();
  expect((await boxOf(fold)).slice(0, 2)).toEqual(place);
  await fold.click();
  await expect(rows).toHaveText(['Model', 'Temperature']);
});

test('texts are in sight at 1280×720, with a line of figures above each; only what was measured is marked', async ({
  page,
  upstream,
}) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  const guest = await startGuest(page.request);
  const connectionId = await guest.addConnection({ name: 'Mine', baseUrl: upstream.url, key: 'sk-mine' });
  upstream.always((response, request) => {
    const { temperature } = request.json as { temperature: number };
    return answers.asRequested(` some words at ${temperature} degrees`)(response, request);
  });
  const compare = new ComparePage(page);
  const more = { connectionId, model: 'test-model' };
  const id = await saveComparison(
    page.request,
    [
      columnOf('a', { temperature: 0 }, more),
      columnOf('b', { temperature: 1, stream: false }, more),
      columnOf('c', { temperature: 2, stream: false }, more),
    ],
    { referenceId: 'a' },
  );
  await compare.open(`/compare?id=${id}`);
  await compare.runAll.click();
  await compare.ended('ABC');
  for (const letter of 'ABC') {
    await expect(compare.text(letter)).toBeInViewport({ ratio: 0.9 });
    const top = (await compare.text(letter).boundingBox())?.y ?? 720;
    expect(top).toBeLessThan(560);
  }
  const lines = page.locator('[data-measures]');
  await expect(lines).toHaveCount(3);
  await expect(lines.first()).toContainText('first after');
  for (const at of [1, 2]) {
    await expect(lines.nth(at)).toContainText('4 tokens');
    await expect(lines.nth(at)).not.toContainText('first after');
  }
  await expectAccessible(page, 'figures in a line');

  await compare.unfoldMeasures();
  const first = compare.table.getByRole('row', { name: /First token/ }).locator('[data-measure]');
  await expect(first).toHaveText([/ms$|s$/, '–', '–']);
  // One value is not the best of several, and no text is better for its words.
  await expect(compare.table.getByText('(best)')).toHaveCount(0);
  await compare.table.getByRole('button', { name: 'Measures', expanded: true }).click();
  await expect(lines).toHaveCount(3);
});

test('a new sweep goes on with the request of the comparison that one is in', async ({
  page,
  playground,
}) => {
  await startGuest(page.request);
  await playground.open();
  await playground.prompt.fill('The draft of the playground');
  const compare = new ComparePage(page);
  const id = await saveComparison(
    page.request,
    [columnOf('a', { temperature: 0, seed: 1 }), columnOf('b', { seed: 2, max_tokens: 33 })],
    { prompt: 'The prompt of the comparison', referenceId: 'b' },
  );
  await compare.open(`/compare?id=${id}`);
  const kinds = page.getByRole('navigation', { name: 'Compare by' });
  await kinds.getByRole('link', { name: 'Sweep' }).click();
  const sweep = new SweepPage(page);
  await sweep.ready();
  const prompt = page.getByRole('textbox', { name: 'Prompt', exact: true });
  await expect(prompt).toHaveValue('The prompt of the comparison');
  await expect(sweep.requested.getByRole('textbox', { name: 'Seed', exact: true })).toHaveValue('2');
  await expect(sweep.requested.getByRole('textbox', { name: 'Max tokens', exact: true })).toHaveValue('33');

  // Back and forth, the sweep keeps what was changed in it.
  await sweep.values('Temperature').fill('0.1, 0.2');
  await kinds.getByRole('link', { name: 'Columns' }).click();
  await compare.open(`/compare?id=${id}`);
  await kinds.getByRole('link', { name: 'Sweep' }).click();
  await expect(sweep.values('Temperature')).toHaveValue('0.1, 0.2');
  await expect(prompt).toHaveValue('The prompt of the comparison');

  // From another comparison it is another sweep, and the one from before can be brought back.
  const other = await saveComparison(page.request, [columnOf('a', {})], { prompt: 'Another prompt' });
  await compare.open(`/compare?id=${other}`);
  await kinds.getByRole('link', { name: 'Sweep' }).click();
  await expect(prompt).toHaveValue('Another prompt');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(prompt).toHaveValue('The prompt of the comparison');
  await expect(sweep.values('Temperature')).toHaveValue('0.1, 0.2');

  // So is a new sweep that is begun in a sweep.
  await page.getByRole('button', { name: 'More for this comparison' }).click();
  await page.getByRole('menuitem', { name: 'New sweep' }).click();
  await expect(sweep.values('Temperature')).toHaveValue('0, 0.5, 1, 1.5, 2');
  await expect(prompt).toHaveValue('The prompt of the comparison');
});

test('the heat map opens on a measure that varies, and its cells open as the texts do, by pointer and by keys', async ({
  page,
}) => {
  await startGuest(page.request);
  const sweep = new SweepPage(page);
  const id = await saveSweep(
    page.request,
    { max_tokens: 4 },
    {
      axes: [
        { kind: 'parameter', parameter: 'temperature', values: [0, 1.9] },
        { kind: 'parameter', parameter: 'seed', values: [1, 2, 3] },
      ],
    },
  );
  await sweep.open(`/compare?id=${id}`);
  await sweep.run();
  await sweep.ended();
  await sweep.show('Heat map');
  // All texts have as many tokens.
  const measure = page.getByRole('combobox', { name: 'Measure' });
  await expect(measure).not.toHaveValue('tokens');
  const values = new Set(await sweep.heat());
  expect(values.size).toBeGreaterThan(1);

  await expect(sweep.cells).toHaveCount(6);
  await expect(sweep.cell(1, 2)).toHaveText(/^Temperature 1.9, Seed 3: /);
  // Each is where it is drawn.
  for (const [row, column] of [
    [0, 0],
    [1, 2],
  ] as const) {
    const [drawn, cell] = await Promise.all([
      page.locator(`[data-heat="${row}:${column}"] > rect`).first().boundingBox(),
      sweep.cell(row, column).boundingBox(),
    ]);
    expect(Math.abs((drawn?.x ?? 0) - (cell?.x ?? 99))).toBeLessThan(2);
    expect(Math.abs((drawn?.y ?? 0) - (cell?.y ?? 99))).toBeLessThan(2);
    expect(Math.abs((drawn?.width ?? 0) - (cell?.width ?? 99))).toBeLessThan(3);
  }
  await sweep.cell(0, 1).click();
  const sheet = page.getByRole('dialog', { name: 'Temperature 0, Seed 2' });
  await expect(sheet.getByRole('region', { name: 'Completion', exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await expect(sweep.cell(0, 1)).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await expect(sweep.cell(1, 2)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Temperature 1.9, Seed 3' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(sweep.cell(1, 2)).toBeFocused();
  await page.keyboard.press('Space');
  await expect(page.getByText('1 cell selected')).toBeVisible();
  await expect(sweep.grid.locator('[tabindex="0"]')).toHaveCount(1);
  await expectAccessible(page, 'a heat map with a selected cell');
});

test('another connection brings its first model, and a column that cannot run is named and shown', async ({
  page,
  upstream,
}) => {
  await connectTwoLists(page, upstream);
  const compare = new ComparePage(page);
  const id = await saveComparison(page.request, [columnOf('a', {}), columnOf('b', {}), columnOf('c', {})]);
  await compare.open(`/compare?id=${id}`);
  const connection = (letter: string) =>
    page.getByRole('combobox', { name: `Connection of column ${letter}` });
  await connection('B').selectOption({ label: 'With models' });
  await expect(compare.cell('Model', 'B')).toHaveText('first-model');

  // This one lists none, so the column says what it needs.
  await connection('C').selectOption({ label: 'Without models' });
  await expect(compare.cell('Model', 'C')).toHaveText('Choose a model');
  upstream.always(answers.plain('From the first model'));
  await compare.runAll.click();
  await expect(page.getByText("Column C can't run. Choose a model.")).toBeVisible();
  await expect(compare.cell('Model', 'C')).toBeFocused();
  await compare.ended('AB');
  expect((await upstream.received(1)).json).toMatchObject({ model: 'first-model' });

  // Alone it is not started either.
  await compare.heads.nth(2).getByRole('button', { name: 'Run column C' }).click();
  await expect(compare.cell('Model', 'C')).toBeFocused();
  await expectAccessible(page, 'a column without a model');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Model of column C' }).getByRole('combobox').fill('typed-model');
  await page.keyboard.press('Enter');
  await expect(compare.cell('Model', 'C')).toHaveText('typed-model');
  await compare.runAll.click();
  await compare.ended('ABC');
});

test('the toolbar brings the settings as they are with a second column to change', async ({
  page,
  playground,
}) => {
  await startGuest(page.request);
  await playground.open();
  await playground.prompt.fill('To be compared');
  await playground.setParameter('temperature', 0.3);
  await page.getByRole('link', { name: 'Compare this' }).click();
  const compare = new ComparePage(page);
  await compare.ready();
  await expect(compare.heads).toHaveCount(2);
  await expect(compare.prompt).toHaveValue('To be compared');
  for (const letter of 'AB') await expect(compare.cell('Temperature', letter)).toHaveText('0.3');
  const hint = compare.column('B').getByText('Same settings as A. Select a value above to change it.');
  await expect(hint).toBeVisible();
  await compare.cell('Temperature', 'B').click();
  await page.getByRole('dialog').getByRole('textbox').fill('1.1');
  await page.keyboard.press('Enter');
  await expect(hint).toBeHidden();
  await compare.runAll.click();
  await compare.ended('AB');
});

test('digits typed on a cell while its editor loads are not lost', async ({ page }) => {
  await startGuest(page.request);
  const compare = new ComparePage(page);
  const id = await saveComparison(page.request, [columnOf('a', { top_p: 1 })]);
  await compare.open(`/compare?id=${id}`);
  // Layers are here already; the editor is not.
  await compare.runAll.hover();
  await expect(page.getByRole('tooltip')).toBeVisible();
  await page.mouse.move(0, 0);
  let isOpen = false;
  const held: (() => void)[] = [];
  await page.route('**/_next/static/chunks/*.js', async (route) => {
    if (!isOpen) await new Promise<void>((resolve) => held.push(resolve));
    await route.continue();
  });
  await compare.cell('Top P', 'A').focus();
  await page.keyboard.type('0');
  const editor = page.getByRole('dialog', { name: 'Top P of column A' });
  await expect(editor.getByRole('progressbar', { name: 'Loading' })).toBeFocused();
  await page.keyboard.type('.25');
  isOpen = true;
  for (const go of held) go();
  const field = editor.getByRole('textbox', { name: 'Top P' });
  await expect(field).toHaveValue('0.25');
  await expect(field).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(compare.cell('Top P', 'A')).toHaveText('0.25');
});

test('a value that was typed is kept by a press elsewhere, and dropped by Escape', async ({ page }) => {
  await startGuest(page.request);
  const compare = new ComparePage(page);
  const id = await saveComparison(page.request, [
    columnOf('a', { temperature: 0, max_tokens: 5 }),
    columnOf('b', { temperature: 1, max_tokens: 5 }),
  ]);
  await compare.open(`/compare?id=${id}`);
  const field = page
    .getByRole('dialog', { name: /^Temperature of column/ })
    .getByRole('textbox', { name: 'Temperature' });
  await compare.cell('Temperature', 'A').click();
  await field.fill('0.3');
  await compare.cell('Temperature', 'B').click();
  await expect(compare.cell('Temperature', 'A')).toHaveText('0.3');
  await expect(field).toHaveValue('1');
  await field.fill('0.7');
  await page.mouse.click(5, 500);
  await expect(compare.cell('Temperature', 'B')).toHaveText('0.7');
  await compare.cell('Temperature', 'B').click();
  await field.fill('1.5');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(compare.cell('Temperature', 'B')).toHaveText('0.7');
  // Run all counts what was typed.
  await compare.cell('Temperature', 'A').click();
  await field.fill('0.4');
  await compare.runAll.click();
  await compare.ended('AB');
  await expect(compare.cell('Temperature', 'A')).toHaveText('0.4');
});

test('Add setting lists what is folded, too, and opens its row', async ({ page, upstream }) => {
  const guest = await startGuest(page.request);
  await guest.addConnection({ name: 'Mine', baseUrl: upstream.url });
  const compare = new ComparePage(page);
  const id = await saveComparison(page.request, [
    columnOf('a', { temperature: 0 }),
    columnOf('b', { temperature: 1 }),
  ]);
  await compare.open(`/compare?id=${id}`);
  const rows = compare.table.locator('[data-setting]');
  await expect(rows).toHaveText(['Model', 'Temperature']);
  const add = page.getByRole('combobox', { name: 'Add setting' });
  await add.selectOption({ label: 'Connection' });
  await expect(page.getByRole('combobox', { name: 'Connection of column A' })).toBeFocused();
  await add.selectOption({ label: 'Model' });
  await expect(page.getByRole('dialog', { name: 'Model of column A' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(rows).toHaveText(['Model', 'Connection', 'Temperature']);
  await expect(add.getByRole('option', { name: 'Connection', exact: true })).toHaveCount(0);
  // The model is what most compare: also where its row is there, its name leads to it.
  await add.selectOption({ label: 'Model' });
  await expect(page.getByRole('dialog', { name: 'Model of column A' })).toBeVisible();
  await page.keyboard.press('Escape');
  // Open, its button stands over rows that differ: it says what a press does.
  await page.getByRole('button', { name: /^\d+ identical setting/ }).click();
  const hide = page.getByRole('button', { name: /^Hide \d+ of \d+ identical settings$/ });
  await expect(hide).toBeVisible();
});

test('a value typed where none is sent is set and sent', async ({ page, upstream }) => {
  const guest = await startGuest(page.request);
  const connectionId = await guest.addConnection({ name: 'Mine', baseUrl: upstream.url });
  const compare = new ComparePage(page);
  const more = { connectionId, model: 'test-model' };
  const id = await saveComparison(page.request, [columnOf('a', {}, more), columnOf('b', {}, more)]);
  await compare.open(`/compare?id=${id}`);

  // A new row opens at its first cell; an empty field takes the number.
  await page.getByRole('combobox', { name: 'Add setting' }).selectOption({ label: 'Top P' });
  const first = page.getByRole('dialog', { name: 'Top P of column A' });
  await expect(first.getByRole('textbox', { name: 'Top P' })).toBeFocused();
  await expect(first.getByRole('textbox', { name: 'Top P' })).toHaveValue('');
  await page.keyboard.type('1');
  await page.keyboard.press('Enter');
  // Also when it is the value that a server would take by itself.
  await expect(compare.cell('Top P', 'A')).toHaveText('1');
  await expect(compare.cell('Top P', 'B')).toHaveText('Not sent');
  await expect(compare.cell('Top P', 'A')).toBeFocused();

  // Typed on the cell itself.
  await compare.cell('Top P', 'B').focus();
  await page.keyboard.type('0.25');
  const second = page.getByRole('dialog', { name: 'Top P of column B' });
  await expect(second.getByRole('textbox', { name: 'Top P' })).toHaveValue('0.25');
  await page.keyboard.press('Enter');
  await expect(compare.cell('Top P', 'B')).toHaveText('0.25');

  // Only looked at, nothing is set.
  await page.getByRole('combobox', { name: 'Add setting' }).selectOption({ label: 'Seed' });
  await expect(page.getByRole('dialog', { name: 'Seed of column A' }).getByRole('textbox')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(compare.cell('Seed', 'A')).toHaveText('Not sent');

  // The keys start at the value that its control has, not at the lowest one.
  await compare.cell('Seed', 'A').press('Enter');
  await expect(page.getByRole('dialog', { name: 'Seed of column A' }).getByRole('textbox')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Escape');
  await expect(compare.cell('Seed', 'A')).toHaveText('43');

  upstream.always(answers.plain('Sent'));
  await compare.runAll.click();
  await compare.ended('AB');
  const sent = [await upstream.received(1), await upstream.received(2)].map(
    ({ json }) => (json as { top_p: number }).top_p,
  );
  expect(sent.sort()).toEqual([0.25, 1]);
});

test('from columns to a sweep and back, each comes back with its outputs', async ({ page, playground }) => {
  await startGuest(page.request);
  await playground.open();
  await playground.prompt.fill('There and back');
  await playground.setParameter('temperature', 0.3);
  await page.getByRole('link', { name: 'Compare this' }).click();
  const compare = new ComparePage(page);
  await compare.ready();
  // A value looks like one that can be pressed.
  await expect(compare.cell('Temperature', 'B').locator('svg')).toBeVisible();
  await compare.cell('Temperature', 'B').click();
  await page.getByRole('dialog').getByRole('textbox').fill('1.1');
  await page.keyboard.press('Enter');
  await compare.runAll.click();
  await compare.ended('AB');
  const texts = await compare.shownTexts('AB');
  const columns = page.url();

  const mode = (name: string) =>
    page.getByRole('navigation', { name: 'Compare by' }).getByRole('link', { name });
  await mode('Sweep').click();
  const sweep = new SweepPage(page);
  await sweep.ready();
  await sweep.run();
  await sweep.ended();
  const swept = page.url();
  expect(swept).not.toBe(columns);

  await mode('Columns').click();
  await compare.ready();
  await expect(page).toHaveURL(columns);
  expect(await compare.shownTexts('AB')).toEqual(texts);
  await mode('Sweep').click();
  await sweep.ready();
  await expect(page).toHaveURL(swept);
});

test('Compare in the header comes back to what was open last; New begins another', async ({
  page,
  playground,
  expectedErrors,
}) => {
  await startGuest(page.request);
  const main = page.getByRole('navigation', { name: 'Main' });
  const away = async () => {
    await main.getByRole('link', { name: 'Playground' }).click();
    await playground.ready();
    await main.getByRole('link', { name: 'Compare' }).click();
  };
  const first = await saveComparison(page.request, [columnOf('a', {}), columnOf('b', { temperature: 1 })], {
    prompt: 'The one that was open',
  });
  const compare = new ComparePage(page);
  await compare.open(`/compare?id=${first}`);
  await away();
  await expect(page).toHaveURL(`/compare?id=${first}`);
  await expect(compare.prompt).toHaveValue('The one that was open');
  // On its own page the link leaves it where it is, in its view, and leaves nothing behind for Back.
  await page.getByRole('tab', { name: 'Table' }).click();
  await expect(page).toHaveURL(/view=table/);
  const visited: string[] = [];
  page.on('framenavigated', (frame) => visited.push(frame.url()));
  await main.getByRole('link', { name: 'Compare' }).click();
  const named = () => Object.fromEntries(new URL(visited.at(-1) ?? page.url()).searchParams);
  await expect.poll(() => [visited.length > 1, named()]).toEqual([true, { id: first, view: 'table' }]);
  await expect(page.getByRole('tab', { name: 'Table' })).toHaveAttribute('aria-selected', 'true');
  await page.goBack();
  await playground.ready();
  await page.goForward();
  // The view is that of this one alone.
  await page.getByRole('navigation', { name: 'Compare by' }).getByRole('link', { name: 'Sweep' }).click();
  await expect(page).toHaveURL(/kind=sweep$/);
  await page.goBack();
  await page.getByRole('tab', { name: 'Side by side' }).click();
  await compare.ready();
  await expect(page).toHaveURL(`/compare?id=${first}`);

  await page.getByRole('button', { name: 'More for this comparison' }).click();
  await page.getByRole('menuitem', { name: 'New comparison' }).click();
  await expect(page).toHaveURL(/\/compare\?kind=columns$/);
  await compare.prompt.fill('Another one');
  await away();
  await expect(compare.prompt).toHaveValue('Another one');
  await page.reload();
  await expect(compare.prompt).toHaveValue('Another one');

  // A sweep that is being composed is one of them.
  await page.getByRole('navigation', { name: 'Compare by' }).getByRole('link', { name: 'Sweep' }).click();
  await expect(page).toHaveURL(/kind=sweep$/);
  await away();
  await expect(page).toHaveURL(/kind=sweep$/);

  // One that is gone is not.
  await compare.open(`/compare?id=${first}`);
  await main.getByRole('link', { name: 'Playground' }).click();
  await playground.ready();
  expect((await page.request.delete(`/api/comparisons/${first}`, { data: {} })).ok()).toBe(true);
  expectedErrors.push(/status of 404/);
  await main.getByRole('link', { name: 'Compare' }).click();
  await compare.ready();
  await expect(compare.prompt).toHaveValue('Another one');
});

test('Back leads from a sweep, and from a saved comparison, to the columns being composed', async ({
  page,
}) => {
  await startGuest(page.request);
  const saved = await saveComparison(page.request, [columnOf('a', {})], { prompt: 'A saved one' });
  const compare = new ComparePage(page);
  await compare.open();
  await compare.prompt.fill('Being composed');
  await page.getByRole('navigation', { name: 'Compare by' }).getByRole('link', { name: 'Sweep' }).click();
  await new SweepPage(page).ready();
  await expect(page).toHaveURL(/kind=sweep$/);
  await page.goBack();
  await compare.ready();
  await expect(compare.prompt).toHaveValue('Being composed');
  await expect(page).toHaveURL(/\/compare\?kind=columns$/);

  await page.getByRole('link', { name: 'Saved comparisons' }).click();
  await page.getByRole('link', { name: /^A saved one/ }).click();
  await expect(compare.prompt).toHaveValue('A saved one');
  await expect(page).toHaveURL(`/compare?id=${saved}`);
  await page.goBack();
  await expect(page).toHaveURL('/history/comparisons');
  await page.goBack();
  await compare.ready();
  await expect(compare.prompt).toHaveValue('Being composed');
});

test('a comparison that is saved after its page was left comes back by Compare, and changes no other address', async ({
  page,
  playground,
}) => {
  await startGuest(page.request);
  const compare = new ComparePage(page);
  await compare.open();
  await compare.prompt.fill('Saved late');
  let go = () => {};
  const held = new Promise<void>((resolve) => {
    go = resolve;
  });
  await page.route('**/api/comparisons', async (route) => {
    if (route.request().method() === 'POST') await held;
    await route.continue();
  });
  const asked = page.waitForRequest(
    (request) => request.method() === 'POST' && /comparisons$/.test(request.url()),
  );
  await compare.runAll.click();
  await asked;
  const main = page.getByRole('navigation', { name: 'Main' });
  await main.getByRole('link', { name: 'Playground' }).click();
  await playground.ready();
  go();
  const noted = () =>
    page.evaluate(
      () => JSON.parse(sessionStorage.getItem('playground.last-comparison') ?? 'null')?.id ?? null,
    );
  await expect.poll(noted).not.toBeNull();
  expect(new URL(page.url()).searchParams.has('id')).toBe(false);
  await main.getByRole('link', { name: 'Compare' }).click();
  await expect(page).toHaveURL(`/compare?id=${await noted()}`);
  await expect(compare.prompt).toHaveValue('Saved late');
});

for (const [width, height] of [
  [1440, 900],
  [1280, 720],
] as const) {
  test(`the views stay where they are when runs start and end, at ${width}`, async ({ page, upstream }) => {
    await page.setViewportSize({ width, height });
    const guest = await startGuest(page.request);
    const connectionId = await guest.addConnection({ name: 'Held', baseUrl: upstream.url, key: 'sk-held' });
    const id = await saveSweep(
      page.request,
      {},
      {
        base: { connectionId, model: 'test-model' },
        axes: [{ kind: 'parameter', parameter: 'temperature', values: [0, 0.4, 0.8, 1.2] }],
        repeats: 5,
      },
    );
    const sweep = new SweepPage(page);
    await sweep.open(`/compare?id=${id}`);
    const tabs = page.getByRole('tablist', { name: 'Results view' });
    const before = await boxOf(tabs);
    upstream.always(answers.silence());
    await sweep.run();
    await expect(page.getByRole('button', { name: 'Pause' }).filter({ visible: true })).toBeVisible();
    expect(await boxOf(tabs), 'while they run').toEqual(before);
    await sweep.stopAll.click();
    await sweep.ended();
    expect(await boxOf(tabs), 'once they are stopped').toEqual(before);
    upstream.always(answers.asRequested('Held until now'));
    await sweep.run();
    await sweep.ended();
    expect(await boxOf(tabs), 'once all have ended').toEqual(before);
  });
}
