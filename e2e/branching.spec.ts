import { expect, type Page } from '@playwright/test';
import { openOnUpstream } from './support/open-on-upstream';
import type { Playground } from './support/playground';
import { test } from './support/test';

const STORY = 'Once upon a time there was a';

/** A run with probabilities on the practice model. */
async function withProbabilities(playground: Playground): Promise<string> {
  await playground.open();
  await playground.prompt.fill(STORY);
  await playground.setParameter('logprobs', 5);
  await playground.setParameter('seed', 4);
  await playground.setParameter('max_tokens', 20);
  await playground.runToEnd();
  return playground.text();
}

/** How many tokens have each of the three tints now. */
const tinted = (page: Page) =>
  page.evaluate(() => [1, 2, 3].map((step) => CSS.highlights.get(`token-${step}`)?.size ?? 0));

/** Walks to the first token by keyboard: the code for it loads with the first probabilities. */
async function walk(page: Page, playground: Playground): Promise<void> {
  await playground.completion.focus();
  await expect(async () => {
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('status').filter({ hasText: /^“.+”, / })).toHaveCount(1, { timeout: 500 });
  }).toPass();
}

test('probabilities that were asked for are coloured, with a legend, until somebody switches them off', async ({
  page,
  playground,
}) => {
  await withProbabilities(playground);
  const sum = async () => (await tinted(page)).reduce((total, count) => total + count, 0);
  await expect.poll(sum).toBeGreaterThan(0);
  const legend = playground.output.getByRole('list', { name: 'Color legend' });
  await expect(legend.getByRole('listitem')).toHaveText(['30–60%', '10–30%', 'under 10%']);
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 844 });
    await expect(legend).toBeInViewport({ ratio: 1 });
  }
  await page.getByRole('combobox', { name: 'Token colors' }).selectOption('Colors off');
  await expect.poll(sum).toBe(0);
  await page.reload();
  await playground.ready();
  await playground.ended();
  await expect(page.getByRole('combobox', { name: 'Token colors' })).toHaveValue('off');
  expect(await sum()).toBe(0);
});

