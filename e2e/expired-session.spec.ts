import { expect, type Page } from '@playwright/test';
import { accountButton, PASSWORD, sendCredentials, signUpThroughApi } from './support/accounts';
import { ComparePage, columnOf, saveComparison } from './support/compare';
import { Playground } from './support/playground';
import { test } from './support/test';
import { turn } from './support/turn';

/* A session that ends while its page is open is no dead end. */

const DRAFT = 'Written while signed in';

test.beforeEach(async ({ expectedErrors }) => {
  expectedErrors.push(/status of 401/);
});

const notice = (page: Page) =>
  page
    .getByRole('alert')
    .filter({ hasText: 'Your session has expired.' })
    .filter({ has: page.getByRole('button') });

async function signInOver(page: Page, email: string): Promise<void> {
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Sign in' });
  await dialog.getByLabel('Email').fill(email);
  await dialog.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(dialog).toHaveCount(0);
}

async function expire(page: Page): Promise<void> {
  await page.context().clearCookies();
}

async function openSignedIn(page: Page): Promise<{ email: string; playground: Playground }> {
  const email = await signUpThroughApi(page.request);
  const playground = new Playground(page);
  await playground.open();
  await playground.prompt.fill(DRAFT);
  return { email, playground };
}

test('Run: signing in again goes on with the same draft', async ({ page }) => {
  const { email, playground } = await openSignedIn(page);
  await expire(page);
  await playground.run();
  await expect(notice(page)).toBeVisible();
  await expect(page.getByRole('region', { name: 'What went wrong' })).toContainText('expired');
  await expect(accountButton(page, email)).toHaveCount(0);
  await signInOver(page, email);
  await expect(accountButton(page, email)).toBeVisible();
  await expect(notice(page)).toHaveCount(0);
  await expect(playground.prompt).toHaveValue(DRAFT);
  await playground.runToEnd();
  await page.reload();
  await playground.ready();
  await expect(playground.prompt).toHaveValue(DRAFT);
  await expect(playground.history).toHaveCount(1);
});

test('Run: going on as a guest keeps the draft, runs, and says who one is', async ({ page }) => {
  const { playground } = await openSignedIn(page);
  await playground.runToEnd();
  await playground.prompt.fill(`${DRAFT} and changed`);
  await expire(page);
  await playground.run();
  await page.getByRole('button', { name: 'Continue as guest' }).click();
  await expect(accountButton(page, 'Guest')).toBeVisible();
  await expect(playground.prompt).toHaveValue(`${DRAFT} and changed`);
  await playground.runToEnd();
  await expect(playground.history).toHaveCount(1);
  await page.reload();
  await playground.ready();
  await expect(playground.prompt).toHaveValue(`${DRAFT} and changed`);
  await expect(accountButton(page, 'Guest')).toBeVisible();
});

test('signing in as somebody else leaves nothing of the one before', async ({ page, browser, baseURL }) => {
  const context = await browser.newContext({ baseURL });
  const other = await signUpThroughApi(context.request);
  await context.close();
  const { playground } = await openSignedIn(page);
  await expire(page);
  await playground.run();
  await signInOver(page, other);
  await expect(accountButton(page, other)).toBeVisible();
  await playground.ready();
  await expect(playground.prompt).not.toHaveValue(DRAFT);
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain(
    DRAFT,
  );
});

const ACTIONS: readonly { what: string; path: string; act: (page: Page) => Promise<void> }[] = [
  {
    what: 'the history',
    path: '/history',
    act: (page) => page.getByRole('searchbox').fill('anything'),
  },
  {
    what: 'settings',
    path: '/settings/account',
    act: async (page) => {
      await page.getByLabel('Name', { exact: true }).fill('Ada');
      await page.getByRole('button', { name: 'Save' }).first().click();
    },
  },
];

for (const { what, path, act } of ACTIONS) {
  test(`${what}: the way back in is there, and the page stays`, async ({ page }) => {
    const email = await signUpThroughApi(page.request);
    await page.goto('/');
    await new Playground(page).ready();
    await new Playground(page).runToEnd();
    await page.goto(path);
    await expect(accountButton(page, email)).toBeVisible();
    await expire(page);
    await act(page);
    await expect(notice(page)).toBeVisible();
    await signInOver(page, email);
    await expect(accountButton(page, email)).toBeVisible();
    await expect(page).toHaveURL(new RegExp(path));
  });
}

