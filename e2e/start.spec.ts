import { stat } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@playwright/test';
import { startApp } from './support/app';
import { rawRequest } from './support/raw-request';
import { test } from './support/test';

test('the server answers, and so does its page', async ({ app, page }) => {
  const health = await (await fetch(`${app.url}/api/health`)).json();
  expect(health).toMatchObject({ status: 'ok', database: 'sqlite' });
  expect(health.migrations).not.toEqual([]);
  await page.goto('/');
  await expect(page).toHaveTitle(/playground/i);
});

test('a kill keeps data and secrets, frees the port, and the next start carries on', async () => {
  const app = await startApp();
  try {
    const secrets = path.join(app.dataDir, 'secrets.json');
    const before = await stat(secrets);
    expect(before.mode & 0o777).toBe(0o600);

    await app.kill9();
    await expect(fetch(`${app.url}/api/health`)).rejects.toThrow();
    await app.restart();
    expect((await fetch(`${app.url}/api/health`)).status).toBe(200);
    expect((await stat(secrets)).mtimeMs).toBe(before.mtimeMs);

    expect(await app.stop()).toBe(0);
  } finally {
    await app.dispose();
  }
});

test('a second server on the same SQLite file is refused, with what to do', async ({ app, page }) => {
  const other = startApp({ env: { DATABASE_URL: `file:${app.dataDir}/playground.db` } });
  await expect(other).rejects.toThrow(
    new RegExp(
      `The server can't start.\\nAnother server \\(process ${app.pid} on .+\\) is using the database .+playground.db`,
    ),
  );
  await expect(other).rejects.toThrow(
    /Only one server can use an SQLite database\. Stop that one first, .* DATA_DIR/,
  );
  await page.goto('/');
  await expect(page).toHaveTitle(/playground/i);
});

test('metrics are for this machine, and not for what a proxy on it passes on', async ({ app }) => {
  const read = (headers: Record<string, string> = {}) => rawRequest(app, '/api/metrics', { headers });
  const local = await read();
  expect(local.status).toBe(200);
  expect(local.body.toString()).toMatch(/^nodejs_eventloop_lag_p99_seconds \S+$/m);
  // A run of the test before may still be open.
  expect(local.body.toString()).toMatch(/^playground_runs_open \d+$/m);
  for (const headers of [
    { 'x-forwarded-for': '127.0.0.1' },
    { 'x-forwarded-proto': 'https' },
    { forwarded: 'for=127.0.0.1' },
    { 'x-real-ip': '::1' },
    { via: '1.1 proxy' },
  ] as Record<string, string>[]) {
    expect((await read(headers)).status, JSON.stringify(headers)).toBe(403);
  }
  expect((await read({ host: 'evil.test' })).status).toBe(403);
  expect((await read({ 'x-playground-local': 'true' })).status).toBe(200);
});

test('a server with a public address wants the token for its metrics', async () => {
  const token = 'a-token-for-prometheus';
  const app = await startApp({ env: { NEXTAUTH_URL: 'https://play.example', METRICS_TOKEN: token } });
  try {
    for (const host of [`localhost:${app.port}`, 'play.example']) {
      const read = (headers: Record<string, string> = {}) =>
        rawRequest(app, '/api/metrics', { headers: { host, ...headers } });
      expect((await read()).status, host).toBe(403);
      expect((await read({ authorization: 'Bearer a-token-for-somebody' })).status, host).toBe(403);
      expect((await read({ authorization: `Bearer ${token}` })).status, host).toBe(200);
    }
    for (const path of ['/api/health/live', '/api/health/ready']) {
      const answer = await rawRequest(app, path, { headers: { host: `127.0.0.1:${app.port}` } });
      expect(answer.status, path).toBe(200);
    }
  } finally {
    await app.dispose();
  }
});

test('a bad variable stops the start with a sentence that names it', async () => {
  const started = startApp({ env: { SIGN_UP: 'perhaps', ENCRYPTION_KEYS: 'nonsense' } });
  await expect(started).rejects.toThrow(/SIGN_UP must be one of: open, closed/);
});

test('a taken port is named, with what to do', async ({ app }) => {
  const started = startApp({ env: { PORT: String(app.port) } });
  await expect(started).rejects.toThrow(new RegExp(`Port ${app.port} is in use by a running playground`));
});
