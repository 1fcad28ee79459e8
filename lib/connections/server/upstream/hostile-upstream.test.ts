import { createServer, type Server, type Socket } from 'node:net';
import zlib from 'node:zlib';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { completionsUrl, modelsUrl } from '@/lib/protocol/request/completions-url';
import type { ResponseEvent } from '@/lib/protocol/run/run-events';
import { type MisbehavingServer, startMisbehavingServer } from '@/lib/testing/misbehaving-server';
import { eventually } from '@/lib/testing/runs';
import { answers } from '@/lib/testing/upstream-answers';
import type { Resolve } from './address-guard';
import { fetchModels } from './fetch-models';
import { MODEL_LIST_LIMITS, UPSTREAM_LIMITS, type UpstreamLimits } from './limits';
import { secretsIn } from './secrets-in';
import { type CompletionEnd, sendCompletion } from './send-completion';
import { createSocketPool, type SocketPool } from './socket-pool';
import { createHttpTransport } from './transport';

/** What no honest server does. */

let server: MisbehavingServer;
let pool: SocketPool;

beforeAll(async () => {
  server = await startMisbehavingServer();
  pool = createSocketPool();
});
afterEach(() => {
  server.reset();
  vi.restoreAllMocks();
});
afterAll(async () => {
  pool.close();
  await server.close();
});

interface Options {
  readonly baseUrl?: string;
  readonly key?: string | null;
  readonly signal?: AbortSignal;
  readonly resolve?: Resolve;
  readonly limits?: Partial<UpstreamLimits>;
  readonly onEvents?: (events: ResponseEvent[]) => void;
}

function send(options: Options = {}): Promise<CompletionEnd> {
  const { baseUrl = server.url, key = null, resolve } = options;
  return sendCompletion({
    transport: createHttpTransport({
      urlOf: () => completionsUrl(baseUrl),
      key,
      policy: { allowPrivate: true },
      limits: { ...UPSTREAM_LIMITS, ...options.limits },
      pool,
      resolve,
    }),
    request: { model: 'm', prompt: 'p', stream: true },
    secrets: secretsIn({ key, headers: [] }),
    signal: options.signal ?? new AbortController().signal,
    onEvents: options.onEvents ?? (() => {}),
  });
}

/** Answers every connection with these bytes, once something was asked. */
async function rawServer(bytes: string): Promise<{ url: string; server: Server }> {
  const raw = createServer((socket: Socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.write(bytes));
  });
  await new Promise<void>((resolve) => raw.listen(0, '127.0.0.1', resolve));
  const address = raw.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: `http://127.0.0.1:${address.port}`, server: raw };
}

it('ends the run when a server wants to speak another protocol', async () => {
  const raw = await rawServer(
    'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
  );
  const end = await send({ baseUrl: raw.url });
  expect(end).toMatchObject({ outcome: 'failed', bodyBegan: false, error: { kind: 'connect' } });
  raw.server.close();
});

it('stops at once while a name is still being looked up', async () => {
  const controller = new AbortController();
  const resolve: Resolve = () => new Promise(() => {});
  const done = send({ baseUrl: 'https://slow.example', resolve, signal: controller.signal });
  controller.abort('stop');
  expect(await done).toEqual({ outcome: 'aborted' });
});

/** A body that unpacks to 64 MB, and is small enough to come in one read. */
const bomb = zlib.brotliCompressSync(Buffer.alloc(64 * 1024 * 1024, ' '), {
  params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 5 },
});

it.each([
  ['a completion', 200],
  ['an error', 500],
])('stops unpacking %s that is too large', async (_what, status) => {
  let unpacked = 0;
  let decoder: zlib.BrotliDecompress | null = null;
  const create = zlib.createBrotliDecompress;
  vi.spyOn(zlib, 'createBrotliDecompress').mockImplementation((options) => {
    const made = create(options);
    const push = made.push.bind(made);
    made.push = (chunk: Buffer | null, encoding) => {
      unpacked += chunk?.length ?? 0;
      return push(chunk, encoding);
    };
    decoder = made;
    return made;
  });
  const isGivenUp = () => decoder?.destroyed === true;
  server.always((response) => {
    response.writeHead(status, { 'content-type': 'text/event-stream', 'content-encoding': 'br' });
    response.end(bomb);
  });
  const end = await send({ limits: { maxBodyBytes: 1024 * 1024 } });
  expect(end.outcome).toBe('failed');
  await eventually(isGivenUp, 'the decoder to be given up');
  expect(unpacked).toBeLessThan(4 * 1024 * 1024);
});

it('does not repeat the key of a bearer that was pasted with it', async () => {
  server.always(answers.error(401, 'No such key: canary0123456789xyz.'));
  const end = await send({ key: 'Bearer canary0123456789xyz' });
  expect(JSON.stringify(end)).not.toContain('canary0123456789');
});

it('does not repeat a key that is written another way', async () => {
  const key = 'canary/0123"456789+xyz=';
  const written = [JSON.stringify(key), JSON.stringify(key).replaceAll('/', '\\/'), encodeURIComponent(key)];
  for (const form of [...written, key.replaceAll('"', '&quot;')]) {
    server.always(answers.body(401, 'text/plain', `no: ${form}`));
    const end = await send({ key });
    expect(JSON.stringify(end), form).not.toContain('456789');
  }
});

it('cuts what a server names the owner of a model', async () => {
  server.alwaysModels(
    answers.body(200, 'application/json', JSON.stringify({ data: [{ id: 'm', owned_by: 'x'.repeat(1e6) }] })),
  );
  const target = {
    id: 'x',
    name: 'x',
    baseUrl: server.url,
    key: null,
    keyHeader: 'authorization',
    headers: [],
    isPractice: false,
    isServers: true,
  };
  const transport = createHttpTransport({
    urlOf: () => modelsUrl(server.url),
    key: null,
    policy: { allowPrivate: true },
    limits: MODEL_LIST_LIMITS,
    pool,
  });
  const fetched = await fetchModels({ ...target, practiceTokensPerSecond: 40 }, transport);
  expect(fetched.ok && fetched.models[0]?.ownedBy?.length).toBeLessThan(1000);
});

it('refuses 31 MiB of brackets at their beginning', async () => {
  server.always(answers.body(200, 'application/json', '['.repeat(31 * 1024 * 1024)));
  const end = await send();
  expect(end).toMatchObject({
    outcome: 'failed',
    error: { kind: 'malformed', code: 'too_deep', message: 'The response is nested too deeply.' },
  });
  expect(end.outcome === 'failed' && end.error.rawBody).toHaveLength(64 * 1024);
});

it('keeps the text that came before an answer became too much', async () => {
  const body = `{"choices":[{"index":0,"text":"so far","finish_reason":"stop"}],"x":[${'[],'.repeat(400_000)}`;
  server.always(answers.body(200, 'application/json', body));
  const texts: string[] = [];
  const end = await send({
    onEvents: (events) => {
      for (const event of events) if (event.type === 'text-delta') texts.push(event.text);
    },
  });
  expect(end).toMatchObject({ outcome: 'failed', error: { code: 'too_many' } });
  expect(texts).toEqual(['so far']);
});
