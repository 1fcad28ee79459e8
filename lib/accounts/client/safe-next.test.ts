import { describe, expect, it } from 'vitest';
import { safeNext } from './safe-next';

it.each([
  ['/settings/connections?edit=1#a', '/settings/connections?edit=1#a'],
  ['/', '/'],
  ['/history?q=//evil.test', '/history?q=//evil.test'],
  ['/?next=https://evil.test', '/?next=https://evil.test'],
  ['/history/../settings', '/settings'],
  ['/история?q=東京', '/%D0%B8%D1%81%D1%82%D0%BE%D1%80%D0%B8%D1%8F?q=%E6%9D%B1%E4%BA%AC'],
  [null, '/'],
  ['', '/'],
  ['settings', '/'],
  ['https://evil.example', '/'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['/\t/evil.example', '/'],
  ['javascript:alert(1)', '/'],
])('%j leads to %j', (next, path) => {
  expect(safeNext(next)).toBe(path);
});

/** What may stand where a path is expected, before the name of another site. */
const STARTS = [
  ...[
    '',
    '/',
    '//',
    '///',
    '\\',
    '\\\\',
    '/\\',
    '\\/',
    '/\\/',
    '//\\',
    '/./',
    '/.//',
    '/..//',
    '/a/..//',
    '/%2e//',
    '/%2E%2E//',
  ],
  ...[
    '/.\\/',
    '/.\\\\',
    '/./\\',
    '/\t/',
    '/\n/',
    '/\r\n/',
    '\t//',
    ' //',
    '\u00a0//',
    '\u0000//',
    '/\u0000/',
    '/.\t//',
    '/.\n/\r/',
  ],
  ...[
    '/%2f',
    '/%5c',
    '%2f%2f',
    '/%09/',
    '/%0d%0a/',
    '/%2e%2f/',
    '/%00/',
    '/;//',
    '/?//',
    '/#//',
    '/a//',
    '/.;//',
  ],
  ...[
    'http://',
    'https:',
    'https:/',
    'https:\\\\',
    'HTTPS://',
    'ftp://',
    'ws://',
    'file:///',
    'data:text/html,',
    'javascript:',
    'JaVaScRiPt:',
    'java\tscript:',
    '\u0001javascript:',
    'javascript://%0aalert(1)//',
    'vbscript:',
    'blob:http://',
    'about:',
  ],
  ...[
    '//user@',
    '//user:password@',
    '/@',
    '@',
    '//here@',
    '//here:80@',
    '//here.',
    '/\u2044\u2044',
    '/\u2215',
    '\uff0f\uff0f',
    '/\uff0f',
    '/\uff3c',
    '/\u3002/',
    '/\uff0e/',
    '/\uff0e\uff0e/',
    '/\u2024/',
    '/\u00ad/',
    '/\u200b/',
    '/\u2028/',
    '/\ufeff/',
    '/\ud800/',
  ],
];
const NAMES = [
  'evil.test',
  'evil.test:80',
  '[::1]',
  '2130706433',
  'evil\u3002test',
  'ｅｖｉｌ.test',
  'here',
  'localhost.evil.test',
  `${'a'.repeat(5000)}.test`,
];

describe('every spelling of another site', () => {
  it.each(STARTS)('%j', (start) => {
    for (const name of NAMES) {
      for (const end of ['', '/', '/path?q#f', '/..//', '\\']) {
        const path = safeNext(start + name + end);
        // As a browser resolves it, from a page at any depth, with and without https.
        for (const page of [
          'http://here/sign-in',
          'https://play.example:8443/a/b/c?d#e',
          'http://[::1]:3000/',
        ]) {
          const there = new URL(path, page);
          expect(there.origin, path).toBe(new URL(page).origin);
          expect(there.username + there.password).toBe('');
        }
        // As a path of ours it is written one way only, and stays what it is when it is read again.
        expect(path).toMatch(/^\/(?![/\\])[\u0021-\u007e]*$/);
        expect(safeNext(path)).toBe(path);
      }
    }
  });
});

it('takes a very long address in its stride', () => {
  for (const unit of ['/', '\\', '/.', '/..', '/.//', '%2f', '\t', '@', '?']) {
    const path = safeNext(`/${unit.repeat(100_000)}evil.test`);
    expect(new URL(path, 'http://here').origin).toBe('http://here');
  }
});
