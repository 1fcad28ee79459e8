import { expect } from '@playwright/test';
import { ComparePage, columnOf, saveComparison } from './support/compare';
import { startGuest } from './support/guest';
import { test } from './support/test';

/** What is said in passing goes with the page that it speaks about; an Undo that still works stays. */

test('what was said about a page does not follow to the next one', async ({ page, playground }) => {
  await startGuest(page.request);
  const compare = new ComparePage(page);
  const id = await saveComparison(page.request, [columnOf('a', {}), columnOf('b', {}), columnOf('c', {})]);
  await compare.open(`/compare?id=${id}`);
  await compare.heads.nth(1).getByRole('button', { name: 'More for column B' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  const removed = page.getByText('Column B removed.');
  await expect(removed).toBeVisible();
  await page.getByRole('link', { name: 'Playground', exact: true }).click();
  await playground.ready();
  // Its Undo could not bring the column back from here.
  await expect(removed).toBeHidden();

  await page.goto('/settings/account');
  await page.getByRole('textbox', { name: 'Name' }).fill('Someone');
  await page.getByRole('textbox', { name: 'Name' }).press('Enter');
  const saved = page.getByText('Name saved.');
  await expect(saved).toBeVisible();
  await page.getByRole('link', { name: 'Connections', exact: true }).click();
  await expect(page.getByRole('button', { name: 'New connection' })).toBeVisible();
  await expect(saved).toBeHidden();
});

test('an Undo that still works goes along', async ({ page, playground }) => {
  await startGuest(page.request);
  await playground.open();
  await playground.prompt.fill('To be deleted and brought back');
  await playground.runToEnd();
  // Otherwise the playground would look for it again.
  await page.getByRole('button', { name: 'New prompt' }).click();
  await playground.history.first().focus();
  await page.keyboard.press('Delete');
  const deleted = page.getByText('Run deleted.');
  await expect(deleted).toBeVisible();
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  await expect(page.getByRole('button', { name: 'New connection' })).toBeVisible();
  await expect(deleted).toBeVisible();
  await page
    .locator('[data-sonner-toast]')
    .filter({ has: deleted })
    .getByRole('button', { name: 'Undo' })
    .click();
  await page.getByRole('link', { name: 'Playground', exact: true }).click();
  await expect(playground.history).toHaveText([/^To be deleted and brought back/]);
});
