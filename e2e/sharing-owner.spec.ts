import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { REDACTED, REDACTED_MEANS } from '@/lib/links/model/redact';
import { sharedRunSchema } from '@/lib/links/model/shared-run';
import { answers } from '@/lib/testing/upstream-answers';
import { expectAccessible, expectNothingWider } from './support/accessible';
import { startGuest } from './support/guest';
import { aFinishedRun, aShare, sharesOf, storedCopy } from './support/shares';
import { test } from './support/test';

// Assembled here, so that no secret scanner takes this file for a leak.
const KEY_IN_TEXT = ['sk-', 'proj-Ab1Cd2Ef3Gh4Ij5Kl6Mn7Op8'].join('');
const MAIL = 'jane.doe@example.com';

function shareDialog(page: Page): Locator {
  return page.getByRole('dialog', { name: 'Share this run' });
}

async function openShare(page: Page, runId: string): Promise<Locator> {
  await page.goto(`/?run=${runId}`);
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await expect(shareDialog(page).getByRole('article')).toBeVisible();
  return shareDialog(page);
}

/** Selects these words in the preview, as a mouse would: only the first `length` characters of them. */
async function select(preview: Locator, words: string, length = words.length): Promise<void> {
  await preview.evaluate(
    (root, requested) => {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.textContent?.indexOf(requested.words) ?? -1;
        if (at < 0) continue;
        document.getSelection()?.setBaseAndExtent(node, at, node, at + requested.length);
        return;
      }
      throw new Error(`${requested.words} is not in the preview`);
    },
    { words, length },
  );
}

