import { expect } from '@playwright/test';
import {
  accountButton,
  newEmail,
  PASSWORD,
  sendCredentials,
  signInThroughApi,
  signUpThroughApi,
} from './support/accounts';
import { countRows } from './support/database';
import { Playground } from './support/playground';
import { test } from './support/test';

test('a guest becomes an account and keeps the runs; they come back with the next sign-in', async ({
  page,
  playground,
  expectedErrors,
}) => {
  expectedErrors.push(/status of 401 .*callback\/credentials/);
  const email = newEmail();
  await playground.open();
  await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible();
  await playground.prompt.fill('A run of a guest');
  await playground.runToEnd();
  await accountButton(page, 'Guest').click();
  await page.getByRole('menuitem', { name: 'Save this account' }).click();
  await sendCredentials(page, 'Save this account', email);
  await expect(page.getByText('Account saved. You can now sign in from any browser.')).toBeVisible();
  await expect(accountButton(page, email)).toBeVisible();

  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  await page.goto('/');
  await expect(page.getByText('Your runs appear here. Press Run to start one.')).toBeVisible();
  await expect(playground.history).toHaveCount(0);

  await page.getByRole('link', { name: 'Sign in' }).click();
  await sendCredentials(page, 'Sign in', email, 'not the password');
  await expect(page.getByRole('alert').filter({ hasText: 'Wrong email or password' })).toBeVisible();
  await sendCredentials(page, 'Sign in', email);
  await expect(accountButton(page, email)).toBeVisible();
  await expect(playground.history).toHaveCount(1);
  await expect(playground.history).toContainText('A run of a guest');
});

test('signing up makes an account; a weak password and a taken address are reported at the field', async ({
  page,
  expectedErrors,
}) => {
  expectedErrors.push(/status of 409 .*api\/account/);
  const taken = await signUpThroughApi(page.request);
  await page.context().clearCookies();
  await page.goto('/sign-in');
  await page.getByRole('tab', { name: 'Create account' }).click();
  await sendCredentials(page, 'Create account', newEmail(), 'short');
  await expect(page.getByLabel('Password', { exact: true })).toHaveAccessibleDescription(
    /Use at least 10 characters/,
  );
  await sendCredentials(page, 'Create account', taken);
  await expect(page.getByLabel('Email')).toHaveAccessibleDescription(
    /An account with this email already exists/,
  );
  const email = newEmail();
  await sendCredentials(page, 'Create account', email);
  await expect(accountButton(page, email)).toBeVisible();
});

test('attempts to sign in are limited, even with the right password in the end', async ({
  page,
  browser,
  baseURL,
  expectedErrors,
}) => {
  expectedErrors.push(/status of 429 .*callback\/credentials/);
  const guesser = await browser.newContext({ baseURL });
  const email = await signUpThroughApi(guesser.request);
  await guesser.clearCookies();
  const answers: number[] = [];
  for (let guess = 0; guess < 11; guess++) {
    answers.push(await signInThroughApi(guesser.request, email, `guess number ${guess}`));
  }
  expect(answers).toEqual([...Array(10).fill(401), 429]);
  await guesser.close();
  await page.goto('/sign-in');
  await sendCredentials(page, 'Sign in', email);
  await expect(page.getByRole('alert').filter({ hasText: 'Too many attempts' })).toBeVisible();
});

test('signing out everywhere ends the session of another browser, whose open page loses nothing', async ({
  page,
  browser,
  baseURL,
}) => {
  const email = await signUpThroughApi(page.request);
  const elsewhere = await browser.newContext({ baseURL });
  expect(await signInThroughApi(elsewhere.request, email, PASSWORD)).toBe(200);
  const other = new Playground(await elsewhere.newPage());
  await other.open();
  await expect(accountButton(other.page, email)).toBeVisible();
  await other.prompt.fill('Written before the session ended');

  await page.goto('/settings/account');
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere' }).click();
  await expect(page).toHaveURL(/\/sign-in$/);

  // The page that is still open says so, and does not continue as a new guest.
  await other.run();
  await expect(other.page.getByRole('region', { name: 'What went wrong' })).toContainText('expired');
  await expect(other.prompt).toHaveValue('Written before the session ended');
  await expect(other.page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
  await expect(other.page.getByRole('button', { name: 'Continue as guest' })).toBeVisible();
  await elsewhere.close();
});

test('a new password ends other sessions and the old password, not this session', async ({
  page,
  browser,
  baseURL,
  expectedErrors,
}) => {
  expectedErrors.push(/status of 401 .*api\/account/);
  const email = await signUpThroughApi(page.request);
  const elsewhere = await browser.newContext({ baseURL });
  expect(await signInThroughApi(elsewhere.request, email, PASSWORD)).toBe(200);

  await page.goto('/settings/account');
  const next = 'another good password';
  await page.getByLabel('Current password').fill('not the password');
  await page.getByLabel('New password').fill(next);
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByLabel('Current password')).toHaveAccessibleDescription(/Wrong password/);
  await page.getByLabel('Current password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('Password changed.')).toBeVisible();

  const viewerIn = async (context: typeof elsewhere) =>
    (await (await context.request.get('/api/account')).json()).viewer;
  expect(await viewerIn(elsewhere)).toBeNull();
  expect(await viewerIn(page.context())).toMatchObject({ email });
  expect(await signInThroughApi(elsewhere.request, email, PASSWORD)).toBe(401);
  expect(await signInThroughApi(elsewhere.request, email, next)).toBe(200);
  await elsewhere.close();
});

test('deleting the account removes every row of it', async ({
  app,
  page,
  playground,
  upstream,
  expectedErrors,
}) => {
  expectedErrors.push(/status of 401 .*api\/account/);
  await signUpThroughApi(page.request);
  const { viewer } = await (await page.request.get('/api/account')).json();
  await playground.open();
  await playground.addConnection({ name: 'Mine', baseUrl: upstream.url, key: 'sk-of-an-account' });
  await playground.chooseModel('test-model');
  await playground.prompt.fill('Soon gone');
  await playground.runToEnd();
  await playground.runToEnd();
  const preset = { name: 'Mine', model: null, settings: {} };
  expect((await page.request.post('/api/presets', { data: preset })).status()).toBe(201);
  const before = await countRows(app, viewer.id);
  expect(before).toMatchObject({ User: 1, Connection: 1, Run: 2, RunChoice: 2, Preset: 1 });

  await page.goto('/settings/account');
  await page.getByRole('button', { name: 'Delete my account' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete my account' });
  await expect(dialog.getByRole('button', { name: 'Delete my account' })).toBeDisabled();
  await dialog.getByLabel('Type delete to confirm').fill('delete');
  await expect(dialog.getByRole('button', { name: 'Delete my account' })).toBeDisabled();
  await dialog.getByLabel('Your password').fill('not the password');
  await page.keyboard.press('Enter');
  await expect(dialog.getByLabel('Your password')).toHaveAccessibleDescription(/Wrong password/);
  await expect(dialog.getByLabel('Your password')).toBeFocused();
  await dialog.getByLabel('Your password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/');
  await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible();
  const after = await countRows(app, viewer.id);
  expect(after).toMatchObject({ User: 0, Account: 0, Connection: 0, Run: 0, RunChoice: 0, Preset: 0 });
  expect(after.total).toBe(before.total - 7);
});
