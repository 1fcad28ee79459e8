import { expect } from '@playwright/test';
import { rawRequest } from './support/raw-request';
import { test } from './support/test';

// Without NEXTAUTH_URL, as on the first start.

test('a page elsewhere that points its name at this machine gets nothing', async ({ app, page }) => {
  for (const path of [
    '/',
    '/sign-in',
    '/icon.svg',
    '/api/account',
    '/api/health',
    '/v1/models',
    '/_next/nothing',
    '/s/nothing',
  ]) {
    for (const host of [
      'evil.test',
      `evil.test:${app.port}`,
      'localhost.evil.test',
      '192.168.1.20',
      'mybox.local',
      'localhost.',
    ]) {
      expect(
        (await rawRequest(app, path, { headers: { host, 'x-forwarded-host': 'localhost' } })).status,
        `${host}${path}`,
      ).toBe(403);
    }
    for (const host of ['localhost', `127.0.0.1:${app.port}`, `[::1]:${app.port}`, 'app.localhost']) {
      expect(
        (await rawRequest(app, path, { headers: { host, 'x-forwarded-host': 'evil.test' } })).status,
        `${host}${path}`,
      ).not.toBe(403);
    }
  }
  // As a person sees it.
  const { body, headers } = await rawRequest(app, '/', {
    headers: { host: 'evil.test', accept: 'text/html' },
  });
  expect(headers['content-type']).toContain('text/html');
  await page.setContent(body.toString());
  await expect(page.getByRole('heading', { name: 'Wrong server address' })).toBeVisible();
  await expect(page.getByText('set NEXTAUTH_URL')).toBeVisible();
});

test('after signing in, nobody ends on another site', async ({ page, app, expectedErrors }) => {
  // The page of the previous round may send one more request after its cookie is gone.
  expectedErrors.push(/status of 401/);
  for (const next of [
    '/.//evil.test',
    '//evil.test',
    '/\\evil.test',
    '/\t/evil.test',
    'https://evil.test',
    'javascript:alert(1)',
    '/%2e//evil.test',
  ]) {
    for (const name of ['next', 'callbackUrl']) {
      await page.context().clearCookies();
      await page.goto(`/sign-in?${name}=${encodeURIComponent(next)}`);
      await page.getByRole('button', { name: 'Continue as guest' }).click();
      await expect(page).not.toHaveURL(/\/sign-in/);
      expect(new URL(page.url()).origin, `${name}=${next}`).toBe(app.url);
    }
  }
  await page.goto(`/sign-in?next=${encodeURIComponent('/.//evil.test')}`);
  await expect(page.getByRole('link', { name: 'Continue as guest' })).toHaveAttribute('href', '/');
});
