import { type APIRequestContext, type Browser, expect, type Page } from '@playwright/test';
import type { ComparisonDetail } from '@/lib/compare/model/comparisons';
import { REDACTED } from '@/lib/links/model/redact';
import type { SharedComparison } from '@/lib/links/model/shared-comparison';
import { aSharedComparison, aSharedSweep } from '@/lib/protocol/fixtures/shared-comparison';
import { expectAccessible } from './support/accessible';
import { signUpThroughApi } from './support/accounts';
import type { App } from './support/app';
import { canaryOwner } from './support/canary-owner';
import { ComparePage, columnOf, saveComparison } from './support/compare';
import { aShareOfComparison, insertShare, sharesOf } from './support/shares';
import { SweepPage, saveSweep } from './support/sweep';
import { test } from './support/test';

const MAIL = 'robert.keeper@example.com';
const PROMPT = `Write to ${MAIL}. Once upon a time there was a`;

/** Runs the whole comparison and returns the result. */
async function finish(request: APIRequestContext, id: string): Promise<ComparisonDetail> {
  const start = { idempotencyKey: crypto.randomUUID(), cells: 'all' };
  expect((await request.post(`/api/comparisons/${id}/start`, { data: start })).status()).toBe(200);
  const detail = async (): Promise<ComparisonDetail> => (await request.get(`/api/comparisons/${id}`)).json();
  await expect
    .poll(async () => {
      const { queue } = await detail();
      return queue.waiting.length + queue.live.length;
    })
    .toBe(0);
  return detail();
}

/** A visitor without an account, in a window of their own. */
async function aReader(browser: Browser, app: App, options: { javaScriptEnabled?: boolean } = {}) {
  const context = await browser.newContext({ baseURL: app.url, ...options });
  return { context, page: await context.newPage() };
}

function column(page: Page, name: string) {
  return page.getByRole('region', { name: `Text of ${name}` });
}

