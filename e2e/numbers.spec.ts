import { expect } from '@playwright/test';
import { openOnUpstream } from './support/open-on-upstream';
import { test } from './support/test';

/* Numbers as people write them, in the fields of the page. */

test('what is typed is what is sent, or a sentence', async ({ page, playground, upstream }) => {
  await openOnUpstream(playground, upstream);
  await playground.prompt.fill('Once');
  const field = playground.field('max_tokens');
  for (const [typed, sent] of [
    ['1,000', 1000],
    ['1.500', 1500],
    ['2\u202f000', 2000],
    ["1'024", 1024],
    ['١٬٢٣٤', 1234],
    ['６４', 64],
  ] as const) {
    await field.fill(typed);
    await field.press('Enter');
    await expect(field).toHaveValue(String(sent));
    await playground.runToEnd();
    expect(upstream.requests.at(-1)?.json).toMatchObject({ max_tokens: sent });
  }
  const before = upstream.requests.length;
  for (const typed of ['1,5', 'a lot', '1,00', '50%']) {
    await field.fill(typed);
    await expect(async () => {
      await playground.runButton.click();
      // Driven so quickly, a press may be taken for the second half of a double click, which is none of its own.
      await expect(field).toBeFocused({ timeout: 500 });
    }).toPass();
    await expect(page.getByRole('alert').filter({ hasText: `“${typed}”` })).toBeVisible();
    await expect(field).toHaveValue(typed);
    await page.keyboard.press('Control+Enter');
    await expect(field).toBeFocused();
  }
  expect(upstream.requests).toHaveLength(before);
  await field.press('Escape');
  await expect(field).toHaveValue('64');

  await playground.send('temperature');
  const temperature = playground.field('temperature');
  await temperature.fill('1,500');
  await temperature.press('Enter');
  await expect(temperature).toHaveValue('1.5');
  await temperature.fill('5,000');
  await playground.prompt.focus();
  await expect(page.getByRole('alert').filter({ hasText: 'can mean 5 or 5000' })).toBeVisible();
});
