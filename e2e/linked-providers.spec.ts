import { expect, type Page } from '@playwright/test';
import { type OidcPerson, type OidcProvider, startOidcProvider } from '@/lib/testing/oidc-provider';
import { expectAccessible } from './support/accessible';
import { accountButton, PASSWORD, signInThroughApi, signUpThroughApi } from './support/accounts';
import { test as base } from './support/test';

const test = base.extend<object, { provider: OidcProvider }>({
  provider: [
    async ({ browserName: _browserName }, use) => {
      const provider = await startOidcProvider();
      await use(provider);
      await provider.stop();
    },
    { scope: 'worker' },
  ],
  appOptions: [
    async ({ provider }, use) => {
      await use({
        env: {
          OIDC_ID: provider.clientId,
          OIDC_SECRET: provider.clientSecret,
          OIDC_ISSUER: provider.issuer,
          OIDC_LABEL: 'Acme',
        },
      });
    },
    { scope: 'worker' },
  ],
});

/** The provider's own page, which signs this person in at once. */
async function answerAs(page: Page, provider: OidcProvider, person: OidcPerson): Promise<void> {
  await page.route(`${provider.issuer}/authorize*`, (route) =>
    route.fulfill({ status: 302, headers: { location: provider.authorize(route.request().url(), person) } }),
  );
}

const GRACE: OidcPerson = {
  sub: 'grace-1906',
  name: 'Grace',
  email: 'grace@example.com',
  email_verified: true,
};

test('a provider is linked and unlinked with the password, by keyboard alone', async ({
  page,
  provider,
  browser,
  baseURL,
  expectedErrors,
}) => {
  expectedErrors.push(/status of 401 .*api\/account\/(link|identities)/);
  const email = await signUpThroughApi(page.request);
  await answerAs(page, provider, GRACE);
  await page.goto('/settings/account');
  await page.getByRole('button', { name: 'Link Acme' }).focus();
  await expect(page.getByText('You can sign in to this account with any of these.')).toHaveCount(0);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Link Acme' });
  await expect(dialog.getByLabel('Your password')).toBeFocused();
  await page.keyboard.type('not the password');
  await page.keyboard.press('Enter');
  await expect(dialog.getByLabel('Your password')).toHaveAccessibleDescription(/Wrong password/);
  await expect(dialog.getByLabel('Your password')).toBeFocused();
  await expectAccessible(page, 'linking a provider');
  await dialog.getByLabel('Your password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('list', { name: 'Linked providers' })).toContainText('grace-1906');
  await expect(accountButton(page, email)).toBeVisible();

  const elsewhere = await browser.newContext({ baseURL });
  expect(await signInThroughApi(elsewhere.request, email, PASSWORD)).toBe(200);
  await page.getByRole('button', { name: 'Unlink Acme' }).focus();
  await page.keyboard.press('Enter');
  const unlink = page.getByRole('dialog', { name: 'Unlink Acme?' });
  await expect(unlink.getByLabel('Your password')).toBeFocused();
  await expectAccessible(page, 'unlinking a provider');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByText('Acme unlinked. Other browsers were signed out.')).toBeVisible();
  await expect(unlink).toBeHidden();
  expect(await page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY');
  await expect(page.getByRole('list', { name: 'Linked providers' })).toBeHidden();
  await expect(accountButton(page, email)).toBeVisible();
  expect((await (await elsewhere.request.get('/api/account')).json()).viewer).toBeNull();
  await elsewhere.close();
});

test('an account without a password keeps its only way in, and signs in again for what would last', async ({
  page,
  provider,
  expectedErrors,
}) => {
  expectedErrors.push(/status of 403 .*api\/(tokens|account)/);
  await answerAs(page, provider, { ...GRACE, sub: 'lovelace', email: 'ada@example.com' });
  await page.goto('/sign-in');
  await page.getByRole('button', { name: 'Continue with Acme' }).click();
  await expect(accountButton(page, 'Grace')).toBeVisible();
  await page.goto('/settings/account');
  await expect(page.getByText('Your only way to sign in')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Unlink Acme' })).toHaveCount(0);

  // As eleven minutes later: the response is replaced, since the server's clock cannot be moved.
  await page.route('**/api/tokens', (route) =>
    route.request().method() === 'POST'
      ? route.fulfill({
          status: 403,
          contentType: 'application/json',
          body: JSON.stringify({
            error: { code: 'sign_in_again', message: 'Sign in again, then retry within 10 minutes.' },
          }),
        })
      : route.continue(),
  );
  await page.goto('/settings/api');
  await page.getByRole('button', { name: 'New token' }).click();
  const dialog = page.getByRole('dialog', { name: 'New token' });
  await expect(dialog.getByLabel('Your password')).toHaveCount(0);
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Nightly');
  await dialog.getByRole('button', { name: 'Create token' }).click();
  await expect(dialog.getByText('Sign in again, then retry within 10 minutes.')).toBeVisible();
  await expectAccessible(page, 'a fresh sign-in is needed');
  await page.unroute('**/api/tokens');
  await dialog.getByRole('button', { name: 'Continue with Acme' }).click();
  // The page that was left has one, too, behind its dialog.
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('button', { name: 'New token' })).toBeVisible();
  await expect(page).toHaveURL(/\/settings\/api$/);
  // The press may fall on the page that is being left.
  await expect(async () => {
    if (await dialog.isHidden())
      await page.getByRole('button', { name: 'New token' }).click({ timeout: 2000 });
    await expect(dialog).toBeVisible({ timeout: 2000 });
  }).toPass();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Nightly');
  await dialog.getByRole('button', { name: 'Create token' }).click();
  await expect(page.getByText(/^cpt_[\w-]{43}$/)).toBeVisible();
});
