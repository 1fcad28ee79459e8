import { type Browser, expect, type Locator, type Page } from '@playwright/test';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { writtenByE6429e6c } from '@/lib/testing/older-comparisons';
import { answers } from '@/lib/testing/upstream-answers';
import type { Answer } from '@/lib/testing/upstream-wire';
import { expectAccessible, expectNothingWider } from './support/accessible';
import { signUpThroughApi } from './support/accounts';
import type { App } from './support/app';
import { ComparePage } from './support/compare';
import { startGuest } from './support/guest';
import { aShareOfComparison } from './support/shares';
import { SweepPage, savedBy, saveSweep } from './support/sweep';
import { test } from './support/test';

interface Sent {
  readonly model: string;
  readonly prompt: string;
  readonly temperature?: number;
}

/** Says what it was asked, so that every cell shows what it sent. */
const repeats: Answer = (response, request) => {
  const { model, prompt, temperature = 'none' } = request.json as Sent;
  return answers.stream([` ${model} read ${prompt.length} at ${temperature}`])(response, request);
};

const PROMPTS = ['Once upon a time there was', 'A recipe for bread:', 'Dear Sir or Madam,'];

function axis(sweep: SweepPage, which: 'First' | 'Second'): Locator {
  return sweep.requested.getByRole('group', { name: `${which} axis` });
}

async function chooseModel(page: Page, field: Locator, model: string): Promise<void> {
  await field.click();
  await page
    .getByRole('option', { name: model })
    .or(page.getByRole('button', { name: model, exact: true }))
    .first()
    .click();
}

async function aReader(browser: Browser, app: App) {
  const context = await browser.newContext({ baseURL: app.url, javaScriptEnabled: false });
  return { context, page: await context.newPage() };
}

