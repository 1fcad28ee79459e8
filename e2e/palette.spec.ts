import { expect, type Page } from '@playwright/test';
import { comeIn, expectAccessible, expectNothingWider } from './support/accessible';
import { startGuest } from './support/guest';
import { test } from './support/test';

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Search actions' });
const field = (page: Page) => dialog(page).getByRole('combobox');
const active = (page: Page) => dialog(page).getByRole('option', { selected: true });

async function open(page: Page, key = 'Control+Shift+P'): Promise<void> {
  await page.keyboard.press(key);
  await expect(field(page)).toBeFocused();
}

/** Chooses the best match. */
async function choose(page: Page, letters: string, name: string | RegExp): Promise<void> {
  await field(page).fill(letters);
  await expect(active(page)).toHaveAccessibleName(name);
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toHaveCount(0);
}

test('by key and by button: an action is found by a few letters and run, and Escape gives the focus back', {
  tag: '@firefox',
}, async ({ page, playground, browserName }) => {
  await playground.open();
  await playground.prompt.fill('Once upon a time');
  // Firefox keeps the other for itself.
  await open(page, 'F2');
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
  await expect(playground.prompt).toBeFocused();

  const button = page.getByRole('button', { name: 'Search actions' });
  await expect(button).toHaveAttribute(
    'aria-keyshortcuts',
    browserName === 'firefox' ? /F2/i : /Control\+Shift\+P/,
  );
  await button.click();
  await expect(field(page)).toBeFocused();
  await choose(page, 'run', /^Run/);
  await playground.ended();
  expect(await playground.text()).not.toBe('');
  // The focus went back to where it came from.
  await expect(button).toBeFocused();
});

test('Ctrl+Shift+P opens it, also from the prompt, and closes it again', async ({ page, playground }) => {
  await playground.open();
  await playground.prompt.focus();
  await open(page);
  await page.keyboard.press('Control+Shift+P');
  await expect(dialog(page)).toHaveCount(0);
  await expect(playground.prompt).toBeFocused();
  // Over another layer it does not open.
  await page.keyboard.press('?');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog', { name: 'Models' })).toBeVisible();
  await page.keyboard.press('Control+Shift+P');
  await expect(dialog(page)).toHaveCount(0);
});

