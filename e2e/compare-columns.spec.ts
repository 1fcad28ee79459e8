import { expect, type Page } from '@playwright/test';
import { visibleInline } from '@/lib/protocol/tokens/visible-whitespace';
import { answers } from '@/lib/testing/upstream-answers';
import { expectAccessible } from './support/accessible';
import { ComparePage, columnOf, saveComparison } from './support/compare';
import { startGuest } from './support/guest';
import { test } from './support/test';

test('a new visitor presses Run all: three temperatures stream at once, and the table marks that row alone', {
  tag: '@firefox',
}, async ({ page }) => {
  const compare = new ComparePage(page);
  const guest = await startGuest(page.request);
  // So slow that a busy browser still sees them all at once.
  await guest.setPace(3);
  await compare.open();
  await expect(compare.heads).toHaveCount(3);
  expect(await compare.markedRows()).toEqual(['Temperature']);
  await expect(compare.cell('Temperature', 'A')).toHaveText('0');
  await expect(compare.cell('Temperature', 'B')).toHaveText('0.7');
  await expect(compare.cell('Temperature', 'C')).toHaveText('1.2');

  await compare.runAll.click();
  for (const letter of 'ABC') await expect(compare.text(letter)).not.toHaveText('', { timeout: 15_000 });
  for (const letter of 'ABC')
    await expect(compare.column(letter).getByText('Generating', { exact: true })).toBeVisible();
  await expect(page).toHaveURL(/\/compare\?id=/);
  await compare.stopAll.click();
  await compare.ended('ABC');
  for (const letter of 'ABC')
    await expect(compare.column(letter).getByText('Stopped', { exact: true })).toBeVisible();
  expect(await compare.shownTexts('ABC')).toEqual(await compare.storedTexts());
});

test('the first divergence is at the token that the engine chose differently', async ({ page }) => {
  await startGuest(page.request);
  const compare = new ComparePage(page);
  const id = await saveComparison(
    page.request,
    [
      columnOf('a', { temperature: 0, logprobs: 5 }),
      columnOf('b', { temperature: 1.3, seed: 7, logprobs: 5 }),
      columnOf('c', { temperature: 1.3, seed: 11, logprobs: 5 }),
    ],
    { referenceId: 'a' },
  );
  await compare.open(`/compare?id=${id}`);
  await compare.runAll.click();
  await compare.ended('ABC');
  const { cells } = await compare.stored();
  const tokens = cells.map(({ run }) => run?.state.choices[0]?.tokens ?? []);
  const [reference = []] = tokens;
  expect(reference.length).toBeGreaterThan(0);
  for (const [at, letter] of [
    [1, 'B'],
    [2, 'C'],
  ] as const) {
    const own = tokens[at] ?? [];
    const first = own.findIndex((token, index) => token.text !== reference[index]?.text);
    expect(first).toBeGreaterThanOrEqual(0);
    const strip = page.getByRole('region', { name: `First divergence in ${letter}` });
    await expect(strip.getByText(`at token ${first + 1}`, { exact: true })).toBeVisible();
    await expect(strip.locator('[data-token]')).toHaveText([
      visibleInline(own[first]?.text ?? ''),
      visibleInline(reference[first]?.text ?? ''),
    ]);
    // Both lists of alternatives, each with its chosen token.
    for (const side of [letter, 'A']) {
      const list = strip.getByRole('list', { name: `Alternatives in ${side}` });
      await expect(list.getByText('Chosen:')).toHaveCount(1);
    }
    await strip.getByRole('button', { name: 'Jump to divergence' }).click();
  }
  await compare.unfoldMeasures();
  await expect(compare.table.getByRole('rowheader', { name: 'Mean log probability' })).toBeVisible();

  await page.getByRole('button', { name: 'Only differences' }).click();
  const only = page.getByRole('region', { name: 'Differences in B' });
  await expect(only.locator('ins').first()).toBeVisible();
  await expect(only.locator('del').first()).toBeVisible();
});

