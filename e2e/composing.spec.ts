import { expect, type Page } from '@playwright/test';
import { aFullAccount } from './support/every-screen';
import { test } from './support/test';

const KEYS = [
  { key: 'Enter' },
  { key: 'Enter', ctrlKey: true },
  { key: 'Enter', metaKey: true },
  { key: 'Escape' },
  { key: 'ArrowUp' },
  { key: 'ArrowDown' },
  { key: 'ArrowLeft' },
  { key: 'ArrowRight' },
  { key: 'Backspace' },
  { key: 'Delete' },
];

/**
 * Presses the keys of an input method in every text field, with the events that Safari sends: the composition
 * is over by then, and only the key code is left. Returns the number of fields. No event may be prevented or
 * have an effect.
 */
async function composeEverywhere(page: Page, what: string): Promise<number> {
  const state = () =>
    page.evaluate(() => ({
      url: location.href,
      layers: document.querySelectorAll('[role=dialog], [role=menu]').length,
      items: document.querySelectorAll('li, [role=gridcell], [data-column-head]').length,
      fields: [...document.querySelectorAll<HTMLInputElement>('input, textarea')].map(({ value }) => value),
    }));
  const before = await state();
  const { fields, prevented } = await page.evaluate((keys) => {
    const found = [
      ...document.querySelectorAll<HTMLElement>('input:not([type=checkbox], [type=radio]), textarea'),
    ].filter((field) => field.checkVisibility() && !field.matches(':disabled'));
    const refused: string[] = [];
    for (const field of found) {
      for (const key of keys) {
        const press = new KeyboardEvent('keydown', {
          ...key,
          keyCode: 229,
          bubbles: true,
          cancelable: true,
          composed: true,
        });
        if (!field.dispatchEvent(press))
          refused.push(`${key.key} in ${field.getAttribute('aria-label') ?? field.id}`);
      }
    }
    return { fields: found.length, prevented: refused };
  }, KEYS);
  expect(prevented, what).toEqual([]);
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
  expect(await state(), what).toEqual(before);
  return fields;
}

test('a key that ends a composition commits, closes and runs nothing, in any field', async ({
  page,
  playground,
  upstream,
}) => {
  test.setTimeout(1_200_000);
  await page.setViewportSize({ width: 1440, height: 900 });
  const { runs, comparison, sweep } = await aFullAccount(page.request, upstream);
  let fields = 0;
  const compose = async (what: string) => {
    fields += await composeEverywhere(page, what);
  };
  await playground.open();
  await playground.prompt.fill('東京');
  for (const name of ['stop', 'logit_bias', 'temperature', 'max_tokens', 'retries'] as const) {
    await playground.send(name);
  }
  // The fields of retries load on demand.
  await expect(playground.parameters.locator('input[value="3600000"]')).toBeVisible();
  await playground.field('stop').fill('終');
  await compose('the playground');
  await expect(playground.field('stop')).toHaveValue('終');
  await playground.field('stop').fill('');
  await page.getByRole('button', { name: /^Model: / }).click();
  await page.getByRole('dialog', { name: 'Models' }).getByRole('combobox').fill('practice');
  await compose('the models');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Presets/ }).click();
  await page.getByRole('dialog', { name: 'Presets' }).getByRole('textbox').fill('試し');
  await compose('the presets');
  await page.keyboard.press('Escape');
  await playground.setPrompts(['一', '二']);
  await compose('a list of prompts');

  await page.goto('/history');
  await expect(page.getByRole('list', { name: 'Runs' })).toBeVisible();
  await compose('the history');
  await page.goto(`/history/${runs.short}`);
  await page.getByRole('button', { name: 'Rename' }).click();
  await page.getByRole('textbox', { name: 'Title' }).fill('題名');
  await compose('the title of a run');
  await page.getByRole('textbox', { name: 'Title' }).press('Escape');
  await page.getByRole('button', { name: 'Tag', exact: true }).click();
  await page.getByRole('textbox', { name: 'Tag to add' }).fill('札');
  await compose('a tag');

  await page.goto(`/compare?id=${comparison}`);
  await page.getByRole('button', { name: 'Rename column A' }).click();
  await page.getByRole('textbox', { name: 'Name of column A' }).fill('甲');
  await compose('columns, the name of one');
  await page.goto(`/compare?id=${sweep}`);
  await expect(page.getByRole('grid')).toBeVisible();
  await compose('a sweep');
  await page.goto('/settings/connections');
  await page.getByRole('button', { name: 'Edit Faulty' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await compose('the form of a connection');
  expect(fields).toBeGreaterThan(25);
});
