import { expect } from '@playwright/test';
import type { App } from './support/app';
import { type RawAnswer, type RawCall, rawRequest } from './support/raw-request';
import { test } from './support/test';

const OWN = 'play.example';
test.use({ appOptions: { env: { NEXTAUTH_URL: `https://${OWN}`, TRUST_PROXY: 'true' } } });

/** The headers in which an attacker's or a mistyped host name can arrive. */
const OTHERS = (port: number): Record<string, string>[] => [
  ...[
    'evil.test',
    `evil.test:${port}`,
    `${OWN}.evil.test`,
    `${OWN}.`,
    `x${OWN}`,
    'localhost',
    `localhost:${port}`,
    `127.0.0.1:${port}`,
    `[::1]:${port}`,
    '192.168.1.20',
    `${OWN}:port`,
    `${OWN}@evil.test`,
    `${OWN} evil.test`,
    `${OWN}/`,
    ' ',
    'xn--',
  ].map((host) => ({ host })),
  { host: OWN, 'x-forwarded-host': 'evil.test' },
  { host: OWN, 'x-forwarded-host': `${OWN}, evil.test` },
  { host: 'evil.test', 'x-forwarded-host': OWN },
  { host: `127.0.0.1:${port}`, 'x-forwarded-host': 'evil.test' },
];

const METHODS = ['HEAD', 'POST', 'OPTIONS', 'DELETE', 'PUT'];

async function pathsOf(app: App): Promise<string[]> {
  const page = await rawRequest(app, '/sign-in', { headers: { host: OWN } });
  const files = [...page.body.toString().matchAll(/\/_next\/static\/[^"'\\ ]+\.(?:js|css|woff2)/g)].map(
    ([path]) => path,
  );
  expect(files.some((path) => path.endsWith('.js'))).toBe(true);
  expect(files.some((path) => path.endsWith('.css'))).toBe(true);
  return [
    ...new Set(files.slice(0, 8)),
    ...[
      '/',
      '/sign-in',
      '/compare',
      '/history',
      '/settings/account',
      '/settings',
      '/nothing',
      '/s/nothing',
      '/s/nothing/embed',
      '/s/nothing.json',
    ],
    ...[
      '/api/account',
      '/api/auth/csrf',
      '/api/auth/session',
      '/api/runs',
      '/api/nothing',
      '/v1/models',
      '/v1/completions',
      '/v1/nothing',
    ],
    ...[
      '/icon.svg',
      '/favicon.ico',
      '/apple-icon.png',
      '/_next/image?url=%2Ficon.svg&w=64&q=75',
      '/_next/data/x/y.json',
      '/_next/nothing',
    ],
    ...[
      '//',
      '//evil.test',
      '/sign-in/',
      '/%2e%2e/',
      '/\\evil.test',
      '/refused-name',
      '/api/health/',
      '/API/health',
      '/api/health/x',
      '*',
      'http://evil.test/',
      `http://${OWN}/`,
      `http://${OWN}/api/health`,
    ],
  ];
}

const isOurs = ({ body }: RawAnswer) =>
  /_next|csrfToken|viewer|__next|"site"|Create account/.test(body.toString());

test('no other name is answered, on any path, by any method', async ({ app }) => {
  test.setTimeout(1_200_000);
  const paths = await pathsOf(app);
  for (const headers of OTHERS(app.port)) {
    for (const [at, path] of paths.entries()) {
      // Each path with one more method, and each method on many paths.
      for (const method of ['GET', METHODS[at % METHODS.length] ?? 'GET']) {
        const answer = await rawRequest(app, path, { method, headers });
        const what = `${method} ${path} ${JSON.stringify(headers)} → ${answer.status}`;
        expect(answer.status, what).toBeGreaterThanOrEqual(400);
        expect(answer.status, what).toBeLessThan(500);
        expect(isOurs(answer), what).toBe(false);
        expect(answer.headers['set-cookie'], what).toBeUndefined();
        expect(answer.headers.location, what).toBeUndefined();
      }
    }
  }
});

test('the own name is answered, also as proxies hand it on; a visitor on this machine is shown the right address', async ({
  app,
}) => {
  const requested: Record<string, string>[] = [
    { host: OWN },
    { host: `${OWN}:443` },
    { host: 'PLAY.Example' },
    { host: `127.0.0.1:${app.port}`, 'x-forwarded-host': OWN },
    { host: 'playground:3000', 'x-forwarded-host': `evil.test, ${OWN}` },
  ];
  for (const headers of requested) {
    for (const [path, status] of [
      ['/', 200],
      ['/icon.svg', 200],
      ['/api/account', 200],
      ['/v1/models', 401],
      ['/api/health', 200],
    ] as const) {
      expect((await rawRequest(app, path, { headers })).status, `${path} ${JSON.stringify(headers)}`).toBe(
        status,
      );
    }
  }
  for (const host of [`localhost:${app.port}`, `127.0.0.1:${app.port}`, `[::1]:${app.port}`]) {
    expect((await rawRequest(app, '/api/health', { headers: { host } })).status, host).toBe(200);
  }
  expect((await rawRequest(app, '/api/health', { headers: { host: 'evil.test' } })).status).toBe(403);
});

test('an origin other than the own one changes nothing', async ({ app }) => {
  const post = (headers: Record<string, string>) =>
    rawRequest(app, '/api/account/sign-out-everywhere', {
      method: 'POST',
      headers: { host: OWN, 'content-type': 'application/json', ...headers },
    });
  // Without a session, a request that passes the origin check answers 401.
  expect((await post({ origin: `https://${OWN}`, 'sec-fetch-site': 'same-origin' })).status).toBe(401);
  for (const origin of [
    `http://${OWN}`,
    `https://${OWN}:8443`,
    `https://${OWN}.`,
    'https://evil.test',
    'http://localhost:3000',
    'null',
    '',
    'file://',
    `https://${OWN}.evil.test`,
  ]) {
    expect((await post({ origin })).status, origin).toBe(403);
    if (origin !== 'null')
      expect((await post({ origin, 'sec-fetch-site': 'same-origin' })).status, origin).toBe(403);
  }
});

test('no spelling of a path sends a browser to another site', async ({ app }) => {
  const host = OWN;
  const starts = [
    '//',
    '///',
    '/\\',
    '/\\/',
    '/.//',
    '/..//',
    '/%2f',
    '/%2F%2F',
    '/%5c',
    '/%09/',
    '/%0d%0aLocation:%20http:',
    '/sign-in//',
    '/s//',
    '/settings/..//',
    '/@',
    '/.\\',
    '/;//',
    '/_next//',
    '/api//',
  ];
  for (const start of starts) {
    for (const end of ['evil.test', 'evil.test/', 'evil.test/..', 'evil.test//']) {
      const calls: RawCall[] = [
        { headers: { host, accept: 'text/html' } },
        { headers: { host, rsc: '1' } },
        { headers: { host }, method: 'HEAD' },
      ];
      for (const call of calls) {
        const { headers } = await rawRequest(app, start + end, call);
        const refresh = String(headers.refresh ?? '').replace(/^0;url=/, '');
        for (const to of [headers.location, refresh].filter(Boolean)) {
          // A redirect to the server itself uses the requested host, or none.
          expect([`https://${OWN}`, `http://${OWN}`], `${start}${end} → ${to}`).toContain(
            new URL(String(to), `https://${OWN}/`).origin,
          );
        }
      }
    }
  }
});
