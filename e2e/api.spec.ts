import { execFile, spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect } from '@playwright/test';
import OpenAI, { AuthenticationError, NotFoundError } from 'openai';
import { steppedStream } from '@/lib/testing/stepped-stream';
import { answers } from '@/lib/testing/upstream-answers';
import { startGuest } from './support/guest';
import { test } from './support/test';

/** As everywhere else: 30 Nov 2026, 16:03. */
const DATE = /^\d{1,2} [A-Z][a-z]{2,3} \d{4}, \d{2}:\d{2}$/;

test('a token is made, shown once, used by a program, seen in the history, and revoked', async ({
  page,
  playground,
  upstream,
  app,
}) => {
  const guest = await startGuest(page.request);
  await guest.addConnection({ name: 'Mine', baseUrl: upstream.url, key: 'sk-mine', isDefault: true });
  await page.goto('/settings/api');
  const baseUrl = `${app.url}/v1`;
  await expect(page.getByText(baseUrl, { exact: true })).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Client' })).toHaveValue('openai-python');
  await expect(page.getByRole('region', { name: 'OpenAI, Python code' })).toContainText(
    'from openai import OpenAI',
  );
  await page.getByRole('button', { name: 'New token' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Create token' }).click();
  await expect(dialog.getByText('Enter a name.')).toBeVisible();
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Nightly');
  await expect(dialog.getByRole('combobox', { name: 'Access' })).toHaveValue('completions');
  await dialog.getByRole('combobox', { name: 'Expires' }).selectOption('In 7 days');
  await dialog.getByRole('button', { name: 'Create token' }).click();
  const secret = await dialog.getByText(/^cpt_[\w-]{43}$/).textContent();
  await expect(dialog.getByRole('button', { name: 'Copy token' })).toBeFocused();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('button', { name: 'New token' })).toBeFocused();
  const row = page.getByRole('list', { name: 'Tokens' }).getByRole('listitem');
  await expect(row).toContainText(`cpt_…${secret?.slice(-4)}`);
  await expect(row).toContainText('Never used');
  await expect(row).toContainText('Completions only');
  expect(await page.content()).not.toContain(secret ?? '');

  const stepped = steppedStream();
  upstream.enqueue(stepped.answer);
  const client = new OpenAI({ apiKey: secret ?? '', baseURL: baseUrl, maxRetries: 0 });
  const text = (async () => {
    const stream = await client.completions.create({ model: 'm', prompt: 'From a program', stream: true });
    let all = '';
    for await (const part of stream) all += part.choices[0]?.text ?? '';
    return all;
  })();
  await stepped.begun;
  stepped.text('Half');
  await playground.open();
  const run = page.getByRole('button', { name: /^From a program/ });
  await expect(run).toContainText('API');
  await expect(run).toContainText('Running');
  await run.click();
  await expect(playground.completion).toHaveText('Half');
  stepped.text(' and whole');
  await expect(playground.completion).toHaveText('Half and whole');
  stepped.finish();
  expect(await text).toBe('Half and whole');

  upstream.enqueue(answers.plain('Begun while the page was idle'));
  await client.completions.create({ model: 'm', prompt: 'A later call' });
  // The page polls every ten seconds.
  await expect(page.getByRole('button', { name: /^A later call/ })).toBeVisible({ timeout: 20_000 });

  await page.goto('/settings/api');
  // One way to write a date.
  await expect(row.locator('time')).toHaveText([DATE, DATE]);
  await row.getByRole('button', { name: 'Revoke Nightly' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke token' }).click();
  await expect(page.getByText('No tokens yet.')).toBeVisible();
  await expect(client.models.list()).rejects.toBeInstanceOf(AuthenticationError);
});

test('a token opens comparisons only when that was chosen', async ({ page }) => {
  await startGuest(page.request);
  await page.goto('/settings/api');
  const statuses: number[] = [];
  for (const access of ['Completions only', 'Completions and comparisons']) {
    await page.getByRole('button', { name: 'New token' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name' }).fill(access);
    await dialog.getByRole('combobox', { name: 'Access' }).selectOption(access);
    await dialog.getByRole('button', { name: 'Create token' }).click();
    const secret = await dialog.getByText(/^cpt_[\w-]{43}$/).textContent();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await expect(page.getByRole('listitem').filter({ hasText: `cpt_…${secret?.slice(-4)}` })).toContainText(
      access,
    );
    const headers = { authorization: `Bearer ${secret}` };
    for (const path of ['/v1/models', '/api/comparisons']) {
      statuses.push((await page.request.get(path, { headers })).status());
    }
  }
  expect(statuses).toEqual([200, 403, 200, 200]);
});

test('a program is told which connection has a model, and finds all of them in one list', async ({
  page,
  upstream,
  app,
}) => {
  const guest = await startGuest(page.request);
  await guest.addConnection({ name: 'Home', baseUrl: `${upstream.url}/home`, isDefault: true });
  await guest.addConnection({ name: 'Work', baseUrl: `${upstream.url}/work`, key: 'sk-work' });
  upstream.alwaysModels((response, request) =>
    answers.models(request.path.startsWith('/work') ? ['large', 'small'] : ['small'])(response, request),
  );
  const made = await page.request.post('/api/tokens', { data: { name: 'Looker', expiresInDays: 7 } });
  const { secret } = await made.json();
  const client = new OpenAI({ apiKey: secret, baseURL: `${app.url}/v1`, maxRetries: 0 });
  const models: Record<string, unknown> = {};
  for await (const model of client.models.list()) {
    models[model.id] = (model as unknown as { connections: unknown }).connections;
  }
  expect(models).toEqual({
    small: ['Home', 'Work'],
    large: ['Work'],
    'practice-1': ['Practice model'],
  });
  upstream.enqueue(answers.error(404, 'The model does not exist.', { code: 'model_not_found' }));
  const refusal = await client.completions
    .create({ model: 'large', prompt: 'x' })
    .catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(NotFoundError);
  const [, name = '', value = ''] = /"(X-Connection): ([^"]+)"/.exec((refusal as Error).message) ?? [];
  upstream.enqueue(answers.plain('Found'));
  const answer = await client.completions.create(
    { model: 'large', prompt: 'x' },
    { headers: { [name]: value } },
  );
  expect(answer.choices[0]?.text).toBe('Found');
  expect((await upstream.received(2)).path).toContain('/work/');
});

test('a program that leaves ends its run and the upstream’s, whatever it was waiting for', async ({
  page,
  upstream,
  app,
}) => {
  const guest = await startGuest(page.request);
  await guest.addConnection({ name: 'Mine', baseUrl: upstream.url, key: 'sk-mine', isDefault: true });
  const made = await page.request.post('/api/tokens', { data: { name: 'Leaver', expiresInDays: 7 } });
  const { secret } = await made.json();
  const client = new OpenAI({ apiKey: secret, baseURL: `${app.url}/v1`, maxRetries: 0 });
  upstream.enqueue(answers.silence(), answers.silence(), answers.stall(['Some text']));
  const upstreamClosed: string[] = [];
  for (const [turn, stream] of [false, true, true].entries()) {
    const leaving = new AbortController();
    const call = client.completions.create({ model: 'm', prompt: 'x', stream }, { signal: leaving.signal });
    const outcome = call.then(
      async (answer) => {
        if (!(Symbol.asyncIterator in answer)) return 'an answer';
        for await (const part of answer) {
          if (part.choices[0]?.text) leaving.abort();
        }
        return 'left';
      },
      (error: Error) => error.constructor.name,
    );
    const received = await upstream.received(turn + 1);
    if (turn < 2) leaving.abort();
    expect(await outcome).toBe(turn < 2 ? 'APIUserAbortError' : 'left');
    upstreamClosed.push(await received.closed);
  }
  expect(upstreamClosed).toEqual(['closed', 'closed', 'closed']);
  await expect
    .poll(async () => {
      const { runs } = await (await page.request.get('/api/runs')).json();
      return runs.map(({ status, outputPreview }: Record<string, string>) => `${status} ${outputPreview}`);
    })
    .toEqual(['stopped Some text', 'stopped ', 'stopped ']);
});

for (const client of ['openai-typescript', 'curl']) {
  // The Python clients run theirs in `npm run test:clients`.
  test(`the page's code for ${client} runs as copied`, async ({ page, app }, info) => {
    test.skip(client === 'curl' && spawnSync('curl', ['--version']).error !== undefined, 'There is no curl.');
    await startGuest(page.request);
    const made = await page.request.post('/api/tokens', { data: { name: 'Copied', expiresInDays: 7 } });
    const { secret } = await made.json();
    await page.goto('/settings/api');
    await page.getByRole('combobox', { name: 'Client' }).selectOption(client);
    const region = page.getByRole('region', {
      name: client === 'curl' ? 'curl code' : 'OpenAI, TypeScript code',
    });
    await expect(region).toContainText(`${app.url}/v1`);
    const file = info.outputPath(client === 'curl' ? 'code.sh' : 'code.mts');
    await writeFile(file, (await region.textContent()) ?? '');
    const [command, ...args] =
      client === 'curl' ? ['sh', file] : [process.execPath, 'node_modules/tsx/dist/cli.mjs', file];
    const env = { ...process.env, PLAYGROUND_TOKEN: secret };
    const { stdout, stderr } = await promisify(execFile)(command ?? 'sh', args, { env });
    const texts = [...stdout.matchAll(/^data: (\{.*)$/gm)].map(([, event = '']) => JSON.parse(event));
    const text = client === 'curl' ? texts.map(({ choices }) => choices[0]?.text ?? '').join('') : stdout;
    expect(text.split(' ').length, stderr).toBeGreaterThan(10);
  });
}
