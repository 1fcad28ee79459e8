import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import { completionsUrl } from '@/lib/protocol/request/completions-url';
import { type MisbehavingServer, startMisbehavingServer } from '@/lib/testing/misbehaving-server';
import { eventually } from '@/lib/testing/runs';
import { type Answer, chunk, DONE, ENVELOPE, SSE_HEADERS } from '@/lib/testing/upstream-wire';
import { UPSTREAM_LIMITS, type UpstreamLimits } from './limits';
import { sendCompletion } from './send-completion';
import { createSocketPool, type SocketPool } from './socket-pool';
import { createHttpTransport } from './transport';

/** Servers that never come to an end. Every limit is small here, and without them a test would wait for half an hour. */

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

const LIMITS: Partial<UpstreamLimits> = { idleMs: 5_000, quietMs: 150, firstByteWholeMs: 150 };

async function send(limits: Partial<UpstreamLimits> = {}, request: Partial<CompletionRequest> = {}) {
  let text = '';
  const end = await sendCompletion({
    transport: createHttpTransport({
      urlOf: () => completionsUrl(server.url),
      key: null,
      policy: { allowPrivate: true },
      limits: { ...UPSTREAM_LIMITS, ...LIMITS, ...limits },
      pool,
    }),
    request: { model: 'm', prompt: 'p', stream: true, ...request },
    secrets: [],
    signal: new AbortController().signal,
    onEvents: (events) => {
      for (const event of events) if (event.type === 'text-delta') text += event.text;
    },
  });
  return { end, text };
}

/** Writes the beginning, then `again` every few milliseconds for as long as somebody listens. */
function dribble(beginning: string, again: (number: number) => string, status = 200): Answer {
  return (response) => {
    response.writeHead(status, SSE_HEADERS);
    response.write(beginning);
    let number = 0;
    const timer = setInterval(() => response.write(again(number++)), 4);
    response.once('close', () => clearInterval(timer));
  };
}

const usage = (count: number) => ({ prompt_tokens: 1, completion_tokens: count, total_tokens: count + 1 });
const line = (value: object) => `data: ${JSON.stringify({ ...ENVELOPE, ...value })}\n\n`;

const NOTHINGS: Record<string, (number: number) => string> = {
  comments: () => ': keep-alive\n\n',
  'line ends': () => '\n',
  pings: () => 'event: ping\ndata: ping\n\n',
  'empty choices': () => line({ choices: [] }),
  'empty texts': () => chunk(''),
  'an unknown field': (number) => `retry: ${number}\n\n`,
  'usage that counts on': (number) => line({ choices: [], usage: usage(number) }),
  'one byte of an event at a time': () => 'd',
};

describe('a server that sends no text, but goes on sending', () => {
  it.each(Object.entries(NOTHINGS))('ends within its limit: %s', async (_name, again) => {
    for (const beginning of ['', chunk('kept')]) {
      server.always(dribble(beginning, again));
      const { end, text } = await send();
      expect(end).toMatchObject({ outcome: 'failed', error: { kind: 'timeout', code: 'quiet' } });
      expect(text).toBe(beginning === '' ? '' : 'kept');
    }
    await eventually(() => server.openSockets === 0, 'the sockets to close');
  });

  it('may take its time for as long as text comes', async () => {
    let sent = 0;
    server.always(
      dribble('', (number) => {
        if (number % 50 !== 49) return ': keep-alive\n\n';
        sent += 1;
        return sent < 12 ? chunk('w') : chunk('.', { finishReason: 'stop' }) + DONE;
      }),
    );
    // Longer than the limit in all, and each wait a tenth of it: a busy machine may stall for more than a second.
    expect(await send({ quietMs: 2_000 })).toEqual({ end: { outcome: 'complete' }, text: 'wwwwwwwwwww.' });
  });

  it.each(['', ' ', '{"choices":[{"text":"'])('ends a plain answer too: %j', async (beginning) => {
    server.always(dribble(beginning, () => ' '));
    const { end } = await send({}, { stream: false });
    expect(end).toMatchObject({ outcome: 'failed', error: { kind: 'timeout', code: 'quiet' } });
  });

  it('reads an error that is never finished', async () => {
    server.always(dribble('{"error":{"message":"Too much."}}', () => ' ', 500));
    const { end } = await send({ afterLastChoiceMs: 40 });
    expect(end).toMatchObject({ outcome: 'failed', error: { kind: 'server', message: 'Too much.' } });
  });
});

describe('a finished answer that is kept open', () => {
  const finished = chunk('all of it', { finishReason: 'stop' });

  it.each(Object.entries(NOTHINGS))('is complete within its limit: %s', async (_name, again) => {
    server.always(dribble(finished, again));
    const limits = { afterLastChoiceMs: 40, quietMs: 60_000 };
    expect(await send(limits)).toEqual({ end: { outcome: 'complete' }, text: 'all of it' });
    await eventually(() => server.openSockets === 0, 'the sockets to close');
  });

  it('is complete at [DONE], whatever comes after it', async () => {
    const limits = { afterLastChoiceMs: 60_000, quietMs: 60_000 };
    for (const again of [...Object.values(NOTHINGS), () => chunk('never')]) {
      server.always(dribble(chunk('all of it') + DONE, again));
      expect(await send(limits)).toEqual({ end: { outcome: 'complete' }, text: 'all of it' });
    }
    await eventually(() => server.openSockets === 0, 'the sockets to close');
  });
});
