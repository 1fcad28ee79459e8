import { expect, type Locator } from '@playwright/test';
import { steppedStream } from '@/lib/testing/stepped-stream';
import { answers } from '@/lib/testing/upstream-answers';
import { ComparePage, columnOf, saveComparison } from './support/compare';
import { startGuest } from './support/guest';
import { openOnUpstream } from './support/open-on-upstream';
import { test } from './support/test';

/* A press means what the user saw when pressing. */

/** Two presses in one place by someone who does not look again. No system counts them as a double click. */
async function pressTwice(target: Locator): Promise<void> {
  // In the page itself: on a slow machine, too, the second press comes before anybody could have looked.
  await target.evaluate(async (button) => {
    const press = () => {
      button.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
      button.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, detail: 1 }));
    };
    press();
    await new Promise<void>((soon) => requestAnimationFrame(() => soon()));
    press();
  });
}

test('a double click on Run runs once and does not stop it', async ({ playground, upstream }) => {
  await openOnUpstream(playground, upstream);
  await playground.prompt.fill('Once');
  const first = steppedStream();
  upstream.enqueue(first.answer);
  await playground.runButton.dblclick();
  await first.begun;
  // A stop from that double click would have been sent by now: this press is taken only once the label has
  // changed.
  await expect(playground.stopButton).toHaveCSS('pointer-events', 'auto');
  first.text('Once');
  first.finish();
  await playground.ended();
  const second = steppedStream();
  upstream.enqueue(second.answer);
  await expect(playground.runButton).toHaveCSS('pointer-events', 'auto');
  await pressTwice(playground.runButton);
  await second.begun;
  second.finish();
  await playground.ended();
  expect(upstream.requests).toHaveLength(2);
});

test('a Stop that comes just after the end starts nothing', async ({ page, playground, upstream }) => {
  await openOnUpstream(playground, upstream);
  await playground.prompt.fill('Once');
  const stream = steppedStream();
  upstream.enqueue(stream.answer);
  await playground.run();
  await stream.begun;
  await expect(playground.stopButton).toHaveCSS('pointer-events', 'auto');
  // In the page itself, so that nothing comes between the end and the press.
  await playground.stopButton.evaluate((button) => {
    new MutationObserver((_changes, observer) => {
      if (!/^Run/.test(button.textContent ?? '')) return;
      observer.disconnect();
      (button as HTMLElement).click();
    }).observe(button, { childList: true, subtree: true, characterData: true });
  });
  stream.finish();
  await playground.ended();
  await expect(playground.runButton).toHaveCSS('pointer-events', 'auto');
  expect(upstream.requests).toHaveLength(1);
  await playground.runToEnd();
  expect(upstream.requests).toHaveLength(2);
  await expect(page.getByText('Complete', { exact: true }).first()).toBeVisible();
});

test('a press that began on Stop starts nothing, however long it is held', async ({
  page,
  playground,
  upstream,
}) => {
  await openOnUpstream(playground, upstream);
  await playground.prompt.fill('Once');
  const stream = steppedStream();
  upstream.enqueue(stream.answer);
  await playground.run();
  await stream.begun;
  await expect(playground.stopButton).toHaveCSS('pointer-events', 'auto');
  await playground.stopButton.focus();
  await page.keyboard.down('Space');
  stream.finish();
  await playground.ended();
  await expect(playground.runButton).toHaveCSS('pointer-events', 'auto');
  await page.keyboard.up('Space');
  await playground.runToEnd();
  expect(upstream.requests).toHaveLength(2);
});

test('a key that is held down is one press', async ({ page, playground, upstream }) => {
  await openOnUpstream(playground, upstream);
  await playground.prompt.fill('Once');
  await playground.runButton.focus();
  for (const [keys, count] of [
    [['Enter'], 1],
    [['Control', 'Enter'], 2],
  ] as const) {
    for (const key of keys) await page.keyboard.down(key);
    await playground.ended();
    // The run is over, and the keys are still down.
    await expect(playground.runButton).toHaveCSS('pointer-events', 'auto');
    for (let repeat = 0; repeat < 20; repeat += 1) await page.keyboard.down('Enter');
    for (const key of keys) await page.keyboard.up(key);
    await expect(playground.runButton).toBeVisible();
    expect(upstream.requests).toHaveLength(count);
  }
});

test('Stop is taken as soon as it can be read, and keeps the focus', async ({ playground, upstream }) => {
  await openOnUpstream(playground, upstream);
  await playground.prompt.fill('Once');
  upstream.enqueue(answers.silence());
  await playground.run();
  await playground.stopButton.click();
  await playground.ended('stopped');
  await expect(playground.runButton).toBeFocused();
});

test('Regenerate twice is one run', async ({ page, playground, upstream }) => {
  await openOnUpstream(playground, upstream);
  await playground.prompt.fill('Once');
  await playground.runToEnd();
  await page.getByRole('button', { name: 'Regenerate' }).dblclick();
  await playground.ended();
  await playground.runToEnd();
  expect(upstream.requests).toHaveLength(3);
});

test('Compare: a double click on Run all and on a column’s Run', async ({ page }) => {
  await startGuest(page.request);
  const id = await saveComparison(page.request, [columnOf('a', {}), columnOf('b', {})]);
  const compare = new ComparePage(page);
  await compare.open(`/compare?id=${id}`);
  const stops: string[] = [];
  const starts: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/stop')) stops.push(request.url());
    if (request.url().endsWith('/start')) starts.push(request.url());
  });
  await compare.runAll.dblclick();
  await expect(compare.text('B')).not.toBeEmpty();
  await expect(compare.runAll).toBeVisible();
  await expect(compare.runAll).toHaveCSS('pointer-events', 'auto');
  expect([starts.length, stops.length]).toEqual([1, 0]);
  await page.getByRole('button', { name: 'Run column A' }).dblclick();
  await expect(page.getByRole('button', { name: 'Run column A' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Run column A' })).toHaveCSS('pointer-events', 'auto');
  expect([starts.length, stops.length]).toEqual([2, 0]);
});