test('models of two connections are swept over prompts: cells, charts, a cell’s settings, files, the list, and a link', async ({
  app,
  browser,
  page,
  playground,
  upstream,
}) => {
  await signUpThroughApi(page.request);
  upstream.always(repeats);
  upstream.alwaysModels((response, request) =>
    answers.models(request.path.startsWith('/one') ? ['small', 'large'] : ['large', 'other'])(
      response,
      request,
    ),
  );
  for (const name of ['One', 'Two']) {
    const data = { name, kind: 'custom', baseUrl: `${upstream.url}/${name.toLowerCase()}` };
    expect((await page.request.post('/api/connections', { data })).status()).toBe(201);
  }
  const sweep = new SweepPage(page);
  await sweep.open('/compare?kind=sweep');
  await page.getByRole('textbox', { name: 'Prompt', exact: true }).fill(PROMPTS[0] ?? '');
  await page.getByRole('combobox', { name: 'Row axis' }).selectOption({ label: 'Model' });
  const models = axis(sweep, 'First');
  const connections = models.getByRole('combobox', { name: /^Connection/ });
  await expect(connections).toHaveCount(2);
  // The fixed model is none of these.
  await expect(sweep.requested.getByRole('combobox', { name: 'Connection', exact: true })).toHaveCount(0);

  // Nothing runs before every model is chosen.
  await sweep.runAll.click();
  await expect(page.getByText('Choose a model first.')).toBeVisible();
  await expect(models.getByRole('button', { name: 'Choose a model for 2' })).toBeFocused();

  await connections.nth(0).selectOption({ label: 'One' });
  await expect(models.getByRole('button', { name: 'Model 1: small' })).toBeVisible();
  await connections.nth(1).selectOption({ label: 'Two' });
  await expect(models.getByRole('button', { name: 'Model 2: large' })).toBeVisible();
  await models.getByRole('button', { name: 'Add model' }).click();
  await connections.nth(2).selectOption({ label: 'One' });
  await chooseModel(page, models.getByRole('button', { name: /for 3$|^Model 3/ }), 'large');
  await expect(models.getByRole('button', { name: 'Model 3: large' })).toBeVisible();

  await sweep.requested.getByRole('button', { name: 'Add second axis' }).click();
  await page.getByRole('combobox', { name: 'Column axis' }).selectOption({ label: 'Prompt' });
  const prompts = axis(sweep, 'Second');
  await expect(prompts.getByRole('textbox', { name: 'Prompt 1', exact: true })).toHaveValue(PROMPTS[0] ?? '');
  await prompts.getByRole('textbox', { name: 'Prompt 2', exact: true }).fill(PROMPTS[1] ?? '');
  await prompts.getByRole('button', { name: 'Add prompt' }).click();
  await prompts.getByRole('textbox', { name: 'Prompt 3', exact: true }).fill(PROMPTS[2] ?? '');
  await expect(page.getByRole('textbox', { name: 'Prompt', exact: true })).toHaveCount(0);
  await expect(sweep.estimate).toContainText('9 runs: 3 × 3 cells.');
  await expect(sweep.cells).toHaveCount(9);
  await expectAccessible(page, 'a sweep of models and prompts');

  await sweep.run();
  await sweep.ended();
  const sent = upstream.requests
    .map(({ path, json }) => [path.split('/')[1], (json as Sent).model, (json as Sent).prompt])
    .toSorted();
  const expected = [
    ['one', 'small'],
    ['two', 'large'],
    ['one', 'large'],
  ].flatMap(([connection, model]) => PROMPTS.map((prompt) => [connection, model, prompt]));
  expect(sent).toEqual(expected.toSorted());
  await expect(sweep.cell(1, 2).locator('[data-cell-text]')).toHaveText('large read 18 at none');
  await expect(sweep.grid.getByRole('rowheader')).toHaveText(['smallOne', 'large (1)Two', 'large (2)One']);
  await expect(sweep.grid.getByRole('columnheader').nth(2)).toHaveText('A recipe for bread:');

  await page.reload();
  await sweep.ready();
  await expect(sweep.cell(2, 1).locator('[data-cell-text]')).toHaveText('large read 19 at none');
  await expect(prompts.getByRole('textbox', { name: 'Prompt 3', exact: true })).toHaveValue(PROMPTS[2] ?? '');
  await sweep.show('Heat map');
  await sweep.measure('Characters');
  await expect(page.getByRole('img', { name: /^Characters by Model and Prompt\./ })).toBeVisible();
  expect((await sweep.heat()).every((value) => value !== null)).toBe(true);
  await sweep.show('Line chart');
  await expect(page.locator('[data-series]')).toHaveCount(3);
  await sweep.show('Grid');

  await sweep.cell(1, 1).click();
  const sheet = page.getByRole('dialog', { name: 'Model large (1), Prompt A recipe for bread:' });
  const settings = sheet.getByRole('region', { name: 'Settings' });
  await expect(settings).toContainText('ConnectionTwo');
  await expect(settings).toContainText('PromptA recipe for bread:');
  await sheet.getByRole('button', { name: 'Use prompt and settings' }).click();
  await expect(playground.prompt).toHaveValue(PROMPTS[1] ?? '');
  await expect(page.getByRole('button', { name: 'Model: large' })).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Connection' }).locator('option:checked')).toHaveText(
    'Two',
  );
  await page.goBack();
  await sweep.ready();

  await page.getByRole('button', { name: 'Export this comparison' }).click();
  const csv = await savedBy(page, () => page.getByRole('menuitem', { name: /^CSV/ }).click());
  const lines = csv.bytes.toString().split('\r\n');
  expect(lines).toHaveLength(11);
  expect(lines[5]).toContain('"Model large (1), Prompt A recipe for bread:"');

  const { id } = sweep;
  await page.goto('/history/comparisons');
  await expect(page.getByText('Model × Prompt, 9 runs').first()).toBeVisible();
  const { path } = await aShareOfComparison(page.request, id, { title: 'Which one' });
  const reader = await aReader(browser, app);
  await reader.page.goto(path ?? '');
  const table = reader.page.getByRole('table', { name: 'Start of each output' });
  await expect(table.getByRole('link')).toHaveCount(9);
  await expect(table.getByRole('columnheader')).toContainText(['', PROMPTS[0] ?? '', 'A recipe for bread:']);
  await expect(reader.page.getByRole('img', { name: /by Model and Prompt\./ })).toHaveCount(2);
  for (const prompt of PROMPTS)
    await expect(reader.page.getByText(prompt, { exact: true }).first()).toBeVisible();
  const json = await (await reader.page.request.get(`${path}.json`)).text();
  expect(json).not.toContain('connection');
  expect(JSON.parse(json).compared.axes[0]).toEqual({
    kind: 'model',
    models: [{ model: 'small' }, { model: 'large' }, { model: 'large' }],
  });
  await reader.context.close();

  // The reader's own, with models where they can run.
  await page.goto(`/compare?shared=${(path ?? '').split('/').at(-1)}`);
  await sweep.ready();
  await expect(sweep.cells).toHaveCount(9);
  await expect(prompts.getByRole('textbox', { name: 'Prompt 2', exact: true })).toHaveValue(PROMPTS[1] ?? '');
});