test('a reload in mid-stream goes on with all three, to the very text that the server has', {
  tag: '@firefox',
}, async ({ page }) => {
  const guest = await startGuest(page.request);
  // The shortest of the three goes on for eight seconds: a reload takes that long on a slow machine.
  await guest.setPace(3);
  const compare = new ComparePage(page);
  const id = await saveComparison(
    page.request,
    [1, 2, 3].map((seed) => columnOf(`c${seed}`, { temperature: 1, seed, max_tokens: 60 })),
  );
  await compare.open(`/compare?id=${id}`);
  await compare.runAll.click();
  for (const letter of 'ABC') await expect(compare.text(letter)).not.toHaveText('', { timeout: 15_000 });
  const before = await compare.shownTexts('ABC');
  await page.reload();
  await compare.ready();
  for (const letter of 'ABC') await expect(compare.column(letter).getByText('Generating')).toBeVisible();
  await compare.ended('ABC');
  const texts = await compare.storedTexts();
  expect(await compare.shownTexts('ABC')).toEqual(texts);
  for (const [at, text] of texts.entries()) {
    expect(text.startsWith(before[at] ?? '')).toBe(true);
    expect(text.length).toBeGreaterThan(before[at]?.length ?? 0);
  }
});

test('a 401 is its own column’s, and the others do not mind', async ({ page, upstream }) => {
  const guest = await startGuest(page.request);
  const connectionId = await guest.addConnection({
    name: 'Locked',
    baseUrl: upstream.url,
    key: 'sk-x-0123456789',
  });
  upstream.enqueue(answers.error(401, 'Incorrect API key provided.'));
  const compare = new ComparePage(page);
  const id = await saveComparison(page.request, [
    columnOf('a', { temperature: 0 }),
    columnOf('b', { temperature: 0 }, { connectionId, model: 'test-model', name: 'long name '.repeat(8) }),
  ]);
  await compare.open(`/compare?id=${id}`);
  expect(await compare.markedRows()).toEqual(['Model', 'Connection']);
  await compare.reference.selectOption({ label: 'Differences from A' });
  await compare.runAll.click();
  await compare.ended('AB');
  const problem = compare.column('B').getByRole('region', { name: 'What went wrong' });
  await expect(problem).toContainText('Incorrect API key provided.');
  await expect(problem.getByRole('link', { name: 'Open the connection' })).toBeVisible();
  await expect(compare.column('A').getByText('Complete')).toBeVisible();
  await expect(compare.column('A').getByRole('region', { name: 'What went wrong' })).toBeHidden();
  // A run that failed before its first token has no divergence and no measures.
  await compare.unfoldMeasures();
  const similarity = compare.table.getByRole('row', { name: /Similarity to A/ }).locator('[data-measure]');
  await expect(similarity).toHaveText([/100/, '–']);
  const divergence = compare.column('B').getByRole('region', { name: /^First divergence/ });
  await expect(divergence).toBeHidden();

  upstream.enqueue(answers.stream([' now it', ' works']));
  await problem.getByRole('button', { name: 'Run again' }).click();
  await expect(compare.text('B')).toHaveText('now it works');
  await expect(divergence).toBeVisible();
  await expect(similarity.last()).not.toHaveText('–');
  // The column's long name does not overflow.
  const wide = await divergence.evaluate((element) => element.scrollWidth > element.clientWidth);
  expect(wide).toBe(false);
});

