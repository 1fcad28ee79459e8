import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { createSocketPool, type PoolOptions } from './socket-pool';

let server: http.Server;
let connections = 0;
let now = 1_000_000;

beforeAll(async () => {
  // As llama.cpp's server does: it offers to keep the connection, and closes it after a stream.
  server = http.createServer((request, response) => {
    response.end('x');
    if (request.url === '/closing') response.once('finish', () => request.socket.end());
  });
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  vi.spyOn(performance, 'now').mockImplementation(() => now);
});
beforeEach(() => {
  connections = 0;
});
afterAll(() => {
  vi.restoreAllMocks();
  server.closeAllConnections();
  server.close();
});

interface Asked {
  readonly path?: string;
  readonly streamed?: boolean;
  /** Another server, as far as the pool can tell. */
  readonly pinned: string;
}

/** Resolves in the moment in which the pool has the socket back. */
function get(agent: http.Agent, { path = '/', streamed = false, pinned }: Asked): Promise<void> {
  const { port } = server.address() as AddressInfo;
  const options: http.RequestOptions & PoolOptions = {
    ...{ host: '127.0.0.1', port, path, agent },
    ...{ pinned, streamed },
  };
  return new Promise((resolve, reject) => {
    const request = http.get(options, (response) => {
      response.resume();
      agent.once('free', () => resolve());
    });
    request.on('error', reject);
  });
}

it('uses a socket again, but not one that was idle too long although its timer has not run yet', async () => {
  const pool = createSocketPool();
  await get(pool.http, { pinned: 'idle' });
  now += 1_000;
  await get(pool.http, { pinned: 'idle' });
  expect(connections).toBe(1);
  now += 4_500;
  await get(pool.http, { pinned: 'idle' });
  expect(connections).toBe(2);
  pool.close();
});

it('sends nothing on a connection that the server may just be closing', async () => {
  const pool = createSocketPool();
  for (let run = 1; run <= 20; run += 1) {
    await get(pool.http, { pinned: 'closing', path: '/closing', streamed: true });
    expect(connections).toBe(run);
  }
  pool.close();
});

it('uses a socket again at once after a whole answer, and after a stream where the server has kept it', async () => {
  const pool = createSocketPool();
  const [whole, stream] = [false, true].map((streamed) => ({ pinned: 'keeping', streamed })) as [
    Asked,
    Asked,
  ];
  await get(pool.http, whole);
  await get(pool.http, whole);
  await get(pool.http, stream);
  expect(connections).toBe(1);
  await get(pool.http, whole);
  expect(connections).toBe(2);
  await get(pool.http, stream);
  await get(pool.http, stream);
  expect(connections).toBe(3);
  now += 300;
  for (let run = 0; run < 5; run += 1) await get(pool.http, stream);
  expect(connections).toBe(3);
  pool.close();
});
