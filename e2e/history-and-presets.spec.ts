import { expect } from '@playwright/test';
import { exampleRun } from '@/lib/history/model/export/testing/example-runs';
import { answers } from '@/lib/testing/upstream-answers';
import { startGuest } from './support/guest';
import { openOnUpstream } from './support/open-on-upstream';
import { test } from './support/test';

test('opening a run of the history brings back its prompt, settings and output', async ({
  playground,
  page,
  upstream,
}) => {
  await openOnUpstream(playground, upstream);
  upstream.enqueue(answers.stream([' first answer']), answers.stream([' second answer']));
  await playground.prompt.fill('The first prompt');
  await playground.setParameter('temperature', 0.25);
  await playground.setParameter('stop', ['\n\n', 'END']);
  await playground.runToEnd();
  await playground.prompt.fill('The second prompt');
  await playground.allOff();
  await playground.runToEnd();
  await expect(playground.history).toHaveText([/^The second prompt/, /^The first prompt/]);

  await playground.history.nth(1).click();
  await expect(playground.completion).toHaveText('first answer');
  await expect(playground.prompt).toHaveValue('The first prompt');
  await expect(playground.history.nth(1)).toHaveAttribute('aria-current', 'true');
  await expect(playground.output.locator('footer')).toContainText('Complete');
  await playground.runToEnd();
  expect((await upstream.received(3)).json).toEqual((await upstream.received(1)).json);

  // The address names the run: a reload comes back to it.
  await expect(playground.history).toHaveCount(3);
  await playground.history.nth(1).click();
  await expect(playground.completion).toHaveText('second answer');
  await page.reload();
  await playground.ready();
  await expect(playground.completion).toHaveText('second answer');
  await expect(playground.prompt).toHaveValue('The second prompt');
});

test('a prompt that was being written is stashed, not lost, when a run is opened', async ({
  playground,
  page,
}) => {
  await playground.open();
  await playground.prompt.fill('Once upon a time');
  await playground.runToEnd();
  await playground.prompt.fill('Something unfinished');
  await playground.history.first().click();
  await expect(playground.prompt).toHaveValue('Once upon a time');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(playground.prompt).toHaveValue('Something unfinished');
});

test('a deleted run is gone at once, comes back with undo, and stays gone without', async ({
  playground,
  page,
}) => {
  await playground.open();
  for (const prompt of ['One', 'Two', 'Three']) {
    await playground.prompt.fill(`${prompt} is the beginning`);
    await playground.runToEnd();
  }
  await expect(playground.history).toHaveText([/^Three/, /^Two/, /^One/]);
  await playground.history.nth(1).hover();
  await page
    .getByRole('listitem')
    .filter({ hasText: 'Two is' })
    .getByRole('button', { name: 'Delete run' })
    .click();
  await expect(playground.history).toHaveText([/^Three/, /^One/]);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(playground.history).toHaveText([/^Three/, /^Two/, /^One/]);

  // By keyboard: arrows move through the list, Delete deletes, and the focus goes to the next run.
  await playground.history.first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(playground.history.nth(1)).toBeFocused();
  await page.keyboard.press('Delete');
  await expect(playground.history).toHaveText([/^Three/, /^One/]);
  await expect(playground.history.nth(1)).toBeFocused();
  await expect(page.getByText('Run deleted.').first()).toBeVisible();
  await page.reload();
  await playground.ready();
  await expect(playground.history).toHaveText([/^Three/, /^One/]);
});

