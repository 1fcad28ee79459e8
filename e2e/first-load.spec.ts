import { expect } from '@playwright/test';
import { BUDGETS, measureFirstLoad } from '../bench/first-load-measure.mjs';
import { startGuest } from './support/guest';
import { aFinishedRun, aShare } from './support/shares';
import { test } from './support/test';

/*
 * Bytes are no timing: they are the same on every machine. A failure names the largest files; for sizes by
 * module see bench/FIRST-LOAD.md.
 */

test.use({ viewport: { width: 1440, height: 900 } });

test("the playground's first load keeps to its bytes of JavaScript", async ({ page, playground }) => {
  const { bytes, scripts } = await measureFirstLoad(page, '/');
  expect(scripts.length).toBeGreaterThan(3);
  expect(bytes, named(scripts)).toBeLessThanOrEqual(BUDGETS.visitor);
  // Everything measured is enough for the page to be usable.
  await expect(page.getByRole('complementary', { name: 'History' })).toContainText('Your runs appear here');
  await playground.run();
  await playground.ended();
});

test('with runs in the history it keeps to the bytes that these cost', async ({ page }) => {
  const guest = await startGuest(page.request);
  await guest.complete({ prompt: 'A first load', max_tokens: 5 });
  const { bytes, scripts } = await measureFirstLoad(page, '/');
  await expect(
    page.getByRole('list', { name: 'Runs' }).getByRole('button', { name: /^A first load/ }),
  ).toBeVisible();
  expect(bytes, named(scripts)).toBeLessThanOrEqual(BUDGETS.owner);
});

test('a shared link keeps to its own', async ({ app, page, playwright }) => {
  const owner = await playwright.request.newContext({ baseURL: app.url });
  await startGuest(owner);
  const { path } = await aShare(owner, await aFinishedRun(owner, { logprobs: 3 }));
  await owner.dispose();
  const { bytes, scripts } = await measureFirstLoad(page, path ?? '');
  await expect(page.getByRole('main')).toContainText('Once upon a time');
  expect(bytes, named(scripts)).toBeLessThanOrEqual(BUDGETS.link);
});

function named(scripts: readonly { name: string; bytes: number }[]): string {
  return scripts.map(({ name, bytes }) => `${bytes} ${name}`).join('\n');
}