test('by keyboard alone: a token’s figures, a branch with a text of one’s own, its line, and back', async ({
  page,
  playground,
}) => {
  const before = await withProbabilities(playground);
  await walk(page, playground);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  const token = page.getByRole('dialog', { name: /^Token “/ });
  await expect(token.getByRole('menuitem').first()).toBeFocused();
  await expect(token.getByText('Continue with another token', { exact: true })).toBeVisible();
  await expect(token.getByText(/^Probability[\d.<>]+%$/)).toBeVisible();
  await expect(token.getByText(/^Log probability−?\d+\.\d{3}$/)).toBeVisible();
  await expect(token.getByText(/^Rank(\d of \d returned|not in top \d)$/)).toBeVisible();

  await page.keyboard.press('Tab');
  const field = token.getByRole('textbox', { name: 'Or with your own text' });
  await expect(field).toBeFocused();
  // Nothing of one's own yet.
  await expect(token.getByRole('button', { name: 'Branch' })).toBeDisabled();
  await page.keyboard.type('zeppelin');
  await expect(field).toHaveValue(' zeppelin');
  await page.keyboard.press('Tab');
  await expect(token.getByRole('button', { name: 'Branch' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(token.getByRole('menuitem').first()).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(token).toBeHidden();
  await expect(playground.history).toHaveCount(2);
  await playground.ended();
  await expect(playground.completion).toBeFocused();
  const prompt = await playground.prompt.inputValue();
  expect(prompt.startsWith(STORY) && prompt.endsWith(' zeppelin')).toBe(true);
  expect(before.startsWith(prompt.slice(STORY.length, -' zeppelin'.length))).toBe(true);

  const line = playground.output.getByText(/^Branched from the \d\d:\d\d run at “….+ zeppelin”$/);
  await expect(line).toBeVisible();
  await page.reload();
  await playground.ready();
  await expect(line).toBeVisible();
  await playground.output.getByRole('button', { name: 'Back to the original run' }).press('Enter');
  await expect.poll(() => playground.text()).toBe(before);
  await expect(playground.prompt).toHaveValue(STORY);
  await expect(line).toHaveCount(0);
});

test('Back from a branch offers to restore a parameter that was set meanwhile', async ({
  page,
  playground,
}) => {
  await withProbabilities(playground);
  await walk(page, playground);
  await page.keyboard.press('Enter');
  await page
    .getByRole('dialog', { name: /^Token “/ })
    .getByRole('menuitem')
    .last()
    .press('Enter');
  await expect(playground.history).toHaveCount(2);
  await playground.ended();
  await playground.setParameter('n', 3);
  await playground.output.getByRole('button', { name: 'Back to the original run' }).click();
  await expect(playground.prompt).toHaveValue(STORY);
  await expect(
    page.getByText(/^Prompt and settings replaced with those from the \d\d:\d\d run\.$/),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(playground.field('n')).toHaveValue('3');
});

test('the panel of a token and the menu of a press on it are on the same side', async ({
  page,
  playground,
}) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await withProbabilities(playground);
  const box = (await playground.completion.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const panel = page.locator('.floating[aria-hidden="true"]').filter({ hasText: 'Click to continue' });
  const at = { x: box.x + 60, y: box.y + 24 };
  // The code that finds tokens loads with the first probabilities.
  await expect(async () => {
    await page.mouse.move(at.x - 2, at.y);
    await page.mouse.move(at.x, at.y);
    await expect(panel).toBeVisible({ timeout: 500 });
  }).toPass();
  // There is space for the panel below, and for the menu only above.
  const looked = await panel.boundingBox();
  await page.mouse.down();
  await page.mouse.up();
  const menu = page.getByRole('dialog', { name: /^Token “/ });
  await expect(menu).toBeVisible();
  const pressed = await menu.boundingBox();
  expect((looked?.y ?? 0) + (looked?.height ?? 0)).toBeLessThan(at.y);
  // Placed at whole pixels, with heights that are none, and measured while they appear, which moves them by two.
  const bottom = (box: typeof looked) => (box?.y ?? 0) + (box?.height ?? 0);
  expect(Math.abs(bottom(pressed) - bottom(looked))).toBeLessThanOrEqual(3);
});

test('related runs are a tree beside the playground, where each run can be opened', async ({
  page,
  playground,
}) => {
  const before = await withProbabilities(playground);
  const tree = page.getByRole('tree', { name: 'Related runs' });
  await expect(tree).toHaveCount(0);
  await walk(page, playground);
  await page.keyboard.press('Enter');
  const menu = page.getByRole('menu', { name: 'Continue from here with another token' });
  await expect(menu.getByRole('menuitem').first()).toBeFocused();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect(playground.history).toHaveCount(2);
  await playground.ended();
  const runs = tree.getByRole('treeitem');
  await expect(runs).toHaveCount(2);
  await expect(runs.nth(1)).toHaveAttribute('aria-current', 'true');
  await runs.nth(1).focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect.poll(() => playground.text()).toBe(before);
  await expect(page).toHaveURL(/\/\?run=/);
  await expect(runs.first()).toHaveAttribute('aria-current', 'true');
  await expect(runs.first()).toBeFocused();
  // What changed settings alone is no edit of the text, and what changed nothing is a rerun.
  await playground.setParameter('logprobs', 3);
  await playground.runToEnd();
  await expect(playground.history).toHaveCount(3);
  await playground.runToEnd();
  // Their text is the first one's: they are no branches, and beside them.
  const variants = page.getByRole('tree', { name: 'Same prompt, rerun' }).getByRole('treeitem');
  await expect(variants).toHaveCount(2);
  await expect(runs).toHaveCount(2);
  await expect(variants.filter({ hasText: 'with log probabilities' })).toHaveCount(1);
  await expect(variants.filter({ hasText: /^Rerun(?! with)/ })).toHaveAttribute('aria-current', 'true');
  const fold = page.getByRole('button', { name: /^Same prompt, rerun/ });
  await fold.click();
  await expect(variants).toHaveCount(0);
  await fold.press('Enter');
  await variants.filter({ hasText: 'with log probabilities' }).focus();
  await page.keyboard.press('Enter');
  await expect(variants.filter({ hasText: 'with log probabilities' })).toHaveAttribute(
    'aria-current',
    'true',
  );
  await expect(tree).not.toContainText('Edited');
  // A text that does not come from these is no branch of them, whether it is new or typed over them.
  await playground.prompt.fill('def add(a, b):');
  await playground.runToEnd();
  await expect(playground.history).toHaveCount(5);
  await expect(tree).toHaveCount(0);
  await page.getByRole('button', { name: 'New prompt', exact: true }).click();
  await playground.prompt.fill('Something else');
  await playground.runToEnd();
  await expect(tree).toHaveCount(0);
});

test('a token without a probability, in an echoed prompt, takes a text of one’s own as well', async ({
  page,
  playground,
}) => {
  await playground.open();
  await playground.prompt.fill('Once upon a time');
  await playground.setParameter('logprobs', 2);
  await playground.setParameter('echo', true);
  await playground.setParameter('max_tokens', 5);
  await playground.runToEnd();
  await walk(page, playground);
  await page.keyboard.press('Enter');
  const token = page.getByRole('dialog', { name: 'Token “Once”' });
  await expect(token).toContainText('No probability for this token.');
  await expect(token.getByRole('textbox')).toBeFocused();
  await page.keyboard.type('Twice');
  await page.keyboard.press('Enter');
  await expect(playground.prompt).toHaveValue('Twice');
  await playground.ended();
});

test('a line of the history has the first words of the output, and what was changed when nothing else was', async ({
  page,
  playground,
  upstream,
}) => {
  await openOnUpstream(playground, upstream);
  await playground.prompt.fill('Once');
  await playground.setParameter('temperature', 0.2);
  await playground.runToEnd();
  await expect(playground.history.first()).toContainText('upon a time');
  await playground.setParameter('temperature', 0.9);
  await playground.runToEnd();
  await expect(playground.history).toHaveText([/upon a time.*Temperature 0\.2 → 0\.9/i, /upon a time/]);
  await expect(playground.history.nth(1)).not.toContainText('→');
  await page.goto('/history');
  await expect(playground.history.first()).toContainText(/temperature 0\.2 → 0\.9/i);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('a tap on a token shows its figures, and a text of one’s own branches there', async ({
    page,
    playground,
  }) => {
    await playground.open();
    await playground.prompt.fill(STORY);
    await page.getByRole('button', { name: 'Show parameters' }).tap();
    const sheet = page.getByRole('dialog', { name: 'Parameters' });
    await sheet.getByRole('switch', { name: 'Send Log probabilities', exact: true }).setChecked(true);
    await page.keyboard.press('Escape');
    await playground.runToEnd();
    const token = page.getByRole('dialog', { name: /^Token “/ });
    await expect(async () => {
      await playground.completion.tap({ position: { x: 60, y: 24 } });
      await expect(token).toBeVisible({ timeout: 500 });
    }).toPass();
    await expect(token).toBeInViewport({ ratio: 1 });
    await token.getByRole('textbox').tap();
    await token.getByRole('textbox').fill(' zeppelin');
    // The keyboard of the phone takes half of the screen, and the popover stays.
    await page.setViewportSize({ width: 390, height: 500 });
    await token.getByRole('button', { name: 'Branch' }).tap();
    await expect(playground.prompt).toHaveValue(/ zeppelin$/);
    await expect(playground.output.getByText(/^Branched from the /)).toBeVisible();
  });
});
