import { expect, it } from 'vitest';
import * as auth from '@/app/api/auth/[...nextauth]/route';
import { resetLimits } from '@/lib/platform/server/limits/rate-limits';
import { callRoute, newAccount, newVisitor, type RouteAnswer } from '@/lib/testing/call-route';
import { describeApi } from '@/lib/testing/describe-api';
import { startOidcProvider } from '@/lib/testing/oidc-provider';
import { TestBrowser } from '@/lib/testing/test-browser';

const HERE = 'http://localhost:3000';

const ADDRESSES = [
  ...[
    '',
    ' ',
    'x',
    'http',
    'http:',
    'http://',
    'http:///',
    'https://[',
    'http://[::1',
    'http://a b',
    'http://%',
    '//',
  ],
  ...[
    '///',
    '//evil.test',
    '/\\evil.test',
    '\\\\evil.test',
    '/.//evil.test',
    'http:evil.test',
    'javascript:alert(1)',
  ],
  ...[
    'data:text/html,x',
    'http://evil.test',
    'http://localhost:3000@evil.test',
    'http://localhost:3000.evil.test',
  ],
  ...[
    'http://localhost:99999',
    'http://user:pass@localhost:3000/',
    '/%',
    '/%00',
    '/%E0%A4%A',
    '/\r\nx: y',
    '\u0001',
  ],
  ...[
    'http://localhost:3000/\ud800',
    '/\u2028',
    'null',
    'undefined',
    '[object Object]',
    '{}',
    '[]',
    '%',
    '?',
    '#',
    '.',
  ],
  ...[
    '..',
    '/..//evil.test',
    'http://xn--',
    'http://xn--a',
    'ftp://x',
    'about:blank',
    'blob:x',
    'file:///etc/passwd',
  ],
  `/${'a'.repeat(20_000)}`,
  `http://${'a.'.repeat(5_000)}test`,
];
const NAMES = [
  ...['credentials', 'guest', 'oidc', 'github', 'google', 'nothing', '__proto__', 'constructor', 'toString'],
  ...['', '.', '..', '%', '%00', '\u0000', 'credentials\u0000', 'x'.repeat(3_000), 'ｏｉｄｃ'],
];
const ACTIONS = ['csrf', 'session', 'providers', 'signin', 'signout', 'callback', 'error', 'nothing'];
const COOKIES = [
  'next-auth.session-token',
  '__Secure-next-auth.session-token',
  'next-auth.callback-url',
  '__Secure-next-auth.callback-url',
  'next-auth.csrf-token',
  '__Host-next-auth.csrf-token',
  'next-auth.state',
  'next-auth.pkce.code_verifier',
  'next-auth.nonce',
  '__proto__',
];

function expectExplained(answer: RouteAnswer, what: string): void {
  expect(answer.status, `${what}\n${answer.text}`).toBeLessThan(500);
  const location = answer.headers.get('location') ?? (answer.json as { url?: string } | null)?.url;
  if (typeof location === 'string') expect(new URL(location, HERE).origin, what).toBe(HERE);
}

