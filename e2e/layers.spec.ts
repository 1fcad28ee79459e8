import { expect, type Locator, type Page } from '@playwright/test';
import { test } from './support/test';

/** A layer and what it belongs to, in CSS pixels of the window. */
async function boxes(layer: Locator, anchor: Locator) {
  const [inner, outer] = await Promise.all([layer.boundingBox(), anchor.boundingBox()]);
  if (!inner || !outer) throw new Error('not shown');
  return { layer: inner, anchor: outer };
}

async function expectInside(page: Page, layer: Locator): Promise<void> {
  const box = await layer.boundingBox();
  const size = page.viewportSize();
  if (!box || !size) throw new Error('not shown');
  expect(box.x).toBeGreaterThanOrEqual(0);
  expect(box.y).toBeGreaterThanOrEqual(0);
  expect(box.x + box.width).toBeLessThanOrEqual(size.width);
  expect(box.y + box.height).toBeLessThanOrEqual(size.height);
}

test('tooltips at the edges of the window stay inside, next to their button', async ({
  page,
  playground,
}) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await playground.open();
  for (const name of [/^Appearance|^Theme/, 'Hide parameters', 'Hide history'] as const) {
    const button = page.getByRole('button', { name }).first();
    await button.hover();
    const tooltip = page.getByRole('tooltip');
    await expect(tooltip).toBeVisible();
    await expectInside(page, tooltip);
    const { layer, anchor } = await boxes(tooltip, button);
    const gap = Math.max(layer.y - (anchor.y + anchor.height), anchor.y - (layer.y + layer.height));
    expect(gap).toBeGreaterThanOrEqual(0);
    expect(gap).toBeLessThanOrEqual(8);
    await page.mouse.move(0, 0);
    await expect(tooltip).toHaveCount(0);
  }
});

test('a press closes a tooltip, and none comes with what it opened or when that closes', async ({
  page,
  playground,
}) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await playground.open();
  const tooltip = page.getByRole('tooltip');
  const theme = page.getByRole('button', { name: 'Theme' });
  await theme.hover();
  await expect(tooltip).toBeVisible();
  await theme.press('Enter');
  await expect(page.getByRole('menu', { name: 'Theme' })).toBeVisible();
  await expect(tooltip).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(theme).toBeFocused();
  await expect(tooltip).toHaveCount(0);
  // Who comes by Tab asks for it.
  await page.keyboard.press('Tab');
  await page.keyboard.press('Shift+Tab');
  await expect(theme).toBeFocused();
  await expect(tooltip).toBeVisible();
});

test('a popover opens on the side with room, is no higher than that, and follows its button', async ({
  page,
  playground,
}) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await playground.open();
  const info = playground.parameters.getByRole('button', { name: 'About Log probabilities' });
  const layer = page.getByRole('dialog', { name: /Log probabilities/ });

  // In the last 40 pixels of the window it opens upwards.
  await info.evaluate((button) => {
    button.scrollIntoView({ block: 'start' });
    const { top } = button.getBoundingClientRect();
    let pane = button.parentElement;
    while (pane && pane.scrollTop === 0) pane = pane.parentElement;
    pane?.scrollBy(0, top + 40 - innerHeight);
  });
  await expect.poll(async () => (await info.boundingBox())?.y ?? 0).toBeGreaterThan(660);
  await info.click();
  await expect(layer).toBeVisible();
  await expect
    .poll(async () => {
      const now = await boxes(layer, info);
      return now.anchor.y - (now.layer.y + now.layer.height);
    })
    .toBe(4);
  await expectInside(page, layer);

  // Its button moves: so does the layer.
  await playground.parameters.getByRole('button', { name: 'About Log probabilities' }).evaluate((button) => {
    button.scrollIntoView({ block: 'start' });
  });
  await expect
    .poll(async () => {
      const now = await boxes(layer, info);
      return now.layer.y - (now.anchor.y + now.anchor.height);
    })
    .toBe(4);
  await expectInside(page, layer);

  // In a low window its content scrolls.
  await page.setViewportSize({ width: 1280, height: 260 });
  await expect.poll(async () => (await layer.boundingBox())?.height ?? 999).toBeLessThanOrEqual(252);
  await expectInside(page, layer);
});
