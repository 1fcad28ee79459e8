import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Header } from '@/lib/connections/model/header-rules';
import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import { completionsUrl } from '@/lib/protocol/request/completions-url';
import type { ResponseEvent } from '@/lib/protocol/run/run-events';
import { type MisbehavingServer, startMisbehavingServer } from '@/lib/testing/misbehaving-server';
import { eventually } from '@/lib/testing/runs';
import { steppedStream } from '@/lib/testing/stepped-stream';
import { answers } from '@/lib/testing/upstream-answers';
import { chunk, DONE } from '@/lib/testing/upstream-wire';
import type { Resolve } from './address-guard';
import { UPSTREAM_LIMITS, type UpstreamLimits } from './limits';
import { secretsIn } from './secrets-in';
import { type CompletionEnd, sendCompletion } from './send-completion';
import { createSocketPool, type SocketPool } from './socket-pool';
import { createHttpTransport } from './transport';

let server: MisbehavingServer;
let pool: SocketPool;

beforeAll(async () => {
  server = await startMisbehavingServer();
  pool = createSocketPool();
});
afterEach(() => server.reset());
afterAll(async () => {
  pool.close();
  await server.close();
});

interface Options {
  readonly limits?: Partial<UpstreamLimits>;
  readonly key?: string | null;
  readonly keyHeader?: string;
  readonly headers?: readonly Header[];
  readonly baseUrl?: string;
  readonly resolve?: Resolve;
  readonly signal?: AbortSignal;
  readonly request?: Partial<CompletionRequest>;
  readonly allowPrivate?: boolean;
}

async function send(
  options: Options = {},
): Promise<{ end: CompletionEnd; events: ResponseEvent[]; text: string }> {
  const events: ResponseEvent[] = [];
  const { key = null, keyHeader, headers = [], baseUrl = server.url, allowPrivate = true } = options;
  const end = await sendCompletion({
    transport: createHttpTransport({
      urlOf: () => completionsUrl(baseUrl),
      key,
      keyHeader,
      headers,
      policy: { allowPrivate },
      limits: { ...UPSTREAM_LIMITS, ...options.limits },
      pool,
      resolve: options.resolve,
    }),
    request: { model: 'm', prompt: 'p', stream: true, ...options.request },
    secrets: secretsIn({ key, headers }),
    signal: options.signal ?? new AbortController().signal,
    onEvents: (more) => events.push(...more),
  });
  const text = events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('');
  return { end, events, text };
}

describe('what is sent', () => {
  it('is the request and nothing else, with the key in its header only', async () => {
    await send({ key: 'sk-canary' });
    const [request] = server.requests;
    expect(request?.json).toEqual({ model: 'm', prompt: 'p', stream: true });
    expect(request?.path).toBe('/v1/completions');
    expect(request?.headers).toMatchObject({
      authorization: 'Bearer sk-canary',
      accept: 'text/event-stream',
      'accept-encoding': 'identity',
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(request?.body ?? '')),
      host: new URL(server.url).host,
    });
    const { authorization: _authorization, ...others } = request?.headers ?? {};
    expect(JSON.stringify([others, request?.path, request?.body])).not.toContain('sk-canary');
  });

  it('does not double a bearer that was pasted with the key', async () => {
    await send({ key: 'bearer  sk-canary' });
    expect(server.requests[0]?.headers.authorization).toBe('Bearer sk-canary');
  });

  it('carries the key as Azure wants it, alone in its own header', async () => {
    await send({ key: 'Bearer azure-canary', keyHeader: 'api-key' });
    expect(server.requests[0]?.headers).toMatchObject({ 'api-key': 'azure-canary' });
    expect(server.requests[0]?.headers.authorization).toBeUndefined();
  });

  it('has the extra headers of the connection, which replace nothing that the request needs', async () => {
    await send({
      key: 'sk-canary',
      headers: [
        { name: 'X-Team', value: 'blue team' },
        { name: 'User-Agent', value: 'mine/1.0' },
        { name: 'Host', value: 'evil.example' },
        { name: 'Content-Length', value: '1' },
        { name: 'AUTHORIZATION', value: 'Basic abcdef' },
      ],
    });
    const [request] = server.requests;
    expect(request?.json).toEqual({ model: 'm', prompt: 'p', stream: true });
    expect(request?.headers).toMatchObject({
      'x-team': 'blue team',
      'user-agent': 'mine/1.0',
      host: new URL(server.url).host,
      authorization: 'Bearer sk-canary',
    });
  });

  it('has no authorization without a key, and asks for JSON where nothing is streamed', async () => {
    server.always(answers.plain('hello'));
    const { end, text } = await send({ request: { stream: false } });
    expect(end).toEqual({ outcome: 'complete' });
    expect(text).toBe('hello');
    expect(server.requests[0]?.headers.authorization).toBeUndefined();
    expect(server.requests[0]?.headers.accept).toBe('application/json');
  });

  it('keeps text of every alphabet whole', async () => {
    const prompt = 'naïve 日本語 👩‍👩‍👧 \u2028 "quotes" \\ \n';
    await send({ request: { prompt } });
    expect(server.requests[0]?.json).toMatchObject({ prompt });
  });
});

