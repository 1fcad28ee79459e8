import { expect } from '@playwright/test';
import { answers } from '@/lib/testing/upstream-answers';
import { chunk, DONE, SSE_HEADERS } from '@/lib/testing/upstream-wire';
import { continuedDocument, DocumentPage } from './support/document';
import { openOnUpstream } from './support/open-on-upstream';
import { test } from './support/test';

const undo = 'ControlOrMeta+z';
const redo = 'ControlOrMeta+Shift+z';

test('undo after Regenerate leads back to the take before, over reloads, and redo needs no call', async ({
  page,
  playground,
  upstream,
}) => {
  await openOnUpstream(playground, upstream);
  upstream.enqueue(answers.stream([' upon']), answers.stream([' more']), answers.stream([' again']));
  const document = new DocumentPage(page);
  await document.begin('Once');
  for (const take of ['Once more', 'Once again']) {
    await page.keyboard.press('ControlOrMeta+Shift+Enter');
    await expect.poll(() => document.text()).toBe(take);
    await document.ended();
  }
  const calls = upstream.requests.length;
  const reload = async () => {
    await expect(document.pane.getByText('Saved', { exact: true })).toBeVisible();
    await page.reload();
    await expect(document.editor).toBeVisible();
    await document.editor.focus();
  };
  await page.keyboard.press(undo);
  await expect(
    document.pane.getByText(
      'Undo removes 1 word the model wrote and restores the earlier text. Press again to undo.',
    ),
  ).toBeVisible();
  await page.keyboard.press(undo);
  await expect.poll(() => document.text()).toBe('Once more');
  await reload();
  expect(await document.text()).toBe('Once more');
  for (const text of ['Once upon', 'Once']) {
    await page.keyboard.press(undo);
    await page.keyboard.press(undo);
    await expect.poll(() => document.text()).toBe(text);
  }
  await reload();
  for (const text of ['Once upon', 'Once more', 'Once again']) {
    await page.keyboard.press(redo);
    await expect.poll(() => document.text()).toBe(text);
  }
  await reload();
  // Another tab knows where this browser was, too.
  const tab = await page.context().newPage();
  await page.close();
  await tab.goto('/');
  const later = new DocumentPage(tab);
  await later.switchTo();
  await expect.poll(() => later.text()).toBe('Once again');
  await later.editor.focus();
  await tab.keyboard.press(undo);
  await tab.keyboard.press(undo);
  await expect.poll(() => later.text()).toBe('Once more');
  expect(upstream.requests.length).toBe(calls);
});

test('Regenerate after an edit keeps the edited take, says so, and undo brings it back', async ({
  page,
  playground,
  upstream,
}) => {
  await openOnUpstream(playground, upstream);
  upstream.enqueue(answers.stream([' upon a time']), answers.stream([' more']));
  const document = new DocumentPage(page);
  await document.begin('Once');
  await document.putCursor('Once upon'.length);
  await page.keyboard.press('ControlOrMeta+Shift+ArrowLeft');
  await page.keyboard.type('beside');
  expect(await document.text()).toBe('Once beside a time');
  await page.keyboard.press('ControlOrMeta+Shift+Enter');
  await expect(page.getByText('Your edited text is kept as a branch. Undo restores it.')).toBeVisible();
  await expect.poll(() => document.text()).toBe('Once more');
  await document.ended();
  await expect(document.pane.getByRole('region', { name: 'Branches' })).toContainText('2 of 2');
  await document.editor.focus();
  await page.keyboard.press(undo);
  await page.keyboard.press(undo);
  await expect.poll(() => document.text()).toBe('Once beside a time');
  // What was written on after it is to stay.
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(() => document.text()).toBe('Once upon a time');
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type(' there was');
  await page.keyboard.press('ControlOrMeta+Shift+Enter');
  await expect(page.getByText(/^You added text after the generated text/)).toBeVisible();
  expect(await document.text()).toBe('Once upon a time there was');
});

test('a take that brings nothing shows the one before again', async ({ page, playground, upstream }) => {
  await openOnUpstream(playground, upstream);
  upstream.enqueue(answers.stream([' upon']), answers.error(400, 'No.'));
  const document = new DocumentPage(page);
  await document.begin('Once');
  await page.keyboard.press('ControlOrMeta+Shift+Enter');
  await expect(page.getByRole('region', { name: 'What went wrong' })).toContainText('No.');
  await expect.poll(() => document.text()).toBe('Once upon');
});

