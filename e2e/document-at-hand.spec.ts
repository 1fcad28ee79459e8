import { expect, type Page } from '@playwright/test';
import { measureFirstLoad } from '../bench/first-load-measure.mjs';
import { expectAccessible, expectNothingWider } from './support/accessible';
import { continuedDocument, DocumentPage } from './support/document';
import { startGuest } from './support/guest';
import { test } from './support/test';
import { smallTargets } from './support/touch-targets';

/** Bytes of JavaScript, after gzip, that the editor may take. */
const EDITOR_BUDGET = 150_000;
const STORY = 'Once upon a time there was a';

/** A document with probabilities in it. */
async function withTokens(page: Page): Promise<DocumentPage> {
  const document = new DocumentPage(page);
  await document.open();
  await document.write(STORY);
  return document;
}

test('the code of the editor comes on demand, within its bytes', async ({ page }) => {
  const before = await measureFirstLoad(page, '/');
  const known = new Set(before.scripts.map(({ name }) => name));
  const document = new DocumentPage(page);
  await document.switchTo();
  // The same page once more, in the document from the start: what it loads besides is the editor.
  const context = await page
    .context()
    .browser()
    ?.newContext({ storageState: await page.context().storageState() });
  const tab = await context?.newPage();
  if (!context || !tab) throw new Error('no second browser context');
  const after = await measureFirstLoad(tab, page.url());
  await expect(new DocumentPage(tab).editor).toBeVisible();
  const editor = after.scripts.filter(({ name }) => !known.has(name));
  const bytes = editor.reduce((sum, script) => sum + script.bytes, 0);
  expect(editor.length).toBeGreaterThan(0);
  expect(bytes, editor.map(({ name, bytes: of }) => `${of} ${name}`).join('\n')).toBeLessThanOrEqual(
    EDITOR_BUDGET,
  );
  await context.close();
});

test('shown probabilities are the engine’s, and a token can be branched by mouse', async ({
  page,
  playground,
}) => {
  const document = await continuedDocument(playground, STORY, { logprobs: 5, seed: 4, max_tokens: 10 });
  const runs = await (await page.request.get('/api/runs')).json();
  const run = await (await page.request.get(`/api/runs/${runs.runs[0].id}`)).json();
  const [choice] = run.state.choices;
  expect(await document.text()).toBe(STORY + choice.text);
  // The second token: by its place in the text, from the keyboard.
  const [first, second] = choice.tokens;
  await document.putCursor(STORY.length + first.text.length + 1);
  await page.keyboard.press('Alt+Enter');
  const menu = page.getByRole('dialog', { name: /^Token “/ });
  const logprob = second.logprob.toFixed(3).replace('-', '−');
  await expect(menu.getByText(`Log probability${logprob}`, { exact: true })).toBeVisible();
  const rows = await menu.getByRole('menuitem').allTextContents();
  expect(rows.length).toBeGreaterThanOrEqual(second.top.length);
  // The engine, asked anew for the token after the same text: each row shows its probability, rounded to what is shown.
  const asked = await page.request.post('/api/runs', {
    data: {
      idempotencyKey: crypto.randomUUID(),
      connectionId: 'practice',
      request: { ...run.request, prompt: STORY + first.text, max_tokens: 1, stream: false },
    },
  });
  await asked.body();
  const engine = await (await page.request.get(`/api/runs/${asked.headers()['x-run-id']}`)).json();
  const { top } = engine.state.choices[0].tokens[0] as { top: { text: string; logprob: number }[] };
  expect(top.length).toBeGreaterThanOrEqual(5);
  const best = [...top].sort((a, b) => b.logprob - a.logprob);
  for (const [at, { logprob }] of best.entries()) {
    const exact = Math.exp(logprob) * 100;
    const [, sign, percent = ''] = /([<>]?)([\d.]+)%$/.exec(rows[at] ?? '') ?? [];
    const decimals = percent.split('.')[1]?.length ?? 0;
    if (sign === '<') expect(exact).toBeLessThan(Number(percent));
    else if (sign === '>') expect(exact).toBeGreaterThan(Number(percent));
    else expect(percent, rows[at]).toBe(exact.toFixed(decimals));
    expect(sign === '' && exact < 99.95 ? decimals : 1).toBeGreaterThan(0);
  }
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  await expect(document.editor).toBeFocused();

  // By mouse: a press shows the menu and leaves the keyboard in the text.
  // As everybody does it: the pointer is there first, and its token is marked.
  const written = document.editor.locator('.cm-model').first();
  const place = await written.evaluate((element) => {
    const [first] = element.getClientRects();
    return { x: (first?.left ?? 0) + 60, y: (first?.top ?? 0) + 8 };
  });
  await page.mouse.move(place.x, place.y);
  await expect(document.editor.locator('.cm-token-current')).toBeVisible();
  await page.mouse.click(place.x, place.y);
  await expect(menu).toBeVisible();
  await expect(document.editor).toBeFocused();
  await menu.getByRole('menuitem').nth(1).click();
  await expect(menu).toBeHidden();
  await document.ended();
  // With the one that asked the engine.
  await expect(playground.history).toHaveCount(3);
});

