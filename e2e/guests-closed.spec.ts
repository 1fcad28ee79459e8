import { expect } from '@playwright/test';
import { accountButton, newEmail, sendCredentials } from './support/accounts';
import { test } from './support/test';

test.use({ appOptions: { env: { ALLOW_GUESTS: 'false' } } });

test('where guests are not wanted, Run asks to sign in, keeps the draft, and then runs', async ({
  page,
  playground,
  expectedErrors,
}) => {
  expectedErrors.push(/status of 403 .*callback\/guest/, /status of 401/);
  await playground.open();
  await playground.prompt.fill('Written before signing in');
  await playground.run();
  const problem = page.getByRole('region', { name: 'What went wrong' });
  await expect(problem).toContainText('Guest access to the playground is turned off. Sign in.');
  await page.goto('/sign-in');
  await expect(page.getByRole('button', { name: 'Continue as guest' })).toHaveCount(0);
  await page.getByRole('tab', { name: 'Create account' }).click();
  const email = newEmail();
  await sendCredentials(page, 'Create account', email);
  await expect(accountButton(page, email)).toBeVisible();
  await playground.open();
  await expect(playground.prompt).toHaveValue('Written before signing in');
  await playground.runToEnd();
  await expect(playground.history).toHaveCount(1);
});
