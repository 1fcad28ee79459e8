import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, it, vi } from 'vitest';
import { countResponses, openResponses, responsesSent } from './open-responses';

it('knows which answers are still being sent, also those that break off', async () => {
  countResponses();
  countResponses();
  const answers: ServerResponse[] = [];
  const server = createServer((_request, response) => {
    answers.push(response);
    response.write('begun ');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await responsesSent(60_000);
  const [first, second] = [await fetch(url), await fetch(url)];
  expect(openResponses()).toBe(2);
  await responsesSent(1);
  expect(openResponses()).toBe(2);
  const sent = responsesSent(60_000);
  answers[0]?.end('done');
  expect(await first.text()).toBe('begun done');
  await second.body?.cancel();
  await sent;
  expect(openResponses()).toBe(0);

  // Requests one behind the other on one connection, whose client then goes.
  const before = answers.length;
  const client = connect(Number(new URL(url).port), '127.0.0.1');
  client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(5));
  await vi.waitUntil(() => answers.length === before + 5);
  expect(openResponses()).toBe(5);
  client.destroy();
  await responsesSent(60_000);
  expect(openResponses()).toBe(0);
  server.closeAllConnections();
  server.close();
});
