import { expect } from '@playwright/test';
import { PRACTICE_CONNECTION_ID } from '@/lib/connections/model/built-in-connections';
import { PRACTICE_MODEL_ID } from '@/lib/practice/practice-model-id';
import { expectAccessible } from './support/accessible';
import { accountButton, PASSWORD, signInThroughApi, signUpThroughApi } from './support/accounts';
import { test } from './support/test';

test('signing out ends this session, in all its tabs and for any copy of its cookie, and no other', async ({
  page,
  context,
  browser,
  baseURL,
}) => {
  const email = await signUpThroughApi(page.request);
  const elsewhere = await browser.newContext({ baseURL });
  expect(await signInThroughApi(elsewhere.request, email, PASSWORD)).toBe(200);
  const copy = await browser.newContext({ baseURL, storageState: await context.storageState() });
  const viewerIn = async ({ request }: typeof copy) =>
    (await (await request.get('/api/account')).json()).viewer;
  expect(await viewerIn(copy)).toMatchObject({ email });

  const tab = await context.newPage();
  await tab.goto('/settings/account');
  await page.goto('/settings/account');
  await page.getByRole('main').getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  expect(await viewerIn(copy)).toBeNull();
  // The tab may be navigating by itself just then, which interrupts a reload.
  await expect(async () => {
    await tab.reload();
    await expect(tab.getByRole('link', { name: 'Sign in', exact: true })).toBeVisible({ timeout: 10_000 });
  }).toPass();

  const other = await elsewhere.newPage();
  await other.goto('/');
  await expect(accountButton(other, email)).toBeVisible();
  await copy.close();
  await elsewhere.close();
});

test('an open stream ends when every session is ended, while its run goes on', async ({
  page,
  app,
  context,
}) => {
  await signUpThroughApi(page.request);
  await page.request.patch('/api/account', { data: { practicePace: 1 } });
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const send = (path: string, init: RequestInit = {}) =>
    fetch(app.url + path, { ...init, headers: { cookie, 'content-type': 'application/json' } });
  const body = JSON.stringify({
    idempotencyKey: crypto.randomUUID(),
    connectionId: PRACTICE_CONNECTION_ID,
    request: { model: PRACTICE_MODEL_ID, prompt: 'Once upon a time', max_tokens: 600, stream: true },
    background: true,
  });
  const started = await send('/api/runs', { method: 'POST', body });
  const runId = started.headers.get('x-run-id');
  const joined = await send(`/api/runs/${runId}/events?after=0`);
  const texts = Promise.all([started.text(), joined.text()]);

  await page.goto('/settings/account');
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere' }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  for (const text of await texts) {
    expect(text).toContain('run-start');
    expect(text).not.toContain('run-end');
  }
  expect((await send(`/api/runs/${runId}/events?after=0`)).status).toBe(401);
});

test('a new password says what stays, and revokes the API tokens when it is asked to', async ({ page }) => {
  await signUpThroughApi(page.request);
  const made = async (name: string) => {
    const data = { name, expiresInDays: 7, password: PASSWORD };
    const answer = await page.request.post('/api/tokens', { data });
    expect(answer.status()).toBe(201);
    return (await answer.json()).secret as string;
  };
  expect((await page.request.post('/api/tokens', { data: { name: 'No', expiresInDays: 7 } })).status()).toBe(
    401,
  );
  const secrets = [await made('One'), await made('Two')];
  const statuses = () =>
    Promise.all(
      secrets.map(async (secret) => {
        const headers = { authorization: `Bearer ${secret}` };
        return (await page.request.get('/v1/models', { headers })).status();
      }),
    );
  await page.goto('/settings/account');
  await expect(
    page.getByText("Shared links, API tokens and linked providers aren't affected."),
  ).toBeVisible();
  const change = async (current: string, next: string) => {
    await page.getByLabel('Current password').fill(current);
    await page.getByLabel('New password').fill(next);
    await page.getByRole('button', { name: 'Change password' }).click();
  };
  await change(PASSWORD, 'another good password');
  await expect(page.getByText('2 API tokens still work.')).toBeVisible();
  expect(await statuses()).toEqual([200, 200]);
  const both = page.getByRole('switch', { name: 'Also revoke 2 API tokens' });
  await both.focus();
  await page.keyboard.press('Space');
  await expect(both).toBeChecked();
  await expect(page.getByText("Shared links and linked providers aren't affected.")).toBeVisible();
  await expectAccessible(page, 'the account with tokens');
  await change('another good password', 'a third good password');
  await expect(
    page.getByText('Password changed. Other browsers were signed out.', { exact: true }),
  ).toBeVisible();
  expect(await statuses()).toEqual([401, 401]);
  await expect(both).toHaveCount(0);
});
