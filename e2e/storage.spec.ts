import { expect } from '@playwright/test';
import { startGuest } from './support/guest';
import { test } from './support/test';

test.use({ appOptions: { env: { GUEST_QUOTA_MB: '1' } } });

test('what is stored is shown, of how much; full, a run is refused with what to do, and deleting makes room', async ({
  page,
  playground,
  expectedErrors,
}) => {
  expectedErrors.push(/status of 403 .*api\/runs/);
  const guest = await startGuest(page.request);
  await guest.complete({ prompt: 'The first one', max_tokens: 5 });
  await page.goto('/settings/account');
  const storage = page
    .getByRole('region', { name: 'Storage' })
    .or(page.locator('section', { hasText: 'Storage' }));
  await expect(storage.getByText(/^\d KB of 1 MB used$/)).toBeVisible();
  await expect(storage.getByText('less than 1%')).toBeVisible();

  const text = 'x'.repeat(90_000);
  for (;;) {
    const data = { name: crypto.randomUUID(), model: null, settings: { text } };
    const answer = await page.request.post('/api/presets', { data });
    if (answer.status() === 403) break;
    expect(answer.status()).toBe(201);
  }
  await page.reload();
  await expect(storage.getByText(/^9\d\d KB of 1 MB used$/)).toBeVisible();
  await expect(storage.getByText('99%')).toBeVisible();
  await expect(storage.getByText('Your storage is full.')).toContainText(
    "Runs in progress are saved, but you can't start new ones.",
  );
  await expect(storage.getByText('get more storage')).toBeVisible();

  // In forced colours the used part still differs from the remaining one.
  await page.emulateMedia({ forcedColors: 'active' });
  const colours = await storage.locator('[aria-hidden=true]').evaluate((bar) => ({
    whole: getComputedStyle(bar).backgroundColor,
    border: getComputedStyle(bar).borderTopWidth,
    used: getComputedStyle(bar.firstElementChild ?? bar).backgroundColor,
  }));
  expect(colours.used).not.toBe(colours.whole);
  expect(colours.border).toBe('1px');
  await page.emulateMedia({ forcedColors: 'none' });

  await playground.open();
  await playground.prompt.fill('y'.repeat(60_000));
  await playground.run();
  const problem = page.getByRole('region', { name: 'What went wrong' });
  await expect(problem).toContainText('Not enough storage');
  await expect(problem).toContainText('Delete runs, comparisons or links');

  const { presets } = (await (await page.request.get('/api/presets')).json()) as {
    presets: { id: string }[];
  };
  for (const { id } of presets) await page.request.delete(`/api/presets/${id}`, { data: {} });
  await playground.runToEnd();
});
