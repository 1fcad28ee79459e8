import { randomUUID } from 'node:crypto';
import { type APIRequestContext, expect, type Locator, type Page } from '@playwright/test';

export const PASSWORD = 'a good long password';

export function newEmail(): string {
  return `${randomUUID()}@example.com`;
}

/** A new account and its session, made through the API. */
export async function signUpThroughApi(request: APIRequestContext): Promise<string> {
  const email = newEmail();
  const answer = await request.post('/api/account', { data: { email, password: PASSWORD } });
  expect(answer.status()).toBe(201);
  return email;
}

/** Tries to sign in through the API; returns the status. */
export async function signInThroughApi(
  request: APIRequestContext,
  email: string,
  password: string,
): Promise<number> {
  const { csrfToken } = await (await request.get('/api/auth/csrf')).json();
  const form = { email, password, csrfToken, json: 'true' };
  return (await request.post('/api/auth/callback/credentials', { form })).status();
}

/** Fills in the page's form for e-mail and password, and sends it. */
export async function sendCredentials(
  page: Page,
  button: string,
  email: string,
  password = PASSWORD,
): Promise<void> {
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('main').getByRole('button', { name: button, exact: true }).click();
}

/** The account button in the header. */
export function accountButton(page: Page, label: string): Locator {
  return page.getByRole('button', { name: `Account: ${label}` });
}
