import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { answers } from '@/lib/testing/upstream-answers';
import { test } from './support/test';

/** Every spelling in which the secret could have been stored. */
function spellings(secret: string): Buffer[] {
  const plain = Buffer.from(secret);
  // Inside a longer base64 text it may begin at any of three offsets.
  const base64 = [0, 1, 2].map((skip) => plain.subarray(skip).toString('base64').slice(0, -4));
  // Half of it is as bad as all of it.
  const halves = [secret.slice(0, secret.length / 2), secret.slice(secret.length / 2)];
  const texts = [...base64, ...halves, plain.toString('hex'), [...secret].reverse().join('')];
  return [plain, Buffer.from(secret, 'utf16le'), ...texts.map((text) => Buffer.from(text))];
}

function holds(bytes: Buffer | string, secret: string): boolean {
  const where = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
  return spellings(secret).some((spelling) => where.includes(spelling));
}

/** Where a text contains it, with the text before each hit. */
function whereIn(text: string, secret: string): string[] {
  const bytes = Buffer.from(text);
  const offsets = spellings(secret).map((spelling) => bytes.indexOf(spelling));
  return offsets.filter((at) => at >= 0).map((at) => bytes.subarray(Math.max(0, at - 200), at).toString());
}

/** Records everything that the browser receives from now on, headers included. */
function recordResponses(page: Page): () => Promise<{ url: string; bytes: Buffer }[]> {
  const received: Promise<{ url: string; bytes: Buffer }>[] = [];
  page.context().on('response', (response) => {
    const read = async () => {
      // A redirect has no body to read, nor has a stream that the page left.
      const body = await response.body().catch(() => Buffer.alloc(0));
      const headers = JSON.stringify(await response.allHeaders());
      return { url: response.url(), bytes: Buffer.concat([Buffer.from(headers), body]) };
    };
    received.push(read());
  });
  return () => Promise.all(received);
}

/** The page's content and its browser storage. */
async function stateOfPage(page: Page): Promise<string> {
  const retained = await page.evaluate(async () => {
    const fields = [...document.querySelectorAll<HTMLInputElement>('input, textarea, select')];
    const databases = await indexedDB.databases();
    const stores = { local: { ...localStorage }, session: { ...sessionStorage }, databases };
    return [document.documentElement.outerHTML, ...fields.map(({ value }) => value), JSON.stringify(stores)];
  });
  return [...retained, JSON.stringify(await page.context().cookies())].join('\n');
}

async function filesOf(folder: string): Promise<[string, Buffer][]> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  return Promise.all(
    files.map(async (file) => [path.basename(file), await readFile(file)] as [string, Buffer]),
  );
}

test.use({ appOptions: { env: { LOG_LEVEL: 'trace' } } });

test('a key is found nowhere but encrypted, whatever is done with it', async ({
  app,
  page,
  playground,
  upstream,
  expectedErrors,
}) => {
  test.slow();
  expectedErrors.push(/status of (503|422)/);
  // Random and in no provider's format, so that only knowing it can mask it.
  const key = `${randomUUID()}${randomUUID()}`.replaceAll('-', '');
  const responses = recordResponses(page);
  const seen: string[] = [];
  const look = async () => seen.push(await stateOfPage(page));

  await page.goto('/settings/connections');
  await page.getByRole('button', { name: 'New connection' }).click();
  const form = page.getByRole('dialog');
  await form.getByText('Custom / OpenAI-compatible', { exact: true }).click();
  await form.getByRole('textbox', { name: 'Name' }).fill('Canary');
  await form.getByRole('textbox', { name: 'Base URL' }).fill(upstream.url);
  await form.getByLabel('Key', { exact: true }).fill(key);
  // The server repeats the key wherever an error can hold text.
  const echo = (status: number) =>
    answers.error(status, `Incorrect key: ${key}`, {
      code: key,
      type: `type ${key}`,
      param: key,
      headers: { 'x-request-id': key, 'x-echo': key },
    });
  upstream.alwaysModels(echo(401));
  await form.getByRole('button', { name: 'Test connection' }).click();
  await expect(form.getByRole('status')).toContainText('Incorrect key');
  await form.getByRole('button', { name: 'Add connection' }).click();
  await expect(form).toBeHidden();
  await page.getByRole('button', { name: 'Test Canary' }).click();
  // The notice of the new connection says it, and so does the test's result.
  await expect(page.getByRole('status').filter({ hasText: 'Incorrect key: •••' })).toHaveCount(2);
  await look();

  await page.goto('/');
  await playground.ready();
  await page.getByRole('combobox', { name: 'Connection' }).selectOption({ label: 'Canary' });
  await playground.chooseModel('test-model');
  await playground.prompt.fill('A prompt that must be found');
  await playground.runToEnd();
  expect((await upstream.received(1)).headers.authorization).toBe(`Bearer ${key}`);
  const faults = [
    ...[400, 401, 403, 422, 429, 500, 418].map(echo),
    answers.body(502, 'text/html', `<title>${key}</title><p>${key}</p>`),
    answers.body(500, 'text/plain', `${'x'.repeat(64 * 1024 - 40)}${key} and on`),
    answers.redirect(`https://elsewhere.example/?key=${key}`),
    answers.errorInStream(`Refused ${key}`, ['Some text']),
    answers.body(200, 'application/json', `{"headers":{"authorization":"Bearer ${key}"}}`),
    answers.body(200, 'text/html', `<html><body>${key}</body></html>`),
  ];
  for (const fault of faults) {
    upstream.enqueue(fault);
    await playground.runToEnd('failed');
    await look();
  }
  expect(upstream.requests).toHaveLength(1 + faults.length);
  await page.getByRole('button', { name: 'Code', exact: true }).click();
  await expect(page.getByRole('dialog', { name: 'Code', exact: true })).toBeVisible();
  await look();
  await page.keyboard.press('Escape');

  await page.goto('/settings/connections');
  await page.getByRole('button', { name: 'Edit Canary' }).click();
  await form.getByRole('textbox', { name: 'Name' }).fill('Canary again');
  await look();
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toBeHidden();
  await page.goto('/');
  await expect(playground.history).toHaveCount(1 + faults.length);
  for (const summary of (await (await page.request.get('/api/runs')).json()).runs) {
    const detail = await page.request.get(`/api/runs/${summary.id}`);
    seen.push(await detail.text());
  }

  expect(seen.flatMap((text) => whereIn(text, key))).toEqual([]);
  const received = await responses();
  expect(received.length).toBeGreaterThan(20);
  expect(received.some(({ bytes }) => bytes.includes('A prompt that must be found'))).toBe(true);
  expect(received.filter(({ bytes }) => holds(bytes, key)).map(({ url: from }) => from)).toEqual([]);

  const running = await filesOf(app.dataDir);
  await app.stop();
  for (const files of [running, await filesOf(app.dataDir)]) {
    expect(files.map(([name]) => name)).toEqual(expect.arrayContaining(['playground.db', 'secrets.json']));
    // The search finds what is there …
    expect(files.some(([, bytes]) => bytes.includes('A prompt that must be found'))).toBe(true);
    expect(files.some(([, bytes]) => bytes.includes('Canary again'))).toBe(true);
    // … and not the key.
    expect(files.filter(([, bytes]) => holds(bytes, key)).map(([name]) => name)).toEqual([]);
  }
  expect(app.log()).toContain('"route":"/api/runs"');
  expect(holds(app.log(), key)).toBe(false);
  expect(app.log()).not.toContain('A prompt that must be found');
});