test('Find works in the document and not in the browser, and Tab leaves the editor', async ({ page }) => {
  const document = await withTokens(page);
  await page.keyboard.press('ControlOrMeta+f');
  const find = page.getByRole('textbox', { name: 'Find' });
  await expect(find).toBeFocused();
  await page.keyboard.type('time');
  await expect(document.editor.locator('.cm-searchMatch')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(find).toBeHidden();
  await expect(document.editor).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(document.editor).not.toBeFocused();
  expect(await document.text()).toBe(STORY);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing in a document, ${colorScheme}`, async ({ page, playground }) => {
    await page.emulateMedia({ colorScheme });
    await playground.open();
    await playground.setParameter('logprobs', 5);
    await playground.setParameter('max_tokens', 20);
    const document = new DocumentPage(page);
    await document.switchTo();
    await expectAccessible(page, 'an empty document');
    await document.write(STORY);
    await document.run();
    await document.ended();
    await expect.poll(() => document.highlighted('token-1', 'token-2', 'token-3')).not.toEqual([]);
    await expectAccessible(page, 'a document with colors');
    await page.keyboard.press('ControlOrMeta+z');
    await expect(document.editor.locator('.cm-undone').first()).toBeVisible();
    await expectAccessible(page, 'a document with an undo that waits');
  });
}

test('forced colors show who wrote what', async ({ page, playground }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  const document = await continuedDocument(playground, STORY, { max_tokens: 6 });
  const line = await document.editor
    .locator('.cm-model')
    .first()
    .evaluate((element) => {
      const own = getComputedStyle(element).textDecorationLine;
      const around = getComputedStyle(element.parentElement as Element).textDecorationLine;
      return [own, around];
    });
  expect(line).toEqual(['underline', 'none']);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('a document is written, continued, branched at a token and undone by thumb', async ({ page }) => {
    await startGuest(page.request);
    const document = new DocumentPage(page);
    await page.goto('/');
    await page.getByRole('button', { name: 'Document mode' }).tap();
    await expect(document.editor).toBeVisible();
    await document.editor.tap();
    await page.keyboard.insertText(STORY);
    await document.runButton.tap();
    await document.ended();
    const text = await document.text();
    expect(text.startsWith(STORY) && text.length > STORY.length).toBe(true);
    await expectNothingWider(page, 'a document on a phone');
    expect(await smallTargets(page)).toEqual([]);
    // The browser's own undo, as keyboards of phones send it.
    await document.editor.evaluate((element) =>
      element.dispatchEvent(
        new InputEvent('beforeinput', { inputType: 'historyUndo', bubbles: true, cancelable: true }),
      ),
    );
    await document.pane.getByRole('button', { name: 'Undo', exact: true }).first().tap();
    await expect.poll(() => document.text()).toBe(STORY);
    // Keyboards of some phones have no undo: the buttons do the same, and leave the keyboard where it is.
    await document.pane.getByRole('button', { name: 'Redo', exact: true }).tap();
    await expect.poll(() => document.text()).toBe(text);
    await expect(document.editor).toBeFocused();
    await document.pane.getByRole('button', { name: 'Regenerate', exact: true }).tap();
    await document.ended();
    expect(await smallTargets(page)).toEqual([]);
    const undo = document.pane.getByRole('button', { name: 'Undo', exact: true });
    await undo.last().tap();
    await undo.last().tap();
    await expect.poll(() => document.text()).toBe(text);
  });

  test('what blocks Run is said in full beside the tools of the text', async ({ page, upstream }) => {
    const guest = await startGuest(page.request);
    await guest.addConnection({ name: 'Two models', baseUrl: upstream.url, isDefault: true });
    await page.goto('/');
    const document = new DocumentPage(page);
    await document.switchTo();
    await document.write(STORY);
    await expect(document.pane.getByRole('button', { name: 'Regenerate', exact: true })).toBeVisible();
    const reason = document.pane.getByRole('button', { name: 'Choose a model.', exact: true });
    await expect(reason).toBeInViewport({ ratio: 1 });
    expect(await reason.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
    expect(await smallTargets(page)).toEqual([]);
    await expectNothingWider(page, 'a document without a model');
  });

  /** A document that a run with probabilities has continued, by thumb. */
  async function continued(page: Page, choices?: number): Promise<DocumentPage> {
    await startGuest(page.request);
    await page.goto('/');
    await page.getByRole('button', { name: 'Show parameters' }).tap();
    const sheet = page.getByRole('dialog', { name: 'Parameters' });
    await sheet.getByRole('switch', { name: 'Send Log probabilities', exact: true }).setChecked(true);
    await sheet.getByRole('switch', { name: 'Send Seed', exact: true }).setChecked(true);
    await sheet.getByRole('textbox', { name: 'Seed', exact: true }).fill('4');
    if (choices !== undefined) {
      await sheet.getByRole('switch', { name: 'Send Choices (n)', exact: true }).setChecked(true);
      await sheet.getByRole('textbox', { name: 'Choices (n)', exact: true }).fill(String(choices));
    }
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await expect(sheet).toBeHidden();
    const document = new DocumentPage(page);
    await page.getByRole('button', { name: 'Document mode' }).tap();
    await expect(document.editor).toBeVisible();
    await document.write(STORY);
    await document.runButton.tap();
    await document.ended();
    return document;
  }

  test('three fifths of the screen are text, and the menu has what stands around it elsewhere', async ({
    page,
  }) => {
    const document = await continued(page);
    const text = document.pane.locator('.document-editor');
    const place = () => text.boundingBox();
    await expect.poll(async () => (await place())?.height).toBeGreaterThan(844 * 0.6);
    const before = await place();
    // A tap in the middle of the text brings no line, over it or under it.
    await document.putCursor(4);
    await expect(document.pane.getByText('Text after the cursor:')).toHaveCount(0);
    expect(await place()).toEqual(before);
    const more = document.pane.getByRole('button', { name: 'Actions for this document' });
    await more.tap();
    const menu = page.getByRole('menu', { name: 'This document' });
    for (const name of ['Suggest on', 'What if', 'Rename…'])
      await expect(menu.getByRole('menuitem', { name })).toBeVisible();
    await expect(
      menu.getByRole('menuitemradio', { name: 'Fill in before it (sent as suffix)' }),
    ).toBeChecked();
    await menu.getByRole('menuitemradio', { name: "Keep it, don't send it" }).tap();
    await more.tap();
    await expect(menu.getByRole('menuitemradio', { name: "Keep it, don't send it" })).toBeChecked();
    await menu.getByRole('menuitem', { name: 'What if' }).tap();
    await expect(page.getByRole('region', { name: 'What if', exact: true })).toBeVisible();
    await more.tap();
    await menu.getByRole('menuitem', { name: 'Close What if' }).tap();
    await more.tap();
    await menu.getByRole('menuitemradio', { name: 'Colors off' }).tap();
    await expect.poll(() => document.highlighted('token-1', 'token-2', 'token-3')).toEqual([]);
    expect(await place()).toEqual(before);
  });

  test('a tap on a token sets the cursor, and offers its alternatives', async ({ page }) => {
    const document = await continued(page);
    const token = await document.editor
      .locator('.cm-model')
      .first()
      .evaluate((element) => {
        const [first] = element.getClientRects();
        return { x: (first?.left ?? 0) + 40, y: (first?.top ?? 0) + 8 };
      });
    const offer = page.getByRole('button', { name: 'Alternatives', exact: true });
    const menu = page.getByRole('dialog', { name: /^Token “/ });
    await page.touchscreen.tap(token.x, token.y);
    await expect(offer).toBeInViewport({ ratio: 1 });
    await expect(menu).toHaveCount(0);
    // The cursor is where the finger was.
    await page.keyboard.insertText('|');
    const text = await document.text();
    expect(text.indexOf('|')).toBeGreaterThan(STORY.length);
    expect(text.indexOf('|')).toBeLessThan(text.length - 1);
    await expect(offer).toHaveCount(0);
    await page.keyboard.press('Backspace');
    await page.touchscreen.tap(token.x, token.y);
    await offer.tap();
    await expect(menu).toBeVisible();
    await expect(offer).toHaveCount(0);
    await page.keyboard.press('Escape');
    await expect(menu).toHaveCount(0);
  });

  test('there is one stepper: through the choices of a run, and once one is written on through branches', async ({
    page,
  }) => {
    const document = await continued(page, 3);
    const strip = document.pane.getByRole('region', { name: 'Branches' });
    const choice = strip.getByText(/^Choice \d of \d/);
    await expect(choice).toHaveText(/^Choice 1/);
    await expect(strip.getByText(/^Branch \d+ of \d+$/)).toHaveCount(0);
    const first = await document.text();
    await strip.getByRole('button', { name: 'Next choice' }).tap();
    await expect(choice).toHaveText(/^Choice 2/);
    expect(await document.text()).not.toBe(first);
  });

  test('a branch is named in the place of the map, which comes back at it', async ({ page }) => {
    const document = await continued(page, 3);
    await document.pane.getByRole('button', { name: 'Map of all branches' }).tap();
    const dialogs = page.getByRole('dialog');
    const map = page.getByRole('dialog', { name: 'Branches' });
    await map.getByRole('button', { name: 'Branch actions' }).nth(1).tap();
    await page.getByRole('menuitem', { name: 'Name' }).tap();
    const naming = page.getByRole('dialog', { name: 'Name this branch' });
    await expect(naming).toBeVisible();
    await expect(dialogs).toHaveCount(1);
    await naming.getByRole('textbox', { name: 'Name' }).fill('The better one');
    await naming.getByRole('button', { name: 'Save' }).tap();
    await expect(map.getByRole('treeitem', { name: /The better one/ })).toBeFocused();
    await expect(dialogs).toHaveCount(1);
    await page.keyboard.press('Escape');
    await expect(dialogs).toHaveCount(0);
    await expect(document.pane.getByRole('button', { name: 'Map of all branches' })).toBeFocused();
  });
});

test('by keyboard the switch leads into the text, and back into the prompt', async ({ page, playground }) => {
  await playground.open();
  const document = new DocumentPage(page);
  await page.getByRole('button', { name: 'Document mode' }).press('Enter');
  await expect(document.editor).toBeFocused();
  await page.getByRole('button', { name: 'Prompt mode' }).press('Enter');
  await expect(playground.prompt).toBeFocused();
});

test('a run of the history leads out of a document and back, and the status is of the text that is shown', async ({
  page,
  playground,
}) => {
  const document = await continuedDocument(playground, STORY, { max_tokens: 12 });
  const text = await document.text();
  const status = document.pane.locator('footer').getByText('Complete', { exact: true });
  await expect(status).toBeVisible();
  // A document has a map of its own.
  await expect(playground.history).toHaveCount(1);
  await expect(page.locator('[aria-current="true"][data-run]')).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Related runs', exact: true })).toHaveCount(0);

  // Before the generation, the text is nobody's answer.
  await page.keyboard.press('ControlOrMeta+z');
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(() => document.text()).toBe(STORY);
  await expect(status).toBeHidden();
  await page.keyboard.press('ControlOrMeta+Shift+z');
  await expect.poll(() => document.text()).toBe(text);
  await expect(status).toBeVisible();

  await playground.setParameter('temperature', 0.3);
  await playground.history.first().click();
  await expect(playground.prompt).toHaveValue(STORY);
  await page.getByRole('button', { name: 'Back to the document' }).click();
  await expect.poll(() => document.text()).toBe(text);
  await expect(playground.field('temperature')).toHaveValue('0.3');
});

test('without probabilities the document offers to ask for them', async ({ page, playground }) => {
  const document = await continuedDocument(playground, STORY, { max_tokens: 8 });
  const send = page.getByRole('switch', { name: 'Send Log probabilities', exact: true });
  await expect(send).not.toBeChecked();
  const alternatives = document.pane.getByRole('switch', { name: 'Alternatives' });
  await alternatives.click();
  await expect(send).toBeChecked();
  await expect(alternatives).toBeChecked();
  await expect(page.getByText(/^Log probabilities are on\. Run again/)).toBeVisible();
  await document.run();
  await document.ended();
  await expect(document.pane.getByRole('combobox', { name: 'Token colors' })).toBeVisible();
  await expect(document.pane.getByRole('list', { name: 'Color legend' })).toBeVisible();
});

test('where a token has no alternatives, the screen says why, and Enter breaks no line', async ({
  page,
  playground,
}) => {
  const document = await continuedDocument(playground, STORY, { max_tokens: 8 });
  const text = await document.text();
  const send = page.getByRole('switch', { name: 'Send Log probabilities', exact: true });

  await document.putCursor(text.length - 2);
  await page.keyboard.press('Alt+Enter');
  await expect(document.pane.getByText('this text was generated without log probabilities')).toBeVisible();
  await expect(document.pane.getByRole('button', { name: 'Turn on log probabilities' })).toBeFocused();
  await expectAccessible(page, 'a token without alternatives');
  await page.keyboard.press('Enter');
  await expect(send).toBeChecked();
  await expect(document.pane.getByText('Text from the next run has alternatives.')).toBeVisible();
  expect(await document.text()).toBe(text);
  await page.keyboard.press('Escape');
  await expect(document.pane.getByText('Text from the next run has alternatives.')).toHaveCount(0);
  await expect(document.editor).toBeFocused();

  // A person's own text.
  await document.putCursor(3);
  await page.keyboard.press('Alt+Enter');
  await expect(document.pane.getByText("the model didn't write this text")).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(document.editor).toBeFocused();
  expect(await document.text()).toBe(text);

  // The passage at the cursor is made anew, and not what was written last; then it has them.
  await page.keyboard.press('ControlOrMeta+End');
  await document.write('. And so');
  await document.run();
  await document.ended();
  const whole = await document.text();
  await document.putCursor(STORY.length + 2);
  await page.keyboard.press('Alt+Enter');
  const sent = page.waitForRequest(
    (request) => request.url().endsWith('/api/runs') && request.method() === 'POST',
  );
  await document.pane.getByRole('button', { name: 'Regenerate this passage' }).click();
  expect((await sent).postDataJSON().request).toMatchObject({
    prompt: STORY,
    suffix: whole.slice(text.length),
  });
  await document.ended();
  expect((await document.text()).endsWith(whole.slice(text.length))).toBe(true);
  await document.putCursor(STORY.length + 2);
  await page.keyboard.press('Alt+Enter');
  await expect(page.getByRole('dialog', { name: /^Token “/ })).toBeVisible();
});

test('the token at a cursor that was scrolled away is shown, and a run that could not be loaded is asked for again', async ({
  page,
  playground,
  expectedErrors,
}) => {
  const start = `${'A line.\n'.repeat(120)}${STORY}`;
  const document = await continuedDocument(playground, start, { logprobs: 5, max_tokens: 8 });
  const menu = page.getByRole('dialog', { name: /^Token “/ });
  const toEnd = () => page.keyboard.press('ControlOrMeta+End');
  await toEnd();
  const scroller = document.editor.locator('xpath=ancestor::*[contains(@class, "cm-scroller")]');
  await scroller.evaluate((element) => element.scrollTo(0, 0));
  await expect(document.editor).toContainText('A line.');
  await page.keyboard.press('Alt+Enter');
  await expect(menu).toBeInViewport();
  await expect(document.editor.getByText('Once upon a time').last()).toBeInViewport();
  await page.keyboard.press('Escape');

  expectedErrors.push(/status of 503/);
  const fails = (url: URL) => /^\/api\/runs\/[\w-]+$/.test(url.pathname);
  await page.route(fails, (route) => route.fulfill({ status: 503, body: '' }));
  await page.reload();
  await document.editor.focus();
  await toEnd();
  await page.keyboard.press('Alt+Enter');
  const again = document.pane.getByRole('button', { name: 'Try again' });
  await expect(again).toBeFocused();
  await expect(document.pane.getByText("Couldn't load alternatives")).toBeVisible();
  await page.unroute(fails);
  await page.keyboard.press('Enter');
  await expect(menu).toBeVisible();
});

test('“Compare this” and Code are about what Run would send in the document', async ({
  page,
  playground,
}) => {
  await playground.open();
  await playground.prompt.fill('The prompt of the other mode');
  await playground.setParameter('temperature', 0.4);
  const document = new DocumentPage(page);
  await document.switchTo();
  await document.write('Written here, and more after it');
  await document.putCursor('Written here'.length);
  await page.getByRole('button', { name: 'Code', exact: true }).click();
  const code = page.getByRole('dialog', { name: 'Code', exact: true });
  await expect(code).toContainText('Written here');
  await expect(code).not.toContainText('The prompt of the other mode');
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Compare this' }).click();
  await expect(page).toHaveURL(/\/compare/);
  await expect(page.getByRole('textbox', { name: 'Prompt', exact: true })).toHaveValue('Written here');
  await page.getByRole('link', { name: 'Playground', exact: true }).click();
  await expect.poll(() => document.text()).toBe('Written here, and more after it');
  await page.getByRole('button', { name: 'Prompt mode' }).click();
  await expect(playground.prompt).toHaveValue('The prompt of the other mode');
});
