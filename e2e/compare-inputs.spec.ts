import { expect, type Locator, type Page } from '@playwright/test';
import { answers } from '@/lib/testing/upstream-answers';
import type { Answer } from '@/lib/testing/upstream-wire';
import { expectAccessible, expectNothingWider } from './support/accessible';
import { ComparePage, columnOf, saveComparison } from './support/compare';
import { startGuest } from './support/guest';
import { SweepPage } from './support/sweep';
import { test } from './support/test';

interface Sent {
  readonly model: string;
  readonly prompt: string;
  readonly stop?: string[];
}

const echo: Answer = (response, request) =>
  answers.stream([` ${(request.json as Sent).model}`])(response, request);

const PROMPTS = ['Capital of {{country}}:', '{{country}} is in {{continent}}', 'Plain {{{{country}}'];
const ROWS = Array.from({ length: 20 }, (_, at) => [
  `Country "${at}"`,
  at % 2 ? 'Asia, east' : 'Europe',
  `${at}`,
]);
const CSV = [['country', 'continent', 'expected'], ...ROWS]
  .map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(','))
  .join('\r\n');

/** As a person does who has copied it elsewhere. */
async function paste(target: Locator, text: string): Promise<void> {
  await target.evaluate((element, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
    if (!element.dispatchEvent(event)) return;
    (element as HTMLTextAreaElement).focus();
    document.execCommand('insertText', false, pasted);
  }, text);
}

async function opened(page: Page): Promise<Locator> {
  const dialog = page.getByRole('dialog', { name: 'Inputs' });
  await expect(dialog).toBeVisible();
  return dialog;
}

