import { expect, type Request } from '@playwright/test';
import { steppedStream } from '@/lib/testing/stepped-stream';
import { answers } from '@/lib/testing/upstream-answers';
import { ComparePage, columnOf, saveComparison } from './support/compare';
import { startGuest } from './support/guest';
import { openOnUpstream } from './support/open-on-upstream';
import { test } from './support/test';
import { turn } from './support/turn';

test('a hidden tab holds no stream, its run goes on, and it joins where it was', async ({
  page,
  playground,
  upstream,
}) => {
  await openOnUpstream(playground, upstream);
  const open = new Set<Request>();
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname === '/api/runs' ? request.method() === 'POST' : pathname.endsWith('/events'))
      open.add(request);
  });
  page.on('requestfinished', (request) => open.delete(request));
  page.on('requestfailed', (request) => open.delete(request));
  const stream = steppedStream();
  upstream.enqueue(stream.answer);
  await playground.prompt.fill('Once');
  await playground.run();
  await stream.begun;
  stream.text('upon');
  await expect(playground.completion).toHaveText('upon');
  expect(open.size).toBe(1);
  const watched = page.waitForResponse(/\/api\/runs\/[^/]+\/watch$/);
  await turn(page, 'hidden');
  await expect.poll(() => open.size).toBe(0);
  expect(await (await watched).json()).toEqual({ live: true });
  stream.text(' a time');
  await expect(playground.stopButton).toBeVisible();
  await expect(page.getByText('Connection lost')).toHaveCount(0);
  await turn(page, 'visible');
  await expect(playground.completion).toHaveText('upon a time');
  stream.text(' there');
  stream.finish();
  await playground.ended();
  expect(await playground.text()).toBe('upon a time there');
});

test('a visible tab that is closed does not say that it watches, and its run ends in time', async ({
  page,
  context,
  playground,
  upstream,
}) => {
  await openOnUpstream(playground, upstream);
  const watches: string[] = [];
  context.on('request', (request) => {
    if (request.url().endsWith('/watch')) watches.push(request.url());
  });
  const stream = steppedStream();
  upstream.enqueue(stream.answer);
  await playground.prompt.fill('Once');
  await playground.run();
  await stream.begun;
  stream.text('upon');
  await expect(playground.completion).toHaveText('upon');
  const runId = new URL(page.url()).searchParams.get('run');
  await page.close({ runBeforeUnload: true });
  // A page that says it is hidden is waited for much longer than this.
  await expect
    .poll(async () => (await (await context.request.get(`/api/runs/${runId}`)).json()).state.status, {
      timeout: 90_000,
    })
    .toBe('stopped');
  expect(watches).toEqual([]);
});

test('six hidden tabs leave the browser free', async ({ page, context, playground, upstream }) => {
  await openOnUpstream(playground, upstream);
  upstream.always(answers.silence());
  const pages = [page];
  for (let count = 1; count < 7; count += 1) {
    await playground.prompt.fill(`Tab ${count}`);
    await playground.run();
    await expect(page).toHaveURL(/\?run=/);
    const other = await context.newPage();
    await other.goto(page.url());
    await expect(other.getByRole('button', { name: /^Stop/ })).toBeVisible({ timeout: 30_000 });
    await turn(other, 'hidden');
    pages.push(other);
    await page.getByRole('button', { name: 'New prompt', exact: true }).click();
  }
  // With six streams open this would wait for ever.
  await page.goto('/history');
  await expect(page.getByRole('link', { name: /Tab 6/ }).first()).toBeVisible();
  const last = pages.at(-1);
  if (!last) throw new Error('no page');
  // Shown one after the other: each joins its run, and lets go of it again.
  for (const other of pages.slice(1)) {
    const joined = other.waitForRequest(/\/events\?/);
    await turn(other, 'visible');
    await joined;
    await expect(other.getByRole('button', { name: /^Stop/ })).toBeVisible();
    if (other !== last) await turn(other, 'hidden');
  }
  await last.getByRole('button', { name: /^Stop/ }).click();
  await expect(last.getByText('Stopped', { exact: true }).first()).toBeVisible();
});

test('an answer that was on its way does not bring a deleted run back', async ({ page, playground }) => {
  const guest = await startGuest(page.request);
  for (const prompt of ['The first', 'The second']) await guest.complete({ prompt, max_tokens: 2 });
  await playground.open();
  await expect(playground.history).toHaveCount(2);
  // The next load of the list gets the state from before the deletion, and arrives after it.
  let letGo: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  let noteCaught: () => void = () => undefined;
  const isCaught = new Promise<void>((resolve) => {
    noteCaught = resolve;
  });
  let isFirst = true;
  await page.route(/\/api\/runs\?limit=50/, async (route) => {
    const response = await route.fetch();
    if (isFirst) {
      isFirst = false;
      noteCaught();
      await held;
    }
    await route.fulfill({ response });
  });
  await turn(page, 'visible');
  await isCaught;
  await playground.history.first().focus();
  await page.keyboard.press('Delete');
  await expect(playground.history).toHaveCount(1);
  await expect(page.getByText('Run deleted.')).toBeVisible();
  const hasArrived = page.waitForResponse(/\/api\/runs\?limit=50/);
  letGo();
  await hasArrived;
  await expect(playground.history).toHaveCount(1);
  await expect(playground.history).toContainText('The first');
  // A further load may be on its way: it ends before the page does.
  await page.unrouteAll({ behavior: 'wait' });
});

test('Run all right after an edit runs what stands on the screen', async ({ page }) => {
  await startGuest(page.request);
  const id = await saveComparison(page.request, [columnOf('a', {}), columnOf('b', {})]);
  const compare = new ComparePage(page);
  await compare.open(`/compare?id=${id}`);
  await compare.prompt.fill('On its way');
  // A save of the older text is under way when the newer one is typed.
  await turn(page, 'hidden');
  await turn(page, 'visible');
  await compare.prompt.fill('On the screen');
  await compare.runAll.click();
  await expect(compare.text('B')).not.toBeEmpty();
  await expect(compare.runAll).toBeVisible();
  const detail = await (await page.request.get(`/api/comparisons/${id}`)).json();
  const prompts = detail.cells.map(({ run }: { run: { request: { prompt: string } } }) => run.request.prompt);
  expect(prompts).toEqual(['On the screen', 'On the screen']);
});

test('a proxy’s page is reported as a server that can’t be reached, and the run is requested again', async ({
  page,
  playground,
  upstream,
  expectedErrors,
}) => {
  expectedErrors.push(/status of 502/);
  await openOnUpstream(playground, upstream);
  await playground.prompt.fill('Once');
  let failures = 2;
  await page.route('**/api/runs', async (route) => {
    failures -= 1;
    if (failures < 0) return route.continue();
    await route.fulfill({
      status: failures === 0 ? 200 : 502,
      contentType: 'text/html',
      body: '<html><h1>502 Bad Gateway</h1></html>',
    });
  });
  await playground.runToEnd();
  expect(upstream.requests).toHaveLength(1);
  failures = 1000;
  await playground.run();
  const problem = page.getByRole('region', { name: 'What went wrong' });
  await expect(problem).toContainText("Can't reach", { timeout: 30_000 });
  await expect(page.getByText(/Unexpected token|in JSON|valid JSON/)).toHaveCount(0);
});
