import { beforeEach, describe, expect, it } from 'vitest';
import { testEnvironment } from '@/lib/platform/db/testing/test-environment';
import { replaceEnv } from '@/lib/platform/env/env';
import { answersTo } from './own-names';

const be = (variables: Record<string, string | undefined>) =>
  replaceEnv(testEnvironment({ NEXTAUTH_URL: undefined, ...variables }));
const answers = (host: string | null, forwarded: string | null = null, pathname = '/') =>
  answersTo({ host, forwarded }, pathname);

/** What no server of ours answers to, however it is set up: names that somebody could point at it, and no names. */
const OTHERS = [
  'evil.test',
  'evil.test:3000',
  'localhost.evil.test',
  'evil.test.',
  '127.0.0.1.evil.test',
  'xlocalhost',
  'localhost.',
  'play.example.evil.test',
  'xplay.example',
  'play.example.',
  'play.example@evil.test',
  'evil.test/play.example',
  'evil.test#play.example',
  'evil.test?play.example',
  'play.example\\.evil.test',
  'evil.test,play.example',
  'play.example evil.test',
  '',
  ' ',
  ':3000',
  '[',
  '[::1',
  '::1]',
  '[evil.test]',
  '[::1].evil.test',
  'play.example:port',
  'play.example:99999',
  'play.example:1:2',
  'play\u3002example',
  'ｐlay.example',
  'loc%61lhost',
  'localhost\0',
  'localhost\t',
  '%00',
  `${'a'.repeat(5000)}`,
  `${'a.'.repeat(200)}localhost`,
];
const LOOPBACK = [
  'localhost',
  'LOCALHOST:1',
  'localhost:3000',
  'app.localhost:3000',
  '127.0.0.1',
  '127.9.9.9:3000',
  '127.1',
  '[::1]',
  '[::1]:3000',
  '[0:0:0:0:0:0:0:1]:3000',
];
const ADDRESSES = [
  '192.168.1.20:3000',
  '203.0.113.9',
  '10.0.0.1',
  '[2001:db8::7]:3000',
  '[fe80::1]',
  '0.0.0.0:3000',
];

describe('without NEXTAUTH_URL', () => {
  it.each(['127.0.0.1', 'localhost', '::1'])('a server on %s answers to loopback names only', (HOST) => {
    be({ HOST });
    for (const host of LOOPBACK) expect(answers(host), host).toBe(true);
    for (const host of [...OTHERS, ...ADDRESSES, 'mybox', 'mybox.local'])
      expect(answers(host), host).toBe(false);
    expect(answers(null)).toBe(false);
  });

  it.each(['0.0.0.0', '::', '192.168.1.20'])(
    'a server on %s answers to addresses as well, which nobody can rebind',
    (HOST) => {
      be({ HOST });
      for (const host of [...LOOPBACK, ...ADDRESSES]) expect(answers(host), host).toBe(true);
      for (const host of [...OTHERS, 'mybox', 'mybox.local']) expect(answers(host), host).toBe(false);
    },
  );

  it('a server on a name answers to that name', () => {
    be({ HOST: 'MyBox' });
    expect(answers('mybox:3000')).toBe(true);
    expect(answers('otherbox:3000')).toBe(false);
  });
});

describe('with NEXTAUTH_URL', () => {
  beforeEach(() => be({ NEXTAUTH_URL: 'https://Play.Example:8443/', HOST: '0.0.0.0' }));

  it('answers to that name, in any case and on any port', () => {
    for (const host of ['play.example', 'play.example:8443', 'PLAY.example:443', 'play.example:80']) {
      expect(answers(host), host).toBe(true);
    }
  });

  it('answers to no other, not even on this machine', () => {
    for (const host of [...OTHERS, ...LOOPBACK, ...ADDRESSES]) expect(answers(host), host).toBe(false);
    expect(answers(null)).toBe(false);
  });

  it('shows a visitor on this machine the right address', () => {
    for (const host of LOOPBACK) {
      for (const path of ['/api/health', '/api/health/live', '/api/health/ready', '/api/metrics']) {
        expect(answers(host, null, path), `${host} ${path}`).toBe(true);
      }
      for (const path of ['/api/health/', '/api/health/x', '/api/Health', '//api/health', '/api/runs']) {
        expect(answers(host, null, path), path).toBe(false);
      }
    }
    for (const host of [...OTHERS, ...ADDRESSES])
      expect(answers(host, null, '/api/health'), host).toBe(false);
  });

  it('may name an address of its own', () => {
    be({ NEXTAUTH_URL: 'http://[2001:DB8:0::7]:3000' });
    expect(answers('[2001:db8::7]:3000')).toBe(true);
    expect(answers('[2001:db8::8]:3000')).toBe(false);
    be({ NEXTAUTH_URL: 'https://игра.example' });
    expect(answers('xn--80afo7a.example')).toBe(true);
  });
});

describe('X-Forwarded-Host', () => {
  it('is nobody’s word while no proxy is trusted', () => {
    be({ NEXTAUTH_URL: 'https://play.example' });
    expect(answers('evil.test', 'play.example')).toBe(false);
    expect(answers('play.example', 'evil.test')).toBe(true);
  });

  it('of a trusted proxy says what was requested', () => {
    be({ NEXTAUTH_URL: 'https://play.example', TRUST_PROXY: 'true' });
    for (const host of [
      '127.0.0.1:3000',
      'localhost:3000',
      'playground:3000',
      'playground.prod.svc.cluster.local',
      '10.1.2.3',
      'play.example',
    ]) {
      expect(answers(host, 'play.example'), host).toBe(true);
      expect(answers(host, 'evil.test'), host).toBe(false);
      // What stands before the last is what the client sent.
      expect(answers(host, 'play.example, evil.test'), host).toBe(false);
      expect(answers(host, 'evil.test, play.example'), host).toBe(true);
    }
    expect(answers('play.example')).toBe(true);
    expect(answers('evil.test')).toBe(false);
    expect(answers('10.1.2.3')).toBe(false);
  });

  it('that a proxy passed on from a page elsewhere does not cover for the name that was requested', () => {
    be({ NEXTAUTH_URL: 'https://play.example', TRUST_PROXY: 'true' });
    for (const host of ['evil.test', 'evil.test:3000', 'play.example.evil.test', 'evil.test.']) {
      expect(answers(host, 'play.example'), host).toBe(false);
    }
    be({ TRUST_PROXY: 'true' });
    for (const host of ['evil.test', 'evil.test:3000']) expect(answers(host, 'localhost'), host).toBe(false);
    for (const forwarded of ['evil.test', 'localhost, evil.test'])
      expect(answers('localhost', forwarded)).toBe(false);
  });
});
