import { expect, type Page } from '@playwright/test';
import type { MisbehavingServer } from '@/lib/testing/misbehaving-server';
import { steppedStream } from '@/lib/testing/stepped-stream';
import { answers } from '@/lib/testing/upstream-answers';
import { expectAccessible, expectNothingWider } from './support/accessible';
import { everyDocument } from './support/every-document';
import { readyToRun } from './support/faults';
import { startGuest } from './support/guest';
import type { Playground } from './support/playground';
import { test } from './support/test';

type Check = (what: string) => Promise<void>;

/** Brings the page into each of its states, one after the other. */
async function everyState(
  page: Page,
  playground: Playground,
  upstream: MisbehavingServer,
  check: Check,
): Promise<void> {
  await playground.open();
  await check('the playground at the first visit');
  for (const path of [
    '/settings/connections',
    '/settings/links',
    '/settings/api',
    '/settings/account',
    '/settings/appearance',
    '/sign-in',
    '/nowhere',
  ]) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeAttached();
    await check(`${path} before there is an account`);
  }
  await readyToRun(page, playground, upstream.url);
  const stream = steppedStream();
  upstream.enqueue(
    stream.answer,
    answers.error(400, 'temperature is too high.', { param: 'temperature' }),
    answers.error(401, 'A long refusal without a space: '.concat('x'.repeat(300))),
  );
  // A press right after the button's label has changed is ignored on purpose.
  await expect(async () => {
    await playground.run();
    await expect(playground.stopButton).toBeVisible({ timeout: 5_000 });
  }).toPass();
  await stream.begun;
  stream.text(`Streaming ${'long words '.repeat(60)}${'unbroken'.repeat(60)}`);
  await expect(playground.completion).toContainText('Streaming');
  await check('a run that streams');
  stream.finish();
  await playground.ended();
  await page.getByRole('button', { name: /What was applied/ }).click();
  await expect(page.getByRole('region', { name: 'What was applied' }).getByRole('table')).toBeVisible();
  await check('a run that is done');
  await page.getByText('Raw response', { exact: true }).click();
  await expect(page.getByRole('region', { name: 'Raw response' })).toBeVisible();
  await check('the raw response of a run');
  await page.getByRole('button', { name: /What was applied/ }).click();
  await playground.run();
  await expect(page.getByRole('switch', { name: 'Send Temperature' })).toBeFocused();
  await check('an error at a field');
  await dismissSheet(page);
  await playground.runToEnd('failed');
  await page.getByText(/^Raw response/).click();
  await check('an error in the pane');

  await page.getByRole('region', { name: 'Output' }).getByRole('link', { name: 'Open run details' }).click();
  await expect(page.getByRole('treeitem')).toHaveCount(3);
  await check('the page of a run that failed');
  await page.getByRole('button', { name: 'Compare with…' }).click();
  await expect(page.getByRole('dialog', { name: 'Compare with' }).getByRole('link').nth(1)).toBeVisible();
  await check('the dialog to compare with');
  await page.keyboard.press('Escape');
  await page.getByRole('treeitem').first().click();
  await expect(page.getByRole('treeitem').first()).toHaveAttribute('aria-current', 'page');
  await page.getByRole('button', { name: 'Rename' }).click();
  await page.getByRole('textbox', { name: 'Title' }).fill('A title as long as they come '.repeat(6));
  await page.keyboard.press('Enter');
  // A narrow screen has tags and note in a line that opens.
  const about = page.getByRole('button', { name: 'About and note' });
  if (await about.isVisible()) await about.click();
  await page.getByRole('button', { name: 'Tag', exact: true }).click();
  await page
    .getByRole('textbox', { name: 'Tag to add' })
    .fill('a tag of fifty letters without any space in it xxx');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('list', { name: 'Tags' })).toBeVisible();
  await check('the page of a run that is done');
  await page.goto('/');
  await playground.ready();

  // A narrow screen has it in a menu.
  const more = page.getByRole('button', { name: 'More', exact: true });
  if (await more.isVisible()) {
    await more.click();
    await check('the menu of the toolbar');
    await page.getByRole('menuitem', { name: 'Code', exact: true }).click();
  } else await page.getByRole('button', { name: 'Code', exact: true }).click();
  await expect(
    page.getByRole('dialog', { name: 'Code', exact: true }).getByRole('combobox', { name: 'Client' }),
  ).toBeVisible();
  await check('the code dialog');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Model: / }).click();
  await expect(page.getByRole('dialog', { name: 'Models' }).getByRole('option').first()).toBeVisible();
  await check('the model picker');
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: /characters · / }).click();
  await expect(page.getByRole('dialog', { name: 'Text as tokens' }).getByRole('alert')).toBeVisible();
  await check('a text whose tokens nobody knows');
  await page.keyboard.press('Escape');
  await page.getByRole('combobox', { name: 'Connection' }).selectOption('practice');
  await page.getByRole('button', { name: /characters · / }).click();
  await expect(page.getByRole('region', { name: 'Tokens' }).getByRole('listitem').first()).toBeVisible();
  await check('a text as tokens');
  await page.keyboard.press('Escape');

  await page.goto('/settings/connections');
  await expect(page.getByRole('heading', { name: 'Faulty' })).toBeVisible();
  await check('connections with one');
  await page.getByRole('button', { name: 'Find servers' }).click();
  await expect(page.getByText(/^(Found |No servers found)/)).toBeVisible();
  await check('servers on this machine');
  await page.getByRole('button', { name: 'Prices for Faulty' }).click();
  const prices = page.getByRole('dialog', { name: 'Prices for Faulty' });
  await prices.getByRole('button', { name: 'Set a price' }).click();
  const price = page.getByRole('dialog', { name: 'Set a price' });
  await price.getByRole('button', { name: 'Save price' }).click();
  await expect(price.getByText('Enter a model.')).toBeVisible();
  await check('the form of a price, with errors');
  await price.getByRole('textbox', { name: 'Model' }).fill(`organisation/${'a-long-model-name-'.repeat(4)}`);
  for (const name of ['Input', 'Output'])
    await price.getByRole('textbox', { name, exact: true }).fill('1.25');
  await price.getByRole('button', { name: 'Save price' }).click();
  await expect(prices.getByRole('row')).toHaveCount(2);
  await check('prices');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Edit Faulty' }).click();
  const form = page.getByRole('dialog');
  await expect(form).toBeVisible();
  await check('the form of a connection');
  await form.getByRole('button', { name: 'Add header' }).click();
  await form.getByRole('textbox', { name: 'Header name' }).fill('Host');
  await form.getByLabel('Value of Host', { exact: true }).fill('elsewhere');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByText('Host is set by the app. Remove this header.')).toBeVisible();
  await check('the form of a connection with a header that is refused');
  await page.goto('/settings/api');
  await page.getByRole('button', { name: 'New token' }).click();
  await page
    .getByRole('textbox', { name: 'Name' })
    .fill('A program with quite a long name, to see where it goes');
  await check('the form of a token');
  await page.getByRole('button', { name: 'Create token' }).click();
  await expect(page.getByText(/^cpt_\w/)).toBeVisible();
  await check('a token that is shown once');
  await page.getByRole('button', { name: 'Done' }).click();
  await check('the API page with a token');
  await page.goto('/settings/account');
  await expect(page.getByRole('button', { name: 'Save this account' })).toBeVisible();
  await check('the account of a guest');
}

