import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, it } from 'vitest';
import { ignoreUpgrades } from './ignore-upgrades';

it('answers a request for an upgrade like any other, the first one too, and lets its socket go', async () => {
  ignoreUpgrades();
  const server = createServer((_request, response) => response.end('answered'));
  // As Next does: it listens, and does nothing for what it does not know.
  server.on('upgrade', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    for (const upgrade of ['foo', 'websocket', 'h2c']) {
      const socket = connect(port, '127.0.0.1');
      socket.write(`GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, close\r\nUpgrade: ${upgrade}\r\n\r\n`);
      let answer = '';
      for await (const bytes of socket) answer += bytes;
      expect(answer).toMatch(/^HTTP\/1\.1 200 [\s\S]*answered/);
    }
    const open = await new Promise<number>((resolve) =>
      server.getConnections((_error, count) => resolve(count)),
    );
    expect(open).toBe(0);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
