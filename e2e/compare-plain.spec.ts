import { expect } from '@playwright/test';
import { steppedStream } from '@/lib/testing/stepped-stream';
import { answers } from '@/lib/testing/upstream-answers';
import { ComparePage, columnOf, saveComparison } from './support/compare';
import { startGuest } from './support/guest';
import { SweepPage, saveSweep } from './support/sweep';
import { test } from './support/test';

/** What is on the page says what it is. */

test('a cell without a text says so in the grid, the table and its panel', async ({ page, upstream }) => {
  const guest = await startGuest(page.request);
  const connectionId = await guest.addConnection({ name: 'Silent', baseUrl: upstream.url });
  const body = JSON.stringify({
    id: 'silent',
    object: 'text_completion',
    model: 'test-model',
    choices: [{ text: '', index: 0, logprobs: null, finish_reason: 'stop' }],
    usage: { prompt_tokens: 3, completion_tokens: 3, total_tokens: 6 },
  });
  upstream.always(answers.body(200, 'application/json', body));
  const settings = { values: { stream: false }, sent: ['stream' as const] };
  const sweep = new SweepPage(page);
  const base = { connectionId, model: 'test-model', settings };
  await sweep.open(`/compare?id=${await saveSweep(page.request, {}, { base })}`);
  await sweep.run();
  await sweep.ended();
  const said = 'No text: stopped immediately.';
  for (const row of [0, 1]) await expect(sweep.cell(row, 0)).toContainText(said);
  await sweep.show('Table');
  await expect(page.getByText(said)).toHaveCount(2);
  await sweep.show('Grid');
  await sweep.cell(0, 0).click();
  const sheet = page.getByRole('dialog');
  const line = sheet.getByText(said);
  await expect(line).toBeVisible();
  await sheet.getByRole('button', { name: 'Use these settings' }).hover();
  const tooltip = page.getByRole('tooltip');
  await expect(tooltip).toHaveText(/Keeps your prompt/);
  const [over, under] = [await tooltip.boundingBox(), await line.boundingBox()];
  expect((over?.y ?? 0) + (over?.height ?? 0)).toBeLessThanOrEqual(under?.y ?? 0);
  // What only ended the text is no speed.
  await expect(sheet.getByText(/tokens\/s/)).toHaveCount(0);
});

test('columns show model and choices, count all that is done, and lead to what is saved', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1366, height: 768 });
  await startGuest(page.request);
  const compare = new ComparePage(page);
  const id = await saveComparison(
    page.request,
    [0, 0.7, 1.2].map((temperature, at) => columnOf('abc'.charAt(at), { temperature, n: 2, seed: 1 })),
  );
  await compare.open(`/compare?id=${id}`);
  const rows = compare.table.locator('[data-setting]');
  await expect(rows).toHaveText(['Model', 'Temperature', /Choices|n/i]);
  await compare.runAll.click();
  await compare.ended('ABC');
  const progress = page.locator('[data-progress]').filter({ visible: true });
  await expect(progress).toHaveText('3 done');
  const run = compare.heads.nth(1).getByRole('button', { name: 'Run column B' });
  await run.click();
  await expect(run).toBeVisible();
  await compare.ended('ABC');
  await expect(progress).toHaveText('3 done');

  await page.getByRole('button', { name: 'More for Temperature' }).click();
  await page.getByRole('menuitem', { name: 'Apply Temperature from A to all columns' }).click();
  await expect.poll(() => compare.markedRows()).toEqual([]);

  await page.getByRole('button', { name: 'Add column' }).click();
  await page.getByRole('menuitem', { name: 'Another model…' }).click();
  await expect(page.getByRole('dialog', { name: 'Model of column D' })).toBeVisible();
  await page.keyboard.press('Escape');

  // Also from a view that has no list of models.
  await page.getByRole('tab', { name: 'Table' }).click();
  await page.getByRole('button', { name: 'Add column' }).click();
  await page.getByRole('menuitem', { name: 'Another model…' }).click();
  await expect(page.getByRole('dialog', { name: 'Model of column E' })).toBeInViewport();
  await expect(page.getByRole('tab', { name: 'Side by side' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Escape');

  await page.getByRole('link', { name: 'Saved comparisons' }).click();
  await expect(page).toHaveURL(/\/history\/comparisons$/);
  await expect(page.getByRole('listitem')).toHaveCount(1);
  await page.keyboard.press('Control+Shift+P');
  await page.keyboard.type('sweep');
  await expect(page.getByRole('option', { name: /^Compare/ })).toBeVisible();
});

test('on a phone the head of a column and the rows of the table say what differs', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await startGuest(page.request);
  const compare = new ComparePage(page);
  const id = await saveComparison(page.request, [
    columnOf('a', { temperature: 0 }),
    columnOf('b', { temperature: 0.7 }),
  ]);
  await compare.open(`/compare?id=${id}`);
  await expect(compare.heads.first()).toContainText('A· 0');
  await expect(compare.heads.nth(1)).toContainText('B· 0.7');
  await page.getByRole('tab', { name: 'Table' }).click();
  await expect(page.locator('[data-line] th').first()).toHaveText('0 · A');
  await expect(page.locator('[data-line] th').nth(1)).toHaveText('0.7 · B');
});

