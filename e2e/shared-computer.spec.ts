import { expect, type Page } from '@playwright/test';
import {
  accountButton,
  PASSWORD,
  sendCredentials,
  signInThroughApi,
  signUpThroughApi,
} from './support/accounts';
import { startGuest } from './support/guest';
import { Playground } from './support/playground';
import { test } from './support/test';

/* What one person leaves in a browser is not there for the next. */

const SECRET = 'Severance letter to J. Doe';
const NEWCOMER = /./;

/** Everything that the browser stores for this site. */
async function retainedIn(page: Page): Promise<string> {
  const inPage = await page.evaluate(async () => {
    const databases = 'databases' in indexedDB ? await indexedDB.databases() : [];
    const caches = 'caches' in window ? await window.caches.keys() : [];
    return JSON.stringify({ local: { ...localStorage }, session: { ...sessionStorage }, databases, caches });
  });
  return `${inPage} ${JSON.stringify(await page.context().cookies())}`;
}

/** All keys of the browser's storage, to check for leftovers. */
async function keysIn(page: Page): Promise<string[]> {
  return page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]);
}

/** Leaves something in every place that the pages write to. */
async function writeEverywhere(page: Page, playground: Playground): Promise<void> {
  await playground.open();
  await playground.prompt.fill(SECRET);
  await playground.runToEnd();
  await playground.parameters.getByRole('button', { name: 'Turn all off' }).click();
  await page.getByRole('button', { name: 'Code', exact: true }).click();
  await page.getByRole('dialog').getByRole('combobox', { name: 'Client' }).selectOption('curl');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Hide parameters' }).click();
  await page.goto('/compare?from=draft');
  const prompt = page.getByRole('textbox', { name: 'Prompt', exact: true });
  await expect(prompt).toHaveValue(SECRET, { timeout: 30_000 });
  await prompt.fill(`${SECRET}, compared`);
  await page.waitForFunction(() => Object.keys(sessionStorage).some((key) => key.includes('new-comparison')));
  await page.goto('/');
  await playground.ready();
  await expect(playground.prompt).toHaveValue(SECRET);
  expect(await retainedIn(page)).toContain(SECRET);
}

async function expectNothingLeft(page: Page, playground: Playground): Promise<void> {
  await playground.ready();
  await expect(playground.prompt).not.toHaveValue(new RegExp(SECRET));
  await expect(playground.prompt).toHaveValue(NEWCOMER);
  expect(await retainedIn(page)).not.toContain(SECRET);
  // A first visit itself may write these, and one of Compare which comparison it shows; nothing of the previous user is
  // left.
  const ofAnyVisit = /^(theme|playground\.(tab|owner|last-comparison|draft\..*)|__next.*)$/;
  expect((await keysIn(page)).filter((key) => !ofAnyVisit.test(key))).toEqual([]);
}

test('signing out leaves nothing: not in the editor, not in storage, not behind Back, and says nothing red', async ({
  page,
  playground,
}) => {
  const email = await signUpThroughApi(page.request);
  await writeEverywhere(page, playground);
  await playground.runToEnd();
  await expect(page).toHaveURL(/\?run=/);
  await accountButton(page, email).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible();
  await expect(page).toHaveURL('/');
  await expectNothingLeft(page, playground);
  await expect(playground.completion).toHaveCount(0);
  await expect(page.locator('[data-sonner-toast]')).toHaveCount(0);

  // The page that the user left was replaced: the one before it is Compare.
  await page.goBack();
  await expect(page).toHaveURL(/\/compare/);
  const compared = page.getByRole('textbox', { name: 'Prompt', exact: true });
  await expect(compared).toHaveValue(NEWCOMER);
  await expect(compared).not.toHaveValue(new RegExp(SECRET));
  await expect(page.getByText(SECRET)).toHaveCount(0);
  expect(await retainedIn(page)).not.toContain(SECRET);
  await page.goBack();
  await expectNothingLeft(page, playground);
  await expect(page.getByText(SECRET)).toHaveCount(0);
});

test('another tab notices that its person has left', async ({ page, context, playground }) => {
  const email = await signUpThroughApi(page.request);
  await playground.open();
  await playground.prompt.fill(SECRET);
  const other = new Playground(await context.newPage());
  await other.open();
  await other.prompt.fill(`${SECRET} in another tab`);
  await accountButton(page, email).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  for (const one of [playground, other]) {
    await expect(one.page.getByRole('link', { name: 'Sign in' })).toBeVisible();
    await expectNothingLeft(one.page, one);
  }
});

