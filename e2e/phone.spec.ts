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

test('on a phone the actions on an output are in words, and no tooltip stays behind', async ({
  page,
  playground,
}) => {
  await startGuest(page.request);
  await playground.open();
  await page.getByRole('button', { name: 'Run', exact: true }).tap();
  await playground.ended();
  const { output } = playground;
  await expect(output.getByRole('button', { name: 'Regenerate' })).toBeHidden();
  const more = output.getByRole('button', { name: 'More for this output' });
  await more.tap();
  await expect(page.getByRole('menuitem')).toHaveText(['Regenerate', 'Show prompt', 'Open run details']);
  await page.getByRole('menuitem', { name: 'Show prompt' }).tap();
  await expect(playground.completion).toContainText('Once upon a time there was a');
  await more.tap();
  await page.getByRole('menuitem', { name: 'Open run details' }).tap();
  await expect(page).toHaveURL(/\/history\/./);

  await playground.open();
  await page.getByRole('button', { name: 'Show the history' }).tap();
  const sheet = page.getByRole('dialog', { name: 'History' });
  // The keyboard of a phone is one as well.
  await sheet.getByRole('searchbox').fill('once');
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await expect(page.getByRole('button', { name: 'Show the history' })).toBeFocused();
  await expect(page.getByRole('tooltip')).toHaveCount(0);
});
