import { readFile } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';
import { aLine } from '@/lib/documents/model/testing/steps';
import { REDACTED } from '@/lib/links/model/redact';
import { comeIn, expectAccessible, expectNothingWider } from './support/accessible';
import { canaryOwner } from './support/canary-owner';
import { DocumentPage } from './support/document';
import { startGuest } from './support/guest';
import { expireShare, sharesOf, storedCopy } from './support/shares';
import { aShareOfDocument, aStory, saveDocument } from './support/stored-documents';
import { test } from './support/test';
import { smallTargets } from './support/touch-targets';

const MAIL = 'robert.keeper@example.com';
const BEGINNING = `Write to ${MAIL}. Once upon a time there was a`;
const FORMS = ['', '.json', '/embed', '/image.png'];

const text = (page: Page) => page.locator('#text');
const branches = (page: Page) => page.getByRole('navigation', { name: 'Branches' });

test('written, shared with its branches and a redaction, read without JavaScript, forked, revoked', async ({
  app,
  browser,
  page,
  expectedErrors,
}) => {
  const { email, userId } = await canaryOwner(page.request);
  const story = await aStory(page.request, { beginning: BEGINNING, title: 'A tale' });
  const [first = '', second = '', third = ''] = story.generated;
  const document = new DocumentPage(page);
  await page.goto(`/?document=${story.documentId}`);
  await expect(document.editor).toBeVisible();
  await document.editor.focus();
  await page.keyboard.press('ControlOrMeta+End');
  await document.write(' And so it ends.');

  // What was typed last is shared with it.
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Share this document' });
  await comeIn(dialog);
  const preview = dialog.getByRole('region', { name: 'Preview' });
  await expect(preview).toContainText('And so it ends.');
  await expect(dialog.getByRole('textbox', { name: 'Title' })).toHaveValue('A tale');
  await expect(preview.getByRole('navigation')).toHaveCount(0);
  await expectAccessible(page, 'sharing a document');

  await dialog.getByRole('switch', { name: 'All branches' }).click();
  await expect(branches(page).getByRole('link')).toHaveCount(4);
  // Before they are public, all texts can be looked at.
  await branches(page)
    .getByRole('link', { name: /The second/ })
    .click();
  await expect(text(page)).toHaveText(BEGINNING + second);
  await expect(dialog.getByText('Email address · text')).toBeVisible();
  await dialog.getByRole('button', { name: 'Redact', exact: true }).click();
  await expect(text(page)).toHaveText(`Write to ${REDACTED}. Once upon a time there was a${second}`);
  await dialog.getByRole('button', { name: 'Create link' }).click();
  const ready = page.getByRole('dialog', { name: 'Link ready' });
  const url = await ready.getByRole('textbox', { name: 'Link' }).inputValue();
  await ready.getByRole('button', { name: 'Done' }).click();

  // A private window, without scripts.
  const plain = await browser.newContext({ baseURL: app.url, javaScriptEnabled: false });
  const reader = await plain.newPage();
  const answer = await reader.goto(url);
  expect(answer?.status()).toBe(200);
  expect(answer?.headers()['content-security-policy']).toContain("script-src 'self' 'nonce-");
  await expect(reader.locator('meta[name=robots]')).toHaveAttribute('content', 'noindex, nofollow');
  const begun = `Write to ${REDACTED}. Once upon a time there was a`;
  await expect(reader.getByRole('heading', { level: 1 })).toHaveText('A tale');
  expect(await text(reader).textContent()).toBe(`${begun}${third} And so it ends.`);
  expect(await text(reader).locator('mark').allTextContents()).toEqual([third]);
  await expect(reader.getByText('Written by a model · Written by a person')).toBeVisible();
  for (const shown of ['practice-1', 'Temperature', `${REDACTED} marks text redacted`])
    await expect(reader.getByRole('main')).toContainText(shown);
  await branches(reader)
    .getByRole('link', { name: /The second, .*starred/ })
    .click();
  await expect(reader).toHaveURL(/\?branch=\d#here$/);
  expect(await text(reader).textContent()).toBe(begun + second);
  await expect(branches(reader).locator('[aria-current]')).toHaveAccessibleName(/The second/);
  await expect(reader.getByRole('button', { name: 'Download' })).toBeHidden();

  const ofOwner = [
    userId,
    'Canary',
    'canary',
    email,
    MAIL,
    story.documentId,
    '127.0.0.1:9',
    'Practice model',
  ];
  for (const form of FORMS) {
    const answer = await plain.request.get(`${url}${form}`);
    expect(answer.status(), form).toBe(200);
    const bytes = `${JSON.stringify(answer.headers())}${(await answer.body()).toString('latin1')}`;
    expect(
      ofOwner.filter((secret) => bytes.includes(secret)),
      form,
    ).toEqual([]);
  }

  // Another person takes it over, from the branch that they looked at.
  const other = await browser.newContext({ baseURL: app.url });
  const forked = await other.newPage();
  await forked.goto(url);
  await branches(forked)
    .getByRole('link', { name: /The second/ })
    .click();
  await expect(text(forked)).toHaveText(begun + second);
  await forked.getByRole('link', { name: 'Open in my playground' }).click();
  const theirs = new DocumentPage(forked);
  await expect(theirs.editor).toBeVisible();
  await expect.poll(() => theirs.text()).toBe(begun + second);
  expect(await theirs.modelText()).toBe(second);
  await expect(forked.getByText(`${REDACTED} is redacted text. Replace it before you run.`)).toBeVisible();
  await expect(forked).toHaveURL(/\/\?document=/);
  expect(new URL(forked.url()).searchParams.get('document')).not.toBe(story.documentId);
  const strip = theirs.pane.getByRole('region', { name: 'Branches' });
  await expect(strip.getByText('2 of 3')).toBeVisible();
  await theirs.editor.focus();
  await forked.keyboard.press('Alt+PageUp');
  await expect.poll(() => theirs.text()).toBe(begun + first);
  await forked.keyboard.press('Alt+PageDown');
  // It is theirs: it goes on from here, and stays when it is loaded again.
  await expect.poll(() => theirs.text()).toBe(begun + second);
  await forked.keyboard.press('ControlOrMeta+End');
  await theirs.run();
  await theirs.ended();
  await expect.poll(async () => (await theirs.text()).length).toBeGreaterThan((begun + second).length);
  const gone = await theirs.text();
  await forked.reload();
  await expect.poll(() => theirs.text()).toBe(gone);

  await page.goto('/settings/links');
  const line = page.getByRole('list', { name: 'Links' }).getByRole('listitem');
  await expect(line).toContainText('Document · 4 branches · practice-1 · 1 item redacted');
  await expect(line.getByRole('link', { name: /^Original document/ })).toHaveAttribute(
    'href',
    `/?document=${story.documentId}`,
  );
  await page.getByRole('button', { name: /^Revoke (?!all)/ }).click();
  await expect(page.getByRole('dialog')).toContainText('The document stays in your history.');
  await page.getByRole('button', { name: 'Revoke link' }).click();
  await expect(page.getByText('Revoked', { exact: true })).toBeVisible();
  expectedErrors.push(/status of 410/);
  for (const form of FORMS) {
    const answer = await plain.request.get(`${url}${form}`);
    expect(answer.status(), form).toBe(410);
    expect(await answer.text()).not.toMatch(/Once upon|practice-1/);
  }
  // What was taken over stays.
  await forked.reload();
  await expect.poll(() => theirs.text()).toBe(gone);
  await plain.close();
  await other.close();
});

test('only the text as it is now unless its owner says otherwise, and only what they choose', async ({
  app,
  page,
}) => {
  await startGuest(page.request);
  const { documentId, beginning, generated } = await aStory(page.request);
  await page.goto(`/?document=${documentId}`);
  // By keyboard, from the palette.
  await expect(new DocumentPage(page).editor).toBeVisible();
  await page.keyboard.press('F2');
  await page.getByRole('dialog', { name: 'Search actions' }).getByRole('combobox').fill('share');
  await expect(page.getByRole('option', { selected: true })).toHaveAccessibleName(/^Share/);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Share this document' });
  await comeIn(dialog);
  const option = (name: string) => dialog.getByRole('switch', { name });
  await expect(option('All branches')).not.toBeChecked();
  await expect(option('Probabilities')).toBeChecked();
  await option('Who wrote what').click();
  await expect(option('Probabilities')).toBeDisabled();
  await option('Settings').click();
  await expect(dialog.getByRole('region', { name: 'Preview' })).not.toContainText('practice-1');
  await dialog.getByRole('button', { name: 'Create link' }).click();
  await expect(page.getByRole('dialog', { name: 'Link ready' })).toBeVisible();
  const [share] = await sharesOf(page.request);
  const copy = (await storedCopy(app, share?.id ?? '')) ?? '';
  expect(JSON.parse(copy)).toEqual({
    ...{
      version: 1,
      kind: 'document',
      title: 'A story',
      sharedAt: expect.any(String),
      authors: false,
      runs: [],
    },
    branches: [
      {
        ...{ parent: null, start: 0, end: 0, name: null, starred: false, generated: false },
        pieces: [{ text: beginning + generated.at(-1) }],
      },
    ],
    shown: 0,
  });
  await page.getByRole('button', { name: 'Done' }).click();

  // The expiry is as of any link.
  await expireShare(app, share?.id ?? '');
  const answer = await page.request.get(share?.path ?? '');
  expect(answer.status()).toBe(410);
  expect(await answer.text()).not.toContain(beginning);
});

test('tokens show their alternatives, colors stand over the tint, and the text is copied and saved', async ({
  page,
  context,
}) => {
  await startGuest(page.request);
  const story = await aStory(page.request);
  const { path } = await aShareOfDocument(page.request, story.documentId);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(path ?? '');
  const whole = story.beginning + story.generated.at(-1);
  await expect(text(page)).toHaveText(whole);

  // A person's text has no tokens: the first one is the model's.
  const region = page.getByRole('region', { name: 'Text', exact: true });
  await region.focus();
  const said = page.getByRole('status').filter({ hasText: /rank \d|most likely|probability/i });
  await expect(async () => {
    await page.keyboard.press('ArrowRight');
    await expect(said).toHaveCount(1, { timeout: 500 });
  }).toPass();
  const current = () =>
    page.evaluate(() =>
      [...(CSS.highlights.get('token-current') ?? [])].map(({ startContainer, startOffset, endOffset }) =>
        startContainer.textContent?.slice(startOffset, endOffset),
      ),
    );
  await page.keyboard.press('Home');
  expect(story.generated.at(-1)?.startsWith((await current()).join(''))).toBe(true);
  expect(await text(page).textContent()).toBe(whole);

  await page.getByRole('combobox', { name: 'Token colors' }).selectOption('Probability');
  const coloured = () =>
    page.evaluate(() =>
      ['token-1', 'token-2', 'token-3'].reduce((sum, name) => sum + (CSS.highlights.get(name)?.size ?? 0), 0),
    );
  await expect.poll(coloured).toBeGreaterThan(0);
  // Another branch is another text, with its own tokens.
  await branches(page)
    .getByRole('link', { name: /The second/ })
    .click();
  await expect(text(page)).toHaveText(story.beginning + story.generated[1]);
  await expect.poll(coloured).toBeGreaterThan(0);

  await page.getByRole('button', { name: 'Copy text' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    story.beginning + story.generated[1],
  );
  await page.getByRole('button', { name: 'Download' }).click();
  const saved = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Text, with who wrote what' }).click();
  const file = await saved;
  expect(file.suggestedFilename()).toMatch(/^once-upon-a-time-there-was-a.*\.txt$/);
  expect(await readFile(await file.path(), 'utf8')).toContain(`${story.beginning}⟦${story.generated[1]}⟧`);
});

test('a document with links is not deleted without asking what becomes of them', async ({ page }) => {
  await startGuest(page.request);
  const ids = [];
  for (const words of ['One text', 'Other text']) {
    const id = await saveDocument(page.request, aLine(null, 0, [words]), words);
    await aShareOfDocument(page.request, id);
    ids.push(id);
  }
  const statuses = async () =>
    (await sharesOf(page.request)).map(({ title, status, documentId }) => [title, status, documentId]);
  await page.goto(`/?document=${ids[0]}`);
  await page.getByRole('button', { name: 'Actions for this document' }).click();
  await page.getByRole('menuitem', { name: 'Delete document' }).click();
  const question = page.getByRole('dialog', { name: 'Delete this document?' });
  await expect(question).toContainText('A shared link shows this document.');
  await comeIn(question);
  await expectAccessible(page, 'the question before a document with a link is deleted');
  await question.getByRole('button', { name: 'Delete and revoke' }).click();
  await expect(page.getByText('Document deleted.')).toBeVisible();
  expect(await statuses()).toEqual([
    [null, 'open', ids[1]],
    [null, 'revoked', null],
  ]);

  await page.goto('/history/documents');
  const line = page.getByRole('main').getByRole('listitem');
  await expect(line.getByRole('img', { name: '1 shared link' })).toBeVisible();
  await line.hover();
  await line.getByRole('button', { name: /^Delete/ }).click();
  await question.getByRole('button', { name: 'Delete, keep the link' }).click();
  await expect(line).toHaveCount(0);
  expect(await statuses()).toMatchObject([
    [null, 'open', null],
    [null, 'revoked', null],
  ]);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(line).toHaveCount(1);
});

test('a hostile text is only text', async ({ page, app, browser }) => {
  await startGuest(page.request);
  const hostile = `</mark><script>window.hit = 1</script><img src=x onerror="window.hit = 1">‮ back\u0007 &lt;b&gt; ${'y'.repeat(5000)}`;
  const documentId = await saveDocument(
    page.request,
    aLine(null, 0, [hostile, '\n\n'.repeat(2_000), '{{end}}']),
  );
  const { path } = await aShareOfDocument(page.request, documentId, { title: '<b>Title</b>' });
  const reader = await (await browser.newContext({ baseURL: app.url })).newPage();
  await reader.goto(path ?? '');
  await expect(reader.getByRole('heading', { level: 1 })).toHaveText('<b>Title</b>');
  expect((await text(reader).textContent())?.startsWith(hostile)).toBe(true);
  expect(await reader.evaluate(() => 'hit' in window)).toBe(false);
  await expect(reader.getByText(/^Hidden characters: /)).toBeVisible();
  await expectNothingWider(reader, 'a hostile document');
  // Branches that there are none of, and nonsense, show the owner's.
  for (const branch of ['99', '-1', '<script>', '1e9']) {
    await reader.goto(`${path}?branch=${encodeURIComponent(branch)}`);
    expect((await text(reader).textContent())?.endsWith('{{end}}')).toBe(true);
  }
  await reader.context().close();
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1440, 390]) {
    test(`the page of a document at ${width} px, ${colorScheme}: nothing too wide, too small or too faint`, async ({
      browser,
      app,
      page,
    }) => {
      await startGuest(page.request);
      const { documentId } = await aStory(page.request, { beginning: 'A long line of words. '.repeat(40) });
      const { path } = await aShareOfDocument(page.request, documentId, { redactions: ['long line'] });
      const context = await browser.newContext({
        ...{ baseURL: app.url, colorScheme, viewport: { width, height: 800 } },
        ...(width === 390 && { hasTouch: true, isMobile: true }),
      });
      const reader = await context.newPage();
      await reader.goto(path ?? '');
      await expect(branches(reader).getByRole('link')).toHaveCount(4);
      await expectAccessible(reader, `a shared document, ${colorScheme} ${width}`);
      await expectNothingWider(reader, `a shared document, ${colorScheme} ${width}`);
      if (width === 390) expect(await smallTargets(reader)).toEqual([]);
      await reader.emulateMedia({ forcedColors: 'active' });
      await expect(text(reader).locator('mark').first()).toHaveCSS('text-decoration-line', 'underline');
      await context.close();
    });
  }
}

test('a visitor opens a copy without another page load, and a reload on the way loses nothing', async ({
  app,
  browser,
  page,
}) => {
  await startGuest(page.request);
  const story = await aStory(page.request);
  const { path } = await aShareOfDocument(page.request, story.documentId);
  const from = `/?from=${path?.split('/').pop()}`;
  const whole = story.beginning + story.generated.at(-1);

  const other = await browser.newContext({ baseURL: app.url });
  const reader = await other.newPage();
  let loads = 0;
  reader.on('request', (request) => {
    if (request.isNavigationRequest()) loads += 1;
  });
  let goOn = () => {};
  const held = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const steps = '**/api/documents/*/steps';
  // As long as the page comes again for the guest that the visitor has become.
  await reader.route(steps, async (route) => {
    await held;
    await route.continue();
  });
  const asksToSave = reader.waitForRequest(steps);
  await reader.goto(from);
  await asksToSave;
  await expect(reader.getByRole('button', { name: 'Account: Guest' })).toBeVisible();
  goOn();
  const theirs = new DocumentPage(reader);
  await expect(theirs.editor).toBeVisible();
  await expect.poll(() => theirs.text()).toBe(whole);
  await expect(reader.getByText('A copy of the shared document, saved as your own.')).toBeVisible();
  expect(loads).toBe(1);
  await other.close();

  const third = await browser.newContext({ baseURL: app.url });
  const again = await third.newPage();
  const asked = again.waitForRequest(steps);
  await again.route(steps, () => undefined);
  await again.goto(from);
  await asked;
  await again.unroute(steps);
  await again.reload();
  const copy = new DocumentPage(again);
  await expect(copy.editor).toBeVisible();
  await expect.poll(() => copy.text()).toBe(whole);
  await expect(again).toHaveURL(/\/\?document=/);
  await third.close();
});