describeApi('the routes of next-auth, asked by somebody hostile', (api) => {
  /** All items on SQLite; every seventh on the other database. */
  const some = <Item>(all: readonly Item[]) => all.filter((_, at) => api.kind === 'sqlite' || at % 7 === 0);

  it('answer every address to come back to, wherever it is said', async () => {
    const { cookie } = await newVisitor();
    for (const address of some(ADDRESSES)) {
      resetLimits();
      const said = JSON.stringify(address).slice(0, 60);
      const query = new URLSearchParams({ callbackUrl: address }).toString();
      for (const path of ['session', 'signin', 'signout', 'callback/oidc']) {
        expectExplained(await new TestBrowser(auth).authGet(`${path}?${query}`), `GET ${path} ${said}`);
      }
      for (const path of [
        'signin/credentials',
        'callback/credentials',
        'callback/guest',
        'signout',
        'signin/nothing',
      ]) {
        const person = new TestBrowser(auth).takeCookie(cookie);
        const fields = { callbackUrl: address, email: `${'x'.repeat(255)}@example.com`, password: 'x' };
        expectExplained(await person.authPost(path, fields), `POST ${path} ${said}`);
      }
      const retained = new TestBrowser(auth).takeCookie(
        `next-auth.callback-url=${encodeURIComponent(address.replace(/\p{Surrogate}/gu, ''))}`,
      );
      expectExplained(await retained.authPost('callback/guest'), `cookie ${said}`);
    }
  });

  it('answer every action, provider and cookie', async () => {
    for (const action of ACTIONS) {
      for (const name of some(NAMES)) {
        resetLimits();
        for (const nextauth of [[action], [action, name], [name, action], [action, name, name]]) {
          const call = { path: '/api/auth/x', params: { nextauth } };
          expectExplained(await callRoute(auth.GET, call), `GET ${nextauth.join('/').slice(0, 60)}`);
          const body = new URLSearchParams({ csrfToken: 'x', email: 'x', password: 'x' }).toString();
          const headers = { 'content-type': 'application/x-www-form-urlencoded' };
          const posted = await callRoute(auth.POST, { ...call, method: 'POST', body, headers });
          expectExplained(posted, `POST ${nextauth.join('/').slice(0, 60)}`);
        }
      }
    }
    const VALUES = [
      '',
      '"',
      '{}',
      'a.b.c.d.e',
      '%',
      '%E0%A4%A',
      '|',
      'x'.repeat(9_000),
      'null',
      'a|b|c',
      '\u00ff',
    ];
    for (const name of COOKIES) {
      for (const value of some(VALUES)) {
        for (const path of ['session', 'csrf', 'signin', 'callback/oidc?code=x&state=y', 'error']) {
          const headers = { cookie: `${name}=${value}` };
          const url = new URL(path, `${HERE}/api/auth/`);
          const nextauth = url.pathname.split('/').slice(3);
          const call = { path: url.pathname + url.search, params: { nextauth }, headers };
          expectExplained(await callRoute(auth.GET, call), `${path} ${name}=${value.slice(0, 20)}`);
        }
      }
    }
  });

  it('answer every form and query', async () => {
    const FIELDS = [
      'email',
      'password',
      'csrfToken',
      'json',
      'redirect',
      'error',
      'code',
      'state',
      '__proto__',
      'action',
    ];
    const VALUES = [
      '',
      'x',
      '\u0000',
      '__proto__',
      '{"a":1}',
      'x'.repeat(30_000),
      '\ud800',
      'true',
      '-1',
      '<script>',
    ];
    for (const name of FIELDS) {
      resetLimits();
      for (const value of some(VALUES)) {
        const fields = { [name]: value };
        for (const path of ['callback/guest', 'signin/oidc', 'signout']) {
          expectExplained(await new TestBrowser(auth).authPost(path, fields), `POST ${path} ${name}`);
        }
        const query = new URLSearchParams(fields).toString();
        for (const path of ['error', 'signin', 'callback/oidc', 'session']) {
          expectExplained(await new TestBrowser(auth).authGet(`${path}?${query}`), `GET ${path} ${name}`);
        }
      }
    }
  });

  it('with a provider explain every answer of it that was not requested', async () => {
    const provider = await startOidcProvider();
    try {
      api.setEnv({
        OIDC_ID: provider.clientId,
        OIDC_SECRET: provider.clientSecret,
        OIDC_ISSUER: provider.issuer,
      });
      const queries = [
        '',
        'code=x',
        'state=x',
        'error=access_denied',
        'error=%00',
        'code=x&state=y&iss=z',
        'code[]=x',
      ];
      for (const query of queries) {
        const person = new TestBrowser(auth);
        await person.authPost('signin/oidc', { callbackUrl: 'http://[' });
        expectExplained(await person.authGet(`callback/oidc?${query}`), query);
      }
    } finally {
      await provider.stop();
    }
  });

  it('keep people on this site after signing in and out, on the page that they requested', async () => {
    const { email } = await newAccount('a good long password');
    const goesTo = async (callbackUrl: string) => {
      const person = new TestBrowser(auth);
      const fields = { email, password: 'a good long password', callbackUrl };
      return ((await person.authPost('callback/credentials', fields)).json as { url: string }).url;
    };
    expect(await goesTo('/history?q=a#b')).toBe(`${HERE}/history?q=a#b`);
    expect(await goesTo(`${HERE}/settings`)).toBe(`${HERE}/settings`);
    for (const address of [
      '//evil.test',
      '/\\evil.test',
      'https://evil.test/',
      'http://[',
      'nonsense:',
      '/.//evil.test',
    ]) {
      const there = new URL(await goesTo(address));
      expect(there.origin).toBe(HERE);
      expect(there.pathname).not.toMatch(/^\/\//);
    }
  });
});
