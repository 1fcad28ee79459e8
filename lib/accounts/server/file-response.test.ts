import { afterEach, describe, expect, it, vi } from 'vitest';
import { openAccess } from '@/lib/accounts/server/testing/open-access';
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
    open('one person');
    open('one person');
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
