import { expect, type Page } from '@playwright/test';
import { openMidStream } from './support/open-on-upstream';
import { test } from './support/test';

const EVENTS = /\/api\/runs\/[^/]+\/events/;

/** Runs the page's clock until the page gives up; returns how often it asked meanwhile. */
async function untilGivenUp(page: Page, requested: () => number): Promise<number> {
  const lost = page.getByText('Lost connection to this run', { exact: true });
  let before = requested();
  for (;;) {
    // One jump for each stream: two in one stream would look as if it had been open for long.
    await expect.poll(async () => requested() > before || (await lost.isVisible())).toBe(true);
    if (await lost.isVisible()) return requested();
    before = requested();
    await page.clock.fastForward(11_000);
  }
}

test('a stream that brings nothing new is given up with a sentence and a button, which joins again', async ({
  playground,
  page,
  upstream,
}) => {
  // A dozen joins, one after the other.
  test.slow();
  await page.clock.install();
  const stream = await openMidStream(playground, upstream);

  let requested = 0;
  await page.route(EVENTS, (route) => {
    requested += 1;
    return route.fulfill({ contentType: 'text/event-stream', body: ': ok\n\n' });
  });
  await page.reload();
  await playground.ready();
  expect(await untilGivenUp(page, () => requested)).toBeLessThan(20);
  const before = requested;
  await page.clock.fastForward(60_000);
  await page.clock.fastForward(60_000);
  expect(requested).toBe(before);
  await expect(playground.completion).toHaveText('upon');

  await page.unroute(EVENTS);
  stream.text(' a time');
  await page.getByRole('button', { name: 'Reconnect' }).click();
  await expect(playground.completion).toHaveText('upon a time');
  await expect(page.getByText('Lost connection to this run', { exact: true })).toBeHidden();
  stream.finish();
  await playground.ended();
});

test('a server that says when it will be back is not asked before', async ({
  playground,
  page,
  upstream,
  expectedErrors,
}) => {
  expectedErrors.push(/status of 503/);
  await page.clock.install();
  const stream = await openMidStream(playground, upstream);

  let requested = 0;
  await page.route(EVENTS, (route) => {
    requested += 1;
    const error = { code: 'unavailable', message: "The server isn't ready. Try again in a moment." };
    return route.fulfill({ status: 503, headers: { 'retry-after': '120' }, json: { error } });
  });
  await page.reload();
  await playground.ready();
  await expect.poll(() => requested).toBe(1);
  await page.clock.fastForward(60_000);
  await page.clock.fastForward(30_000);
  await page.unroute(EVENTS);
  expect(requested).toBe(1);
  await page.clock.fastForward(31_000);
  stream.text(' a time');
  await expect(playground.completion).toHaveText('upon a time');
  stream.finish();
  await playground.ended();
});

test('a first run whose code for guests does not come says so, and goes the next time', async ({
  playground,
  page,
  expectedErrors,
}) => {
  expectedErrors.push(/Failed to load resource/);
  await playground.open();
  await playground.prompt.fill('Once');
  await page.route('**/_next/static/chunks/*.js', (route) => route.abort());
  await playground.run();
  await expect(playground.output.getByText(/Can.t reach the playground server/).first()).toBeVisible();
  await page.unroute('**/_next/static/chunks/*.js');
  await playground.runToEnd();
});