test('choices keep their order and how often each came over a reload', async ({
  page,
  playground,
  upstream,
}) => {
  await openOnUpstream(playground, upstream);
  await playground.setParameter('n', 4);
  const document = new DocumentPage(page);
  await document.switchTo();
  const texts = [' dog', ' cat', ' dog', ' dog'];
  upstream.enqueue((response) => {
    response.writeHead(200, SSE_HEADERS);
    for (const [index, text] of texts.entries()) {
      response.write(chunk(text, { index }));
      response.write(chunk('', { index, finishReason: 'stop' }));
    }
    response.end(DONE);
  });
  await document.write('A');
  await document.run();
  await document.ended();
  const choice = document.pane.getByText(/^Choice \d of \d/);
  await expect(choice).toHaveText('Choice 1 of 2 (×3)');
  await page.keyboard.press('Alt+]');
  await expect(choice).toHaveText('Choice 2 of 2');
  await expect.poll(() => document.text()).toBe('A cat');
  await expect(document.pane.getByText('Saved', { exact: true })).toBeVisible();
  await page.reload();
  await expect(choice).toHaveText('Choice 2 of 2');
  await document.editor.focus();
  await page.keyboard.press('Alt+]');
  await expect(choice).toHaveText('Choice 1 of 2 (×3)');
  await expect.poll(() => document.text()).toBe('A dog');
  // Undo leads before all of them at once, and redo to the one that was shown.
  await page.keyboard.press(undo);
  await page.keyboard.press(undo);
  await expect.poll(() => document.text()).toBe('A');
  await page.keyboard.press(redo);
  await expect.poll(() => document.text()).toBe('A dog');
});

test('the menu of a token continues from there, and regenerates the stretch', async ({
  page,
  playground,
  upstream,
}) => {
  const start = 'Once upon a time there was a';
  const document = await continuedDocument(playground, start, { logprobs: 5, seed: 4, max_tokens: 10 });
  const first = await document.text();
  const menu = page.getByRole('dialog', { name: /^Token “/ });
  const act = async (name: string) => {
    await document.putCursor(start.length + 2);
    await page.keyboard.press('Alt+Enter');
    const sent = page.waitForRequest(
      (request) => request.url().endsWith('/api/runs') && request.method() === 'POST',
    );
    await menu.getByRole('menuitem', { name }).or(menu.getByRole('button', { name })).click();
    const { request } = (await sent).postDataJSON();
    await expect(menu).toBeHidden();
    await document.ended();
    await expect(document.stopButton).toBeHidden();
    return request as { prompt: string; suffix?: string };
  };

  // Right after the token: what the model wrote follows the new text untouched.
  const from = await act('Continue from here');
  expect(first.startsWith(from.prompt) && from.prompt.length > start.length).toBe(true);
  await expect.poll(async () => (await document.text()).length).toBeGreaterThan(first.length);
  const longer = await document.text();
  expect(longer.startsWith(from.prompt) && longer.endsWith(first.slice(from.prompt.length))).toBe(true);
  await document.editor.focus();
  await page.keyboard.press(undo);
  await page.keyboard.press(undo);
  await expect.poll(() => document.text()).toBe(first);

  // From the token on, what the model wrote is written anew; undo brings it back.
  await playground.setParameter('seed', 5);
  const again = await act('Regenerate this passage');
  expect(again.prompt).toBe(start);
  await expect.poll(() => document.text()).not.toBe(first);
  expect((await document.text()).startsWith(start)).toBe(true);
  await document.editor.focus();
  await page.keyboard.press(undo);
  await page.keyboard.press(undo);
  await expect.poll(() => document.text()).toBe(first);
  expect(upstream.requests).toEqual([]);
});

test('two tabs on one document: the later one says so, and both texts are kept', async ({
  page,
  playground,
}) => {
  await playground.open();
  const document = new DocumentPage(page);
  await document.switchTo();
  await document.write('Once');
  await expect(document.pane.getByText('Saved', { exact: true })).toBeVisible();
  const tab = await page.context().newPage();
  const other = new DocumentPage(tab);
  await tab.goto(page.url());
  await expect(other.editor).toBeVisible();
  await expect(other.pane.getByText(/Open in another tab/)).toBeVisible();
  await expect(document.pane.getByText(/Open in another tab/)).toHaveCount(0);

  await other.editor.focus();
  await tab.keyboard.press('ControlOrMeta+End');
  await tab.keyboard.type(' there');
  await expect(other.pane.getByText(/^Saved/)).toBeVisible();
  await expect(
    document.pane.getByText(/Changed in another tab: both versions are kept as branches/),
  ).toBeVisible();
  expect(await document.text()).toBe('Once');
  await document.editor.focus();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type(' upon a time');
  await expect(document.pane.getByText(/^Saved/)).toBeVisible();

  // Each keeps its own text, also over a reload, and leads to the other one.
  for (const [of, own, theirs] of [
    [document, 'Once upon a time', 'Once there'],
    [other, 'Once there', 'Once upon a time'],
  ] as const) {
    expect(await of.text()).toBe(own);
    await of.page.reload();
    await expect.poll(() => of.text()).toBe(own);
    const chips = of.pane.getByRole('list', { name: 'Sibling branches' }).getByRole('button');
    await expect(chips).toHaveCount(2);
    await chips.and(of.page.locator(':not([aria-current])')).click();
    await expect.poll(() => of.text()).toBe(theirs);
    // Undo takes the look away, not the text.
    await of.editor.focus();
    await of.page.keyboard.press(undo);
    await expect.poll(() => of.text()).toBe(own);
  }
});
