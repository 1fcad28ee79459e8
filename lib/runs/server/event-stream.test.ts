import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeToNodeResponse } from 'next/dist/server/pipe-readable';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { closeSessions } from '@/lib/accounts/server/access';
import { openAccess } from '@/lib/accounts/server/testing/open-access';
import { asCaller } from '@/lib/platform/server/http/caller';
import { countResponses } from '@/lib/platform/server/http/open-responses';
import { type EventSink, type EventStreamOptions, eventStreamResponse } from './event-stream';
import { createUnsentBytes, type UnsentStream } from './unsent-bytes';

const PREAMBLE = ': ok\n\n';

/** One stream as Next sends it: its own function copies the body into Node's answer. */
interface Sent {
  readonly sink: EventSink;
  readonly answer: ServerResponse;
  readonly left: () => number;
}

let server: Server;
let options: Partial<EventStreamOptions> = {};
let sent: Promise<Sent>;

let tell: (one: Sent) => void = () => {};

/** The stream of the next request. */
function nextSent(): Promise<Sent> {
  return new Promise((resolve) => {
    tell = resolve;
  });
}

beforeEach(async () => {
  countResponses();
  options = {};
  sent = nextSent();
  server = createServer((message, answer) => void serve(message, answer, (one) => tell(one)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function serve(message: IncomingMessage, answer: ServerResponse, tell: (one: Sent) => void) {
  const asked = new Request('http://localhost/', { headers: message.headers as Record<string, string> });
  let left = 0;
  const response = await asCaller(asked, 'req_1', async () =>
    eventStreamResponse({
      preamble: PREAMBLE,
      ...options,
      open: (sink) => {
        tell({ sink, answer, left: () => left });
        return () => {
          left += 1;
        };
      },
    }),
  );
  for (const [name, value] of response.headers) answer.setHeader(name, value);
  const { body } = response;
  if (body === null) throw new Error('no body');
  await pipeToNodeResponse(body, answer);
}

/** The reader's side, which reads only when asked to. */
async function ask(headers: Record<string, string> = {}): Promise<IncomingMessage> {
  const { port } = server.address() as AddressInfo;
  const asking = request({ host: '127.0.0.1', port, headers, agent: false });
  asking.end();
  const [message] = (await once(asking, 'response')) as [IncomingMessage];
  message.on('error', () => {});
  return message;
}

async function textOf(message: IncomingMessage): Promise<string> {
  let text = '';
  message.setEncoding('utf8');
  for await (const piece of message) text += piece;
  return text;
}

/** Resolves once a text goes to Node's answer in the very call that sends it. */
async function takenOver({ sink, answer }: Sent): Promise<string> {
  let probes = '';
  await vi.waitUntil(() => {
    const write = vi.spyOn(answer, 'write');
    sink.send('. ');
    probes += '. ';
    const isDirect = write.mock.calls.length === 1;
    write.mockRestore();
    return isDirect;
  });
  return probes;
}

describe('a stream whose socket is known', () => {
  it('loses nothing and mixes nothing up when it leaves the body', async () => {
    const reader = textOf(await ask());
    const stream = await sent;
    let expected = PREAMBLE;
    const send = (text: string) => {
      stream.sink.send(text);
      expected += text;
    };
    for (let at = 0; at < 50; at += 1) send(`before ${at} `);
    expected += await takenOver(stream);
    for (let at = 0; at < 2_000; at += 1) send(`after ${at} é 😀 `);
    send('x'.repeat(100_000));
    send('end');
    stream.sink.close();
    stream.sink.send('too late');
    expect(await reader).toBe(expected);
    expect(stream.left()).toBe(1);
  });

  it('is not taken for another one, whatever its client sends', async () => {
    const first = textOf(await ask());
    const one = await sent;
    const probes = await takenOver(one);
    sent = new Promise((resolve) => {
      server.removeAllListeners('request');
      server.on('request', (message, answer) => void serve(message, answer, resolve));
    });
    const second = textOf(await ask({ 'x-playground-response': '1' }));
    const other = await sent;
    other.sink.send('of the second');
    other.sink.close();
    one.sink.close();
    expect(await first).toBe(PREAMBLE + probes);
    expect(await second).toBe(`${PREAMBLE}of the second`);
  });

  it('ends when its reader leaves', async () => {
    const message = await ask();
    const stream = await sent;
    await takenOver(stream);
    message.destroy();
    await vi.waitUntil(() => stream.left() === 1);
    expect(stream.sink.closed).toBe(true);
    stream.sink.send('to nobody');
  });

  /** The streams that are counted; a stream that is counted is kept in memory, with its request. */
  function counted(): Set<UnsentStream> {
    const known = new Set<UnsentStream>();
    options = {
      ofAll: {
        ...createUnsentBytes(1024 * 1024 * 1024),
        sent: (stream) => void known.add(stream),
        forget: (stream) => void known.delete(stream),
      },
    };
    return known;
  }

  it('is not counted any more when its reader leaves with much unread', async () => {
    const known = counted();
    const message = await ask();
    const stream = await sent;
    await takenOver(stream);
    for (let at = 0; at < 32; at += 1) stream.sink.send('x'.repeat(200_000));
    expect([...known].map((one) => one.unsent() > 0)).toEqual([true]);
    message.destroy();
    await vi.waitUntil(() => stream.left() === 1);
    expect(known.size).toBe(0);
  });

  it('is not counted any more when its last text has been read after its end', async () => {
    const known = counted();
    const message = await ask();
    const stream = await sent;
    await takenOver(stream);
    stream.sink.send('x'.repeat(8_000_000));
    stream.sink.close();
    expect([...known].map((one) => one.unsent() > 0)).toEqual([true]);
    await textOf(message);
    await vi.waitUntil(() => known.size === 0);
  });

  it('is not counted when its reader has left before the answer existed, also when it leaves then', async () => {
    const known = counted();
    const open = (sink: EventSink) => {
      sink.send('x'.repeat(100_000));
      return () => {};
    };
    const early = eventStreamResponse({ preamble: PREAMBLE, ...options, open, gone: AbortSignal.abort() });
    expect(known.size).toBe(0);
    await expect(early.text()).rejects.toThrow('Client disconnected.');
    const gone = new AbortController();
    const late = eventStreamResponse({ preamble: PREAMBLE, ...options, open, gone: gone.signal });
    expect(known.size).toBe(1);
    gone.abort();
    expect(known.size).toBe(0);
    await expect(late.text()).rejects.toThrow('Client disconnected.');
  });

  it('is closed when too much waits for its reader, who gets all of it all the same', async () => {
    options = { maxUnsentBytes: 4 * 1024 * 1024 };
    const message = await ask();
    const stream = await sent;
    let length = PREAMBLE.length + (await takenOver(stream)).length;
    const piece = 'x'.repeat(256 * 1024);
    // The sockets take some of it.
    while (!stream.sink.closed) {
      stream.sink.send(piece);
      length += piece.length;
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(stream.left()).toBe(1);
    expect((await textOf(message)).length).toBe(length);
  });

  it('is cut when all streams together hold too much, also after it was closed', async () => {
    const all = createUnsentBytes(6 * 1024 * 1024);
    const known = new Set<UnsentStream>();
    const sentTo = (stream: UnsentStream, bytes: number) => {
      known.add(stream);
      all.sent(stream, bytes);
    };
    options = { maxUnsentBytes: 4 * 1024 * 1024, ofAll: { ...all, sent: sentTo } };
    const held = () => [...known].reduce((sum, one) => sum + Math.max(0, one.unsent()), 0);
    const messages: IncomingMessage[] = [];
    for (let reader = 0; reader < 5; reader += 1) {
      messages.push(await ask());
      const stream = await sent;
      await takenOver(stream);
      while (!stream.sink.closed) {
        stream.sink.send('x'.repeat(256 * 1024));
        await new Promise((resolve) => setImmediate(resolve));
      }
      sent = nextSent();
    }
    // The bound, and what came since it was looked at.
    expect(held()).toBeLessThan(11 * 1024 * 1024);
    const ends = await Promise.allSettled(messages.map(textOf));
    expect(ends.filter(({ status }) => status === 'rejected').length).toBeGreaterThanOrEqual(3);
  });

  it('knows when its reader has caught up', async () => {
    const message = await ask();
    const stream = await sent;
    await takenOver(stream);
    await stream.sink.drained();
    let hasCaughtUp = false;
    // More than the sockets take.
    for (let at = 0; at < 32; at += 1) stream.sink.send('x'.repeat(200_000));
    const drained = stream.sink.drained().then(() => {
      hasCaughtUp = true;
    });
    expect(stream.answer.writableNeedDrain).toBe(true);
    await new Promise((resolve) => setImmediate(resolve));
    expect(hasCaughtUp).toBe(false);
    message.resume();
    await drained;
    const waiting = stream.sink.drained();
    stream.sink.close();
    await waiting;
  });

  it('hands nothing over that waits when the access ends', async () => {
    const userId = 'reader with a socket';
    const access = openAccess(userId);
    options = { access };
    const message = await ask();
    const stream = await sent;
    await takenOver(stream);
    for (let at = 0; at < 32; at += 1) stream.sink.send('x'.repeat(200_000));
    closeSessions(userId);
    expect(stream.sink.closed).toBe(true);
    await expect(textOf(message)).rejects.toThrow(/aborted/);
  });
});