test('a run is looked over, redacted and shared; the copy holds what was shown and nothing else', async ({
  app,
  page,
  upstream,
}) => {
  const guest = await startGuest(page.request);
  const { user } = await (await page.request.get('/api/auth/session')).json();
  const key = `${crypto.randomUUID()}${crypto.randomUUID()}`.replaceAll('-', '');
  const name = `Connection ${crypto.randomUUID()}`;
  const connectionId = await guest.addConnection({ name, baseUrl: upstream.url, key });
  upstream.enqueue(answers.plain(` of the lighthouse. Write to ${MAIL} or to Robert.`));
  const requested = {
    model: 'test-model',
    prompt: `The keeper Robert (${MAIL}, ${KEY_IN_TEXT})`,
    stop: ['Robert'],
    user: 'somebody in particular',
    temperature: 0.5,
  };
  const runId = await aFinishedRun(page.request, requested, connectionId);

  const dialog = await openShare(page, runId);
  const preview = dialog.getByRole('region', { name: 'Preview' });
  await expect(preview).toContainText(MAIL);
  await expect(dialog.getByText('2 items look private and are not redacted.')).toBeVisible();
  // However much was found, what every link has is in sight.
  await expect(dialog.getByRole('textbox', { name: 'Title' })).toBeInViewport({ ratio: 1 });
  await expect(dialog.getByRole('combobox', { name: 'Expires' })).toBeInViewport({ ratio: 1 });
  await expectAccessible(page, 'the dialog with findings');

  const found = dialog.getByRole('list', { name: 'Private text' }).getByRole('listitem');
  await expect(found).toHaveCount(2);
  await dialog.getByRole('button', { name: 'Review' }).click();
  await expect(dialog.getByRole('button', { name: 'Redact all 2' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(preview).not.toContainText(MAIL);
  await expect(preview).not.toContainText(KEY_IN_TEXT);
  await expect(dialog.getByText(/not redacted/)).toBeHidden();
  await found.filter({ hasText: MAIL }).getByRole('button', { name: 'Undo' }).click();
  await expect(preview).toContainText(MAIL);
  await found.filter({ hasText: MAIL }).getByRole('button', { name: 'Redact' }).click();
  await expect(preview).not.toContainText(MAIL);

  await expect(preview).toContainText('Robert');
  await select(preview, 'Robert');
  await dialog.getByRole('button', { name: 'Redact selection' }).click();
  await expect(preview).not.toContainText('Robert');
  await expect(found.filter({ hasText: 'Manual' })).toContainText('Robert');
  await dialog.getByRole('textbox', { name: 'Text to redact' }).fill('keeper');
  await page.keyboard.press('Enter');
  await expect(preview).not.toContainText('keeper');

  await dialog.getByRole('switch', { name: 'Timings' }).click();
  await expect(preview.getByRole('heading', { name: 'Timings' })).toBeHidden();
  await expect(dialog.getByRole('switch', { name: 'Probabilities' })).toBeDisabled();
  await dialog.getByRole('textbox', { name: 'Title' }).fill('About Robert');
  await expect(preview.getByRole('heading', { level: 1 })).toHaveText(`About ${REDACTED}`);
  await dialog.getByRole('combobox', { name: 'Expires' }).selectOption('date');
  await dialog.getByRole('button', { name: 'Create link' }).click();
  await expect(dialog.getByText('Choose a date.')).toBeVisible();
  await expect(dialog.getByLabel('Last day')).toBeFocused();
  await dialog.getByRole('combobox', { name: 'Expires' }).selectOption('week');
  await dialog.getByRole('button', { name: 'Create link' }).click();

  const made = page.getByRole('dialog', { name: 'Link ready' });
  const url = await made.getByRole('textbox', { name: 'Link' }).inputValue();
  expect(url).toMatch(new RegExp(`^${app.url}/s/[\\w-]{32}$`));
  await expect(made.getByRole('textbox', { name: 'Link' })).toBeFocused();
  await expect(made.getByRole('link', { name: 'Open in a new tab' })).toHaveAttribute('href', url);
  await expect(made.getByRole('region', { name: 'Embed code' })).toContainText(`<iframe src="${url}/embed"`);
  await made.getByRole('combobox', { name: 'Embed theme' }).selectOption('Dark');
  await expect(made.getByRole('region', { name: 'Embed code' })).toContainText(
    `src="${url}/embed?theme=dark"`,
  );
  await expectAccessible(page, 'the link that is ready');
  await made.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('button', { name: 'Share', exact: true })).toBeFocused();

  const [share] = await sharesOf(page.request);
  expect(share).toMatchObject({ status: 'open', path: new URL(url).pathname, title: `About ${REDACTED}` });
  const lasts = Date.parse(share?.expiresAt ?? '') - Date.parse(share?.createdAt ?? '');
  expect(Math.round(lasts / 3_600_000)).toBe(7 * 24);
  const copy = (await storedCopy(app, share?.id ?? '')) ?? '';
  expect(sharedRunSchema.parse(JSON.parse(copy))).toEqual({
    version: 1,
    kind: 'run',
    title: `About ${REDACTED}`,
    sharedAt: expect.any(String),
    status: 'complete',
    prompt: `The ${REDACTED} ${REDACTED} (${REDACTED}, ${REDACTED})`,
    model: 'test-model',
    parameters: { temperature: 0.5, max_tokens: 5, stop: [REDACTED] },
    outputs: [
      { index: 0, text: ` of the lighthouse. Write to ${REDACTED} or to ${REDACTED}.`, finishReason: 'stop' },
    ],
  });
  for (const secret of [key, name, upstream.url, new URL(upstream.url).host, connectionId, runId, user.id]) {
    expect(copy).not.toContain(secret);
  }
  // The database has the link's address only sealed.
  const slug = url.slice(-32);
  const files = (await readdir(app.dataDir)).filter((file) => file.startsWith('playground.db'));
  const bytes = Buffer.concat(await Promise.all(files.map((file) => readFile(path.join(app.dataDir, file)))));
  expect(bytes.includes('lighthouse. Write to')).toBe(true);
  expect(bytes.includes(slug)).toBe(false);
  expect(app.log()).not.toContain(slug);
});

test('a secret in Other fields is found by its name, and a link without the cost shows none in the raw response', async ({
  app,
  page,
  upstream,
}) => {
  const guest = await startGuest(page.request);
  const connectionId = await guest.addConnection({ name: 'Local server', baseUrl: upstream.url });
  const usage = {
    prompt_tokens: 3,
    completion_tokens: 4,
    total_tokens: 7,
    cost: 0.0987,
    cost_details: { upstream: 0.0987 },
  };
  upstream.enqueue((response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const choices = [{ index: 0, text: ' there was', finish_reason: 'stop' }];
    response.end(JSON.stringify({ id: 'cmpl-1', object: 'text_completion', usage, choices, region: 'eu' }));
  });
  const extra_body = { route: { headers: [{ name: 'X-Api-Key', value: 'correct horse' }] } };
  const requested = { model: 'test-model', prompt: 'Once', stream: false, extra_body };
  const runId = await aFinishedRun(page.request, requested, connectionId);

  const dialog = await openShare(page, runId);
  await expect(dialog.getByText('1 item looks private and is not redacted.')).toBeVisible();
  await expect(dialog.getByRole('region', { name: 'Preview' })).toContainText('correct horse');
  await dialog.getByRole('switch', { name: 'Raw response' }).click();
  await dialog.getByRole('button', { name: 'Create link' }).click();
  await expect(page.getByRole('dialog', { name: 'Link ready' })).toBeVisible();
  const [shown] = await sharesOf(page.request);
  const copy = (await storedCopy(app, shown?.id ?? '')) ?? '';
  expect(copy).toContain('region');
  expect(copy).not.toContain('0.0987');

  await openShare(page, runId);
  await dialog.getByRole('button', { name: 'Redact', exact: true }).click();
  await expect(dialog.getByRole('region', { name: 'Preview' })).not.toContainText('correct horse');
});

test('the dialog works by keyboard, in a narrow window, and with a text of many pages', async ({ page }) => {
  await startGuest(page.request);
  const line = 'A line of a long prompt, of which there are many thousands.\n';
  const runId = await aFinishedRun(page.request, { prompt: line.repeat(4_000) + MAIL });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`/?run=${runId}`);
  const button = page.getByRole('button', { name: 'Share', exact: true });
  await expect(button).toBeEnabled();
  await button.focus();
  await page.keyboard.press('Enter');
  const dialog = shareDialog(page);
  await expect(dialog.getByRole('switch', { name: 'Prompt' })).toBeFocused();
  await expect(dialog.getByRole('article')).toContainText(MAIL);
  await expectNothingWider(page, 'the dialog at 390');
  await expectAccessible(page, 'the dialog at 390');
  const text = dialog.getByRole('region', { name: 'Prompt' }).locator('[data-shared-text]');
  expect(await text.evaluate((element) => element.textContent)).toBe(line.repeat(4_000) + MAIL);

  await dialog.getByRole('button', { name: 'Redact', exact: true }).first().focus();
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('article')).not.toContainText(MAIL);
  await expect(dialog.getByRole('button', { name: 'Undo' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(button).toBeFocused();
  expect(await sharesOf(page.request)).toEqual([]);
});

test('a short word that is selected is redacted as a word, and everywhere when its owner says so', async ({
  page,
  upstream,
}) => {
  const guest = await startGuest(page.request);
  const connectionId = await guest.addConnection({ name: 'Mine', baseUrl: upstream.url, key: 'key' });
  upstream.enqueue(answers.plain(' it.'));
  const requested = { model: 'test-model', prompt: 'All about the out and without' };
  const runId = await aFinishedRun(page.request, requested, connectionId);
  await page.setViewportSize({ width: 1280, height: 720 });
  const dialog = await openShare(page, runId);
  const preview = dialog.getByRole('article');
  await expect(dialog.getByRole('heading', { name: 'Private text' })).toBeInViewport();
  await select(preview, 'out and', 3);
  await dialog.getByRole('button', { name: 'Redact selection' }).click();
  await expect(preview).toContainText(`All about the ${REDACTED} and without`);
  const row = dialog.getByRole('list', { name: 'Private text' }).getByRole('listitem');
  const wholeWords = row.getByRole('checkbox', { name: /^Only whole words/ });
  await expect(wholeWords).toBeChecked();
  await expect(row).toContainText('redacted in 2 places');
  await expect(row).toContainText('readable inside 4 longer words');
  await wholeWords.uncheck();
  await expect(preview).toContainText(`All ab${REDACTED} the ${REDACTED} and with${REDACTED}`);
  await expect(row).toContainText('redacted in 6 places');
  await expect(wholeWords).toBeVisible();
  await expectAccessible(page, 'a redaction with its places');
});

test('open links of a run are listed where another one is made, and revoked there', async ({ page, app }) => {
  await startGuest(page.request);
  const runId = await aFinishedRun(page.request);
  const { id } = await aShare(page.request, runId, { title: 'The first' });
  await aShare(page.request, await aFinishedRun(page.request), { title: 'Of another run' });
  const dialog = await openShare(page, runId);
  await dialog.getByText('1 active link shows this run').click();
  const links = dialog.getByRole('list', { name: 'Active links to this run' }).getByRole('listitem');
  await expect(links).toHaveCount(1);
  await expect(links).toContainText('The first');
  await links.getByRole('button', { name: 'Revoke The first' }).click();
  // Not yet: the second press does it.
  expect(await sharesOf(page.request)).toMatchObject([{ status: 'open' }, { status: 'open' }]);
  await links.getByRole('button', { name: 'Confirm revoke The first' }).click();
  await expect(dialog.getByText(/active link/)).toBeHidden();
  expect(await sharesOf(page.request)).toMatchObject([{ status: 'open' }, { status: 'revoked' }]);
  expect(await storedCopy(app, id)).toBeNull();
});

test('the preview is the page that readers get, and a link names what it shows', async ({
  page,
  browser,
  app,
}) => {
  await startGuest(page.request);
  const runId = await aFinishedRun(page.request, {
    prompt: 'A keeper of the light',
    logprobs: 2,
    temperature: 0,
  });
  await page.setViewportSize({ width: 1440, height: 900 });
  // How its owner looks at tokens is nothing that readers see.
  await page.goto(`/history/${runId}`);
  await page.getByRole('combobox', { name: 'Token colors' }).selectOption('rank');
  const dialog = await openShare(page, runId);
  const preview = dialog.getByRole('article');
  await expect(preview.locator('select[aria-label="Token colors"]')).toHaveValue('off');
  await expect(preview.locator('[aria-label="Color legend"]')).toHaveCount(0);
  await dialog.getByRole('switch', { name: 'Timings' }).click();
  await expect(preview.getByRole('heading', { name: 'Timings' })).toBeHidden();
  await select(preview, 'keeper');
  await dialog.getByRole('button', { name: 'Redact selection' }).click();
  await expect(preview).toContainText(`A ${REDACTED} of the light`);
  await expect(preview.getByText(REDACTED_MEANS)).toBeVisible();
  // What it cannot do yet takes no focus.
  const taken = await preview.locator('a, button, select').evaluateAll((all) =>
    all.filter((one) => {
      (one as HTMLElement).focus();
      return document.activeElement === one;
    }),
  );
  expect(taken).toHaveLength(0);
  await expect(preview.locator('[inert]').first()).toContainText('Open in my playground');
  const shown = await wordsOf(preview);
  // Unless said otherwise, a link is open for 30 days, and each day is written as it is everywhere.
  const day = /\d{1,2} [A-Z][a-z]{2,3} \d{4}/;
  await expect(dialog.getByRole('combobox', { name: 'Expires' }).locator('option:checked')).toHaveText(
    new RegExp(`^In 30 days · ${day.source}$`),
  );
  await expect(preview).toContainText(new RegExp(`Shared on ${day.source}`));
  await expect(dialog.getByRole('combobox', { name: 'Expires' })).toHaveValue('month');
  await dialog.getByRole('button', { name: 'Create link' }).click();
  const ready = page.getByRole('dialog', { name: 'Link ready' });
  await expect(ready).toContainText(new RegExp(`until ${day.source}, \\d\\d:\\d\\d or until you revoke it`));
  const url = await page.getByRole('textbox', { name: 'Link' }).inputValue();
  await page.getByRole('button', { name: 'Done' }).click();
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const reader = await context.newPage();
  await reader.goto(url);
  await expect(reader.getByRole('main')).toContainText('of the light');
  expect(await wordsOf(reader.getByRole('main'))).toEqual(shown);
  await context.close();

  const [share] = await sharesOf(page.request);
  const lasts = Date.parse(share?.expiresAt ?? '') - Date.parse(share?.createdAt ?? '');
  expect(Math.round(lasts / 86_400_000)).toBe(30);
  await page.goto('/settings/links');
  const row = page.getByRole('list', { name: 'Links' }).getByRole('listitem');
  await expect(row.getByRole('heading')).toHaveText('A keeper of the light');
  await expect(row).toContainText('practice-1 · Hidden: timings · 1 item redacted');
  expect(app.url).toBe(new URL(url).origin);
});

/** All that a page says, in its order. */
async function wordsOf(place: Locator): Promise<string[]> {
  return ((await place.textContent()) ?? '').split(/\s+/);
}

test('new links expire as their owner’s settings say', async ({ page }) => {
  await startGuest(page.request);
  const runId = await aFinishedRun(page.request);
  await page.goto('/settings/links');
  const usual = page.getByRole('combobox', { name: 'New links expire' });
  await expect(usual).toHaveValue('month');
  await usual.selectOption('In 1 week');
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await page.reload();
  await expect(usual).toHaveValue('week');
  const dialog = await openShare(page, runId);
  await expect(dialog.getByRole('combobox', { name: 'Expires' })).toHaveValue('week');
  await page.keyboard.press('Escape');
  await page.goto('/settings/links');
  await usual.selectOption('Never');
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await page.goto(`/?run=${runId}`);
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await expect(dialog.getByRole('combobox', { name: 'Expires' })).toHaveValue('never');
});

test('my links are listed, changed and revoked, one or all', async ({ page, expectedErrors }) => {
  await page.goto('/settings/links');
  await expect(page.getByText('No links yet.')).toBeVisible();
  await startGuest(page.request);
  const runId = await aFinishedRun(page.request, { prompt: 'The beginning of the prompt' });
  for (const title of ['First', 'Second', null]) await aShare(page.request, runId, { title });
  const failing = '**/api/shares?*';
  expectedErrors.push(/status of 500/);
  await page.route(failing, (route) =>
    route.fulfill({ status: 500, json: { error: { code: 'internal', message: 'Out of order.' } } }),
  );
  await page.goto('/settings/links');
  await expect(page.getByText('Out of order.')).toBeVisible();
  await page.unroute(failing);
  await page.getByRole('button', { name: 'Try again' }).click();

  const links = page.getByRole('list', { name: 'Links' });
  const row = (name: string) => links.getByRole('listitem').filter({ hasText: name });
  await expect(links.getByRole('listitem')).toHaveCount(3);
  await expect(links.getByRole('listitem').first()).toContainText('The beginning of the prompt');
  await expect(row('First')).toContainText('Never expires');
  await expect(row('First')).toContainText('0 views');
  await expectAccessible(page, 'my links');
  await page.setViewportSize({ width: 360, height: 740 });
  await expectNothingWider(page, 'my links at 360');
  await page.setViewportSize({ width: 1280, height: 720 });

  await row('First').getByRole('button', { name: 'Expiry of First' }).click();
  await page.getByRole('combobox', { name: 'Expires' }).selectOption('day');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(row('First')).toContainText(/Expires \d/);
  await expect(row('First').getByRole('button', { name: 'Expiry of First' })).toBeFocused();

  // By keyboard: back to the button, or on to the next one.
  const revokeSecond = row('Second').getByRole('button', { name: 'Revoke Second' });
  await revokeSecond.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Revoke this link?' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(revokeSecond).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Revoke this link?' })).toContainText('Second');
  await page.getByRole('button', { name: 'Revoke link' }).click();
  await expect(row('Second')).toContainText('Revoked');
  await expect(row('Second').getByRole('button')).toHaveCount(0);
  await expect(row('First').getByRole('button', { name: 'Revoke First' })).toBeFocused();

  const revokeAll = page.getByRole('button', { name: 'Revoke all' });
  await revokeAll.focus();
  await page.keyboard.press('Enter');
  const question = page.getByRole('dialog', { name: 'Revoke all links?' });
  await expect(question).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(revokeAll).toBeFocused();
  await page.keyboard.press('Enter');
  await question.getByRole('button', { name: 'Revoke all links' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('2 links revoked.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Revoke all' })).toBeHidden();
  await expect(links).toBeFocused();
  await expect(links).not.toHaveCSS('outline-style', 'none');
  expect((await sharesOf(page.request)).map(({ status }) => status)).toEqual(Array(3).fill('revoked'));
});

