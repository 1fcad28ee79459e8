import type { IncomingMessage } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { testEnvironment } from '@/lib/platform/db/testing/test-environment';
import { replaceEnv } from '@/lib/platform/env/env';
import { isFromThisMachine, markLocalPeer } from './local-peer';

afterEach(() => replaceEnv(testEnvironment()));

function asks(remoteAddress: string | undefined, given: Record<string, string> = {}, env = {}): boolean {
  replaceEnv(testEnvironment({ NEXTAUTH_URL: undefined, ...env }));
  const message = { headers: { ...given }, socket: { remoteAddress } } as unknown as IncomingMessage;
  markLocalPeer(message);
  const headers = new Headers();
  for (const [name, value] of Object.entries(message.headers)) headers.set(name, String(value));
  return isFromThisMachine(new Request('http://localhost/', { headers }));
}

it.each(['127.0.0.1', '127.8.9.10', '::1', '::ffff:127.0.0.1'])(
  'a program at %s is on this machine',
  (peer) => {
    expect(asks(peer)).toBe(true);
    expect(asks(peer, { host: 'localhost:3000', accept: '*/*', 'user-agent': 'Prometheus/3.0' })).toBe(true);
  },
);

it.each([
  undefined,
  '',
  '10.0.0.5',
  '192.168.1.4',
  '203.0.113.9',
  '::ffff:10.0.0.5',
  'fe80::1',
  '2001:db8::1',
])('a peer at %s is not, whatever it says', (peer) => {
  expect(asks(peer)).toBe(false);
  const claims = {
    'x-forwarded-for': '127.0.0.1',
    'x-real-ip': '::1',
    host: 'localhost',
    forwarded: 'for=127.0.0.1',
  };
  expect(asks(peer, claims)).toBe(false);
  expect(asks(peer, { 'x-playground-local': 'true' })).toBe(false);
});

it.each([
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-server',
  'x-real-ip',
  'forwarded',
  'via',
  'cf-connecting-ip',
])('what a proxy on this machine passes on with %s is not from this machine', (name) => {
  expect(asks('127.0.0.1', { [name]: '127.0.0.1' })).toBe(false);
});

it('behind a proxy nobody is, since it may add nothing and pass on any name', () => {
  for (const env of [{ TRUST_PROXY: 'true' }, { NEXTAUTH_URL: 'https://play.example' }]) {
    expect(asks('127.0.0.1', { host: 'localhost' }, env)).toBe(false);
  }
});

it('the mark cannot be sent along', () => {
  replaceEnv(testEnvironment({ NEXTAUTH_URL: undefined }));
  const local = { headers: {}, socket: { remoteAddress: '127.0.0.1' } } as unknown as IncomingMessage;
  markLocalPeer(local);
  const [[name, mark] = []] = Object.entries(local.headers);
  expect(asks('203.0.113.9', { [String(name)]: String(mark) })).toBe(false);
});
