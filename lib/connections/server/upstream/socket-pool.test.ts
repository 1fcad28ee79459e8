import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createSocketPool } from './socket-pool';

let server: http.Server;
let connections = 0;

beforeAll(async () => {
  server = http.createServer((_request, response) => response.end('x'));
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  vi.restoreAllMocks();
  server.closeAllConnections();
  server.close();
});

function get(agent: http.Agent): Promise<void> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const request = http.get({ host: '127.0.0.1', port, agent }, (response) => {
      response.resume();
      // The socket is free once the agent has it back.
      response.on('close', () => setImmediate(resolve));
    });
    request.on('error', reject);
  });
}

it('uses a socket again, but not one that was idle too long although its timer has not run yet', async () => {
  const pool = createSocketPool();
  await get(pool.http);
  await get(pool.http);
  expect(connections).toBe(1);
  const now = performance.now();
  vi.spyOn(performance, 'now').mockReturnValue(now + 4_500);
  await get(pool.http);
  expect(connections).toBe(2);
  pool.close();
});