test('two tabs show one comparison: runs live in both, a change is taken over, and Stop ends both', async ({
  page,
  context,
}) => {
  const guest = await startGuest(page.request);
  await guest.setPace(20);
  const id = await saveComparison(page.request, [
    columnOf('a', { temperature: 1, seed: 1, max_tokens: 100 }),
    columnOf('b', { temperature: 0.9, seed: 2, max_tokens: 100 }),
  ]);
  const first = new ComparePage(page);
  const second = new ComparePage(await context.newPage());
  await first.open(`/compare?id=${id}`);
  await second.open(`/compare?id=${id}`);
  await first.cell('Temperature', 'B').click();
  const field = page.getByRole('dialog').getByRole('textbox');
  await field.fill('0.2');
  await field.press('Enter');
  await page.keyboard.press('Escape');
  await expect(second.cell('Temperature', 'B')).toHaveText('0.2');

  await first.runAll.click();
  for (const tab of [first, second]) {
    for (const letter of 'AB') await expect(tab.text(letter)).not.toHaveText('', { timeout: 15_000 });
  }
  await second.stopAll.click();
  for (const tab of [first, second]) {
    await tab.ended('AB');
    expect(await tab.shownTexts('AB')).toEqual(await first.storedTexts());
  }
});

test('a note is not written over another tab’s unseen, and a long plan is kept on leaving at once', async ({
  page,
  context,
}) => {
  await startGuest(page.request);
  const id = await saveComparison(page.request, [columnOf('a', {}), columnOf('b', {})]);
  const first = new ComparePage(page);
  const other = await context.newPage();
  const second = new ComparePage(other);
  const openNote = async (tab: Page) => {
    await tab.getByRole('button', { name: 'More for this comparison' }).click();
    await tab.getByRole('menuitem', { name: 'Note…' }).click();
    return tab.getByRole('dialog', { name: 'Note' });
  };
  await first.open(`/compare?id=${id}`);
  await second.open(`/compare?id=${id}`);
  const dialog = await openNote(page);
  const note = dialog.getByRole('textbox', { name: 'Note' });
  const keepElsewhere = async (text: string) => {
    const elsewhere = await openNote(other);
    await elsewhere.getByRole('textbox', { name: 'Note' }).fill(text);
    await elsewhere.getByRole('button', { name: 'Save' }).click();
  };
  await keepElsewhere('Theirs');
  await expect(note).toHaveValue('Theirs');
  await note.fill('Mine');
  await keepElsewhere('Theirs again');
  await expect(dialog.getByRole('alert')).toContainText('Theirs again');
  await expect(note).toHaveValue('Mine');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await other.close();

  // More than a browser sends for a page that is closing.
  const long = 'A long prompt. '.repeat(6_000);
  await page.getByRole('textbox', { name: 'Prompt', exact: true }).fill(long);
  await page.getByRole('link', { name: 'History' }).first().click();
  await page.waitForURL(/\/history/);
  await expect
    .poll(
      async () =>
        (await (await page.request.get(`/api/comparisons/${id}`)).json()).comparison.plan.base.prompt,
    )
    .toBe(long);
});

test('a note of a comparison that was not run yet is there after a reload', async ({ page }) => {
  await startGuest(page.request);
  const compare = new ComparePage(page);
  await compare.open();
  await page.getByRole('button', { name: 'More for this comparison' }).click();
  await page.getByRole('menuitem', { name: 'Note…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Note' });
  await dialog.getByRole('textbox', { name: 'Note' }).fill('What I am looking for');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.waitForFunction(() =>
    localStorage.getItem('playground.new-comparison.columns')?.includes('What I am looking for'),
  );
  await page.reload();
  await page.getByRole('button', { name: 'Note', exact: true }).click();
  await expect(dialog.getByRole('textbox', { name: 'Note' })).toHaveValue('What I am looking for');
});

test('a stashed comparison can be restored after a reload, and the other one after it', async ({ page }) => {
  await startGuest(page.request);
  const compare = new ComparePage(page);
  await compare.open();
  await compare.prompt.fill('Hours of work');
  const retained = () => localStorage.getItem('playground.new-comparison.columns')?.includes('Hours of work');
  await page.waitForFunction(retained);
  await compare.open('/compare?new=1');
  await compare.prompt.fill('Another one');
  await page.waitForFunction(() =>
    localStorage.getItem('playground.new-comparison.columns')?.includes('Another one'),
  );
  await page.reload();
  await compare.ready();
  for (const prompt of ['Hours of work', 'Another one']) {
    await page.getByRole('button', { name: 'More for this comparison' }).click();
    await page.getByRole('menuitem', { name: 'Restore replaced comparison' }).click();
    await expect(compare.prompt).toHaveValue(prompt);
  }
});