/** On a narrow screen the blamed field is in a sheet that opened by itself. */
async function dismissSheet(page: Page): Promise<void> {
  const sheet = page.getByRole('dialog', { name: 'Parameters' });
  if (await sheet.isVisible()) await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
}

/** All rules in the light theme; only the colour rules in the dark one, which changes nothing else. */
async function accessibleInBothThemes(page: Page, what: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await expectAccessible(page, `${what}, light`);
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await expectAccessible(page, `${what}, dark`, 'colours');
}

async function atWidths(page: Page, widths: readonly number[], what: string): Promise<void> {
  const before = page.viewportSize();
  for (const width of widths) {
    await page.setViewportSize({ width, height: 844 });
    await expectNothingWider(page, `${what} at ${width} px`);
  }
  if (before) await page.setViewportSize(before);
}

test('on a wide screen axe finds nothing serious in any state, light or dark, and nothing is wider', async ({
  page,
  playground,
  upstream,
  expectedErrors,
}) => {
  // Axe reads the whole page about forty times.
  test.setTimeout(600_000);
  expectedErrors.push(/status of 404 .*\/nowhere/);
  await page.setViewportSize({ width: 1440, height: 900 });
  await everyState(page, playground, upstream, async (what) => {
    await accessibleInBothThemes(page, what);
    await atWidths(page, [768, 1440], what);
  });
});

test('on a narrow screen nothing is wider in any state, and axe finds nothing serious in its sheets', async ({
  page,
  playground,
  upstream,
  expectedErrors,
}) => {
  test.slow();
  expectedErrors.push(/status of 404 .*\/nowhere/);
  await page.setViewportSize({ width: 360, height: 844 });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await everyState(page, playground, upstream, async (what) => {
    const sheet = page.getByRole('dialog', { name: 'Parameters' });
    if (await sheet.isVisible()) await accessibleInBothThemes(page, what);
    await atWidths(page, [360, 390], what);
  });
});

test('axe finds nothing serious in any state of a document, in both themes, and nothing is wider', async ({
  page,
}) => {
  test.setTimeout(600_000);
  await startGuest(page.request);
  await page.setViewportSize({ width: 1440, height: 900 });
  await everyDocument(page, async (what) => {
    await accessibleInBothThemes(page, what);
    await atWidths(page, [360, 390, 768, 1440], what);
  });
});

test('axe finds nothing serious with every parameter switched on', async ({ page, playground }) => {
  await startGuest(page.request);
  await playground.open();
  for (const send of await playground.parameters.getByRole('switch', { name: /^Send / }).all()) {
    await send.setChecked(true);
  }
  await expect(playground.parameters.getByText(/, 10 more\. The rest/)).toBeVisible();
  await accessibleInBothThemes(page, 'every parameter');
});

test('axe finds nothing serious with the fields of other servers written, one of them wrongly, and start text', async ({
  page,
  playground,
}) => {
  await startGuest(page.request);
  await playground.open();
  await playground.prompt.fill('Once upon a time');
  await page.getByRole('button', { name: 'Token IDs', exact: true }).click();
  await expect(playground.prompt).toHaveValue(/^\d+(, \d+)+$/);
  const { parameters } = playground;
  await parameters.locator('summary', { hasText: 'More' }).click();
  const more = parameters.locator('details').first();
  for (const send of await more.getByRole('switch', { name: /^Send / }).all()) await send.setChecked(true);
  await playground.field('extra_body').fill('{"top_a": ');
  await expect(more.getByText("This isn't JSON")).toBeVisible();
  await parameters.locator('summary', { hasText: 'Start and restart text' }).click();
  await parameters.getByRole('textbox', { name: 'Start text', exact: true }).fill('\\nAI: ');
  await expect(parameters.getByText(/which usually hurts completions/)).toBeVisible();
  await accessibleInBothThemes(page, 'the fields of other servers');
});