describe('connections', () => {
  it('are used again', async () => {
    // Those of the tests before are open still.
    const before = server.openSockets;
    for (let count = 0; count < 5; count += 1) await send({ request: { stream: false } });
    expect(server.requests).toHaveLength(5);
    expect(server.openSockets).toBeLessThanOrEqual(before + 1);
  });

  it('go to the address that was checked, whatever the name resolves to afterwards', async () => {
    let requested = 0;
    const resolve: Resolve = async () => {
      requested += 1;
      return [{ address: requested === 1 ? '127.0.0.1' : '127.9.9.9', family: 4 }];
    };
    const baseUrl = `http://rebind.example:${server.port}`;
    const { end } = await send({ baseUrl, resolve });
    expect(end.outcome).toBe('complete');
    expect(requested).toBe(1);
    expect(server.requests[0]?.headers.host).toBe(`rebind.example:${server.port}`);
  });

  it('are not shared by two look-ups of one name that differ', async () => {
    const baseUrl = `http://rebind.example:${server.port}`;
    await send({ baseUrl, resolve: async () => [{ address: '127.0.0.1', family: 4 }] });
    const { end } = await send({ baseUrl, resolve: async () => [{ address: '127.0.0.2', family: 4 }] });
    // Nothing listens there: the pooled socket to 127.0.0.1 would have answered.
    expect(end).toMatchObject({ outcome: 'failed', error: { kind: 'connect' } });
    expect(server.requests).toHaveLength(1);
  });

  it('are not made where private addresses are not allowed', async () => {
    const resolve: Resolve = async () => [{ address: '127.0.0.1', family: 4 }];
    const baseUrl = `https://rebind.example:${server.port}`;
    const { end } = await send({ baseUrl, resolve, allowPrivate: false });
    expect(end).toMatchObject({ outcome: 'failed', error: { kind: 'address_refused' } });
    expect(server.requests).toHaveLength(0);
  });

  it('try the next address of a name when the first does not answer', async () => {
    const resolve: Resolve = async () => [
      { address: '::1', family: 6 },
      { address: '127.0.0.1', family: 4 },
    ];
    const { end } = await send({ baseUrl: `http://localhost:${server.port}`, resolve });
    expect(end.outcome).toBe('complete');
  });
});

describe('a proper answer', () => {
  it('is complete, with the request id of its header', async () => {
    const { end, events, text } = await send();
    expect(end).toEqual({ outcome: 'complete' });
    expect(text).toBe('Once upon a time');
    expect(events[0]).toMatchObject({
      type: 'response-start',
      response: { status: 200, requestId: 'req-upstream' },
    });
  });

  it.each(['gzip', 'deflate', 'br'] as const)('is read although it came as %s', async (encoding) => {
    server.always(answers.gzip(['packed', ' text'], encoding));
    const { end, text } = await send();
    expect(end).toEqual({ outcome: 'complete' });
    expect(text).toBe('packed text');
  });

  it('needs no [DONE] when every choice has ended', async () => {
    server.always(answers.withoutDone(['a', 'b']));
    expect(await send()).toMatchObject({ end: { outcome: 'complete' }, text: 'ab' });
  });

  it('is not waited for long after its last choice', async () => {
    server.always(answers.neverDone(['a', 'b']));
    const { end, text } = await send({ limits: { afterLastChoiceMs: 30 } });
    expect(end).toEqual({ outcome: 'complete' });
    expect(text).toBe('ab');
  });

  it('hands text on as it comes', async () => {
    const stream = steppedStream();
    server.always(stream.answer);
    const seen: string[] = [];
    const done = sendCompletion({
      transport: createHttpTransport({
        urlOf: () => completionsUrl(server.url),
        key: null,
        policy: { allowPrivate: true },
        limits: UPSTREAM_LIMITS,
        pool,
      }),
      request: { model: 'm', prompt: 'p', stream: true },
      secrets: [],
      signal: new AbortController().signal,
      onEvents: (events) => {
        for (const event of events) if (event.type === 'text-delta') seen.push(event.text);
      },
    });
    await stream.begun;
    for (const word of ['one', 'two', 'three']) {
      stream.text(word);
      await eventually(() => seen.at(-1) === word, word);
    }
    stream.finish();
    expect(await done).toEqual({ outcome: 'complete' });
  });
});

