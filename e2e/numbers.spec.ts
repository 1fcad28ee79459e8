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
      // At this speed a press may be taken for the second half of a double click, and is then ignored.
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
  await expect(page.getByRole('alert').filter({ hasText: 'could mean 5 or 5000' })).toBeVisible();
});

test('a number that is left before its reader has come is read once it is here', async ({
  page,
  playground,
  upstream,
}) => {
  await openOnUpstream(playground, upstream);
  await playground.prompt.fill('Once');
  let isOpen = false;
  const held: (() => void)[] = [];
  await page.route('**/_next/static/chunks/*.js', async (route) => {
    if (!isOpen) await new Promise<void>((resolve) => held.push(resolve));
    await route.continue();
  });
  const field = playground.field('max_tokens');
  // A number with only one meaning waits for nothing.
  await field.fill('77');
  await field.press('Enter');
  await expect(field).toHaveValue('77');
  await expect(field).not.toHaveAttribute('data-unread');

  await field.fill('1,024');
  const before = upstream.requests.length;
  await playground.runButton.click();
  // Neither sent as something else nor lost.
  await expect(field).toBeFocused();
  await expect(field).toHaveValue('1,024');
  await field.press('Tab');
  await expect(field).toHaveAttribute('data-unread', '');
  expect(upstream.requests).toHaveLength(before);

  isOpen = true;
  for (const go of held) go();
  await expect(field).toHaveValue('1024');
  // A press so soon after the previous one counts as its repetition, and is ignored.
  await expect(async () => {
    await playground.runButton.click();
    expect(upstream.requests.length).toBeGreaterThan(before);
  }).toPass();
  await playground.ended();
  expect(upstream.requests.at(-1)?.json).toMatchObject({ max_tokens: 1024 });
});

test('a number whose reader never comes stays, with a sentence', async ({
  page,
  playground,
  upstream,
  expectedErrors,
}) => {
  expectedErrors.push(/Failed to load resource/, /ChunkLoadError/);
  await openOnUpstream(playground, upstream);
  await page.route('**/_next/static/chunks/*.js', (route) => route.abort());
  const field = playground.field('max_tokens');
  await field.fill('1,024');
  await field.press('Tab');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(field).toHaveValue('1,024');
  // The network is back.
  await page.unroute('**/_next/static/chunks/*.js');
  await field.press('Enter');
  await expect(field).toHaveValue('1024');
});
