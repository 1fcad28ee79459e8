import { expect } from '@playwright/test';
import { answers } from '@/lib/testing/upstream-answers';
import { chunk, DONE, SSE_HEADERS } from '@/lib/testing/upstream-wire';
import { startGuest } from './support/guest';
import { SweepPage, saveSweep } from './support/sweep';
import { test } from './support/test';

/** Twelve cells on this connection. */
function sweepOn(connectionId: string): Parameters<typeof saveSweep>[2] {
  const settings = { values: { stream: true }, sent: ['stream' as const] };
  return {
    base: { connectionId, model: 'test-model', settings },
    axes: [
      { kind: 'parameter', parameter: 'temperature', values: [0, 0.5, 1, 1.5] },
      { kind: 'parameter', parameter: 'top_p', values: [0.25, 0.5, 1] },
    ],
  };
}

test('a server that refuses every second call as one too many gets every cell, a little later', async ({
  page,
  upstream,
}) => {
  const guest = await startGuest(page.request);
  const connectionId = await guest.addConnection({ name: 'Busy', baseUrl: upstream.url });
  let calls = 0;
  let refused = 0;
  upstream.always((response, request) => {
    calls += 1;
    if (calls % 2 === 1) return answers.stream(['text'])(response, request);
    refused += 1;
    return answers.error(429, 'Too many requests.', { headers: { 'retry-after': '2' } })(response, request);
  });
  const id = await saveSweep(page.request, {}, sweepOn(connectionId));
  const sweep = new SweepPage(page);
  await sweep.open(`/compare?id=${id}`);
  await sweep.runAll.click();
  await expect(
    page.getByText(/^Slowed by rate limits: next try in \d s$/).filter({ visible: true }),
  ).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'Slowed by rate limits' })).toBeAttached();
  await expect(sweep.progress).toHaveText('12 done', { timeout: 120_000 });
  await expect(page.locator('[data-slowed]')).toHaveCount(0);
  expect(refused).toBeGreaterThan(0);
  expect(calls).toBe(12 + refused);
  // The history has twelve runs, all complete, and each of them says how often it was refused.
  const { runs } = await (await page.request.get('/api/runs?source=compare&limit=100')).json();
  expect(runs.map(({ status }: { status: string }) => status)).toEqual(Array(12).fill('complete'));
  const attempts = await Promise.all(
    runs.map(async (run: { id: string }) => {
      const { state } = await (await page.request.get(`/api/runs/${run.id}`)).json();
      return state.attempts.length;
    }),
  );
  expect(attempts.reduce((sum, count) => sum + count, 0)).toBe(refused);
});

test('what waits is paused and resumed, in every tab and across a reload', async ({
  page,
  context,
  upstream,
}) => {
  const guest = await startGuest(page.request);
  const connectionId = await guest.addConnection({ name: 'One by one', baseUrl: upstream.url });
  await page.goto(`/settings/connections?edit=${connectionId}`);
  const form = page.getByRole('dialog', { name: 'Edit One by one' });
  const atOnce = form.getByRole('textbox', { name: 'Parallel runs' });
  await atOnce.fill('0');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByText('Enter 1 or more.')).toBeVisible();
  await atOnce.fill('1');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toBeHidden();
  await expect(page.getByText('Parallel runs: 1')).toBeVisible();

  const finish: (() => void)[] = [];
  upstream.always((response) => {
    response.writeHead(200, SSE_HEADERS);
    response.write(chunk('text'));
    finish.push(() => response.end(chunk('', { finishReason: 'stop' }) + DONE));
  });
  const id = await saveSweep(page.request, {}, sweepOn(connectionId));
  const sweep = new SweepPage(page);
  await sweep.open(`/compare?id=${id}`);
  await sweep.runAll.click();
  await expect(page.getByText('11 waiting').filter({ visible: true })).toBeVisible();
  expect(upstream.requests).toHaveLength(1);
  const other = new SweepPage(await context.newPage());
  await other.open(`/compare?id=${id}`);
  await page.getByRole('button', { name: 'Pause' }).click();
  for (const each of [page, other.page]) {
    await expect(each.getByText('11 waiting, paused').filter({ visible: true })).toBeVisible();
    await expect(each.getByRole('button', { name: 'Resume' })).toBeVisible();
  }
  // What runs goes on, and nothing follows it.
  finish[0]?.();
  await expect(sweep.progress).toHaveText('1 of 12 done');
  await page.reload();
  await expect(page.getByText('11 waiting, paused').filter({ visible: true })).toBeVisible();
  expect(upstream.requests).toHaveLength(1);
  upstream.always(answers.stream(['text']));
  await other.page.getByRole('button', { name: 'Resume' }).click();
  await expect(sweep.progress).toHaveText('12 done', { timeout: 60_000 });
  expect(upstream.requests).toHaveLength(12);
  await expect(page.getByRole('button', { name: /^(Pause|Resume)$/ })).toHaveCount(0);
});