describe('a refusal', () => {
  it.each([
    [400, 'bad_request'],
    [401, 'authentication'],
    [403, 'permission'],
    [404, 'http_other'],
    [418, 'http_other'],
    [422, 'unprocessable'],
    [429, 'rate_limit'],
    [500, 'server'],
    [503, 'unavailable'],
  ])('%i is a failure of kind %s', async (status, kind) => {
    server.always(
      answers.error(status, 'No.', { param: 'max_tokens', code: 'nope', headers: { 'retry-after': '7' } }),
    );
    const { end } = await send();
    expect(end).toMatchObject({
      outcome: 'failed',
      bodyBegan: false,
      error: { kind, status, message: 'No.', code: 'nope', param: 'max_tokens', retryAfterMs: 7000 },
    });
  });

  it.each([
    [
      'a page',
      answers.body(502, 'text/html', '<html><title>502 Bad Gateway</title></html>'),
      '502 Bad Gateway',
    ],
    ['plain text', answers.body(500, 'text/plain', 'out of memory'), 'out of memory'],
    ['nothing', answers.body(503, null, ''), '503'],
  ])('as %s keeps its own message', async (_what, answer, message) => {
    server.always(answer);
    const { end } = await send();
    expect(end.outcome === 'failed' && end.error.message).toContain(message);
  });

  it('by redirect is not followed', async () => {
    server.always(answers.redirect(`${server.url}/elsewhere`));
    const { end } = await send({ key: 'sk-canary' });
    expect(end).toMatchObject({ outcome: 'failed', error: { kind: 'http_other', status: 302 } });
    expect(server.requests).toHaveLength(1);
  });

  it('does not repeat the key that it quotes', async () => {
    server.always(answers.error(401, 'Incorrect API key provided: sk-canary-0123456789.'));
    const { end } = await send({ key: 'sk-canary-0123456789' });
    expect(JSON.stringify(end)).not.toContain('sk-canary-0123456789');
  });

  it('does not repeat the value of a header, with or without the word before it', async () => {
    const secret = 'ZGVtbzpjYW5hcnktc2VjcmV0';
    server.always(answers.error(403, `Not allowed: Basic ${secret}. You are team-canary-77.`));
    const headers = [
      { name: 'Authorization', value: `Basic ${secret}` },
      { name: 'X-Team', value: 'team-canary-77' },
    ];
    const { end } = await send({ headers });
    expect(JSON.stringify(end)).not.toMatch(/ZGVtbzpj|canary/);
    server.always(answers.stream(['one ', `Basic ${secret}`, ' and team-', 'canary-77', ' two']));
    const { text } = await send({ headers });
    expect(text).toBe('one ••• and ••• two');
  });

  it('is read up to 64 KB', async () => {
    server.always(answers.body(500, 'text/plain', 'x'.repeat(5_000_000)));
    const { end } = await send();
    expect(end.outcome === 'failed' && end.error.rawBody?.length).toBe(64 * 1024);
  });
});

describe('an answer that breaks', () => {
  it('in the middle of an event is truncated, with what came', async () => {
    server.always(answers.cutMidEvent(['kept ', 'text']));
    const { end, text } = await send();
    expect(end.outcome).toBe('truncated');
    expect(text).toBe('kept text');
  });

  it('without an end mark is truncated', async () => {
    server.always(answers.withoutEnd(['kept']));
    expect(await send()).toMatchObject({ end: { outcome: 'truncated', error: null }, text: 'kept' });
  });

  it('by lying about its length is truncated', async () => {
    server.always(answers.lyingLength(['kept']));
    expect(await send()).toMatchObject({
      end: { outcome: 'truncated', error: { kind: 'connect' } },
      text: 'kept',
    });
  });

  it('by an error in the stream has failed, with what came', async () => {
    server.always(answers.errorInStream('The GPU is on fire.', ['kept']));
    const { end, text } = await send();
    expect(end).toMatchObject({
      outcome: 'failed',
      bodyBegan: true,
      error: { message: 'The GPU is on fire.' },
    });
    expect(text).toBe('kept');
  });

  it('by one huge event has failed, and says so', async () => {
    server.always(answers.hugeEvent(3 * 1024 * 1024));
    const { end } = await send();
    expect(end).toMatchObject({ outcome: 'failed', error: { kind: 'too_large' } });
  });

  it('by its size has failed', async () => {
    server.always(answers.stream(Array.from({ length: 2000 }, () => 'x'.repeat(100))));
    const { end } = await send({ limits: { maxBodyBytes: 50_000 } });
    expect(end).toMatchObject({ outcome: 'failed', error: { kind: 'too_large', code: 'body' } });
  });

  it('as a page instead of a completion has failed', async () => {
    server.always(answers.body(200, 'text/html', '<html><title>Sign in</title></html>'));
    const { end } = await send();
    expect(end).toMatchObject({ outcome: 'failed', error: { kind: 'malformed' } });
  });

  it('as something other than HTTP has failed', async () => {
    server.always(answers.noHttp());
    const { end } = await send();
    expect(end).toMatchObject({ outcome: 'failed', error: { kind: 'malformed' } });
  });

  it('before it begins has failed', async () => {
    server.always(answers.reset());
    expect((await send()).end).toMatchObject({
      outcome: 'failed',
      bodyBegan: false,
      error: { kind: 'connect', code: 'ECONNRESET' },
    });
  });
});

