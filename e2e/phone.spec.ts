import { expect, type Locator } from '@playwright/test';
import { startGuest } from './support/guest';
import { test } from './support/test';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

const heightOf = (locator: Locator) => locator.evaluate((element) => element.getBoundingClientRect().height);

test('on a phone the navigation shows where one is, and leads everywhere', async ({ page, playground }) => {
  await startGuest(page.request);
  await playground.open();
  const places = page.getByRole('navigation', { name: 'Main' });
  for (const [name, path] of [
    ['Compare', '/compare'],
    ['History', '/history'],
    ['Settings', '/settings'],
    ['Playground', '/'],
  ] as const) {
    const place = places.getByRole('link', { name, exact: true });
    await expect(place).toBeInViewport({ ratio: 1 });
    await place.tap();
    await expect.poll(() => new URL(page.url()).pathname).toMatch(new RegExp(`^${path}`));
    await expect(places.locator('[aria-current="page"]')).toHaveText(name);
    await expect(places.locator('[aria-current="page"]')).toBeInViewport({ ratio: 1 });
  }
});

test('on a phone the output gets the larger half once it has text, and the prompt gets its half back while it is written', async ({
  page,
  playground,
}) => {
  await startGuest(page.request);
  await playground.open();
  const editor = page.getByRole('region', { name: 'Prompt', exact: true });
  const before = await heightOf(editor);
  await page.getByRole('button', { name: 'Run', exact: true }).tap();
  await playground.ended();
  await expect.poll(() => heightOf(editor)).toBeLessThan(before * 0.8);
  const column = await heightOf(playground.output);
  expect(column).toBeGreaterThan(844 / 2);
  await playground.prompt.tap();
  await expect.poll(() => heightOf(editor)).toBeGreaterThan(before * 0.9);
});