test('everything by keyboard', async ({ page }) => {
  await startGuest(page.request);
  const compare = new ComparePage(page);
  await compare.open();
  // The value of a cell.
  await compare.cell('Temperature', 'A').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByRole('textbox')).toBeFocused();
  await page.keyboard.type('0.4');
  await page.keyboard.press('Enter');
  // Taken, and nothing is over the table any more. What can't be taken stays open.
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(compare.cell('Temperature', 'A')).toBeFocused();
  await expect(compare.cell('Temperature', 'A')).toHaveText('0.4');
  await page.keyboard.press('Enter');
  const editor = page.getByRole('dialog', { name: 'Temperature of column A' });
  await editor.getByRole('textbox').fill('warm');
  await page.keyboard.press('Enter');
  await expect(editor.getByRole('textbox')).toHaveAttribute('aria-invalid', 'true');
  await expect(editor.getByRole('textbox')).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(compare.cell('Temperature', 'A')).toBeFocused();
  await expect(compare.cell('Temperature', 'A')).toHaveText('0.4');
  // The order.
  const head = compare.heads.first().getByRole('button', { name: /^Rename column/ });
  await head.focus();
  await page.keyboard.press('Alt+ArrowRight');
  await expect(compare.cell('Temperature', 'B')).toHaveText('0.4');
  await expect(compare.heads.nth(1).getByRole('button', { name: /^Rename column/ })).toBeFocused();
  // A name.
  await page.keyboard.press('Enter');
  await page.keyboard.type('Lukewarm');
  await page.keyboard.press('Enter');
  await expect(compare.column('B')).toHaveAccessibleName('Column B, Lukewarm');
  const renamed = compare.heads.nth(1).getByRole('button', { name: /^Rename column/ });
  await expect(renamed).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(renamed).toBeFocused();
  // Add a column, remove it, and bring it back with Undo.
  await compare.heads
    .nth(2)
    .getByRole('button', { name: /^More for column/ })
    .focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Duplicate' }).press('Enter');
  await expect(compare.heads).toHaveCount(4);
  await compare.heads
    .nth(3)
    .getByRole('button', { name: /^More for column/ })
    .focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Remove' }).press('Enter');
  await expect(compare.heads).toHaveCount(3);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(compare.heads).toHaveCount(4);
  // Run and read.
  await page.keyboard.press('Control+Enter');
  await compare.ended('ABCD');
  await expect(compare.text('A')).not.toHaveText('');
  // The plan and its results survive a reload.
  await page.reload();
  await compare.ready();
  await expect(compare.heads).toHaveCount(4);
  expect(await compare.shownTexts('ABCD')).toEqual(await compare.storedTexts());
});

