import { expect, type Locator } from '@playwright/test';
import { answers } from '@/lib/testing/upstream-answers';
import { startGuest } from './support/guest';
import { openOnUpstream } from './support/open-on-upstream';
import { test } from './support/test';

const LONG = 'meta-llama/Meta-Llama-3.1-405B-Instruct-Turbo';

/** Nothing of its text is cut off. */
async function isWhole(locator: Locator): Promise<boolean> {
  return locator.evaluate((element) =>
    [element, ...element.querySelectorAll('*')].every(
      ({ scrollWidth, clientWidth, scrollHeight, clientHeight, tagName }) =>
        tagName === 'svg' ||
        clientWidth === 0 ||
        (scrollWidth <= clientWidth + 1 && scrollHeight <= clientHeight + 1),
    ),
  );
}

for (const { width, height } of [
  { width: 1440, height: 900 },
  { width: 1280, height: 720 },
]) {
  test(`at ${width} px the actions are words in one line, and the model’s name is whole`, async ({
    page,
    playground,
    upstream,
  }) => {
    await page.setViewportSize({ width, height });
    await openOnUpstream(playground, upstream);
    const toolbar = page.getByRole('toolbar', { name: 'Run settings' });
    // None is called as a place of the navigation.
    const words = ['Presets', 'Code', 'Import', 'Compare this', 'New prompt'];
    for (const word of words) {
      const there = toolbar.getByText(word, { exact: true });
      await expect(there).toBeVisible();
      expect(await isWhole(there), word).toBe(true);
    }
    await expect(toolbar.getByRole('button', { name: 'More' })).toBeHidden();
    await toolbar.getByText('Compare this', { exact: true }).hover();
    await expect(page.getByRole('tooltip')).toHaveText('Compare this with other settings');
    const rows = () => toolbar.evaluate((element) => element.getBoundingClientRect().height);
    expect(await rows()).toBeLessThan(60);
    upstream.alwaysModels(answers.models(['practice-model1']));
    await playground.chooseModel('practice-model1');
    expect(await rows()).toBeLessThan(60);

    upstream.alwaysModels(answers.models([LONG]));
    await playground.chooseModel(LONG);
    const model = page.getByRole('button', { name: `Model: ${LONG}` });
    expect(await isWhole(model)).toBe(true);
    await expect(model).toHaveText(LONG, { useInnerText: true });
    await model.hover();
    await expect(page.getByRole('tooltip').locator('kbd')).toHaveText('Ctrl+K');
  });
}