describe('limits', () => {
  it('names a server that takes the request and says nothing', async () => {
    server.always(answers.silence());
    const { end } = await send({ limits: { firstByteMs: 30 } });
    expect(end).toMatchObject({ outcome: 'failed', error: { kind: 'timeout', code: 'first_byte' } });
  });

  it('counts headers without a body as nothing', async () => {
    server.always(answers.stall());
    const { end } = await send({ limits: { firstByteMs: 50 } });
    expect(end).toMatchObject({ outcome: 'failed', error: { kind: 'timeout', code: 'first_byte' } });
  });

  it('names a server that falls silent, and keeps what came', async () => {
    server.always(answers.stall(['kept']));
    const { end, text } = await send({ limits: { idleMs: 30 } });
    expect(end).toMatchObject({
      outcome: 'failed',
      bodyBegan: true,
      error: { kind: 'timeout', code: 'idle' },
    });
    expect(text).toBe('kept');
  });

  it('names an answer that takes too long in all', async () => {
    server.always(answers.stall(['kept']));
    const { end } = await send({ limits: { totalMs: 50 } });
    expect(end).toMatchObject({ outcome: 'failed', error: { kind: 'timeout', code: 'total' } });
  });

  it('names a look-up that takes too long', async () => {
    const resolve: Resolve = () => new Promise(() => {});
    const { end } = await send({ baseUrl: 'https://slow.example', resolve, limits: { connectMs: 30 } });
    expect(end).toMatchObject({ outcome: 'failed', error: { kind: 'timeout', code: 'connect' } });
  });

  it('says that nothing listens', async () => {
    const gone = await startMisbehavingServer();
    await gone.close();
    const { end } = await send({ baseUrl: gone.url });
    expect(end).toMatchObject({ outcome: 'failed', error: { kind: 'connect', code: 'ECONNREFUSED' } });
    expect(end.outcome === 'failed' && end.error.message).toContain(gone.url);
  });

  it('says that a server does not speak TLS', async () => {
    const { end } = await send({ baseUrl: server.url.replace('http:', 'https:') });
    expect(end).toMatchObject({ outcome: 'failed', error: { kind: 'connect' } });
    expect(end.outcome === 'failed' && end.error.message).toMatch(/TLS|connect securely/);
  });
});

describe('an abort', () => {
  it('closes the connection in mid-stream', async () => {
    const stream = steppedStream();
    server.always(stream.answer);
    const controller = new AbortController();
    const done = send({ signal: controller.signal });
    const request = await stream.begun;
    stream.text('kept');
    controller.abort('stop');
    expect((await done).end).toEqual({ outcome: 'aborted' });
    expect(await request.closed).toBe('closed');
  });

  it('closes the connection while the server thinks', async () => {
    server.always(answers.silence());
    const controller = new AbortController();
    const done = send({ signal: controller.signal });
    const request = await server.received(1);
    controller.abort('stop');
    expect((await done).end).toEqual({ outcome: 'aborted' });
    expect(await request.closed).toBe('closed');
  });

  it('before the look-up has ended makes no connection', async () => {
    const controller = new AbortController();
    const resolve: Resolve = async () => {
      controller.abort('stop');
      return [{ address: '127.0.0.1', family: 4 }];
    };
    const { end } = await send({
      baseUrl: `http://slow.example:${server.port}`,
      resolve,
      signal: controller.signal,
    });
    expect(end).toEqual({ outcome: 'aborted' });
    expect(server.requests).toHaveLength(0);
  });

  it('leaves no sockets behind, a hundred times over', async () => {
    for (let round = 0; round < 100; round += 1) {
      server.enqueue(answers.stall(['x']));
      const controller = new AbortController();
      const done = send({ signal: controller.signal });
      const request = await server.received(round + 1);
      controller.abort('stop');
      await done;
      await request.closed;
    }
    await eventually(() => server.openSockets <= 1, 'sockets to close');
  });
});

it('reads a stream that comes byte by byte', async () => {
  const bytes = Buffer.from(chunk('日本') + chunk('語', { finishReason: 'stop' }) + DONE);
  server.always(answers.rawStream(...[...bytes].map((byte) => Buffer.from([byte]))));
  expect(await send()).toMatchObject({ end: { outcome: 'complete' }, text: '日本語' });
});
