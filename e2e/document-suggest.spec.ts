import { expect, type Page } from '@playwright/test';
import { steppedStream } from '@/lib/testing/stepped-stream';
import { answers } from '@/lib/testing/upstream-answers';
import { expectAccessible } from './support/accessible';
import { DocumentPage } from './support/document';
import { openOnUpstream } from './support/open-on-upstream';
import type { Playground } from './support/playground';
import { test } from './support/test';

const SUGGESTED = ' calls for two eggs,\nand some flour';

/** A document on the test's server, with suggestions on. */
async function suggesting(
  page: Page,
  playground: Playground,
  upstream: Parameters<typeof openOnUpstream>[1],
) {
  await openOnUpstream(playground, upstream);
  const document = new DocumentPage(page);
  await document.switchTo();
  const toggle = document.pane.getByRole('switch', { name: 'Suggest' });
  if ((page.viewportSize()?.width ?? 0) >= 640) {
    await expect(toggle).toHaveAttribute('aria-checked', 'false');
    await toggle.click();
  } else {
    // On a phone it is in the menu.
    await document.pane.getByRole('button', { name: 'Actions for this document' }).tap();
    await page.getByRole('menuitem', { name: 'Suggest on' }).tap();
    await expect(page.getByText(/^Suggestions are on/)).toBeVisible();
  }
  return { document, toggle, ghost: document.editor.locator('.cm-ghost') };
}

test('a suggestion stands in grey at the cursor, and is text and history only when it is taken', async ({
  page,
  playground,
  upstream,
}) => {
  const { document, ghost } = await suggesting(page, playground, upstream);
  upstream.enqueue(answers.stream([' calls for', ' two eggs,', '\nand some flour']));
  await document.write('The recipe');
  await expect(ghost).toHaveText(SUGGESTED.trim());
  expect(upstream.requests.at(-1)?.json).toMatchObject({
    prompt: 'The recipe',
    max_tokens: 24,
    stream: true,
  });
  expect(await document.text()).toBe('The recipe');
  await expect(document.pane.getByText(`Suggestion: ${SUGGESTED}. Tab accepts a word.`)).toBeAttached();
  await expectAccessible(page, 'a suggestion');
  await expect(playground.history).toHaveCount(0);

  await page.keyboard.press('Tab');
  await expect.poll(() => document.text()).toBe('The recipe calls');
  await expect(playground.history).toHaveCount(1);
  await page.keyboard.press('Shift+Tab');
  await expect.poll(() => document.text()).toBe('The recipe calls for two eggs,');
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => document.text()).toBe(`The recipe${SUGGESTED}`);
  expect(await document.modelText()).toBe(SUGGESTED.replace('\n', ''));
  await expect(ghost).toHaveCount(0);
  // What was taken is undone like a generation, part by part.
  await page.keyboard.press('ControlOrMeta+z');
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(() => document.text()).toBe('The recipe calls for two eggs,');
  await expect(playground.history).toHaveCount(1);
});

test('Escape takes none, typing along walks on without a call, and typing otherwise ends it', async ({
  page,
  playground,
  upstream,
}) => {
  const { document, ghost } = await suggesting(page, playground, upstream);
  upstream.enqueue(answers.stream([SUGGESTED]));
  await document.write('The recipe');
  await expect(ghost).toHaveText(SUGGESTED.trim());
  const calls = upstream.requests.length;
  await page.keyboard.type(' calls f');
  await expect(ghost).toHaveText('or two eggs,\nand some flour');
  await page.keyboard.press('Tab');
  await expect.poll(() => document.text()).toBe('The recipe calls for');
  expect(await document.modelText()).toBe('or');
  expect(upstream.requests).toHaveLength(calls);
  await page.keyboard.press('Escape');
  await expect(ghost).toHaveCount(0);
  expect(await document.text()).toBe('The recipe calls for');

  // One that is still coming is stopped at the server.
  const slow = steppedStream();
  upstream.enqueue(slow.answer);
  await page.keyboard.type(' a');
  const request = await slow.begun;
  slow.text('pple');
  upstream.enqueue(answers.stream([' pie']));
  await page.keyboard.type(' cherry');
  expect(await request.closed).toBe('closed');
  await expect(ghost).toHaveText('pie');
  await page.keyboard.type('x');
  await expect(ghost).toHaveCount(0);
});

test('alternatives are walked in place, equal ones are one, and the bar takes them by thumb', async ({
  page,
  playground,
  upstream,
}) => {
  await openOnUpstream(playground, upstream);
  await playground.setParameter('n', 3);
  const document = new DocumentPage(page);
  await document.switchTo();
  await document.pane.getByRole('switch', { name: 'Suggest' }).click();
  const ghost = document.editor.locator('.cm-ghost');
  const stream = steppedStream();
  upstream.enqueue(stream.answer);
  await document.write('The recipe');
  const request = await stream.begun;
  expect(request.json).toMatchObject({ n: 3, logprobs: 1 });
  stream.text(' calls', 0);
  stream.text(' is', 1);
  stream.text(' calls', 2);
  stream.finish();
  await expect(ghost).toHaveText('calls×2 1/2');
  await page.keyboard.press('Alt+]');
  await expect(ghost).toHaveText('is2/2');
  await page.keyboard.press('Alt+[');
  await page.keyboard.press('Alt+[');
  await expect(ghost).toHaveText('is2/2');
  await page.keyboard.press('Tab');
  await expect.poll(() => document.text()).toBe('The recipe is');
});

test('why there is none is said once, nothing is switched off, and the next one waits', async ({
  page,
  playground,
  upstream,
}) => {
  const { document, toggle, ghost } = await suggesting(page, playground, upstream);
  upstream.enqueue(answers.error(400, 'This model is asleep.'), answers.stream([' awake']));
  await document.write('It is');
  await expect(document.pane.getByText('No suggestion: This model is asleep.')).toBeVisible();
  await expect(toggle).toHaveAttribute('aria-checked', 'true');
  await expect(page.getByRole('region', { name: 'What went wrong' })).toHaveCount(0);
  await page.keyboard.type(' now');
  await expect(ghost).toHaveText('awake', { timeout: 15_000 });
  await expect(document.pane.getByText(/^No suggestion/)).toHaveCount(0);
  // The choice is remembered.
  await page.reload();
  await expect(document.pane.getByRole('switch', { name: 'Suggest' })).toHaveAttribute(
    'aria-checked',
    'true',
  );
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('a bar takes a word, a line, all or none', async ({ page, playground, upstream }) => {
    const { document, ghost } = await suggesting(page, playground, upstream);
    upstream.enqueue(answers.stream([SUGGESTED]));
    await document.write('The recipe');
    await expect(ghost).toHaveText(SUGGESTED.trim());
    const bar = document.pane.getByRole('toolbar', { name: 'Suggestion' });
    await bar.getByRole('button', { name: 'Word' }).tap();
    await expect.poll(() => document.text()).toBe('The recipe calls');
    await bar.getByRole('button', { name: 'Line' }).tap();
    await expect.poll(() => document.text()).toBe('The recipe calls for two eggs,');
    await expectAccessible(page, 'a suggestion on a phone');
    await bar.getByRole('button', { name: 'Dismiss' }).tap();
    await expect(bar).toHaveCount(0);
    await expect(document.editor).toBeFocused();
    expect(await document.text()).toBe('The recipe calls for two eggs,');
  });
});
