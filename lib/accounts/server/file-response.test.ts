import { afterEach, describe, expect, it, vi } from 'vitest';
import { anOrigin, openAccess } from '@/lib/accounts/server/testing/open-access';
import { logger } from '@/lib/platform/server/log';
import { type FileOptions, fileResponse } from './file-response';

const opened: Response[] = [];

afterEach(async () => {
  vi.restoreAllMocks();
  for (const { body } of opened.splice(0)) await body?.cancel().catch(() => {});
});

async function* threeParts(): AsyncGenerator<string, void> {
  yield 'one';
  yield 'two';
  yield 'three';
}

function open(userId: string, change: Partial<FileOptions> = {}): Response {
  const access = openAccess(userId);
  const response = fileResponse({
    parts: threeParts,
    gone: new AbortController().signal,
    access,
    origin: anOrigin(),
    log: logger,
    contentType: 'text/plain',
    name: 'a-file.txt',
    ...change,
  });
  opened.push(response);
  return response;
}

describe('a file', () => {
  it.each(['gone', 'cancelled'] as const)('is not made any further when its reader is %s', async (how) => {
    const gone = new AbortController();
    let begun = () => {};
    const isBegun = new Promise<void>((resolve) => {
      begun = resolve;
    });
    let ended = () => {};
    const hasEnded = new Promise<void>((resolve) => {
      ended = resolve;
    });
    /** Works without an end, and has nothing to send. */
    async function* work(stopped: AbortSignal): AsyncGenerator<string, void> {
      try {
        yield '';
        for (;;) {
          begun();
          await new Promise(setImmediate);
          stopped.throwIfAborted();
        }
      } finally {
        ended();
      }
    }
    const reader = open('a reader who leaves', { parts: work, gone: gone.signal }).body?.getReader();
    const read = reader?.read().catch(() => null);
    await isBegun;
    if (how === 'gone') gone.abort();
    else void reader?.cancel();
    await hasEnded;
    await read;
    reader?.releaseLock();
  });

  it('leaves no more than two at once for one person, until one is read or given up', async () => {
    const first = open('one person');
    const second = open('one person');
    expect(() => open('one person')).toThrow(expect.objectContaining({ code: 'rate_limited' }));
    expect(await open('another').text()).toBe('onetwothree');
    expect(await first.text()).toBe('onetwothree');
    const gone = new AbortController();
    open('one person', { gone: gone.signal });
    expect(() => open('one person')).toThrow('Too many downloads');
    // Without anything having been read of it.
    gone.abort();
    await second.body?.cancel();
    await new Promise(setImmediate);
    open('one person');
    open('one person');
  });

  it('keeps its place until what is read for it has ended', async () => {
    let begun = () => {};
    const isBegun = new Promise<void>((resolve) => {
      begun = resolve;
    });
    let end = () => {};
    const mayEnd = new Promise<void>((resolve) => {
      end = resolve;
    });
    async function* reads(): AsyncGenerator<string, void> {
      begun();
      // As a query does, which nobody can stop.
      await mayEnd;
      yield 'late';
    }
    open('who leaves');
    const gone = new AbortController();
    const reader = open('who leaves', { parts: reads, gone: gone.signal }).body?.getReader();
    const read = reader?.read();
    await isBegun;
    gone.abort();
    await new Promise(setImmediate);
    expect(() => open('who leaves')).toThrow('Too many downloads');
    end();
    await read?.catch(() => null);
    await new Promise(setImmediate);
    open('who leaves');
    reader?.releaseLock();
  });

  it('leaves places for others when one address has many guests', () => {
    const here = anOrigin({ address: '203.0.113.7', isGuest: true, isNewcomer: true });
    for (let at = 0; at < 4; at += 1) open(`guest ${at}`, { origin: here });
    expect(() => open('guest 5', { origin: here })).toThrow('Too many downloads');
    open('a guest elsewhere', { origin: { ...here, address: '203.0.113.8' } });
    open('an account here', { origin: anOrigin({ address: here.address }) });
  });

  it('is handed on in slices, whatever is written at once', async () => {
    const text = 'ü'.repeat(200_001);
    async function* large(): AsyncGenerator<string, void> {
      yield text;
      yield 'end';
    }
    const slices: Uint8Array[] = [];
    for await (const slice of open('large', { parts: large }).body ?? []) slices.push(slice);
    expect(Math.max(...slices.map(({ byteLength }) => byteLength))).toBe(64 * 1024);
    // Each holds its own bytes and no others.
    expect(slices.every(({ buffer, byteLength }) => buffer.byteLength === byteLength)).toBe(true);
    expect(Buffer.concat(slices).toString()).toBe(`${text}end`);
  });

  it('makes place when its reader has taken nothing for long and others wait', async () => {
    const now = vi.spyOn(performance, 'now').mockReturnValue(1_000);
    const readers = Array.from({ length: 8 }, (_, at) => open(`person ${at >> 1}`).body?.getReader());
    expect((await readers[0]?.read())?.done).toBe(false);
    expect(() => open('one too many')).toThrow('Too many downloads');
    now.mockReturnValue(20_000);
    expect((await readers[1]?.read())?.done).toBe(false);
    now.mockReturnValue(40_000);
    open('one too many');
    await expect(readers[0]?.read()).rejects.toThrow('Client stopped reading.');
    expect((await readers[1]?.read())?.done).toBe(false);
    for (const reader of readers) reader?.releaseLock();
  });
});