test('with several choices only equal ones are collapsed, and the measures say whose they are', async ({
  page,
  upstream,
}) => {
  const guest = await startGuest(page.request);
  const connectionId = await guest.addConnection({ name: 'Several', baseUrl: upstream.url });
  const texts: Readonly<Record<number, readonly string[]>> = {
    0: ['The same', 'The same', 'The same'],
    0.5: ['The same', 'Another', 'A third'],
    1: ['The same', 'The same', 'The same'],
  };
  upstream.always((response, { json }) => {
    const own = texts[(json as { temperature: number }).temperature] ?? [];
    const choices = own.map((text, index) => ({ text, index, logprobs: null, finish_reason: 'stop' }));
    const body = JSON.stringify({ id: 'several', object: 'text_completion', model: 'test-model', choices });
    return answers.body(200, 'application/json', body)(response, {} as never);
  });
  const more = { connectionId, model: 'test-model' };
  const columns = [0, 0.5, 1].map((temperature, at) =>
    columnOf('abc'.charAt(at), { temperature, n: 3, stream: false }, more),
  );
  const compare = new ComparePage(page);
  await compare.open(`/compare?id=${await saveComparison(page.request, columns)}`);
  await compare.runAll.click();
  await compare.ended('ABC');
  const b = compare.column('B');
  await expect(b.getByText('Choice 1: same text as A.')).toBeVisible();
  await expect(b.getByText('Another')).toBeVisible();
  await expect(b.getByText('A third')).toBeVisible();
  await expect(compare.column('C').getByText('Same texts as A.')).toBeVisible();
  await expect(compare.column('C').getByText('The same')).toHaveCount(0);

  const measures = compare.table.locator('[data-measures]');
  await expect(measures.nth(1)).toHaveText(/^Choice 1: /);
  await b.getByRole('combobox', { name: 'Choice to compare' }).selectOption({ label: 'Choice 2' });
  await expect(measures.nth(1)).toHaveText(/^Choice 2: /);
  await expect(b.getByText(/same text as A/)).toHaveCount(0);
  await compare.unfoldMeasures();
  await expect(compare.table.getByRole('row', { name: /^Choice to compare/ }).getByRole('cell')).toHaveText([
    /Choice 1$/,
    /Choice 2$/,
    /Choice 1$/,
  ]);
});

test('equal outputs are collapsed, and settings that changed since the run are shown', async ({ page }) => {
  await startGuest(page.request);
  const compare = new ComparePage(page);
  const id = await saveComparison(page.request, [
    columnOf('a', { temperature: 0 }),
    columnOf('b', { temperature: 0 }),
    columnOf('c', { temperature: 1.5, seed: 3 }),
  ]);
  await compare.open(`/compare?id=${id}`);
  await compare.runAll.click();
  await compare.ended('ABC');
  await expect(compare.column('B').getByText('Same text as A.')).toBeVisible();
  await compare.column('B').getByRole('button', { name: 'Show' }).click();
  const [a, b] = await compare.shownTexts('AB');
  expect(b).toBe(a);

  await expect(page.getByText('Settings changed since this run.')).toHaveCount(0);
  await compare.cell('Temperature', 'A').click();
  await page.getByRole('dialog').getByRole('textbox').fill('0.9');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(compare.column('A').getByText('Settings changed since this run.')).toBeVisible();
  await expect(compare.column('C').getByText('Settings changed since this run.')).toBeHidden();
  await compare.heads.first().getByRole('button', { name: 'Run column A' }).click();
  await compare.ended('A');
  await expect(compare.column('A').getByText('Settings changed since this run.')).toBeHidden();
});

test('runs of the history are shown side by side without being run, and the draft becomes a column', async ({
  page,
  playground,
}) => {
  await playground.open();
  await playground.prompt.fill('The recipe calls for');
  await playground.runToEnd();
  const first = new URL(page.url()).searchParams.get('run');
  await playground.setParameter('temperature', 0.1);
  await playground.runToEnd();
  const second = new URL(page.url()).searchParams.get('run');

  const compare = new ComparePage(page);
  await compare.open(`/compare?runs=${first},${second}`);
  await expect(compare.column('A').getByText('From your history.')).toBeVisible();
  expect(await compare.markedRows()).toEqual(['Temperature']);
  for (const text of await compare.shownTexts('AB')) expect(text).not.toBe('');
  await expect(compare.prompt).toHaveValue('The recipe calls for');

  await page.goto('/');
  await playground.ready();
  await page.getByRole('link', { name: 'Compare this' }).click();
  await expect(compare.heads).toHaveCount(3);
  await expect(compare.cell('Temperature', 'C')).toHaveText('0.1');
});

