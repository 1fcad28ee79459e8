import { expect, type Page } from '@playwright/test';
import { answers } from '@/lib/testing/upstream-answers';
import type { Answer } from '@/lib/testing/upstream-wire';
import { comeIn, expectAccessible } from './support/accessible';
import { ComparePage, columnOf, saveComparison } from './support/compare';
import { openOnUpstream } from './support/open-on-upstream';
import { test } from './support/test';

const TIMINGS = { cache_n: 100, prompt_n: 94, prompt_ms: 280.9, predicted_n: 40, predicted_ms: 500 };

/** A stream as vLLM, llama.cpp and OpenRouter would end it together. */
function detailed({ stop, cost }: { stop?: string; cost?: number } = {}): Answer {
  const common = { id: 'cmpl-raw-7', object: 'text_completion', created: 1, model: 'test-model' };
  const event = (more: object) => `data: ${JSON.stringify({ ...common, ...more })}\n\n`;
  const usage = {
    prompt_tokens: 194,
    completion_tokens: 40,
    total_tokens: 234,
    prompt_tokens_details: { cached_tokens: 100 },
    ...(cost !== undefined && { cost }),
  };
  const end = {
    text: '',
    index: 0,
    logprobs: null,
    finish_reason: 'stop',
    ...(stop && { stop_reason: stop }),
  };
  return answers.rawStream(
    event({ choices: [{ ...end, text: 'A short text.', finish_reason: null, stop_reason: null }] }),
    event({ choices: [end], usage, timings: TIMINGS, provider: 'Somebody', unheard_of: { deep: [1, 2] } }),
    'data: [DONE]\n\n',
  );
}

/** In an open price dialog. */
async function fillPrice(page: Page, input: string, output: string): Promise<void> {
  const form = page.getByRole('dialog', { name: /^(Price for|Set a price)/ });
  await form.getByLabel('Input', { exact: true }).fill(input);
  await form.getByLabel('Output', { exact: true }).fill(output);
  await form.getByRole('button', { name: 'Save price' }).click();
  await expect(form).toBeHidden();
}

test('at 1440 the figures are one line, and at 1280×720 a raw response that is opened is in sight', async ({
  page,
  playground,
}) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await playground.open();
  await playground.runToEnd();
  const footer = playground.output.locator('footer');
  await expect(footer.getByRole('button', { name: 'What was applied' })).toBeVisible();
  expect((await footer.boundingBox())?.height).toBeLessThan(40);
  await page.setViewportSize({ width: 1280, height: 720 });
  await footer.getByRole('button', { name: 'What was applied' }).click();
  const raw = playground.output.getByRole('region', { name: 'Raw response' });
  await playground.output.getByText('Raw response', { exact: true }).click();
  await expect(raw).toBeInViewport({ ratio: 0.3 });
});

test('shows which stop text matched, what the server told, and the raw response', async ({
  page,
  playground,
  upstream,
}) => {
  await openOnUpstream(playground, upstream);
  upstream.enqueue(detailed({ stop: '\n\n' }));
  await playground.prompt.fill('Once upon a time');
  await playground.runToEnd();
  const footer = playground.output.locator('footer');
  await expect(footer).toContainText('Stopped at “↵↵”');
  await expect(footer).toContainText('194 (100 cached)');
  await expect(footer).not.toContainText('Cost');

  await footer.getByRole('button', { name: 'What was applied' }).click();
  const panel = playground.output.getByRole('region', { name: 'What was applied' });
  await expect(panel).toContainText('94 tokens in 281 ms');
  await expect(panel).toContainText('Somebody');
  const raw = panel.locator('pre');
  await expect(raw).toBeHidden();
  await panel.getByText('Raw response').click();
  await expect(raw).toContainText('"unheard_of": {');
  await expect(raw).toContainText('"stop_reason": "\\n\\n"');
  await expect(raw).not.toContainText('A short text');
  await expectAccessible(page, 'the details of an answer');

  await playground.output.getByRole('link', { name: 'Open run details' }).click();
  await page.waitForURL(/\/history\/./);
  const response = page.getByRole('region', { name: 'Response' });
  await expect(response).toContainText('194 (100 cached)');
  await response.getByText('Raw response').click();
  await expect(response.locator('pre')).toContainText('"unheard_of": {');
  await expect(page.getByText('Stopped at “↵↵”')).toBeVisible();
  await expectAccessible(page, "a run's page with details");
});