test('that a parameter is not sent is one of its values, by a switch', async ({ page, upstream }) => {
  const guest = await startGuest(page.request);
  upstream.always(repeats);
  upstream.alwaysModels(answers.models(['test-model']));
  await guest.addConnection({ name: 'Local', baseUrl: upstream.url, isDefault: true });
  const sweep = new SweepPage(page);
  await sweep.open('/compare?kind=sweep');
  await expect(sweep.requested.getByRole('button', { name: 'Model: test-model' })).toBeVisible();
  const unsent = axis(sweep, 'First').getByRole('switch', { name: 'Also run without it (not sent)' });
  await expect(unsent).toHaveAttribute('aria-checked', 'false');
  await sweep.values('Temperature').fill('0, 0.5, 1');
  await unsent.click();
  await expect(unsent).toHaveAttribute('aria-checked', 'true');
  await expect(sweep.values('Temperature')).toHaveValue('0, 0.5, 1');
  await expect(sweep.grid.getByRole('rowheader')).toHaveText(['Not sent', '0', '0.5', '1']);

  // With it, one value is enough, and seven are too many.
  await sweep.values('Temperature').fill('0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6');
  await expect(sweep.requested.getByText('At most 6 values.')).toBeVisible();
  await sweep.values('Temperature').fill('0.7');
  await expect(sweep.grid.getByRole('rowheader')).toHaveText(['Not sent', '0.7']);
  // Without it, one is not.
  await expect(unsent).toBeDisabled();

  await sweep.run();
  await sweep.ended();
  const temperatures = upstream.requests.map(({ json }) => (json as Sent).temperature);
  expect(temperatures.toSorted()).toEqual([0.7, undefined]);
  await expect(sweep.cell(0, 0).locator('[data-cell-text]')).toContainText('at none');
  await expect(sweep.cell(1, 0).locator('[data-cell-text]')).toContainText('at 0.7');
  await sweep.show('Heat map');
  await expect(page.getByRole('img', { name: /by Temperature\./ }).getByText('Not sent')).toBeVisible();
  await sweep.show('Grid');
  await sweep.cell(0, 0).click();
  const sheet = page.getByRole('dialog', { name: 'Temperature not sent' });
  await expect(sheet.getByRole('region', { name: 'Settings' })).toContainText('TemperatureNot sent');
});

test('prompts that were written are brought back, and the first of them stays when they no longer vary', async ({
  page,
}) => {
  await startGuest(page.request);
  const sweep = new SweepPage(page);
  await sweep.open('/compare?kind=sweep');
  const variable = page.getByRole('combobox', { name: 'Row axis' });
  await variable.selectOption({ label: 'Prompt' });
  const prompts = axis(sweep, 'First');
  const field = (at: number) => prompts.getByRole('textbox', { name: `Prompt ${at}`, exact: true });
  for (const at of [1, 2]) await field(at).fill(PROMPTS[at] ?? '');
  await prompts.getByRole('button', { name: 'Add prompt' }).click();
  await field(3).fill('The third');
  await prompts.getByRole('button', { name: 'Remove prompt 1' }).click();
  await expect(field(1)).toHaveValue(PROMPTS[2] ?? '');
  // Two are the fewest.
  await expect(prompts.getByRole('button', { name: 'Remove prompt 1' })).toBeDisabled();
  await page
    .locator('[data-sonner-toast]', { hasText: 'removed' })
    .getByRole('button', { name: 'Undo' })
    .click();
  await expect(field(1)).toHaveValue(PROMPTS[1] ?? '');
  await expect(field(3)).toHaveValue('The third');

  await variable.selectOption({ label: 'Temperature' });
  const prompt = page.getByRole('textbox', { name: 'Prompt', exact: true });
  await expect(prompt).toHaveValue(PROMPTS[1] ?? '');
  await expect(page.getByText('Prompts no longer vary.')).toBeVisible();
  await page
    .locator('[data-sonner-toast]', { hasText: 'Prompts no longer vary.' })
    .getByRole('button', { name: 'Undo' })
    .click();
  await expect(field(3)).toHaveValue('The third');
  await expect(prompt).toHaveCount(0);
});

test('many calls of models and prompts are confirmed, and the setup fits a phone', async ({ page }) => {
  await startGuest(page.request);
  const sweep = new SweepPage(page);
  const prompts = PROMPTS.map((prompt) => ({ prompt }));
  const axes: ComparisonPlan['axes'] = [
    { kind: 'prompt', prompts },
    { kind: 'parameter', parameter: 'temperature', values: [null, 1.5] },
  ];
  await page.setViewportSize({ width: 390, height: 844 });
  await sweep.open(`/compare?id=${await saveSweep(page.request, { max_tokens: 3 }, { axes, repeats: 4 })}`);
  await expectNothingWider(page, 'a sweep of prompts');
  await sweep.run(24);
  await sweep.ended();
  await page.getByRole('button', { name: 'Show setup' }).click();
  await expectNothingWider(page, 'a sweep of prompts');
  await expectAccessible(page, 'the setup of a sweep of prompts on a phone');
  const texts = (await sweep.stored()).cells.map(({ run }) => run?.choices[0]?.text ?? '');
  expect(texts.every((text) => text !== '')).toBe(true);
});

test('comparisons that scripts of before save are opened and run', async ({ page }) => {
  await startGuest(page.request);
  const ids: string[] = [];
  for (const data of writtenByE6429e6c().newComparisons) {
    const answer = await page.request.post('/api/comparisons', { data });
    expect(answer.status(), await answer.text()).toBe(201);
    ids.push((await answer.json()).id);
  }
  const compare = new ComparePage(page);
  await compare.open(`/compare?id=${ids[0]}`);
  await expect(compare.heads).toHaveCount(8);
  expect(await compare.markedRows()).toEqual(['Temperature']);
  await compare.runAll.click();
  await compare.ended('ABCDEFGH');
  const sweep = new SweepPage(page);
  await sweep.open(`/compare?id=${ids[1]}`);
  await expect(sweep.cells).toHaveCount(20);
  await expect(sweep.estimate).toContainText('60 runs: 5 × 4 cells × 3 repeats.');
});
