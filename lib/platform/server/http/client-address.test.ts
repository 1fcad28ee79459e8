import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { testEnvironment } from '@/lib/platform/db/testing/test-environment';
import { replaceEnv } from '@/lib/platform/env/env';
import { addressOf } from './address-of';
import { clientAddress, distinguishesUsers, installClientAddress } from './client-address';

function from(forwarded: string | undefined): string {
  return clientAddress(
    new Request(
      'http://localhost/',
      forwarded === undefined ? {} : { headers: { 'x-forwarded-for': forwarded } },
    ),
  );
}

describe('the address that limits count', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['6.6.6.6, 203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:0DB8::ffff', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['6.6.6.6, ::ffff:c000:24e', '192.0.2.78'],
    ['6.6.6.6, 1.2.3.4:5512', '1.2.3.4'],
    ['nonsense', 'unknown'],
    [undefined, 'unknown'],
  ])('of %s is %s', (forwarded, address) => {
    expect(from(forwarded)).toBe(address);
  });

  it.each([
    '192.0.2.78',
    ' 192.0.2.78 ',
    '192.0.2.78:5512',
    '::ffff:192.0.2.78',
    '::FFFF:192.0.2.78',
    '::ffff:c000:24e',
    '::ffff:C000:024E',
    '::ffff:c000:24e%eth0',
    '[::ffff:c000:24e]',
    '[::ffff:192.0.2.78]:443',
    '"[::ffff:192.0.2.78]:443"',
    '0:0:0:0:0:ffff:c000:24e',
    '0000:0000:0000:0000:0000:FFFF:C000:024E',
    '0:0:0:0:0:ffff:192.0.2.78',
    '0::ffff:c000:24e',
    '::0:ffff:192.0.2.78',
    '::ffff:0:192.0.2.78',
    '::ffff:0:c000:24e',
    '0:0:0:0:ffff:0:c000:24e',
    '64:ff9b::192.0.2.78',
    '64:ff9b::c000:24e',
    '::192.0.2.78',
  ])('of 192.0.2.78 is that, written as %s', (written) => {
    expect(addressOf(written)).toBe('192.0.2.78');
  });

  it.each([
    '2001:db8:1:2::9',
    '2001:0DB8:0001:0002:0000:0000:0000:0009',
    '[2001:db8:1:2::9]',
    '[2001:db8:1:2::9]:8080',
    '[2001:db8:1:2::9%25eth0]:8080',
    '2001:db8:1:2::9%eth0',
    '2001:db8:1:2::192.0.2.78',
    '2001:db8:1:2:ffff::',
  ])('of a household is one, written as %s', (written) => {
    expect(addressOf(written)).toBe('2001:db8:1:2::/64');
  });

  it('distinguishes neighbours in any spelling', () => {
    const names = [
      '::ffff:c000:24e',
      '::ffff:c000:24f',
      '::ffff:192.0.3.78',
      '192.0.2.80:1',
      '::1',
      '::1:0:0:1',
    ];
    expect(new Set(names.map(addressOf)).size).toBe(5);
    expect(addressOf('::1')).toBe(addressOf('::'));
  });

  it.each([
    '',
    'unknown',
    '_hidden',
    '1.2.3',
    '1.2.3.4.5',
    '256.1.1.1',
    '1.2.3.4:',
    '1.2.3.4:123456',
    '[1::',
    '1::2::3',
    '::ffff:1.2.3',
    'x'.repeat(1e5),
  ])('is none in %j', (written) => {
    expect(addressOf(written)).toBe(null);
  });

  it('distinguishes people when it is public, or a trusted proxy names it', () => {
    replaceEnv(testEnvironment());
    const inward = [
      '127.0.0.1',
      '::1',
      '10.1.2.3',
      '172.20.0.1',
      '192.168.1.9',
      '::ffff:10.0.0.1',
      'fd00::1',
      'fe80::1%eth0',
    ];
    const outward = ['8.8.8.8', '172.32.0.1', '::ffff:808:808', '2001:db8:1:2::3'];
    expect(inward.map(from).filter(distinguishesUsers)).toEqual([]);
    expect(outward.map(from).map(distinguishesUsers)).toEqual(outward.map(() => true));
    expect(distinguishesUsers('unknown')).toBe(false);
    replaceEnv(testEnvironment({ TRUST_PROXY: 'true' }));
    expect(inward.map(from).map(distinguishesUsers)).toEqual(inward.map(() => true));
    replaceEnv(testEnvironment());
  });

  it.each([
    ['false', '6.6.6.6', '127.0.0.1'],
    ['true', '6.6.6.6', '6.6.6.6'],
    ['true', '6.6.6.6, _hidden-1', '127.0.0.1'],
    ['true', '_hidden-2', '127.0.0.1'],
  ])(
    'is the socket’s, whatever the client says, unless a proxy is trusted (%s) and says one: %s',
    async (trusted, sent, expected) => {
      replaceEnv(testEnvironment({ TRUST_PROXY: trusted }));
      installClientAddress();
      installClientAddress();
      const server = createServer((request, response) =>
        response.end(String(request.headers['x-forwarded-for'])),
      );
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      const seen = await new Promise<string>((resolve, reject) => {
        const headers = { 'x-forwarded-for': sent };
        httpRequest({ port, host: '127.0.0.1', headers, agent: false }, (response) => {
          response.setEncoding('utf8').on('data', resolve);
        })
          .on('error', reject)
          .end();
      });
      await new Promise((resolve) => server.close(resolve));
      replaceEnv(testEnvironment());
      expect(seen).toBe(expected);
    },
  );
});