test('models of all connections are listed, and one takes the column to its connection', async ({
  page,
  playground,
  upstream,
}) => {
  const guest = await startGuest(page.request);
  upstream.alwaysModels(answers.models(['tiny', 'tiny-instruct']));
  const connectionId = await guest.addConnection({ name: 'Second server', baseUrl: upstream.url });
  const compare = new ComparePage(page);
  await compare.open(`/compare?id=${await saveComparison(page.request, [columnOf('a', {})])}`);
  await page.getByRole('button', { name: 'Add column' }).click();
  await page.getByRole('menuitem', { name: 'Another model…' }).click();
  const models = page.getByRole('dialog', { name: 'Model of column B' });
  await expect(models.getByRole('group', { name: 'Second server' }).getByRole('option')).toHaveText([
    /^tiny(?!-)/,
    /^tiny-instruct/,
  ]);
  await models.getByRole('combobox').fill('tiny');
  // Before “Use “tiny” as the model name”, which is the practice model's.
  await expect(models.getByRole('option').first()).toHaveText(/^tiny(?!-)/);
  await page.keyboard.press('Enter');
  await expect(compare.cell('Model', 'B')).toHaveText('tiny');
  await expect(page.getByRole('combobox', { name: 'Connection of column B' })).toHaveValue(connectionId);
  await expect(page.getByRole('combobox', { name: 'Connection of column A' })).toHaveValue('practice');

  // So where a text is written.
  await playground.open();
  await page.getByRole('button', { name: /^Model: / }).click();
  await page
    .getByRole('dialog', { name: 'Models' })
    .getByRole('group', { name: 'Second server' })
    .getByRole('option', { name: 'tiny-instruct' })
    .click();
  await expect(page.getByRole('button', { name: 'Model: tiny-instruct' })).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Connection' })).toHaveValue(connectionId);
});

test('models of other connections come below those that are shown, and a server that refused is not asked again at once', async ({
  page,
  playground,
  upstream,
  expectedErrors,
}) => {
  expectedErrors.push(/status of 503/);
  const guest = await startGuest(page.request);
  let answer = () => {};
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  upstream.alwaysModels(async (response, request) => {
    if (request.path.startsWith('/failing')) return answers.error(401, 'No such key.')(response, request);
    if (request.path.startsWith('/slow')) await held;
    return answers.models([`model-of${request.path.replaceAll('/', '-')}`])(response, request);
  });
  const add = (name: string, path: string) =>
    guest.addConnection({ name, baseUrl: `${upstream.url}/${path}` });
  await guest.addConnection({ name: 'Own', baseUrl: `${upstream.url}/own`, isDefault: true });
  await add('First', 'slow-first');
  await add('Quick', 'quick');
  const failing = await add('Failing', 'failing');
  await add('Last', 'slow-last');
  let asked = 0;
  page.on('request', (request) => {
    if (new URL(request.url()).pathname === `/api/connections/${failing}/models`) asked += 1;
  });
  await playground.open();
  const models = page.getByRole('dialog', { name: 'Models' });
  const open = async () => {
    await page.getByRole('button', { name: /^Model: / }).click();
    await expect(models.getByRole('group', { name: 'Quick' })).toBeVisible();
    await expect(models.getByRole('group', { name: 'Practice model' })).toBeVisible();
    await expect(models.getByText("Couldn't list models from Failing.")).toBeVisible();
  };
  await open();
  const quick = models.getByRole('group', { name: 'Quick' }).getByRole('option');
  /** Its place in the list. */
  const place = async () => {
    const [option, field] = [await quick.boundingBox(), await models.getByRole('combobox').boundingBox()];
    return (option?.y ?? 0) - (field?.y ?? 0);
  };
  const before = await place();
  answer();
  for (const name of ['First', 'Last'])
    await expect(models.getByRole('group', { name, exact: true })).toBeVisible();
  expect(await place()).toBe(before);

  const askedBefore = asked;
  expect(askedBefore).toBeGreaterThan(0);
  await page.keyboard.press('Escape');
  await expect(models).toBeHidden();
  await open();
  expect(asked).toBe(askedBefore);
});

test('outputs of other settings are marked as such, and a cell that runs again shows no text of before', async ({
  page,
  upstream,
}) => {
  const guest = await startGuest(page.request);
  const connectionId = await guest.addConnection({ name: 'Mine', baseUrl: upstream.url });
  upstream.always(answers.stream([' written with one axis']));
  const settings = { values: { stream: true }, sent: ['stream' as const] };
  const sweep = new SweepPage(page);
  const base = { connectionId, model: 'test-model', settings };
  await sweep.open(`/compare?id=${await saveSweep(page.request, {}, { base })}`);
  await sweep.run();
  await sweep.ended();

  // A heat map's cell shows what a press on it opens.
  await sweep.show('Heat map');
  await sweep.cell(0, 0).hover();
  await expect(page.getByRole('tooltip')).toHaveText('written with one axis');
  await sweep.show('Grid');

  await page.getByRole('button', { name: 'Add second axis' }).click();
  const marked = 'Settings changed since this run';
  await expect(sweep.cell(0, 0)).toContainText(marked);
  await expect(sweep.cell(0, 1)).not.toContainText(marked);
  const stream = steppedStream();
  upstream.enqueue(stream.answer);
  await sweep.cell(0, 0).focus();
  await page.keyboard.press('Enter');
  const sheet = page.getByRole('dialog');
  await expect(sheet.getByRole('button', { name: 'Use these settings' })).toBeFocused();
  // The page has set this focus: no tooltip covers the title.
  await expect(page.getByRole('tooltip')).toHaveCount(0);
  await sheet.getByRole('button', { name: 'Run again' }).click();
  await stream.begun;
  await page.keyboard.press('Escape');
  await expect(sweep.cell(0, 0)).toContainText('Waiting for first token');
  await expect(sweep.cell(0, 0)).not.toContainText('written with one axis');
  await expect(sweep.cell(0, 0)).not.toContainText(marked);
  await expect(sweep.cell(1, 0)).toContainText(marked);
  stream.text(' written with two');
  stream.finish();
  await expect(sweep.cell(0, 0)).toContainText('written with two');
});
