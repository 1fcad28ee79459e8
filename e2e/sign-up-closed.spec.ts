import { expect } from '@playwright/test';
import { newEmail, PASSWORD } from './support/accounts';
import { test } from './support/test';

test.use({ appOptions: { env: { SIGN_UP: 'closed' } } });

test('where no accounts are given out, none is offered, none is made, and a guest can still run', async ({
  page,
  playground,
}) => {
  await page.goto('/sign-in');
  await expect(page.getByLabel('Email')).toBeVisible();
  await expect(page.getByRole('tab')).toHaveCount(0);
  const data = { email: newEmail(), password: PASSWORD };
  const refused = await page.request.post('/api/account', { data });
  expect(refused.status()).toBe(403);
  expect(await refused.json()).toMatchObject({ error: { code: 'sign_up_closed' } });

  await playground.open();
  await playground.prompt.fill('Still possible');
  await playground.runToEnd();
  const claim = await page.request.post('/api/account/claim', { data });
  expect(claim.status()).toBe(403);
  await page.goto('/settings/account');
  await expect(page.getByRole('heading', { name: 'Account', exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save this account' })).toHaveCount(0);
});
