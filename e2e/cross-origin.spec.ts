import { expect } from '@playwright/test';
import { steppedStream } from '@/lib/testing/stepped-stream';
import { startGuest } from './support/guest';
import { startOtherSite } from './support/other-site';
import { test } from './support/test';

test('a page of another origin streams from /v1, reads which run it is, and leaves @firefox', async ({
  page,
  upstream,
  app,
}) => {
  const guest = await startGuest(page.request);
  await guest.addConnection({ name: 'Mine', baseUrl: upstream.url, key: 'sk-mine', isDefault: true });
  const made = await page.request.post('/api/tokens', { data: { name: 'Web page', expiresInDays: 7 } });
  const { secret } = await made.json();
  const site = await startOtherSite();
  const stepped = steppedStream();
  upstream.enqueue(stepped.answer);
  await page.goto(site.url);
  // As the SDKs send it: with headers that need a preflight.
  await page.evaluate(
    ({ base, key }) => {
      const state = { text: '', runId: '', requestId: '', end: '' };
      const leaving = new AbortController();
      Object.assign(window, { state, leave: () => leaving.abort() });
      const read = async () => {
        const answer = await fetch(`${base}/v1/completions`, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${key}`,
            'content-type': 'application/json',
            'idempotency-key': 'one',
            'openai-organization': 'none',
            'x-stainless-lang': 'js',
          },
          body: JSON.stringify({ model: 'm', prompt: 'From another site', stream: true }),
          signal: leaving.signal,
        });
        state.runId = answer.headers.get('x-run-id') ?? '';
        state.requestId = answer.headers.get('x-request-id') ?? '';
        const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
        for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
          for (const line of part.value.split('\n')) {
            if (line.startsWith('data: {')) state.text += JSON.parse(line.slice(6)).choices[0]?.text ?? '';
          }
        }
      };
      read().then(
        () => {
          state.end = 'the end';
        },
        (error: Error) => {
          state.end = error.name;
        },
      );
    },
    { base: app.url, key: secret },
  );
  const state = () =>
    page.evaluate(() => ({ ...(window as unknown as { state: Record<string, string> }).state }));
  const received = await stepped.begun;
  stepped.text('Once');
  await expect.poll(async () => (await state()).text).toBe('Once');
  stepped.text(' upon');
  await expect.poll(async () => (await state()).text).toBe('Once upon');
  const { runId, requestId } = await state();
  expect(runId).toMatch(/^[0-9a-f-]{36}$/);
  expect(requestId).toMatch(/^req_/);
  await page.evaluate(() => (window as unknown as { leave: () => void }).leave());
  await expect.poll(async () => (await state()).end).toBe('AbortError');
  expect(await received.closed).toBe('closed');
  await expect
    .poll(async () => {
      const { runs } = await (await page.request.get(`${app.url}/api/runs`)).json();
      return runs.map(({ id, status, outputPreview }: Record<string, string>) => [id, status, outputPreview]);
    })
    .toEqual([[runId, 'stopped', 'Once upon']]);
  await site.close();
});

test('a page of another origin reads refusals of /v1, and nothing of the app', async ({
  page,
  app,
  expectedErrors,
}) => {
  await startGuest(page.request);
  const site = await startOtherSite();
  await page.goto(site.url);
  expectedErrors.push(/status of 40[014]/, /CORS policy/, /net::ERR_FAILED/);
  const answers = await page.evaluate(async (base) => {
    const read = async (path: string, init?: RequestInit) => {
      try {
        const answer = await fetch(base + path, init);
        return `${answer.status} ${(await answer.json()).error?.code ?? 'fine'}`;
      } catch (error) {
        return (error as Error).name;
      }
    };
    const json = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
    return [
      await read('/v1/openapi.json'),
      await read('/v1/completions', json),
      await read('/v1/nothing', json),
      await read('/completions', json),
      await read('/v1/models', { credentials: 'include' }),
      await read('/api/account', { credentials: 'include' }),
      await read('/api/runs', { ...json, credentials: 'include' }),
    ];
  }, app.url);
  expect(answers).toEqual([
    '200 fine',
    '401 invalid_api_key',
    '401 invalid_api_key',
    '404 not_found',
    // A page that asks with cookies is told nothing: there is no Allow-Credentials.
    'TypeError',
    'TypeError',
    'TypeError',
  ]);
  await site.close();
});

test('a refused call is in the sidebar and in the history, says why, and is deleted', async ({
  page,
  playground,
  app,
  expectedErrors,
}) => {
  // The deleted run's page asks for its lineage once more before it closes.
  expectedErrors.push(/status of 404 .*\/lineage/);
  await startGuest(page.request);
  const made = await page.request.post('/api/tokens', { data: { name: 'Nightly', expiresInDays: 7 } });
  const { secret } = await made.json();
  for (let turn = 0; turn < 3; turn += 1) {
    const answer = await page.request.post(`${app.url}/v1/completions`, {
      headers: { authorization: `Bearer ${secret}` },
      data: { model: 'practice-1', prompt: 'Asked for too much', temperature: 'hot' },
    });
    expect(answer.status()).toBe(400);
  }
  await playground.open();
  await page.getByRole('combobox', { name: 'Source' }).selectOption('API');
  const row = page.getByRole('button', { name: /^Asked for too much/ });
  await expect(row).toContainText('Rejected');
  await expect(row).toContainText('Temperature must be a number.');

  await page.goto('/history?source=api&status=refused');
  const line = page.getByRole('link', { name: /Asked for too much/ });
  await expect(line).toContainText('Temperature must be a number.');
  await expect(line).toContainText('API · Nightly');
  await line.click();
  const output = page.getByRole('region', { name: 'Output' });
  await expect(output).toContainText('The playground rejected this request');
  await expect(output).toContainText('Rejected 3 times.');
  await expect(page.getByText('API, Nightly')).toBeVisible();
  await page.getByRole('button', { name: 'Delete run' }).click();
  await expect(page.getByText('Run deleted.')).toBeVisible();
  const { runs } = await (await page.request.get('/api/runs')).json();
  expect(runs).toEqual([]);
});
