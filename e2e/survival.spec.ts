import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@playwright/test';
import { steppedStream } from '@/lib/testing/stepped-stream';
import { type App, startApp } from './support/app';
import { startNetwork } from './support/network';
import { openMidStream, openOnUpstream } from './support/open-on-upstream';
import { Playground } from './support/playground';
import { test } from './support/test';

test('the draft survives a reload and a crash of its tab', async ({ playground, page, context }) => {
  await playground.open();
  await playground.prompt.fill('A text that nobody has run yet');
  await playground.setParameter('temperature', 0.35);
  await page.reload();
  await playground.ready();
  await expect(playground.prompt).toHaveValue('A text that nobody has run yet');
  await expect(playground.field('temperature')).toHaveValue('0.35');

  await playground.prompt.pressSequentially(', and more');
  const retained = () => Object.values(localStorage).some((value) => value.includes('run yet, and more'));
  await page.waitForFunction(retained);
  const crashed = page.waitForEvent('crash');
  const browser = await context.newCDPSession(page);
  await Promise.race([browser.send('Page.crash').catch(() => undefined), crashed]);
  await crashed;

  const next = new Playground(await context.newPage());
  await next.open();
  await expect(next.prompt).toHaveValue('A text that nobody has run yet, and more');
  await expect(next.field('temperature')).toHaveValue('0.35');
});

test('a reload in mid-stream goes on to the same end', { tag: '@firefox' }, async ({
  playground,
  page,
  upstream,
}) => {
  const stream = await openMidStream(playground, upstream);

  await page.reload();
  await playground.ready();
  await expect(playground.completion).toHaveText('upon');
  await expect(playground.stopButton).toBeVisible();
  stream.text(' a time');
  await expect(playground.completion).toHaveText('upon a time');
  stream.finish();
  await playground.ended();
  expect(await playground.text()).toBe(' upon a time');
  expect(upstream.requests).toHaveLength(1);
});

test('a second tab shows the run live, and a stop in either ends both', { tag: '@firefox' }, async ({
  playground,
  page,
  context,
  upstream,
}) => {
  const stream = await openMidStream(playground, upstream);

  const other = new Playground(await context.newPage());
  await other.open();
  await other.history.first().click();
  await expect(other.completion).toHaveText('upon');
  stream.text(' a time');
  for (const tab of [playground, other]) await expect(tab.completion).toHaveText('upon a time');

  await other.stopButton.click();
  for (const tab of [playground, other]) {
    await tab.ended('stopped');
    expect(await tab.text()).toBe(' upon a time');
  }
  expect(await (await upstream.received(1)).closed).toBe('closed');
  await expect(page.getByRole('button', { name: 'Regenerate' })).toBeEnabled();
});

test('a network that is away for 5 seconds in mid-stream is caught up with', async ({
  app,
  browser,
  upstream,
}) => {
  const network = await startNetwork(app.url);
  const context = await browser.newContext({ baseURL: network.url });
  try {
    const playground = new Playground(await context.newPage());
    await openOnUpstream(playground, upstream);
    const stream = steppedStream();
    upstream.enqueue(stream.answer);
    await playground.prompt.fill('Once');
    await playground.run();
    await stream.begun;
    stream.text(' upon');
    await expect(playground.completion).toHaveText('upon');

    const isBack = network.cutFor(5_000);
    await expect(playground.output.getByText('Connection lost, reconnecting')).toBeVisible();
    stream.text(' a time');
    await expect(playground.completion).toHaveText('upon');
    await isBack;
    await expect(playground.completion).toHaveText('upon a time', { timeout: 20_000 });
    stream.text(', it ended');
    stream.finish();
    await playground.ended();
    expect(await playground.text()).toBe(' upon a time, it ended');
    expect(upstream.requests).toHaveLength(1);
  } finally {
    await context.close();
    await network.close();
  }
});

test('a kill of the server in mid-run leaves the run in the history, interrupted, with its text', async ({
  browser,
  upstream,
}) => {
  // It starts its own server, twice.
  test.slow();
  const app = await startApp();
  try {
    const context = await browser.newContext({ baseURL: app.url });
    const playground = new Playground(await context.newPage());
    await openOnUpstream(playground, upstream);
    const stream = steppedStream();
    upstream.enqueue(stream.answer);
    await playground.prompt.fill('Once');
    await playground.run();
    await stream.begun;
    stream.text(' upon a canary-in-the-text');
    await expect(playground.completion).toHaveText('upon a canary-in-the-text');
    await expect.poll(() => databaseHolds(app, 'canary-in-the-text')).toBe(true);
    await app.kill9();
    await app.restart();

    // The page joins again by itself and learns how its run ended.
    await playground.ended('interrupted');
    expect(await playground.text()).toBe(' upon a canary-in-the-text');
    await playground.page.goto('/');
    await playground.ready();
    await expect(playground.history.first()).toContainText('Interrupted');
    await playground.history.first().click();
    await expect(playground.completion).toHaveText('upon a canary-in-the-text');
    await playground.runToEnd();
    await expect(playground.completion).toHaveText('Once upon a time');
    await context.close();
  } finally {
    await app.dispose();
  }
});

/** Whether a text has reached the disk. */
async function databaseHolds(app: App, text: string): Promise<boolean> {
  const files = (await readdir(app.dataDir)).filter((name) => name.startsWith('playground.db'));
  const contents = await Promise.all(files.map((name) => readFile(path.join(app.dataDir, name))));
  return contents.some((content) => content.includes(text));
}