test('a comparison is shared with a redaction, read without JavaScript, compared, played, forked and revoked', async ({
  app,
  browser,
  page,
  expectedErrors,
}) => {
  const { email, userId, connectionId } = await canaryOwner(page.request);
  const settings = (temperature: number) => ({ temperature, seed: 5, logprobs: 3, user: 'canary-user' });
  const id = await saveComparison(
    page.request,
    [
      columnOf('canarya', settings(0)),
      columnOf('canaryb', settings(1.2), { name: `for ${MAIL}` }),
      columnOf('canaryc', settings(0), { connectionId, model: 'unreachable' }),
    ],
    { prompt: PROMPT, referenceId: 'canarya', background: true },
  );
  const detail = await finish(page.request, id);
  const texts =
    detail.kind === 'columns' ? detail.cells.map(({ run }) => run?.state.choices[0]?.text ?? '') : [];
  expect(texts[0]).not.toBe(texts[1]);

  // Its owner, in the dialog.
  const compare = new ComparePage(page);
  await compare.open(`/compare?id=${id}`);
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Share this comparison' });
  const preview = dialog.getByRole('region', { name: 'Preview' });
  await expect(preview).toContainText(MAIL);
  await expect(preview.getByRole('row', { name: /Differs: Temperature/ })).toContainText('1.2');
  await expectAccessible(page, 'the dialog');
  await dialog.getByRole('textbox', { name: 'Title' }).fill('Warm or cold');
  await dialog.getByRole('button', { name: 'Redact', exact: true }).click();
  await expect(preview).not.toContainText(MAIL);
  await expect(preview.getByRole('article')).toContainText('Warm or cold');
  await dialog.getByRole('button', { name: 'Create link' }).click();
  const url = await page
    .getByRole('dialog', { name: 'Link ready' })
    .getByRole('textbox', { name: 'Link' })
    .inputValue();
  await page.getByRole('button', { name: 'Done' }).click();

  // A private window, without scripts: all that is shared, and nothing of the owner in any form of it.
  const plain = await aReader(browser, app, { javaScriptEnabled: false });
  expect((await plain.page.goto(url))?.status()).toBe(200);
  const main = plain.page.getByRole('main');
  for (const shown of [
    'Warm or cold',
    `Write to ${REDACTED}. Once upon a time there was a`,
    `B, for ${REDACTED}`,
    'Failed',
    'left out, because they could reveal the hidden text.',
  ]) {
    await expect(main).toContainText(shown);
  }
  await expect(main).not.toContainText('Seed 5');
  await expect(plain.page.locator('#column-0-output-0')).toHaveText(texts[0] ?? '', { useInnerText: false });
  expect(await plain.page.locator('#column-1-output-0').textContent()).toBe(texts[1]);
  const marked = main.getByRole('rowheader').filter({ hasText: 'Differs:' });
  expect(await marked.allInnerTexts()).toEqual([
    expect.stringContaining('Model'),
    expect.stringContaining('Temperature'),
  ]);
  await expect(column(plain.page, `B, for ${REDACTED}`)).toContainText('diverges from A at token');
  // A run that failed before its first token is not measured.
  const similarity = main.getByRole('row', { name: /^Similarity to A/ }).locator('[data-measure]');
  await expect(similarity).toHaveText([/100/, /%/, '–']);
  expect(await plain.page.locator('.diff-added').count()).toBeGreaterThan(0);
  const secrets = [
    userId,
    'Canary',
    'canary',
    email,
    MAIL,
    id,
    connectionId,
    '127.0.0.1:9',
    'Practice model',
  ];
  for (const form of ['', '.json', '/embed', '/image.png']) {
    const answer = await plain.context.request.get(`${url}${form}`);
    expect(answer.status(), form).toBe(200);
    const bytes = `${JSON.stringify(answer.headers())}${(await answer.body()).toString('latin1')}`;
    expect(
      secrets.filter((secret) => bytes.includes(secret)),
      form,
    ).toEqual([]);
  }
  const shared: SharedComparison = await (await plain.context.request.get(`${url}.json`)).json();
  expect(shared).toMatchObject({ kind: 'comparison', title: 'Warm or cold', compared: { reference: 0 } });
  await plain.page.goto(`${url}/embed`);
  await expect(plain.page.getByRole('main')).toContainText(texts[1]?.slice(0, 40) ?? '');

  // With scripts: another reference, the changes, tokens, a replay, the code.
  const reader = await aReader(browser, app);
  await reader.page.goto(url);
  await reader.page.getByLabel('Reference').selectOption({ label: `Differences from B, for ${REDACTED}` });
  await expect(column(reader.page, 'A')).toContainText(`A diverges from B, for ${REDACTED} at token`);
  await expect(column(reader.page, `B, for ${REDACTED}`)).toContainText('The reference');
  await reader.page.getByLabel('Text view').selectOption('changes');
  const changes = reader.page.getByRole('region', { name: 'Changes in A' });
  await expect(changes.locator('.run-text del').first()).toBeVisible();
  const added = changes.locator('.run-text :is(ins, span)');
  expect((await added.allTextContents()).join('')).toBe(texts[0]);
  await reader.page.getByLabel('Reference').selectOption('');
  await expect(changes).toBeHidden();
  expect(await reader.page.locator('#column-0-output-0').textContent()).toBe(texts[0]);
  await column(reader.page, 'A').getByRole('region', { name: 'Output of A' }).focus();
  // The probabilities load when the reader looks at a text.
  await expect(async () => {
    await reader.page.keyboard.press('ArrowRight');
    await expect(reader.page.getByRole('status').filter({ hasText: '%' })).toBeAttached({ timeout: 500 });
  }).toPass();
  await reader.page.getByRole('button', { name: 'Code for A' }).click();
  await expect(reader.page.getByRole('dialog', { name: 'Code', exact: true })).toContainText(REDACTED);
  await reader.page.keyboard.press('Escape');
  await reader.page.getByRole('button', { name: 'Replay' }).click();
  await expect(reader.page.getByText('Replay ended')).toBeAttached({ timeout: 30_000 });
  await reader.page.getByRole('button', { name: 'Close replay' }).click();
  for (const at of [0, 1]) {
    expect(await reader.page.locator(`#column-${at}-output-0`).textContent()).toBe(texts[at]);
  }

  // Opened as a comparison of the reader's own.
  await reader.page.getByRole('link', { name: 'Open in my playground' }).click();
  const theirs = new ComparePage(reader.page);
  await theirs.ready();
  await expect(theirs.prompt).toHaveValue(`Write to ${REDACTED}. Once upon a time there was a`);
  expect(await theirs.markedRows()).toEqual(['Temperature']);
  await expect(theirs.cell('Temperature', 'B')).toContainText('1.2');
  await expect(reader.page.getByText('Using the practice model in place of unreachable.')).toBeVisible();
  expect(reader.page.url()).not.toContain('shared');
  await reader.page.reload();
  await theirs.ready();
  await expect(theirs.cell('Temperature', 'B')).toContainText('1.2');

  await page.goto('/settings/links');
  await expect(page.getByRole('link', { name: 'Original comparison Warm or cold' })).toHaveAttribute(
    'href',
    `/compare?id=${id}`,
  );
  await page.getByRole('button', { name: /^Revoke (?!all)/ }).click();
  await page.getByRole('button', { name: 'Revoke link' }).click();
  await expect(page.getByText('Revoked', { exact: true })).toBeVisible();
  expectedErrors.push(/status of 410/);
  for (const form of ['', '.json', '/embed', '/image.png']) {
    const answer = await plain.context.request.get(`${url}${form}`);
    expect(answer.status(), form).toBe(410);
    expect(await answer.text()).not.toMatch(/Once upon|practice-1|Warm/);
  }
  await plain.context.close();
  await reader.context.close();
});

