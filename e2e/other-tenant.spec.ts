import { expect } from '@playwright/test';
import { test } from './support/test';

// Slow enough that even a short completion comes in several frames.
test.use({ appOptions: { practicePace: 20 } });

test('a new visitor opens the page, presses Run, watches the text grow, and finds it in the history', {
  tag: '@firefox',
}, async ({ playground, page }) => {
  await playground.open();
  await expect(page.getByText('Your runs appear here.')).toBeVisible();
  // A newcomer finds a beginning in the editor, so that Run is the first thing to do.
  await expect(playground.prompt).toHaveValue('Once upon a time there was a');
  // Every state of the text that the page drew.
  const lengths = page.evaluate(
    () =>
      new Promise<number[]>((resolve) => {
        const seen: number[] = [];
        const watch = new MutationObserver(() => {
          const text = document.querySelector('[aria-label="Completion"]')?.textContent ?? '';
          if (text.length > (seen.at(-1) ?? 0)) seen.push(text.length);
          if (document.querySelector('[aria-label="Output"] footer')?.textContent?.startsWith('Complete')) {
            watch.disconnect();
            resolve(seen);
          }
        });
        watch.observe(document.body, { childList: true, characterData: true, subtree: true });
      }),
  );
  await playground.runToEnd();
  expect((await lengths).length).toBeGreaterThan(2);
  expect((await lengths).at(-1)).toBe((await playground.text()).length);

  const footer = playground.output.locator('footer');
  await expect(footer).toContainText(/Hit max tokens|Ended naturally|End or stop sequence/);
  await expect(footer).toContainText(/First token[\d,.]+ m?s/);
  await expect(footer).toContainText(/Speed[\d,.]+ tokens\/s/);
  await expect(footer).toContainText(/Time[\d,.]+ m?s/);
  await expect(footer).toContainText(/In(about )?7.*Out(about )?\d+/);
  await expect(playground.history).toHaveCount(1);
  await expect(playground.history).toContainText('Once upon a time there was a');
  await expect(playground.history).toContainText('practice-1');
});