test('where words do not fit, a menu has them', async ({ page, playground, upstream }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openOnUpstream(playground, upstream);
  upstream.alwaysModels(answers.models([LONG]));
  await playground.chooseModel(LONG);
  expect(await isWhole(page.getByRole('button', { name: `Model: ${LONG}` }))).toBe(true);

  const more = page.getByRole('button', { name: 'More', exact: true });
  const choose = async (item: string) => {
    await more.click();
    await page.getByRole('menuitem', { name: item, exact: true }).click();
  };
  await playground.prompt.fill('Something of mine');
  await choose('Code');
  await expect(page.getByRole('dialog', { name: 'Code', exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await choose('Import code');
  await expect(page.getByRole('dialog', { name: 'Import code' })).toBeVisible();
  await page.keyboard.press('Escape');
  await choose('New prompt');
  await expect(playground.prompt).toHaveValue('');
  await expect(playground.prompt).toBeFocused();
  await playground.prompt.fill('To be compared');
  await choose('Compare with other settings');
  await expect(page).toHaveURL(/\/compare/);
  await expect(page.getByRole('textbox', { name: 'Prompt', exact: true })).toHaveValue('To be compared');
});

test('the preset in use is named, and says when the settings are no longer its own', async ({
  page,
  playground,
}) => {
  await playground.open();
  const picker = page.getByRole('button', { name: /^Preset/ });
  const presets = page.getByRole('dialog', { name: 'Presets' });
  await expect(picker).toHaveText('Presets');
  await playground.setParameter('temperature', 0.2);
  await picker.click();
  // Its code comes after the layer has opened.
  await expect(presets.getByRole('textbox', { name: 'Name for the current settings' })).toBeFocused();
  await page.keyboard.type('Careful');
  const save = presets.getByRole('button', { name: 'Save' });
  const place = await save.boundingBox();
  await save.click();
  await expect(picker).toHaveAccessibleName('Presets: Careful');
  expect(await save.boundingBox(), 'Save moved').toEqual(place);
  await page.keyboard.press('Escape');
  await expect(picker).toHaveAccessibleName('Presets: Careful');

  await playground.setParameter('temperature', 0.9);
  await expect(picker).toHaveAccessibleName('Presets: Careful · changed');
  await page.reload();
  await playground.ready();
  await expect(picker).toHaveAccessibleName('Presets: Careful · changed');
  // Back to its value by hand: it is the preset again.
  await playground.setParameter('temperature', 0.2);
  await expect(picker).toHaveAccessibleName('Presets: Careful');

  // The settings of a run are nobody's preset.
  await playground.runToEnd();
  await playground.prompt.fill('Something else');
  await playground.history.first().click();
  await expect(picker).toHaveText('Presets');
  await picker.click();
  await presets.getByRole('button', { name: /^Careful/ }).click();
  await expect(picker).toHaveAccessibleName('Presets: Careful');
  await picker.click();
  await presets.getByRole('button', { name: 'Delete Careful' }).click();
  await expect(presets.getByRole('button', { name: /^Careful/ })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(picker).toHaveText('Presets');
});

const WORDS = ['Run with probabilities', 'Regenerate', 'Details', 'Append', 'Copy', 'Share'];
for (const { width, height, withoutTokens, withTokens } of [
  {
    width: 1440,
    height: 900,
    withoutTokens: ['Show prompt', ...WORDS],
    withTokens: ['Regenerate', 'Append', 'Copy'],
  },
  { width: 1280, height: 720, withoutTokens: WORDS, withTokens: [] },
]) {
  test(`at ${width} px the actions on an output are words, and all of them fit`, async ({
    page,
    playground,
    upstream,
  }) => {
    await page.setViewportSize({ width, height });
    upstream.alwaysModels(answers.models([LONG]));
    const guest = await startGuest(page.request);
    await guest.addConnection({ name: 'Local server', baseUrl: upstream.url, isDefault: true });
    await playground.open();
    await playground.chooseModel(LONG);
    upstream.enqueue(answers.plain(' upon a time'));
    await playground.runToEnd();
    const header = playground.output.locator('header');
    const allFit = async (words: readonly string[]) => {
      for (const word of words) await expect(header.getByText(word, { exact: true })).toBeVisible();
      expect(await header.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
      expect((await header.boundingBox())?.height).toBeLessThan(50);
    };
    await allFit(withoutTokens);
    await page.getByRole('combobox', { name: 'Connection' }).selectOption({ label: 'Practice model' });
    await header.getByRole('button', { name: 'Run with probabilities' }).click();
    await expect(header.getByRole('combobox', { name: 'Token colors' })).toBeVisible();
    await playground.ended();
    await header.getByRole('button', { name: /^Append/ }).click();
    await expect(header.getByRole('button', { name: 'Undo append' })).toBeVisible();
    await allFit(withTokens);
    // One level alone says nothing: the legend is whole, whatever word goes for it.
    const legend = header.getByRole('list', { name: 'Color legend' });
    await expect(legend.getByRole('listitem')).toHaveText(['30–60%', '10–30%', 'under 10%']);
    for (const level of await legend.getByRole('listitem').all()) {
      await expect(level).toBeInViewport({ ratio: 1 });
      const [box, around] = [await level.boundingBox(), await legend.boundingBox()];
      expect(box?.y).toBe(around?.y);
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual((around?.x ?? 0) + (around?.width ?? 0));
    }
  });
}

test('the tooltip of Run leaves the buttons of the output free', async ({ page, playground }) => {
  await playground.open();
  await playground.runToEnd();
  await playground.runButton.hover();
  await expect(page.getByRole('tooltip')).toBeVisible();
  const buttons = playground.output.locator('header').getByRole('button');
  expect(await buttons.count()).toBeGreaterThan(2);
  for (const button of await buttons.all()) {
    const free = await button.evaluate((element) => {
      const { left, top, width, height } = element.getBoundingClientRect();
      return element.contains(document.elementFromPoint(left + width / 2, top + height / 2));
    });
    expect(free, `${await button.getAttribute('aria-label')} is covered`).toBe(true);
  }
});

for (const { width, height } of [
  { width: 1440, height: 900 },
  { width: 1280, height: 720 },
]) {
  test(`at ${width} px the name of a preset keeps the toolbar in one line`, async ({ page, playground }) => {
    await page.setViewportSize({ width, height });
    await playground.open();
    const toolbar = page.getByRole('toolbar', { name: 'Run settings' });
    const before = (await toolbar.boundingBox())?.height ?? 0;
    const picker = page.getByRole('button', { name: /^Preset/ });
    await picker.click();
    await page
      .getByRole('textbox', { name: 'Name for the current settings' })
      .fill('Careful answers in a calm voice');
    await page.keyboard.press('Enter');
    await expect(picker).toHaveAccessibleName('Presets: Careful answers in a calm voice');
    await page.keyboard.press('Escape');
    await playground.setParameter('temperature', 0.9);
    await expect(picker).toHaveAccessibleName(/changed$/);
    expect((await toolbar.boundingBox())?.height).toBe(before);
    const model = await page.getByRole('button', { name: /^Model: / }).boundingBox();
    const preset = await picker.boundingBox();
    expect(preset?.x).toBeGreaterThanOrEqual((model?.x ?? 0) + (model?.width ?? 0));
    const toggle = await page.getByRole('button', { name: 'Hide parameters' }).boundingBox();
    const compare = await toolbar.getByText('New prompt', { exact: true }).boundingBox();
    expect(toggle?.x).toBeGreaterThan(compare?.x ?? 0);
  });
}

test('at 1440 px a short name of a preset is whole when its settings were changed', async ({
  page,
  playground,
}) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await playground.open();
  const picker = page.getByRole('button', { name: /^Preset/ });
  await picker.click();
  await page.getByRole('textbox', { name: 'Name for the current settings' }).fill('Story voice');
  await page.keyboard.press('Enter');
  await expect(picker).toHaveAccessibleName('Presets: Story voice');
  await page.keyboard.press('Escape');
  await playground.setParameter('temperature', 0.9);
  await expect(picker.getByText('· changed')).toBeVisible();
  const name = picker.getByText('Story voice', { exact: true });
  expect(await name.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
});

for (const width of [1440, 1280, 900, 390]) {
  test(`Presets are recognised with a preset in use, at ${width}`, async ({ page, playground }) => {
    await page.setViewportSize({ width, height: 800 });
    await startGuest(page.request);
    const made = await page.request.post('/api/presets', {
      data: {
        name: 'Careful and short',
        model: null,
        settings: { values: { temperature: 0.2 }, sent: ['temperature'] },
      },
    });
    expect(made.status(), await made.text()).toBe(201);
    await playground.open();
    const picker = page.getByRole('button', { name: /^Presets/ });
    await picker.click();
    await page
      .getByRole('dialog', { name: 'Presets' })
      .getByRole('button', { name: /^Careful/ })
      .click();
    await expect(picker).toHaveAccessibleName('Presets: Careful and short');
    // The word stays, with a dot; its name is there where it has space.
    await expect(picker.getByText('Careful and short')).toBeVisible({ visible: width === 1440 });
    await expect(picker.locator('[data-in-use]')).toBeVisible({ visible: width !== 1440 });
    await expect(picker).toHaveText(/^Preset/, { useInnerText: true });
    await picker.hover();
    await expect(page.getByRole('tooltip')).toHaveText('Presets: Careful and short');
  });
}
