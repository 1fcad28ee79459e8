import { expect, type Page } from '@playwright/test';
import { answers } from '@/lib/testing/upstream-answers';
import { problemOn } from './support/faults';
import { openMidStream, openOnUpstream } from './support/open-on-upstream';
import { SweepPage, saveSweep } from './support/sweep';
import { test } from './support/test';

/** An output stays with the settings it was made with: elsewhere it says so. */

const mark = (page: Page) =>
  page.getByRole('region', { name: 'Output', exact: true }).getByText(/^From the \d\d:\d\d run\./);

test('an output is marked while the prompt or a setting is not the one it was made with', async ({
  page,
  playground,
}) => {
  await playground.open();
  await playground.prompt.fill('Once upon a time');
  await playground.setParameter('temperature', 0.2);
  await playground.runToEnd();
  const text = await playground.text();
  await expect(mark(page)).toHaveCount(0);

  await playground.setParameter('temperature', 0.9);
  await expect(mark(page)).toHaveText(/Changed since: temperature 0\.2 → 0\.9$/);
  expect(await playground.text()).toBe(text);
  await playground.prompt.press('End');
  await playground.prompt.pressSequentially('!');
  await expect(mark(page)).toHaveText(/Changed since: prompt, temperature 0\.2 → 0\.9$/);

  // A reload keeps the draft, the output, and what separates them.
  await page.reload();
  await playground.ready();
  await expect(mark(page)).toHaveText(/Changed since: prompt, temperature 0\.2 → 0\.9$/);
  await expect.poll(() => playground.text()).toBe(text);

  await playground.prompt.press('Control+End');
  await playground.prompt.press('Backspace');
  await playground.setParameter('temperature', 0.2);
  await expect(mark(page)).toHaveCount(0);
  await playground.setParameter('temperature', 0.9);
  await playground.runToEnd();
  await expect(mark(page)).toHaveCount(0);
});

test('imported code, a preset and another connection mark the output, and opening a run does not', async ({
  page,
  playground,
  upstream,
}) => {
  await openOnUpstream(playground, upstream);
  await playground.prompt.fill('Once');
  await playground.runToEnd();
  const presets = page.getByRole('dialog', { name: 'Presets' });
  await page.getByRole('button', { name: /^Presets/ }).click();
  await presets.getByRole('textbox', { name: 'Name for the current settings' }).fill('Plain');
  await presets.getByRole('button', { name: 'Save' }).click();
  await expect(presets.getByRole('button', { name: /^Plain/ })).toBeVisible();
  await page.keyboard.press('Escape');

  const curl = `curl ${upstream.url}/completions -d '{"model":"test-model","prompt":"Twice","seed":7}'`;
  await page.getByRole('button', { name: 'Import code' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import code' });
  await dialog.getByRole('textbox', { name: 'Code' }).fill(curl);
  await dialog.getByRole('button', { name: /^(Fill in|Import)$/ }).click();
  await expect(mark(page)).toHaveText(/Changed since: prompt, seed set to 7/);

  await playground.history.first().click();
  await expect(playground.prompt).toHaveValue('Once');
  await expect(mark(page)).toHaveCount(0);
  await playground.setParameter('temperature', 1.5);
  await playground.runToEnd();
  await page.getByRole('button', { name: /^Presets/ }).click();
  await presets.getByRole('button', { name: /^Plain/ }).click();
  await expect(mark(page)).toHaveText(/Changed since: temperature not sent$/);

  await playground.history.first().click();
  await expect(mark(page)).toHaveCount(0);
  await page.getByRole('combobox', { name: 'Connection' }).selectOption({ label: 'Practice model' });
  await expect(mark(page)).toHaveText(/Changed since: connection, model test-model → /);
});

test('settings taken from a sweep mark the output that is still there from before', async ({
  page,
  playground,
}) => {
  await playground.open();
  await playground.prompt.fill('Once upon a time');
  await playground.runToEnd();
  const text = await playground.text();
  const sweep = new SweepPage(page);
  const axes = [{ parameter: 'temperature' as const, values: [0, 0.7] }];
  await sweep.open(`/compare?id=${await saveSweep(page.request, { seed: 3 }, { axes })}`);
  await sweep.cell(0, 0).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^(Take|Use) these settings$/ }).click();
  await expect(mark(page)).toHaveText(/Changed since: .*temperature set to 0/);
  await expect.poll(() => playground.text()).toBe(text);
});