test('settings are saved under a name, applied, updated and deleted', async ({ playground, page }) => {
  await playground.open();
  const { parameters } = playground;
  const presets = page.getByRole('dialog', { name: 'Presets' });
  const open = () => page.getByRole('button', { name: /^Preset/ }).click();

  await playground.setParameter('temperature', 0.15);
  await playground.setParameter('seed', 99);
  await open();
  await presets.getByRole('textbox', { name: 'Name for the current settings' }).fill('Careful');
  await presets.getByRole('button', { name: 'Save' }).click();
  await expect(presets.getByRole('button', { name: /^Careful/ })).toContainText('in use');
  await presets.getByRole('textbox', { name: 'Name for the current settings' }).fill('Careful');
  await presets.getByRole('button', { name: 'Save' }).click();
  await expect(presets.getByRole('alert')).toContainText('That name is taken');
  // Of two with the same settings the one that was chosen is in use.
  await presets.getByRole('textbox', { name: 'Name for the current settings' }).fill('Twin');
  await presets.getByRole('button', { name: 'Save' }).click();
  await expect(presets.getByRole('button', { name: /^Twin/ })).toContainText('in use');
  await expect(presets.getByRole('button', { name: /^Careful/ })).not.toContainText('in use');
  await presets.getByRole('button', { name: 'Delete Twin' }).click();
  await expect(presets.getByRole('button', { name: /^Twin/ })).toHaveCount(0);
  await page.keyboard.press('Escape');

  await playground.allOff();
  await page.reload();
  await playground.ready();
  await open();
  await presets.getByRole('button', { name: /^Careful/ }).click();
  await expect(presets).toBeHidden();
  await expect(playground.field('temperature')).toHaveValue('0.15');
  await expect(
    parameters.getByText(/^Sends temperature 0\.15, seed 99, max tokens 200, streaming\./),
  ).toBeVisible();

  await playground.setParameter('temperature', 0.45);
  await open();
  await presets.getByRole('button', { name: 'Overwrite Careful with current settings' }).click();
  await expect(presets.getByRole('button', { name: /^Careful/ })).toContainText('in use');
  await presets.getByRole('button', { name: 'Delete Careful' }).click();
  await expect(presets.getByText('Presets save the model and all parameters')).toBeVisible();
  await page.keyboard.press('Escape');
  // Toasts about applying and changing it are still visible.
  const deletion = page.locator('[data-sonner-toast]').filter({ hasText: '“Careful” deleted.' });
  await deletion.getByRole('button', { name: 'Undo' }).click();
  await open();
  await expect(presets.getByRole('button', { name: /^Careful/ })).toBeVisible();
});

test('what goes away in the history hands the focus on', async ({ page }) => {
  const guest = await startGuest(page.request);
  for (const prompt of ['Once upon a time', 'In the morning'])
    await guest.complete({ prompt, max_tokens: 5 });
  await page.goto('/history');
  const lines = page.getByRole('list', { name: 'Runs' }).locator('[data-run]');
  await expect(lines).toHaveCount(2);
  await lines.nth(1).focus();
  await page.keyboard.press('x');
  await page.getByRole('button', { name: 'Clear selection' }).press('Enter');
  await expect(page.getByRole('toolbar', { name: 'Selected runs' })).toBeHidden();
  await expect(lines.nth(1)).toBeFocused();
  const search = page.getByRole('searchbox');
  await search.fill('nothing like that');
  await page.getByRole('button', { name: 'Clear filters' }).press('Enter');
  await expect(lines).toHaveCount(2);
  await expect(search).toBeFocused();
  await search.fill('morning');
  await expect(lines).toHaveCount(1);
  await page.getByRole('button', { name: 'Clear search' }).press('Enter');
  await expect(search).toBeFocused();
});

test('a day of the history begins and ends where the reader is', async ({ page }) => {
  await startGuest(page.request);
  // The test browsers are on the Chatham Islands, at +13:45 on that day.
  const runs = [
    ['2026-01-01T10:10:00.000Z', 'Late on the first'],
    ['2026-01-01T10:20:00.000Z', 'Early on the second'],
    ['2026-01-02T10:10:00.000Z', 'Late on the second'],
    ['2026-01-02T10:20:00.000Z', 'Early on the third'],
  ].map(([createdAt = '', title = null]) => exampleRun({ id: createdAt, createdAt, endedAt: null, title }));
  const answer = await page.request.post('/api/runs/import', { data: { runs } });
  expect(await answer.json()).toMatchObject({ imported: 4 });
  await page.goto('/history?from=2026-01-02&to=2026-01-02');
  const lines = page.getByRole('list', { name: 'Runs' }).locator('[data-run]');
  await expect(lines).toHaveText([/^Late on the second/, /^Early on the second/]);
  await expect(page.getByRole('button', { name: 'Date 2026-01-02' })).toBeVisible();
  await page.goto('/history?to=2026-01-01');
  await expect(lines).toHaveText([/^Late on the first/]);
});
