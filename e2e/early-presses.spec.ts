import { expect, type Page } from '@playwright/test';
import { test } from './support/test';

/** A page on a network that is slow to bring its script: it can be read, and pressed, before it works. Ends the wait. */
async function openBeforeItsScript(page: Page, address: string): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('**/_next/static/chunks/**/*.js', async (route) => {
    await released;
    await route.continue();
  });
  await page.goto(address, { waitUntil: 'commit' });
  return () => release();
}

test('what is pressed before the page works is done when it does, once', async ({ page }) => {
  const release = await openBeforeItsScript(page, '/');
  await page.getByRole('button', { name: 'Document mode' }).click();
  release();
  await expect(page.getByRole('textbox', { name: 'Document', exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Document mode' })).toHaveAttribute('aria-pressed', 'true');
});

test('of several presses the last one counts, and a list opens', async ({ page }) => {
  const release = await openBeforeItsScript(page, '/');
  await page.getByRole('button', { name: 'Document mode' }).click();
  await page.getByRole('button', { name: 'Choose a model' }).click();
  release();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Prompt mode', includeHidden: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
});

test('a form that is sent too early keeps what was written, and is sent', async ({
  page,
  expectedErrors,
}) => {
  expectedErrors.push(/status of 401 .*callback\/credentials/);
  const release = await openBeforeItsScript(page, '/sign-in');
  await page.getByRole('textbox', { name: 'Email' }).fill('nobody@example.org');
  await page.getByRole('textbox', { name: 'Password' }).fill('not the password');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  release();
  await expect(page.getByRole('alert').filter({ hasText: 'password' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Email' })).toHaveValue('nobody@example.org');
  await expect(page).toHaveURL(/\/sign-in$/);
});