test('the keyboard walks the list; letters out of order find nothing', async ({ page, playground }) => {
  await playground.open();
  await open(page);
  const options = dialog(page).getByRole('option');
  await expect(options.first()).toHaveAttribute('aria-selected', 'true');
  const at = async () =>
    Number(await options.evaluateAll((all) => all.findIndex((one) => one.ariaSelected === 'true')));
  await expect(dialog(page).getByRole('group', { name: /^Go to/ })).toBeVisible();
  // All sources have answered.
  await expect(dialog(page).getByRole('status')).toHaveText(/^\d+ results$/);
  const last = (await options.count()) - 1;
  for (const [key, to] of [
    ['ArrowDown', 1],
    ['ArrowUp', 0],
    ['ArrowUp', last],
    ['ArrowDown', 0],
    ['End', last],
    ['PageUp', last - 8],
    ['PageDown', last],
    ['Home', 0],
  ] as const) {
    await page.keyboard.press(key);
    expect(await at(), key).toBe(to);
    await expect(field(page)).toHaveAttribute(
      'aria-activedescendant',
      (await active(page).getAttribute('id')) ?? '?',
    );
    await expect(field(page)).toBeFocused();
  }
  await field(page).fill('zzq');
  await expect(dialog(page).getByText('Nothing matches “zzq”.')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(field(page)).toBeFocused();
});

test('what cannot run now says why, and stays', async ({ page, playground }) => {
  await playground.open();
  await open(page);
  await field(page).fill('regenerate');
  await expect(active(page)).toHaveAccessibleName(/^Regenerate.*unavailable: There is no run yet/);
  await expect(active(page)).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toBeVisible();
});

test('a model, a preset and a recent run are chosen, whatever accents they are typed with', async ({
  page,
  playground,
}) => {
  const guest = await startGuest(page.request);
  await guest.complete({ prompt: 'São Paulo lies at', max_tokens: 4 });
  const saved = await page.request.post('/api/presets', {
    data: {
      name: 'Überraschung',
      model: null,
      settings: { values: { temperature: 0.37 }, sent: ['temperature', 'stream'] },
    },
  });
  expect(saved.status()).toBe(201);
  await playground.open();

  await open(page);
  await choose(page, 'uberr', /^Überraschung/);
  await expect(playground.field('temperature')).toHaveValue('0.37');

  await open(page);
  await choose(page, 'sao lies', /^São Paulo lies at/);
  await expect(playground.prompt).toHaveValue('São Paulo lies at');
  await playground.ended();

  await playground.prompt.focus();
  await open(page);
  await field(page).fill('practice');
  const model = dialog(page)
    .getByRole('group', { name: /^Models/ })
    .getByRole('option')
    .first();
  await expect(model).toHaveAccessibleName(/in use/);
  await model.click();
  await expect(page.getByRole('button', { name: /^Model: / })).toBeVisible();

  // What was used last comes first.
  await open(page);
  await expect(dialog(page).getByRole('group', { name: 'Recently used' }).getByRole('option')).toHaveCount(3);
});

test('models of another connection are found once something is typed, and bring their connection', async ({
  page,
  playground,
  upstream,
}) => {
  const guest = await startGuest(page.request);
  await guest.addConnection({ name: 'My server', baseUrl: upstream.url });
  await page.goto('/history');
  await open(page);
  await expect(dialog(page).getByRole('group', { name: /^Go to/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await playground.open();
  await open(page);
  await field(page).fill('other-mod');
  const model = dialog(page)
    .getByRole('option', { name: /My server/ })
    .first();
  await expect(model).toBeVisible();
  await model.click();
  await expect(page.getByRole('combobox', { name: 'Connection' }).locator('option:checked')).toHaveText(
    /My server/,
  );
});

test('parameters, panels, theme and pages', async ({ page, playground }) => {
  await playground.open();
  await open(page);
  await choose(page, 'send seed', /^Send seed/);
  await expect(playground.parameters.getByRole('switch', { name: 'Send Seed' })).toBeChecked();
  await page.keyboard.press('Escape');
  await open(page, 'F2');
  await choose(page, 'hide param', /^Hide parameters/);
  await expect(playground.parameters).toHaveCount(0);
  await open(page);
  await choose(page, 'dark', /^Theme: Dark/);
  await expect(page.locator('html')).toHaveClass(/dark/);
  await open(page);
  await choose(page, 'appear', /^Appearance/);
  await expect(page).toHaveURL(/\/settings\/appearance$/);
  // The playground's actions have gone with it.
  await open(page);
  await field(page).fill('regenerate');
  await expect(dialog(page).getByRole('option', { name: /^Regenerate/ })).toHaveCount(0);
});

for (const [what, media] of [
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['forced colours', { forcedColors: 'active' }],
] as const) {
  test(`accessible in ${what}, wide and on a phone`, async ({ page, playground }) => {
    await page.emulateMedia(media);
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 844 });
      await playground.open();
      await page.getByRole('button', { name: 'Search actions' }).click();
      await comeIn(dialog(page));
      await expect(dialog(page).getByRole('option').first()).toBeVisible();
      if (what !== 'forced colours') await expectAccessible(page, `the palette, ${what}, ${width}`);
      await expectNothingWider(page, `the palette, ${width}`);
      await field(page).fill('temp');
      await expect(active(page).locator('mark').first()).toBeVisible();
      if (what !== 'forced colours') await expectAccessible(page, `its results, ${what}, ${width}`);
      const box = await dialog(page).boundingBox();
      if (width === 390) expect(box).toMatchObject({ x: 0, y: 0, width: 390 });
      if (what === 'forced colours') {
        const outline = await active(page).evaluate((element) => getComputedStyle(element).outlineStyle);
        expect(outline).toBe('solid');
      }
      await page.keyboard.press('Escape');
    }
  });
}

test.describe('on a phone', () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });
  test('a tap opens it over the whole width, and a tap chooses', async ({
    page,
    playground,
    browserName,
  }) => {
    test.skip(browserName !== 'chromium');
    await playground.open();
    await page.getByRole('button', { name: 'Search actions' }).tap();
    await expect(field(page)).toBeFocused();
    // It comes in by a short movement.
    await expect.poll(() => dialog(page).boundingBox()).toMatchObject({ x: 0, y: 0, width: 390 });
    await field(page).fill('new');
    await dialog(page).getByRole('option', { name: /^New/ }).first().tap();
    await expect(dialog(page)).toHaveCount(0);
  });
});