test('a saved comparison is found in the history, deleted, brought back and opened', async ({ page }) => {
  await startGuest(page.request);
  const compare = new ComparePage(page);
  await compare.open();
  await page.getByRole('textbox', { name: 'Comparison title' }).fill('Warm and cold');
  await compare.runAll.click();
  await compare.ended('ABC');
  await page.goto('/history');
  await page.getByRole('link', { name: 'Comparisons' }).click();
  const line = page.getByRole('listitem').filter({ hasText: 'Warm and cold' });
  await expect(line).toContainText('3 complete');
  await page.getByRole('searchbox').fill('nothing like it');
  await expect(page.getByText('No comparisons match.')).toBeVisible();
  await page.getByRole('searchbox').fill('warm');
  await expect(line).toBeVisible();
  await line.hover();
  await line.getByRole('button', { name: 'Delete Warm and cold' }).click();
  await expect(line).toBeHidden();
  await page.getByRole('button', { name: 'Undo' }).click();
  await line.getByRole('link').click();
  await compare.ready();
  await expect(page.getByRole('textbox', { name: 'Comparison title' })).toHaveValue('Warm and cold');
  expect(await compare.shownTexts('ABC')).toEqual(await compare.storedTexts());
});

test('a model is applied to all columns from its picker, as other settings are', async ({
  page,
  upstream,
}) => {
  const guest = await startGuest(page.request);
  upstream.alwaysModels(answers.models(['first-model', 'second-model']));
  const connectionId = await guest.addConnection({ name: 'Server', baseUrl: upstream.url });
  const id = await saveComparison(
    page.request,
    ['a', 'b', 'c'].map((of) => columnOf(of, {}, { connectionId, model: 'first-model' })),
  );
  const compare = new ComparePage(page);
  await compare.open(`/compare?id=${id}`);
  await compare.cell('Model', 'B').click();
  const picker = page.getByRole('dialog', { name: 'Model of column B' });
  await picker.getByRole('option', { name: 'second-model' }).click();
  await expect(compare.cell('Model', 'B')).toHaveText('second-model');
  await expect(compare.cell('Model', 'A')).toHaveText('first-model');
  await compare.cell('Model', 'B').click();
  await picker.getByRole('button', { name: 'Apply to all columns' }).click();
  await page.keyboard.press('Escape');
  for (const letter of 'ABC') await expect(compare.cell('Model', letter)).toHaveText('second-model');
});