for (const way of ['out everywhere', 'the account is deleted'] as const) {
  test(`nothing is left after ${way}`, async ({ page, playground }) => {
    await signUpThroughApi(page.request);
    await writeEverywhere(page, playground);
    await page.goto('/settings/account');
    if (way === 'out everywhere') {
      await page.getByRole('button', { name: 'Sign out everywhere' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere' }).click();
      await expect(page).toHaveURL(/\/sign-in$/);
    } else {
      await page.getByRole('button', { name: 'Delete my account' }).click();
      const dialog = page.getByRole('dialog', { name: 'Delete my account' });
      await dialog.getByLabel('Type delete to confirm').fill('delete');
      await dialog.getByLabel('Your password').fill(PASSWORD);
      await dialog.getByRole('button', { name: 'Delete my account' }).click();
      await expect(page).toHaveURL('/');
    }
    await page.goto('/');
    await expectNothingLeft(page, playground);
  });
}

test('a session that was ended from elsewhere takes its drafts along with the next load', async ({
  page,
  playground,
  browser,
  baseURL,
}) => {
  const email = await signUpThroughApi(page.request);
  await writeEverywhere(page, playground);
  const elsewhere = await browser.newContext({ baseURL });
  expect(await signInThroughApi(elsewhere.request, email, PASSWORD)).toBe(200);
  const ended = await elsewhere.request.post('/api/account/sign-out-everywhere', { data: {} });
  expect(ended.ok()).toBe(true);
  await elsewhere.close();
  await page.goto('/');
  await expectNothingLeft(page, playground);
});

test('an expired session’s draft waits for its own person, and for nobody else', async ({
  page,
  playground,
  expectedErrors,
}) => {
  // The history may still be on its way when the cookies go.
  expectedErrors.push(/status of 401 .*api\/runs/);
  const email = await signUpThroughApi(page.request);
  await playground.open();
  await playground.prompt.fill(SECRET);
  await page.waitForFunction((text) => JSON.stringify({ ...localStorage }).includes(text), SECRET);
  await page.context().clearCookies();
  await page.goto('/');
  await playground.ready();
  await expect(playground.prompt).not.toHaveValue(new RegExp(SECRET));
  await page.getByRole('link', { name: 'Sign in' }).click();
  await sendCredentials(page, 'Sign in', email);
  await expect(accountButton(page, email)).toBeVisible();
  await expect(playground.prompt).toHaveValue(SECRET);

  await page.context().clearCookies();
  await page.goto('/');
  await playground.ready();
  await playground.runToEnd();
  await expect(accountButton(page, 'Guest')).toBeVisible();
  await page.reload();
  await playground.ready();
  expect(await retainedIn(page)).not.toContain(SECRET);
});

test('a guest’s draft stays when the guest becomes an account, and goes when somebody else signs in', async ({
  page,
  playground,
  browser,
  baseURL,
}) => {
  const otherTenant = await browser.newContext({ baseURL });
  const other = await signUpThroughApi(otherTenant.request);
  await otherTenant.close();
  await startGuest(page.request);
  await playground.open();
  await playground.prompt.fill(SECRET);
  await page.waitForFunction((text) => JSON.stringify({ ...localStorage }).includes(text), SECRET);
  await page.goto('/sign-in');
  await expect(page.getByText("won't move to the account you sign in to.")).toBeVisible();
  await sendCredentials(page, 'Sign in', other);
  await expect(accountButton(page, other)).toBeVisible();
  await expect(page).toHaveURL('/');
  await expectNothingLeft(page, playground);
});

test('a visitor who writes first and signs up then keeps the text', async ({ page, playground }) => {
  await playground.open();
  await playground.prompt.fill('Written by nobody yet');
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.getByRole('tab', { name: 'Create account' }).click();
  const email = `${crypto.randomUUID()}@example.com`;
  await sendCredentials(page, 'Create account', email);
  await expect(accountButton(page, email)).toBeVisible();
  await expect(playground.prompt).toHaveValue('Written by nobody yet');
});

test('a tab whose address has a fragment goes on to a page for nobody, too', async ({
  page,
  context,
  playground,
}) => {
  const email = await signUpThroughApi(page.request);
  await playground.open();
  const other = await context.newPage();
  await other.goto('/settings/account#main');
  await expect(accountButton(other, email)).toBeVisible();
  await accountButton(page, email).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible();
  await expect(other.locator('html')).toBeVisible();
  await expect(accountButton(other, email)).toHaveCount(0);
  await expect(other.getByRole('main').getByText(email)).toHaveCount(0);
});

test('a visitor’s page from the back/forward cache is loaded anew when it comes back', async ({
  page,
  playground,
}) => {
  await playground.open();
  await playground.prompt.fill('Written by nobody yet');
  await page.waitForFunction(() => JSON.stringify({ ...localStorage }).includes('by nobody yet'));
  const before = await page.evaluate(() => performance.timeOrigin);
  // Somebody has signed in and out since: nothing from before is visible.
  await page.evaluate(() => {
    for (const key of Object.keys(localStorage)) localStorage.removeItem(key);
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
  });
  await page.waitForFunction((time) => performance.timeOrigin !== time, before);
  await playground.ready();
});