test('a price that is set gives runs, a selection of the history and a comparison their costs', async ({
  page,
  playground,
  upstream,
}) => {
  await openOnUpstream(playground, upstream);
  upstream.always(detailed());
  await playground.prompt.fill('Once upon a time');
  await playground.runToEnd();
  // Where no price is known, nothing is shown.
  const footer = playground.output.locator('footer');
  await expect(footer).toContainText('Out');
  await expect(footer).not.toContainText('$');

  await footer.getByRole('button', { name: 'What was applied' }).click();
  await playground.output.getByRole('button', { name: 'Set price' }).click();
  const form = page.getByRole('dialog', { name: 'Price for test-model' });
  await form.getByRole('button', { name: 'Save price' }).click();
  await expect(form.getByLabel('Input', { exact: true })).toHaveAccessibleDescription(/Enter a number/);
  await comeIn(form);
  await expectAccessible(page, 'the price form');
  await fillPrice(page, '0.15', '0.6');
  await footer.getByRole('button', { name: 'What was applied' }).click();
  // The run before keeps what it had; the next one is estimated beforehand and has its cost.
  await expect(footer).not.toContainText('$');
  await expect(page.locator('[data-max-cost]')).toHaveText(/^Up to \$0\.000\d+$/);
  await playground.runToEnd();
  await expect(footer).toContainText('$0.0000531');

  upstream.enqueue(detailed({ cost: 0.0042 }));
  await playground.runToEnd();
  await expect(footer).toContainText('$0.0042');

  await page.goto('/settings/connections');
  await page.getByRole('button', { name: 'Prices for Local server' }).click();
  const prices = page.getByRole('dialog', { name: 'Prices for Local server' });
  await expect(prices.getByRole('row', { name: /test-model/ })).toContainText('$0.15');
  await comeIn(prices);
  await expectAccessible(page, 'the prices of a connection');
  await prices.getByRole('button', { name: 'Change the price of test-model' }).click();
  await fillPrice(page, '150', '600');
  await expect(prices.getByRole('row', { name: /test-model/ })).toContainText('$150.00');
  await prices.getByRole('button', { name: 'Close' }).last().click();

  await page.goto('/history');
  const lines = page.getByRole('list', { name: 'Runs' }).getByRole('listitem');
  await expect(lines.filter({ hasText: '$0.0042' })).toHaveCount(1);
  await expect(lines.filter({ hasText: '$0.0000531' })).toHaveCount(1);
  for (const box of await page.getByRole('checkbox', { name: /^Select: / }).all()) await box.check();
  await expect(page.getByRole('toolbar', { name: 'Selected runs' })).toContainText('3 selected · $0.00425');

  const { connections } = await (await page.request.get('/api/connections')).json();
  const connectionId = connections.find(({ name }: { name: string }) => name === 'Local server').id;
  const column = (id: string) => columnOf(id, { max_tokens: 40 }, { connectionId, model: 'test-model' });
  const compare = new ComparePage(page);
  const comparisonId = await saveComparison(page.request, [column('a'), column('b')]);
  await compare.open(`/compare?id=${comparisonId}`);
  const total = page.locator('[data-total-cost]');
  await expect(total).toHaveText(/^Up to \$0\.0\d+$/);
  await compare.runAll.click();
  await expect(total).toHaveText('Total $0.106');
  await compare.unfoldMeasures();
  await expect(page.locator('[data-measure="cost"]')).toHaveText([/\$0\.0531/, /\$0\.0531/]);
});

test('a price is set where the model is chosen', async ({ page, playground, upstream }) => {
  await openOnUpstream(playground, upstream);
  const models = page.getByRole('dialog', { name: 'Models' });
  const model = page.getByRole('button', { name: 'Model: test-model' });
  await model.click();
  await expect(models).toContainText('No price');
  await expectAccessible(page, 'the models with a price');
  // By keyboard: Enter presses the button that has the focus, and chooses no model.
  await page.keyboard.press('Tab');
  await expect(models.getByRole('button', { name: 'Refresh' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(models.getByRole('button', { name: 'Set price' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Price for test-model' })).toBeVisible();
  await expect(models).toBeHidden();
  await fillPrice(page, '0.15', '0.6');
  await expect(model).toBeFocused();
  await playground.prompt.fill('Once upon a time');
  await expect(page.locator('[data-max-cost]')).toHaveText(/^Up to \$0\.000\d+$/);
  await model.press('Enter');
  await expect(models).toContainText('$0.15 in, $0.60 out per million tokens');
  await models.getByRole('button', { name: 'Change price' }).click();
  await expect(page.getByRole('dialog').getByLabel('Output', { exact: true })).toHaveValue('0.6');
  await page.keyboard.press('Escape');
  await expect(model).toBeFocused();

  // So in Compare, of a column.
  const { connections } = await (await page.request.get('/api/connections')).json();
  const connectionId = connections.find(({ name }: { name: string }) => name === 'Local server').id;
  const column = (id: string, of: string) => columnOf(id, {}, { connectionId, model: of });
  const columns = [column('a', 'test-model'), column('b', 'other-model')];
  const compare = new ComparePage(page);
  await compare.open(`/compare?id=${await saveComparison(page.request, columns)}`);
  await page.getByRole('button', { name: 'Model of column B: other-model' }).click();
  const ofColumn = page.getByRole('dialog', { name: 'Model of column B' });
  await expect(ofColumn).toContainText('No price');
  await ofColumn.getByRole('button', { name: 'Set price' }).click();
  await expect(page.getByRole('dialog', { name: 'Price for other-model' })).toBeVisible();
  await fillPrice(page, '1', '2');
  await expect(page.getByRole('button', { name: 'Model of column B: other-model' })).toBeFocused();
});

test('the practice model has no price to set', async ({ page, playground }) => {
  await playground.open();
  await page.getByRole('button', { name: /^Model: / }).click();
  const models = page.getByRole('dialog', { name: 'Models' });
  await expect(models.getByRole('option').first()).toBeVisible();
  await expect(models).not.toContainText('price');
});