test('two models, three prompts and a pasted table: each is sent once, with the values of its row', async ({
  page,
  upstream,
}) => {
  const guest = await startGuest(page.request);
  upstream.always(echo);
  upstream.alwaysModels(answers.models(['small', 'large']));
  await guest.addConnection({ name: 'Local', baseUrl: upstream.url, isDefault: true });
  const sweep = new SweepPage(page);
  await sweep.open('/compare?kind=sweep');
  const setup = sweep.requested;
  await expect(setup.getByRole('button', { name: 'Model: small' })).toBeVisible();
  await page.getByRole('combobox', { name: 'Row axis' }).selectOption({ label: 'Model' });
  await setup.getByRole('button', { name: /for 2$|^Model 2/ }).click();
  await page
    .getByRole('option', { name: 'large' })
    .or(page.getByRole('button', { name: 'large', exact: true }))
    .first()
    .click();
  await expect(setup.getByRole('button', { name: 'Model 2: large' })).toBeVisible();
  await setup.getByRole('button', { name: 'Add second axis' }).click();
  await page.getByRole('combobox', { name: 'Column axis' }).selectOption({ label: 'Prompt' });
  await setup.getByRole('button', { name: 'Add prompt' }).click();
  for (const [at, prompt] of PROMPTS.entries())
    await setup.getByRole('textbox', { name: `Prompt ${at + 1}`, exact: true }).fill(prompt);

  // Braces are plain until variables are on; then each needs a value.
  await expect(sweep.estimate).toContainText('6 runs: 2 × 3 cells.');
  await setup.getByRole('switch', { name: 'Use variables' }).click();
  await expect(setup.getByText('There is no value for the variable “country”.')).toBeVisible();
  await expect(setup.getByRole('textbox', { name: /^Value of/ })).toHaveCount(2);
  await setup.getByRole('button', { name: 'Use a table' }).click();
  let dialog = await opened(page);
  await paste(dialog.getByRole('textbox', { name: 'Table' }), `${CSV}\r\n`);
  await expect(dialog.getByText('CSV: 20 rows × 3 columns')).toBeVisible();
  await expectAccessible(page, 'a table that is read');
  await dialog.getByRole('switch', { name: 'First row contains column names' }).click();
  await expect(dialog.getByText('CSV: 21 rows × 3 columns')).toBeVisible();
  await dialog.getByRole('switch', { name: 'First row contains column names' }).click();
  await dialog.getByRole('button', { name: 'Use table' }).click();

  // Edited in place, by keyboard.
  const table = dialog.getByRole('grid', { name: 'Inputs' });
  await expect(table).toHaveAttribute('aria-rowcount', '21');
  await expectAccessible(page, 'a table that is edited');
  await table.getByRole('gridcell').first().click();
  await page.keyboard.press('Control+End');
  await expect(table.getByRole('gridcell', { name: '19', exact: true })).toBeFocused();
  await page.keyboard.press('Home');
  await page.keyboard.press('F2');
  await page.keyboard.press('End');
  await page.keyboard.type(' and more');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeVisible();
  await expect(table.getByText('and more')).toHaveCount(0);
  await page.keyboard.type('Chile');
  await page.keyboard.press('Enter');
  await expect(table.getByRole('gridcell', { name: 'Chile' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Remove row 20' }).click();
  await expect(table).toHaveAttribute('aria-rowcount', '20');
  await page.getByRole('button', { name: 'Undo' }).first().click();
  await expect(table).toHaveAttribute('aria-rowcount', '21');
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(setup.getByText('20 rows × 3 columns.')).toBeVisible();
  await expect(sweep.estimate).toContainText('120 runs: 2 × 3 cells × 20 inputs.');

  await page.reload();
  await sweep.ready();
  await expect(setup.getByText('20 rows × 3 columns.')).toBeVisible();
  await sweep.run(120);
  await sweep.ended();
  const values = ROWS.map((row) => [...row]);
  values[19] = ['Chile', 'Asia, east', '19'];
  const expected = ['small', 'large'].flatMap((model) =>
    values.flatMap(([country, continent]) => [
      `${model}: Capital of ${country}:`,
      `${model}: ${country} is in ${continent}`,
      `${model}: Plain {{country}}`,
    ]),
  );
  const sent = upstream.requests.map(({ json }) => json as Sent);
  expect(sent.map(({ model, prompt }) => `${model}: ${prompt}`).toSorted()).toEqual(expected.toSorted());

  await page.reload();
  await sweep.ready();
  const { cells, comparison } = await sweep.stored();
  expect(cells.map(({ run, isUpToDate }) => [run?.status, isUpToDate])).toEqual(
    Array(120).fill(['complete', true]),
  );
  expect(comparison.plan.inputs?.rows.map((row) => row.values)).toEqual(values);

  // A change of the prompt does not send the table again; one of the table does.
  const saved = page.waitForRequest((request) => request.method() === 'PATCH');
  await setup.getByRole('textbox', { name: 'Prompt 3', exact: true }).fill('Other {{{{country}}');
  const body = (await saved).postDataJSON();
  expect(body).toMatchObject({ sameInputs: true });
  expect(body.plan).not.toHaveProperty('inputs');

  // Another table: rows that stay the same keep their runs, and the old one comes back.
  await setup.getByRole('button', { name: 'Edit table' }).click();
  dialog = await opened(page);
  await dialog.getByRole('button', { name: 'Replace table…' }).click();
  await paste(
    dialog.getByRole('textbox', { name: 'Table' }),
    'country\tcontinent\texpected\nChile\tAsia, east\t19\nPeru\tAmerica\t20',
  );
  await expect(dialog.getByText('TSV: 2 rows × 3 columns')).toBeVisible();
  await dialog.getByRole('button', { name: 'Use table' }).click();
  await expect(table).toHaveAttribute('aria-rowcount', '3');
  await expect
    .poll(async () => (await sweep.stored()).cells.filter(({ run }) => run !== null).length)
    .toBe(6);
  await page.getByRole('button', { name: 'Undo' }).first().click();
  await expect(table).toHaveAttribute('aria-rowcount', '21');
  await dialog.getByRole('button', { name: 'Done' }).click();
});

test('a thousand rows are edited fluently, and what does not fit is said', async ({ page }) => {
  await startGuest(page.request);
  const sweep = new SweepPage(page);
  await sweep.open('/compare?kind=sweep');
  await page.getByRole('textbox', { name: 'Prompt', exact: true }).fill('{{text}}');
  await sweep.requested.getByRole('switch', { name: 'Use variables' }).click();
  await sweep.requested.getByRole('button', { name: 'Use a table' }).click();
  const dialog = await opened(page);
  const lines = Array.from({ length: 1_100 }, (_, at) =>
    JSON.stringify({ text: `line ${at}\nmore`, 'a.b': at }),
  );
  const buffer = Buffer.from(lines.join('\n'));
  await dialog
    .locator('input[type=file]')
    .setInputFiles({ name: 'lines.jsonl', mimeType: 'application/jsonl', buffer });
  await expect(dialog.getByText('JSON: 1,000 rows × 2 columns')).toBeVisible();
  await expect(dialog.getByText('100 rows left out: the limit is 1,000.')).toBeVisible();
  await expect(dialog.getByText('Columns renamed: “a.b” → “a_b”.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Use table' }).click();
  const table = dialog.getByRole('grid', { name: 'Inputs' });
  // Only what is in the viewport exists.
  expect(await table.getByRole('row').count()).toBeLessThan(100);
  await table.getByRole('gridcell').first().click();
  await page.keyboard.press('Control+ArrowDown');
  await expect(table.getByRole('row').last()).toHaveAttribute('aria-rowindex', '1001');
  await expect(table.getByRole('gridcell', { name: /^line 999/ })).toBeFocused();
  await page.keyboard.press('Control+ArrowUp');
  await expect(table.getByRole('gridcell', { name: /^line 0/ })).toBeFocused();
  await expect(dialog.getByRole('button', { name: 'Add row' })).toBeDisabled();
  // Cells of a spreadsheet, from the chosen one on.
  await paste(table.getByRole('gridcell').first(), 'x\t1\ny\t2');
  await expect(table.getByRole('gridcell', { name: 'y', exact: true })).toBeVisible();
  await dialog.getByRole('button', { name: 'Add column' }).click();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('note');
  await page.keyboard.press('Enter');
  await expect(table.getByRole('columnheader', { name: 'note' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(sweep.requested.getByText('Not used: “a_b”, “note”.')).toBeVisible();
  await expect(sweep.requested.getByText('1,000 rows × 3 columns.')).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  await sweep.requested.getByRole('button', { name: 'Edit table' }).click();
  await expect(table).toBeVisible();
  await expectNothingWider(page, 'the table of inputs');
});

test('columns become a grid: each with the values of another axis, keeping their settings', async ({
  page,
  upstream,
}) => {
  const guest = await startGuest(page.request);
  upstream.always(echo);
  upstream.alwaysModels(answers.models(['test-model']));
  await guest.addConnection({ name: 'Local', baseUrl: upstream.url, isDefault: true });
  await page.goto('/compare');
  await page.getByRole('button', { name: 'Add axis' }).click();
  const sweep = new SweepPage(page);
  await sweep.ready();
  await expect(page.getByRole('combobox', { name: 'Row axis' }).locator('option:checked')).toHaveText(
    'Settings',
  );
  await sweep.requested.getByRole('button', { name: 'Edit settings for A' }).click();
  const settings = page.getByRole('dialog', { name: 'Settings for A' });
  await expect(settings.getByRole('textbox', { name: 'Temperature' })).toHaveValue('0');
  await page.keyboard.press('Escape');
  await expect(sweep.cells).not.toHaveCount(0);
});

test('inputs that are added to columns are typed at once, and closing the table leads to its button', async ({
  page,
}) => {
  await startGuest(page.request);
  await page.goto('/compare');
  await page.getByRole('button', { name: 'Add inputs' }).click();
  const dialog = page.getByRole('dialog', { name: 'Inputs' });
  await expect(dialog.getByRole('gridcell').first()).toBeFocused();
  await page.keyboard.type('Oslo');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('gridcell', { name: 'Oslo' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('button', { name: 'Edit table' })).toBeFocused();
});

test('a grid that was made of columns by a press goes back to them, with their outputs', async ({ page }) => {
  await startGuest(page.request);
  const compare = new ComparePage(page);
  const columns = [columnOf('a', { temperature: 0 }), columnOf('b', { temperature: 1 })];
  await compare.open(`/compare?id=${await saveComparison(page.request, columns)}`);
  await compare.runAll.click();
  await compare.ended('AB');
  const texts = await compare.shownTexts('AB');
  const dialog = page.getByRole('dialog', { name: 'Inputs' });
  const areBack = async () => {
    await compare.ready();
    expect(await compare.shownTexts('AB')).toEqual(texts);
  };

  // Nothing was written in the table: nothing is changed.
  await page.getByRole('button', { name: 'Add inputs' }).click();
  await expect(dialog.getByRole('gridcell').first()).toBeFocused();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await areBack();

  await page.getByRole('button', { name: 'Add inputs' }).click();
  await expect(dialog.getByRole('gridcell').first()).toBeFocused();
  await page.keyboard.type('Oslo');
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByText('Every column runs once per row.')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await areBack();

  for (const [button, said] of [
    ['Add axis', 'Axis added.'],
    ['Repeat runs', 'Every column runs twice.'],
  ] as const) {
    await page.getByRole('button', { name: button }).click();
    await expect(page.getByText(said)).toBeVisible();
    await expect(compare.heads).toHaveCount(0);
    await page.getByRole('button', { name: 'Undo' }).click();
    await areBack();
  }
});