test('a head is dragged to another place', async ({ page }) => {
  const compare = new ComparePage(page);
  await compare.open();
  const grip = compare.heads.first().getByTitle('Drag to move');
  const last = await compare.heads.last().boundingBox();
  await grip.hover();
  await page.mouse.down();
  await page.mouse.move((last?.x ?? 0) + (last?.width ?? 0) - 20, (last?.y ?? 0) + 10, { steps: 8 });
  await page.mouse.up();
  await expect(compare.cell('Temperature', 'C')).toHaveText('0');
  await expect(compare.cell('Temperature', 'A')).toHaveText('0.7');

  // The heads go while one is dragged: Escape belongs to others again.
  await grip.hover();
  await page.mouse.down();
  await page.getByRole('tab', { name: 'Side by side' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('treegrid').or(page.getByRole('grid', { name: 'Cells' }))).toBeVisible();
  await page.mouse.up();
  await page.evaluate(() =>
    addEventListener('keydown', ({ key }) => document.body.setAttribute('data-heard', key)),
  );
  await page.keyboard.press('Escape');
  await expect(page.locator('body')).toHaveAttribute('data-heard', 'Escape');
});

test('axe finds nothing serious, light or dark, empty, done, with differences', async ({ page }) => {
  test.slow();
  await page.setViewportSize({ width: 1440, height: 900 });
  const compare = new ComparePage(page);
  const check = async (what: string) => {
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await expectAccessible(page, `${what}, light`);
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    await expectAccessible(page, `${what}, dark`, 'colours');
  };
  await compare.open();
  await check('a new comparison');
  await page.getByRole('combobox', { name: 'Add setting' }).selectOption('logprobs');
  await page.getByRole('switch', { name: 'Send Log probabilities' }).click();
  await check('a setting that is edited');
  await page.getByRole('button', { name: 'Apply to all columns' }).click();
  await page.keyboard.press('Escape');
  await compare.runAll.click();
  await compare.ended('ABC');
  await compare.reference.selectOption({ label: 'Differences from A' });
  await expect(page.getByText('First divergence').first()).toBeVisible();
  await check('a comparison with differences');
  await page.getByRole('button', { name: 'Changes', exact: true }).click();
  await check('changes');
  await page.getByRole('button', { name: 'Only differences' }).click();
  await check('only differences');
  await page.goto('/history/comparisons');
  await expect(page.getByRole('listitem').first()).toBeVisible();
  await check('saved comparisons');
});

test('Run all stays at the right of the first row once a reference is chosen, and the table has no false scrollbar', async ({
  page,
}) => {
  const compare = new ComparePage(page);
  await compare.open();
  await compare.reference.selectOption({ label: 'Differences from A' });
  await expect(page.getByRole('button', { name: 'Only differences' })).toBeVisible();
  const kinds = page.getByRole('navigation', { name: 'Compare by' });
  for (const width of [1280, 1366, 1600]) {
    await page.setViewportSize({ width, height: 720 });
    const [run, kind] = [await compare.runAll.boundingBox(), await kinds.boundingBox()];
    expect((run?.x ?? 0) + (run?.width ?? 0), `at ${width}`).toBeGreaterThan(width - 24);
    expect(Math.abs((run?.y ?? 0) - (kind?.y ?? 99)), `at ${width}`).toBeLessThan(8);
    const wider = await page
      .locator('.compare-scroll')
      .evaluate((element) => element.scrollWidth - element.clientWidth);
    expect(wider, `at ${width}`).toBe(0);
  }
});

test('at 390 px columns are a swipe, and nothing is wider than the screen', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const compare = new ComparePage(page);
  await compare.open();
  const controls = page.getByRole('main').locator('header').first();
  for (const width of [360, 390]) {
    await page.setViewportSize({ width, height: 844 });
    // Two rows of them, whatever the fonts.
    const tops = await controls
      .locator('nav, select, button')
      .evaluateAll((all) =>
        all
          .filter((one) => one.getClientRects().length > 0)
          .map((one) => Math.round(one.getBoundingClientRect().top / 20)),
      );
    expect(new Set(tops).size).toBe(2);
  }
  await compare.runAll.click();
  await compare.ended('ABC');
  const isInViewport = (letter: string) => expect(compare.column(letter)).toBeInViewport({ ratio: 0.5 });
  const columns = page.getByRole('navigation', { name: 'Columns' });
  await isInViewport('A');
  await columns.getByRole('button', { name: 'Next column' }).click();
  await isInViewport('B');
  // The prompt is far above: a press shows it before the text.
  const shownPrompt = compare.column('B').getByRole('button', { name: 'Show prompt' });
  const output = compare.column('B').getByRole('region', { name: 'Completion', exact: true });
  const prompt = await compare.prompt.inputValue();
  await expect(output).not.toContainText(prompt);
  await shownPrompt.click();
  await expect(output).toContainText(prompt);
  await shownPrompt.click();
  await expect(columns.getByRole('button', { name: /^Column B/ })).toHaveAttribute('aria-current', 'true');
  // A swipe: the columns snap.
  await page.locator('.compare-scroll').evaluate((element) => element.scrollBy({ left: 300 }));
  await isInViewport('C');
  await expect(columns.getByRole('button', { name: /^Column C/ })).toHaveAttribute('aria-current', 'true');
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
  expect(wide).toBe(false);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expectAccessible(page, 'a comparison on a narrow screen');
});
