import { expect, type Page } from '@playwright/test';
import { steppedStream } from '@/lib/testing/stepped-stream';
import { listenToLiveRegions } from './support/accessible';
import { readyToRun } from './support/faults';
import { test } from './support/test';

/** The focused element's name for a screen reader. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return '';
    const ids = element.getAttribute('aria-labelledby')?.split(' ') ?? [];
    const labels = ids.map((id) => document.getElementById(id)?.textContent ?? '').join(' ');
    const label = element instanceof HTMLElement && 'labels' in element ? element.labels : null;
    const own = label instanceof NodeList ? [...label].map((node) => node.textContent).join(' ') : '';
    return labels || element.getAttribute('aria-label') || own || element.textContent?.trim() || '';
  });
}

/** Presses Tab until the element with this name has the focus; returns everything that was passed. */
async function tabTo(page: Page, name: string | RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<string[]> {
  const passed: string[] = [];
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press(key);
    const now = await focused(page);
    passed.push(now);
    if (typeof name === 'string' ? now === name : name.test(now)) return passed;
  }
  throw new Error(`${name} was not reached: ${passed.join(' → ')}`);
}

test('the whole main path by keyboard alone', async ({ page, playground, upstream }) => {
  test.slow();
  await readyToRun(page, playground, upstream.url);
  await page.reload();
  await playground.ready();
  const order = await tabTo(page, 'Prompt');
  const landmarks = ['Skip to content', 'Playground', 'Settings', 'Theme', 'Hide the history', 'Connection'];
  expect(order.filter((name) => landmarks.includes(name))).toEqual(landmarks);
  expect(order.every((name) => name !== '')).toBe(true);

  // Type a prompt, run, stop.
  await page.keyboard.press('Control+A');
  await page.keyboard.type('By keyboard');
  const stream = steppedStream();
  upstream.enqueue(stream.answer);
  await page.keyboard.press('Control+Enter');
  await stream.begun;
  stream.text('Never to end');
  await expect(playground.completion).toHaveText('Never to end');
  await page.keyboard.press('Escape');
  await playground.ended('stopped');
  await expect(playground.prompt).toBeFocused();

  // Switch a parameter on, set it, and run with it.
  await tabTo(page, 'Send Temperature');
  await page.keyboard.press('Space');
  await tabTo(page, 'Temperature');
  await page.keyboard.type('0.25');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Control+Enter');
  await playground.ended('complete');
  expect((await upstream.received(2)).json).toMatchObject({ prompt: 'By keyboard', temperature: 0.26 });

  // Open the older run of the history.
  await tabTo(page, 'Prompt', 'Shift+Tab');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('Something newer');
  await page.keyboard.press('Control+Enter');
  await upstream.received(3);
  await expect(playground.history).toHaveCount(3);
  await playground.ended('complete');
  await tabTo(page, /^Something newer/, 'Shift+Tab');
  await page.keyboard.press('ArrowDown');
  await expect(playground.history.nth(1)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(playground.prompt).toHaveValue('By keyboard');
  await expect(playground.history.nth(1)).toHaveAttribute('aria-current', 'true');

  // Choose a model, look at the code, leave both by Escape.
  await page.keyboard.press('Control+K');
  await expect(page.getByRole('dialog', { name: 'Models' }).getByRole('combobox')).toBeFocused();
  await page.keyboard.type('other');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Model: other-model' })).toBeVisible();
  await tabTo(page, 'View code');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'View code' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'View code' })).toBeFocused();
});

test('what is announced of a run is its start and its end, and no token of it', async ({
  page,
  playground,
  upstream,
}) => {
  await readyToRun(page, playground, upstream.url);
  const stream = steppedStream();
  upstream.enqueue(stream.answer);
  const said = await listenToLiveRegions(page);
  await playground.run();
  await stream.begun;
  for (const word of ['One', ' two', ' three']) {
    stream.text(word);
    await expect(playground.completion).toContainText(word.trim());
  }
  stream.finish();
  await playground.ended();
  await expect.poll(said).toEqual(['Running', 'Complete']);
});
