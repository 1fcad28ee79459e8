import { createServer as createSocketServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from '@/lib/platform/db/testing/free-port';
import { testEnvironment } from '@/lib/platform/db/testing/test-environment';
import { replaceEnv } from '@/lib/platform/env/env';
import { LOCAL_ANSWERS, type LocalServer, startLocalServer } from '@/lib/testing/local-server';
import { canFindServers, findServers } from './find-servers';

const open: { close(): unknown }[] = [];
beforeEach(() => replaceEnv(testEnvironment()));
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function start(...options: Parameters<typeof startLocalServer>): Promise<LocalServer> {
  const server = await startLocalServer(...options);
  open.push(server);
  return server;
}

/** Answers every connection with these bytes; none: it stays silent. */
async function startRaw(bytes: string | null): Promise<number> {
  const server = createSocketServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => bytes !== null && socket.end(bytes));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(server);
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe('servers on this machine', () => {
  it.each([
    ['ollama', '0.12.3', 1],
    ['llamacpp', null, 1],
    ['vllm', '0.11.0', 1],
    ['sglang', null, 1],
    ['lmstudio', null, 2],
    ['koboldcpp', '1.100', 1],
    ['tabbyapi', null, null],
    ['textgen', null, 1],
    ['custom', null, 1],
  ] as const)('%s is recognised by its answers, on whatever port', async (kind, version, modelCount) => {
    const { port } = await start(LOCAL_ANSWERS[kind]);
    expect(await findServers([port])).toEqual({
      servers: [{ kind, port, baseUrl: `http://127.0.0.1:${port}/v1`, version, modelCount }],
      ports: [port],
    });
  });

  it('are recognised without their list of models, which may want a key', async () => {
    const locked = ['/v1/models'];
    const vllm = await start(LOCAL_ANSWERS.vllm, { locked });
    const llama = await start({}, { locked: [...locked, '/props'], server: 'llama.cpp' });
    const studio = await start(LOCAL_ANSWERS.lmstudio, { locked });
    const { servers } = await findServers([vllm.port, llama.port, studio.port]);
    expect(servers.map(({ kind, modelCount }) => [kind, modelCount])).toEqual([
      ['vllm', null],
      ['llamacpp', null],
      ['lmstudio', null],
    ]);
  });

  it('are listed when all that they say is that they want a key', async () => {
    const shut = await start({}, { locked: ['/v1/models'] });
    const plain = await startRaw('HTTP/1.1 401 Unauthorized\r\ncontent-length: 2\r\n\r\nNo');
    const forbidden = await startRaw('HTTP/1.1 403 Forbidden\r\ncontent-length: 15\r\n\r\n{"error":"key"}');
    const ports = [shut.port, plain, forbidden];
    expect((await findServers(ports)).servers).toEqual(
      ports.map((port) => ({
        kind: 'custom',
        port,
        baseUrl: `http://127.0.0.1:${port}/v1`,
        version: null,
        modelCount: null,
      })),
    );
  });

  it('are found beside what is none, in the order of the ports', async () => {
    const other = await start({ '/': 'a web app' }, { locked: [] });
    const refusing = await startRaw(
      'HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nserver: AirTunes\r\n\r\n',
    );
    const ollama = await start(LOCAL_ANSWERS.ollama);
    const ports = [
      await freePort(),
      other.port,
      refusing,
      await startRaw('SSH-2.0-nothing\r\n'),
      ollama.port,
      await startRaw('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n<html'),
    ];
    const { servers } = await findServers(ports);
    expect(servers.map(({ kind, port }) => [kind, port])).toEqual([['ollama', ollama.port]]);
  });

  it('are not waited for when they stay silent, and their answers are bounded', async () => {
    const silent = await startRaw(null);
    const large = await start({ '/v1/models': { data: [{ id: 'x'.repeat(2_000_000) }] } });
    expect((await findServers([silent, large.port])).servers).toEqual([]);
  });

  it('are only asked to read, and never twice for the same', async () => {
    const { port, asked } = await start(LOCAL_ANSWERS.custom);
    await findServers([port]);
    expect(new Set(asked).size).toBe(asked.length);
    expect(asked[0]).toBe('/v1/models');
  });

  it('do not include this app itself', async () => {
    const { port, asked } = await start(LOCAL_ANSWERS.ollama);
    replaceEnv({ ...testEnvironment(), PORT: String(port) });
    expect(await findServers([port])).toEqual({ servers: [], ports: [] });
    expect(asked).toEqual([]);
  });

  it('are not looked for where only public addresses are allowed', async () => {
    const { port, asked } = await start(LOCAL_ANSWERS.ollama);
    replaceEnv({ ...testEnvironment(), ALLOW_PRIVATE_UPSTREAMS: '0' });
    expect(canFindServers()).toBe(false);
    await expect(findServers([port])).rejects.toMatchObject({ code: 'address_refused' });
    expect(asked).toEqual([]);
  });
});