test('a fork puts aside what was being composed, and brings it back', async ({ app, page }) => {
  await signUpThroughApi(page.request);
  const { viewer } = await (await page.request.get('/api/account')).json();
  const slug = await insertShare(app, viewer.id, aSharedComparison());
  const compare = new ComparePage(page);
  await compare.open('/compare');
  await compare.prompt.fill('My own, not run yet');
  await expect(page.getByText('Not saved')).toBeVisible();
  await page.goto(`/compare?shared=${slug}`);
  await compare.ready();
  await expect(compare.prompt).toHaveValue('Once upon a time there was a');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(compare.prompt).toHaveValue('My own, not run yet');
});

test('a sweep is shared with its grid and charts, without JavaScript', async ({ app, browser, page }) => {
  await signUpThroughApi(page.request);
  const id = await saveSweep(page.request, { seed: 3 }, { repeats: 2, background: true });
  const detail = await finish(page.request, id);
  const { path } = await aShareOfComparison(page.request, id, { title: 'Cold and warm' });
  // A sweep is read as a whole, so its owner is offered no replay.
  await new SweepPage(page).open(`/compare?id=${id}`);
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Share this comparison' });
  await expect(dialog.getByRole('region', { name: 'Preview' })).toContainText('Sweep of 2');
  await expect(dialog.getByRole('switch', { name: 'Timings' })).toHaveAccessibleDescription(
    'With token counts.',
  );
  const plain = await aReader(browser, app, { javaScriptEnabled: false });
  await plain.page.goto(path ?? '');
  const grid = plain.page.getByRole('table', { name: 'Start of each output' });
  await expect(grid.getByRole('link')).toHaveCount(4);
  const text = detail.kind === 'sweep' ? (detail.cells[1]?.run?.choices[0]?.text ?? '') : '';
  const whole = plain.page.locator('#place-1-output-0');
  await expect(whole).toBeHidden();
  await grid.getByRole('link', { name: 'Temperature 1, repeat 1' }).click();
  await expect(whole).toBeVisible();
  expect(await whole.textContent()).toBe(text);
  await plain.page
    .getByRole('navigation', { name: 'Chart measure' })
    .getByText('Tokens', { exact: true })
    .click();
  await expect(plain.page.getByRole('img', { name: /^Tokens by Temperature/ })).toHaveCount(2);
  // Looking at another chart does not count as another view.
  expect((await sharesOf(page.request))[0]?.views).toBe(1);
  await plain.context.close();

  await page.goto(path ?? '');
  await page.getByRole('link', { name: 'Open in my playground' }).click();
  const theirs = new SweepPage(page);
  await expect(theirs.estimate).toContainText('4 runs');
  await expect(page.getByRole('textbox', { name: 'Prompt' })).toHaveValue('Once upon a time there was a');
});

test('a deleted comparison asks what becomes of its links', async ({ page }) => {
  await signUpThroughApi(page.request);
  const id = await saveComparison(page.request, [columnOf('a', {})], { background: true });
  await finish(page.request, id);
  await aShareOfComparison(page.request, id);
  await page.goto('/history/comparisons');
  const line = page.getByRole('listitem').filter({ hasText: 'Once upon' });
  await expect(line.getByRole('img', { name: '1 shared link' })).toBeVisible();
  await line.getByRole('button', { name: /^Delete/ }).click();
  const question = page.getByRole('dialog', { name: 'Delete this comparison?' });
  await question.getByRole('button', { name: 'Delete and revoke' }).click();
  await expect(line).toHaveCount(0);
  await expect.poll(async () => (await sharesOf(page.request))[0]?.status).toBe('revoked');
});

for (const [what, shared] of [
  ['columns', aSharedComparison()],
  ['sweep', aSharedSweep()],
] as const) {
  for (const [width, colorScheme] of [
    [1440, 'light'],
    [390, 'dark'],
  ] as const) {
    test(`shared ${what} can be read by all, ${colorScheme} at ${width}`, async ({ app, page }) => {
      await signUpThroughApi(page.request);
      const { viewer } = await (await page.request.get('/api/account')).json();
      const slug = await insertShare(app, viewer.id, shared);
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await page.goto(`/s/${slug}`);
      await expectAccessible(page, `shared ${what}`);
      const root = page.locator('html');
      expect(await root.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
      if (what === 'columns') {
        await page.getByLabel('Reference').selectOption('2');
        await expect(column(page, 'A')).toContainText('A diverges from C');
        await expectAccessible(page, 'its differences');
        await page.getByLabel('Text view').selectOption('changes');
        await expect(page.getByRole('region', { name: 'Changes in A' })).toBeVisible();
        await expectAccessible(page, 'its changes');
      }
      await page.goto(`/s/${slug}/embed`);
      await expectAccessible(page, `embedded ${what}`);
      expect(await root.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
    });
  }
}