test('a dialog: sharing says it inside, and goes on after signing in', async ({ page }) => {
  const { email, playground } = await openSignedIn(page);
  await playground.runToEnd();
  await page.getByRole('button', { name: 'Share' }).click();
  const dialog = page.getByRole('dialog', { name: /share/i });
  await expect(dialog.getByRole('button', { name: 'Create link' })).toBeEnabled();
  await expire(page);
  await dialog.getByRole('button', { name: 'Create link' }).click();
  await expect(dialog.getByText('Your session has expired.').first()).toBeVisible();
  await signInOver(page, email);
  await dialog.getByRole('button', { name: 'Create link' }).click();
  const ready = page.getByRole('dialog', { name: 'Link ready' });
  await expect(ready.getByRole('textbox', { name: 'Link' })).toHaveValue(/\/s\//);
});

test('a comparison: what was changed meanwhile is saved after signing in', async ({ page }) => {
  const email = await signUpThroughApi(page.request);
  const id = await saveComparison(page.request, [columnOf('a', {}), columnOf('b', {})]);
  const compare = new ComparePage(page);
  await compare.open(`/compare?id=${id}`);
  await expire(page);
  await compare.prompt.fill('Changed after the session had ended');
  await expect(notice(page)).toBeVisible();
  await signInOver(page, email);
  await expect(notice(page)).toHaveCount(0);
  await compare.runAll.click();
  await expect(compare.text('A')).not.toBeEmpty();
  await page.reload();
  await compare.ready();
  await expect(compare.prompt).toHaveValue('Changed after the session had ended');
});

test('another tab that is loaded after the end takes nothing from the tabs that are open', async ({
  page,
  context,
}) => {
  const { email, playground } = await openSignedIn(page);
  const second = new Playground(await context.newPage());
  await second.open();
  await second.prompt.fill('The draft of the second tab');
  await second.page.waitForFunction(() => JSON.stringify({ ...localStorage }).includes('of the second tab'));
  await expire(page);
  await second.page.reload();
  await second.ready();
  await expect(second.prompt).not.toHaveValue('The draft of the second tab');

  // The first tab says what happened, and keeps its texts, old and new, from a visitor.
  await expect(notice(page)).toBeVisible();
  await expect(playground.prompt).toHaveValue(DRAFT);
  await playground.prompt.fill(`${DRAFT}, and after`);
  await page.waitForFunction(() => JSON.stringify({ ...localStorage }).includes('and after'));
  const open = await page.evaluate(() =>
    Object.entries(localStorage).filter(([key]) => key.startsWith('playground.')),
  );
  expect(JSON.stringify(open)).not.toContain(DRAFT);

  // The second tab signs in: each has its own draft, and the first continues by itself.
  await second.prompt.fill('A word');
  await second.page.getByRole('link', { name: 'Sign in' }).click();
  await sendCredentials(second.page, 'Sign in', email);
  await expect(accountButton(second.page, email)).toBeVisible();
  await expect(second.prompt).toHaveValue('The draft of the second tab');
  await expect(notice(page)).toHaveCount(0);
  await expect(playground.prompt).toHaveValue(`${DRAFT}, and after`);
  await page.reload();
  await playground.ready();
  await expect(playground.prompt).toHaveValue(`${DRAFT}, and after`);
});

test('continuing as a guest finds that the person is back already', async ({ page }) => {
  const { email, playground } = await openSignedIn(page);
  const cookies = await page.context().cookies();
  await expire(page);
  await playground.run();
  await expect(notice(page)).toBeVisible();
  await page.context().addCookies(cookies);
  await page.getByRole('button', { name: 'Continue as guest' }).click();
  await expect(accountButton(page, email)).toBeVisible();
  await expect(notice(page)).toHaveCount(0);
  const owner = await page.evaluate(() => localStorage.getItem('playground.owner'));
  expect(owner).toMatch(/^account:/);
  await expect(playground.prompt).toHaveValue(DRAFT);
});

test('where the browser has no room for a name, the page stays and what is typed stays', async ({ page }) => {
  await page.addInitScript(() => {
    const set = Storage.prototype.setItem;
    Storage.prototype.setItem = function (key, value) {
      if (this === localStorage) throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
      set.call(this, key, value);
    };
  });
  const { playground } = await openSignedIn(page);
  const loadedAt = await page.evaluate(() => performance.timeOrigin);
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expect(playground.prompt).toHaveValue(DRAFT);
  await playground.runToEnd();
  expect(await page.evaluate(() => performance.timeOrigin)).toBe(loadedAt);
});

/** Really cuts the stream; the requests for the remaining events are refused. */
async function expireInMidStream(page: Page): Promise<void> {
  await expire(page);
  const refused = page.waitForResponse(
    (answer) => answer.url().includes('/events') && answer.status() === 401,
  );
  await turn(page, 'hidden');
  await refused;
  await turn(page, 'visible');
}

test('a run that goes on is followed again after signing in', async ({ page }) => {
  const { email, playground } = await openSignedIn(page);
  await page.request.patch('/api/account', { data: { practicePace: 2 } });
  await playground.setParameter('max_tokens', 30);
  await playground.run();
  await expect(playground.completion).not.toBeEmpty();
  await expireInMidStream(page);
  await expect(playground.status('Connection lost')).toBeVisible();
  await expect(page.getByRole('region', { name: 'What went wrong' })).toContainText('session has expired');
  await signInOver(page, email);
  await expect(page.getByText('Lost connection to this run')).toHaveCount(0);
  await playground.ended();
});

test('a comparison that goes on is followed again after signing in, and runs again', async ({ page }) => {
  const email = await signUpThroughApi(page.request);
  await page.request.patch('/api/account', { data: { practicePace: 2 } });
  const id = await saveComparison(page.request, [columnOf('a', {}), columnOf('b', {})]);
  const compare = new ComparePage(page);
  await compare.open(`/compare?id=${id}`);
  await compare.runAll.click();
  for (const letter of 'AB') await expect(compare.text(letter)).not.toBeEmpty();
  await expireInMidStream(page);
  const lost = page.getByText('Lost connection to these runs.');
  await expect(lost).toBeVisible();
  await expect(page.getByRole('button', { name: 'Reconnect' })).toBeVisible();
  await signInOver(page, email);
  await expect(lost).toHaveCount(0);
  await compare.ended('AB');
  for (const letter of 'AB') {
    await expect(compare.column(letter).getByText('Complete', { exact: true })).toBeVisible();
  }
  await compare.runAll.click();
  await compare.stopAll.click();
  await compare.ended('AB');
});