test('Compare puts the run beside what would be run now', async ({ page, playground }) => {
  await playground.open();
  await playground.prompt.fill('Once upon a time');
  await playground.setParameter('temperature', 0);
  await playground.runToEnd();
  const text = await playground.text();
  await playground.setParameter('temperature', 0.9);
  await playground.output.getByRole('link', { name: 'Compare' }).click();
  await page.waitForURL('**/compare**');
  const columns = page.getByRole('region', { name: /^Column / });
  await expect(columns).toHaveCount(2);
  await expect(columns.first()).toContainText(text.trim().slice(0, 20));
  await expect(columns.nth(1)).toContainText('Not run yet');
  await expect(page.getByRole('table', { name: 'Settings and measures' })).toContainText(
    /Temperature.*0\.9/s,
  );
});

test('going to another page and back keeps the last output; New puts it away', async ({
  page,
  playground,
}) => {
  await playground.open();
  await playground.prompt.fill('Once upon a time');
  await playground.runToEnd();
  const text = await playground.text();
  const header = page.getByRole('navigation', { name: 'Main' });
  await header.getByRole('link', { name: 'Settings' }).click();
  await expect(page).toHaveURL(/\/settings/);
  await header.getByRole('link', { name: 'Playground' }).click();
  await playground.ready();
  await expect.poll(() => playground.text()).toBe(text);
  // The address names it again, so that a reload finds it.
  await expect(page).toHaveURL(/\?run=/);
  await page.reload();
  await playground.ready();
  await expect.poll(() => playground.text()).toBe(text);

  // Even from a page that was loaded for itself.
  await page.goto('/settings/connections');
  await header.getByRole('link', { name: 'Playground' }).click();
  await playground.ready();
  await expect.poll(() => playground.text()).toBe(text);
  await page.goBack();
  await expect(page).toHaveURL(/\/settings/);
  await page.goForward();
  await expect.poll(() => playground.text()).toBe(text);

  await page.getByRole('button', { name: 'New', exact: true }).click();
  await expect(playground.status('No run yet')).toBeVisible();
  await page.reload();
  await playground.ready();
  await expect(playground.status('No run yet')).toBeVisible();
});

test('a run that goes on says that the draft is another by now, also after a reload', async ({
  page,
  playground,
  upstream,
}) => {
  const stream = await openMidStream(playground, upstream);
  await playground.prompt.fill('Twice');
  await expect(mark(page)).toHaveText(/Changed since: prompt$/);
  await page.reload();
  await playground.ready();
  await expect(playground.completion).toHaveText('upon');
  await expect(mark(page)).toHaveText(/Changed since: prompt$/);
  stream.finish();
  await playground.ended();
  await expect(mark(page)).toHaveText(/Changed since: prompt$/);
});

test('a run that failed agrees with itself, and is not said to have been checked', async ({
  page,
  playground,
  upstream,
}) => {
  await openOnUpstream(playground, upstream);
  upstream.enqueue(answers.error(404, 'The model `test-model` does not exist.'));
  await playground.prompt.fill('Once');
  await playground.setParameter('temperature', 0.5);
  await playground.runToEnd('failed');
  await expect(problemOn(page).getByRole('heading')).toHaveText('Model not found');
  await expect(problemOn(page)).toContainText('does not exist');
  await problemOn(page).getByRole('button', { name: 'Go to the field' }).click();
  await expect(page.getByRole('button', { name: 'Model: test-model' })).toBeFocused();
  await expect(receipt(page)).toHaveCount(0);
  await expect(playground.output.getByText('req-upstream')).toBeVisible();
  await playground.setParameter('temperature', 0.6);
  await expect(mark(page)).toHaveText(/Changed since: temperature 0\.5 → 0\.6$/);

  await playground.runToEnd();
  await expect(receipt(page)).toBeVisible();
});

test('the first run has nothing to be sorry for: its tokens are counted, and no line has a cross', async ({
  page,
  playground,
}) => {
  await playground.open();
  await playground.runToEnd();
  const footer = playground.output.locator('footer');
  await expect(footer.locator('dl')).toContainText(/In\s*\d/);
  await expect(footer.locator('dl')).not.toContainText('about');
  await expect(receipt(page)).not.toContainText('not');
  await receipt(page).click();
  const lines = page.getByRole('row').filter({ has: page.getByRole('rowheader') });
  await expect(lines.first()).toBeVisible();
  await expect(lines.getByRole('img', { name: /^Not / })).toHaveCount(0);
});

/** The button that opens what was sent and what came of it. */
function receipt(page: Page) {
  return page
    .getByRole('region', { name: 'Output', exact: true })
    .locator('footer')
    .getByRole('button', { name: /^Request check/ });
}
