import { expect, type Page } from '@playwright/test';
import { DocumentPage } from './support/document';
import { test } from './support/test';

const STORY = 'Once upon a time there was a';
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Search actions' });

/** Chooses the best match from the palette, which is opened from wherever the focus is. */
async function choose(page: Page, letters: string, name: string | RegExp): Promise<void> {
  await page.keyboard.press('F2');
  const field = dialog(page).getByRole('combobox');
  await expect(field).toBeFocused();
  await field.fill(letters);
  await expect(dialog(page).getByRole('option', { selected: true })).toHaveAccessibleName(name);
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toHaveCount(0);
}

test('a document is opened, written and named from the palette alone, and found there again', async ({
  page,
  playground,
}) => {
  await playground.open();
  await playground.setParameter('max_tokens', 8);
  const document = new DocumentPage(page);
  await choose(page, 'write in document', /^Switch to document mode/);
  await expect(document.editor).toBeVisible();
  await document.write(STORY);
  await choose(page, 'continue here', /^Run/);
  await document.ended();
  const first = await document.text();
  expect(first.length).toBeGreaterThan(STORY.length);

  // Undo marks the generation first, as its key does.
  await choose(page, 'undo', /^Undo/);
  await expect(document.pane.getByText(/^Undo removes/)).toBeVisible();
  await choose(page, 'undo', /^Undo/);
  await expect.poll(() => document.text()).toBe(STORY);
  await choose(page, 'redo', /^Redo/);
  await expect.poll(() => document.text()).toBe(first);
  await choose(page, 'suggest on', /^Suggest on/);
  await expect(document.pane.getByRole('switch', { name: 'Suggest' })).toBeChecked();
  await choose(page, 'suggest off', /^Suggest off/);
  await choose(page, 'find replace', /^Find and replace/);
  await expect(document.pane.getByPlaceholder('Find')).toBeFocused();
  await page.keyboard.press('Escape');
  const saved = page.waitForEvent('download');
  await choose(page, 'export markdown', /^Export: markdown/);
  expect((await saved).suggestedFilename()).toMatch(/\.md$/);
  await choose(page, 'rename title', /^Rename…/);
  await page.getByRole('textbox', { name: 'Title' }).fill('The lighthouse');
  await page.getByRole('button', { name: 'Rename', exact: true }).click();
  await expect(page.getByRole('dialog', { name: 'Rename document' })).toHaveCount(0);
  await expect(document.pane.getByRole('button', { name: /The lighthouse/ })).toBeVisible();
  const address = page.url();

  await choose(page, 'new document', /^New document/);
  await expect.poll(() => document.text()).toBe('');
  await choose(page, 'write in prompt', /^Switch to prompt mode/);
  await expect(playground.prompt).toBeVisible();
  await choose(page, 'lighthouse', /^The lighthouse/);
  await expect(document.editor).toBeVisible();
  await expect.poll(() => document.text()).toBe(first);
  expect(page.url()).toBe(address);
  // By its first words as well.
  await page.goto('/settings/appearance');
  await expect(async () => {
    await page.keyboard.press('F2');
    await expect(dialog(page)).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await dialog(page).getByRole('combobox').fill(STORY.slice(0, 16));
  const found = dialog(page).getByRole('group', { name: /^Documents/ });
  await expect(found.getByRole('option', { name: /^The lighthouse/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await choose(page, 'documents history', /^Documents/);
  await expect(page).toHaveURL(/\/history\/documents$/);
});

test('a run is opened from the palette over a document, and Regenerate is about the document', async ({
  page,
  playground,
}) => {
  await playground.open();
  await playground.setParameter('max_tokens', 4);
  await playground.prompt.fill('A run of its own');
  await playground.runToEnd();
  const document = new DocumentPage(page);
  await document.switchTo();
  await document.write(STORY);
  await page.keyboard.press('F2');
  await dialog(page).getByRole('combobox').fill('regenerate');
  await expect(dialog(page).getByRole('option', { name: /^Regenerate/ })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await page.keyboard.press('Escape');
  await document.run();
  await document.ended();
  const before = await playground.history.count();
  await choose(page, 'regenerate', /^Regenerate/);
  await expect(playground.history).toHaveCount(before + 1);
  await document.ended();
  expect((await document.text()).startsWith(STORY)).toBe(true);
  await choose(page, 'own', /^A run of its own/);
  await expect(playground.prompt).toHaveValue('A run of its own');
});

test('in the editor a question mark is a character, and the keys of the page do what they do in the prompt', async ({
  page,
  playground,
}) => {
  await playground.open();
  const document = new DocumentPage(page);
  await document.switchTo();
  await document.write('Is it');
  await page.keyboard.press('?');
  await expect.poll(() => document.text()).toBe('Is it?');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  for (const key of ['F2', 'Control+Shift+P']) {
    await page.keyboard.press(key);
    await expect(dialog(page)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog(page)).toHaveCount(0);
    await expect(document.editor).toBeFocused();
  }
  await page.keyboard.press('Control+k');
  const models = page.getByRole('dialog', { name: 'Models' });
  await expect(models).toBeVisible();
  await expect(models.getByRole('combobox')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(models).toHaveCount(0);
  const history = page.getByRole('complementary', { name: 'History' });
  await document.editor.focus();
  await page.keyboard.press('Control+b');
  await expect(history).toHaveCount(0);
  await page.keyboard.press('Control+b');
  await expect(history).toBeVisible();
  await page.keyboard.press('Control+.');
  await expect(playground.parameters).toHaveCount(0);
  await page.keyboard.press('Control+.');
  await expect(playground.parameters).toBeVisible();
  await page.getByRole('button', { name: 'Search actions' }).focus();
  await page.keyboard.press('Control+/');
  await expect(document.editor).toBeFocused();
  expect(await document.text()).toBe('Is it?');
});