test('many links come a page at a time', async ({ page }) => {
  await startGuest(page.request);
  const runId = await aFinishedRun(page.request);
  for (let count = 1; count <= 52; count += 1) await aShare(page.request, runId, { title: `Link ${count}.` });
  await page.goto('/settings/links');
  const links = page.getByRole('list', { name: 'Links' }).getByRole('listitem');
  await expect(links).toHaveCount(50);
  await page.getByRole('button', { name: 'Show older links' }).click();
  await expect(links).toHaveCount(52);
  await expect(links.last()).toContainText('Link 1.');
  await expect(page.getByRole('button', { name: 'Show older links' })).toBeHidden();
});

test('deleting runs asks what becomes of their links', async ({ page, playground, app }) => {
  await startGuest(page.request);
  const runs: string[] = [];
  for (const prompt of ['Kept one', 'Revoked one', 'Without links', 'Many one', 'Many two']) {
    runs.push(await aFinishedRun(page.request, { prompt }));
  }
  const shares = new Map<string, string>();
  for (const at of [0, 1, 3, 4]) {
    const runId = runs[at] ?? '';
    shares.set(runId, (await aShare(page.request, runId)).id);
  }
  const statusOf = async (at: number) => {
    const id = shares.get(runs[at] ?? '');
    return (await sharesOf(page.request)).find((share) => share.id === id)?.status;
  };

  await page.goto('/');
  await playground.ready();
  const remove = async (prompt: string) => {
    await playground.history.filter({ hasText: prompt }).focus();
    await page.keyboard.press('Delete');
  };
  const question = page.getByRole('dialog', { name: 'Delete this run?' });
  await remove('Kept one');
  await expect(question).toContainText('A shared link shows this run.');
  await expectAccessible(page, 'the question about links');
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(playground.history).toHaveCount(5);
  await remove('Without links');
  await expect(playground.history).toHaveCount(4);
  await expect(question).toBeHidden();

  await remove('Kept one');
  await question.getByRole('button', { name: 'Delete, keep the link' }).click();
  await expect(playground.history).toHaveCount(3);
  await remove('Revoked one');
  await question.getByRole('button', { name: 'Delete and revoke' }).click();
  await expect(playground.history).toHaveCount(2);
  expect([await statusOf(0), await statusOf(1)]).toEqual(['open', 'revoked']);
  expect(await storedCopy(app, shares.get(runs[0] ?? '') ?? '')).toContain('Kept one');

  await page.goto('/history');
  await page.getByRole('checkbox', { name: 'Select: Many one' }).check();
  await page.getByRole('checkbox', { name: 'Select: Many two' }).check();
  await page.getByRole('toolbar', { name: 'Selected runs' }).getByRole('button', { name: 'Delete' }).click();
  const many = page.getByRole('dialog', { name: 'Delete 2 runs?' });
  await expect(many).toContainText('2 shared links show these runs.');
  await many.getByRole('button', { name: 'Delete and revoke' }).click();
  await expect(page.getByText('2 runs deleted.')).toBeVisible();
  expect([await statusOf(3), await statusOf(4)]).toEqual(['revoked', 'revoked']);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('checkbox', { name: 'Select: Many one' })).toBeVisible();
  expect([await statusOf(3), await statusOf(4)]).toEqual(['revoked', 'revoked']);
});

test('the page of one run shares it, and asks about its links when it is deleted', async ({
  page,
  expectedErrors,
}) => {
  // On its way out, the page may request the deleted run's lineage once more.
  expectedErrors.push(/status of 404 .*\/lineage/);
  await startGuest(page.request);
  const runId = await aFinishedRun(page.request);
  await page.goto(`/history/${runId}`);
  const share = page.getByRole('button', { name: 'Share', exact: true });
  await share.click();
  await shareDialog(page).getByRole('button', { name: 'Create link' }).click();
  await page.getByRole('dialog', { name: 'Link ready' }).getByRole('button', { name: 'Done' }).click();
  await expect(share).toBeFocused();
  const [made] = await sharesOf(page.request);
  expect(made).toMatchObject({ runId, status: 'open', title: null });
  const question = page.getByRole('dialog', { name: 'Delete this run?' });
  await page.reload();
  await page.getByRole('button', { name: 'Delete run' }).click();
  await question.getByRole('button', { name: 'Delete and revoke' }).click();
  await expect(page).toHaveURL(/\/history$/);
  expect(await sharesOf(page.request)).toMatchObject([{ status: 'revoked', runId: null }]);
});
