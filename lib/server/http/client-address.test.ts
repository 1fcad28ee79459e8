import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { testEnvironment } from '@/lib/db/testing/test-environment';
import { replaceEnv } from '@/lib/env/env';
import { clientAddress, installClientAddress } from './client-address';

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
    ['nonsense', 'unknown'],
    [undefined, 'unknown'],
  ])('of %s is %s', (forwarded, address) => {
    expect(from(forwarded)).toBe(address);
  });

  it('is the socket’s, whatever the client says, unless a proxy is trusted', async () => {
    replaceEnv(testEnvironment());
    installClientAddress();
    installClientAddress();
    const server = createServer((request, response) =>
      response.end(String(request.headers['x-forwarded-for'])),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const seen = await new Promise<string>((resolve, reject) => {
      const headers = { 'x-forwarded-for': '6.6.6.6' };
      httpRequest({ port, host: '127.0.0.1', headers, agent: false }, (response) => {
        response.setEncoding('utf8').on('data', resolve);
      })
        .on('error', reject)
        .end();
    });
    await new Promise((resolve) => server.close(resolve));
    expect(seen).toBe('127.0.0.1');
  });
});
