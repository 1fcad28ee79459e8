import { stat } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@playwright/test';
import { startApp } from './support/app';
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

test('a bad variable stops the start with a sentence that names it', async () => {
  const started = startApp({ env: { SIGN_UP: 'perhaps', ENCRYPTION_KEYS: 'nonsense' } });
  await expect(started).rejects.toThrow(/SIGN_UP must be one of: open, closed/);
});

test('a taken port is named, with what to do', async ({ app }) => {
  const started = startApp({ env: { PORT: String(app.port) } });
  await expect(started).rejects.toThrow(new RegExp(`Port ${app.port} is in use by a running playground`));
});
