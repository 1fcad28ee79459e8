import { describe, expect, it } from 'vitest';
import { growsTooMuch } from '@/lib/protocol/fixtures/growth';
import {
  MAX_BODY_BYTES,
  MAX_PROMPT_BODY_BYTES,
  parsePromptBody,
  readExactJsonBody,
  readJsonBody,
  readPromptBody,
} from './json-body';
import { holdLargeBody } from './large-body';

function post(body: BodyInit, headers: Record<string, string> = {}): Request {
  return new Request('http://localhost/', { method: 'POST', body, headers, duplex: 'half' } as RequestInit);
}

/** A body without a length, in chunks, that says how much of it was taken. */
function chunks(count: number, size: number): { body: ReadableStream<Uint8Array>; taken: () => number } {
  let taken = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (taken === count) return controller.close();
        taken += 1;
        controller.enqueue(new Uint8Array(size).fill(0x20));
      },
    },
    { highWaterMark: 0 },
  );
  return { body, taken: () => taken };
}

describe('reading a body', () => {
  it('takes 1 MiB and not a byte more', async () => {
    const text = JSON.stringify('x'.repeat(MAX_BODY_BYTES - 2));
    expect(await readJsonBody(post(text))).toHaveLength(MAX_BODY_BYTES - 2);
    await expect(readJsonBody(post(`${text} `))).rejects.toMatchObject({ code: 'body_too_large' });
  });

  it('stops reading a body of unknown length at the limit', async () => {
    const { body, taken } = chunks(1000, 64 * 1024);
    await expect(readJsonBody(post(body))).rejects.toMatchObject({ code: 'body_too_large' });
    expect(taken()).toBe(17);
  });

  it('does not believe a length that is too small, and refuses one that is too large unread', async () => {
    const lying = chunks(1000, 64 * 1024);
    await expect(readJsonBody(post(lying.body, { 'content-length': '10' }))).rejects.toMatchObject({
      code: 'body_too_large',
    });
    const announced = chunks(1, 10);
    await expect(readJsonBody(post(announced.body, { 'content-length': '99999999' }))).rejects.toMatchObject({
      code: 'body_too_large',
    });
    expect(announced.taken()).toBe(0);
  });

  it.each([
    ['nothing', ''],
    ['half an object', '{"a":'],
    ['a word', 'undefined'],
    ['two values', '{} {}'],
  ])('refuses %s', async (_name, text) => {
    await expect(readJsonBody(post(text))).rejects.toMatchObject({ code: 'invalid_json' });
  });

  it('refuses bytes that are not UTF-8', async () => {
    await expect(readJsonBody(post(new Uint8Array([0x22, 0xff, 0x22])))).rejects.toMatchObject({
      code: 'invalid_json',
      message: "The request body isn't valid UTF-8.",
    });
  });

  it('refuses nesting that would overflow a stack later', async () => {
    const deep = `{"settings":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    await expect(readJsonBody(post(deep))).rejects.toMatchObject({
      code: 'invalid_request',
      param: 'settings',
    });
  });

  it('names the field that holds too many lists', async () => {
    const body = (lists: number) => post(`{"a":1,"prompt":[${'[],'.repeat(lists)}1]}`);
    expect(await readJsonBody(body(49_000))).toMatchObject({ a: 1 });
    expect(await readExactJsonBody(body(400_000), 2 * MAX_BODY_BYTES).catch(() => 'refused')).toBe('refused');
    await expect(readJsonBody(body(150_000))).rejects.toMatchObject({
      code: 'invalid_request',
      message: 'The request body contains too many lists and objects.',
      param: 'prompt',
    });
  });

  it('refuses NUL where it stands, and keys that change prototypes', async () => {
    await expect(readJsonBody(post('{"a":[{"b":"x\\u0000"}]}'))).rejects.toMatchObject({ param: 'a.0.b' });
    await expect(readJsonBody(post('{"__proto__":{"x":1}}'))).rejects.toMatchObject({
      code: 'invalid_request',
    });
  });

  it('mends half an emoji and leaves whole ones', async () => {
    expect(await readJsonBody(post('{"a":"\\ud83d","b":"😀","c":"\\ude00x"}'))).toEqual({
      a: '\ufffd',
      b: '😀',
      c: '\ufffdx',
    });
  });

  it('says that a body broke off', async () => {
    const body = new ReadableStream({ pull: (controller) => controller.error(new Error('reset')) });
    await expect(readJsonBody(post(body))).rejects.toMatchObject({ code: 'invalid_request' });
  });
});

describe('reading a body exactly', () => {
  it('keeps every text as it was sent', async () => {
    const value = { a: ['\0', 'half \ud83d', '\ud83c\udf88'] };
    expect(await readExactJsonBody(post(JSON.stringify(value)))).toEqual(value);
  });

  it('refuses what is nested too deeply, or changes a prototype, and keeps to its limit', async () => {
    const deep = `${'['.repeat(40)}${']'.repeat(40)}`;
    await expect(readExactJsonBody(post(deep))).rejects.toMatchObject({ code: 'invalid_request' });
    const bottomless = '['.repeat(500_000) + ']'.repeat(500_000);
    await expect(readExactJsonBody(post(bottomless))).rejects.toMatchObject({ code: 'invalid_request' });
    const inside = '{"a":[{"__proto__":{"b":1}}]}';
    await expect(readExactJsonBody(post(inside))).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(readExactJsonBody(post('"12345678"'), 9)).rejects.toMatchObject({ code: 'body_too_large' });
    const text = JSON.stringify('x'.repeat(2 * MAX_BODY_BYTES));
    expect(await readExactJsonBody(post(text), 3 * MAX_BODY_BYTES)).toHaveLength(2 * MAX_BODY_BYTES);
  });
});

describe('a body with a prompt', () => {
  it('takes 8 MiB and not a byte more', async () => {
    const text = JSON.stringify({ prompt: 'x'.repeat(MAX_PROMPT_BODY_BYTES - 13) });
    expect(await readPromptBody(post(text))).toMatchObject({ prompt: expect.any(String) });
    await expect(readPromptBody(post(`${text} `))).rejects.toMatchObject({
      code: 'body_too_large',
      message: 'The request body is larger than 8 MB.',
    });
  });

  it('takes a million token ids', () => {
    const ids = Array.from({ length: 1_000_000 }, (_, index) => index % 100_000);
    expect(parsePromptBody(JSON.stringify({ prompt: ids }))).toEqual({ prompt: ids });
  });

  /** Each fills the body; the last two would be quick to send and slow to copy. */
  const hostile: readonly [string, string, string, RegExp | null][] = [
    ['escapes', '\\u0041', '"', null],
    ['halves of emoji', '\\ud800', '"', null],
    ['numbers', '1,', '[', /too many values/],
    ['large numbers', '1e308,', '[', /too many values/],
    ['a million ids of tokens', '1234567,', '[', null],
    ['empty texts', '"",', '[', /too many fields and strings/],
    ['short fields', '"a":1,', '{', /too many fields and strings/],
    ['lists', '[],', '[', /too many lists and objects/],
    ['levels', '[', '[', /nested too deeply/],
  ];
  it.each(hostile)(
    'of nothing but %s is read in linear time',
    { timeout: 120_000 },
    (_, unit, opening, why) => {
      const closings: Record<string, string> = { '"': '"', '[': '1]', '{': '"z":1}' };
      const textOf = (size: number) =>
        `{"prompt":${opening}${unit.repeat(Math.floor((size - 32) / unit.length))}${closings[opening]}}`;
      const read = (run: string) => {
        try {
          parsePromptBody(textOf(run.length));
          return null;
        } catch (error) {
          return error;
        }
      };
      const full = 'x'.repeat(MAX_PROMPT_BODY_BYTES);
      const refusal = read(full);
      if (why === null) expect(refusal).toBeNull();
      else expect(refusal).toMatchObject({ code: 'invalid_request', message: expect.stringMatching(why) });
      const reading = { name: '', size: MAX_PROMPT_BODY_BYTES / 4, read };
      expect(growsTooMuch(reading, ['x'])).toEqual([]);
    },
  );
});

describe('large bodies at the same time', () => {
  const large = () =>
    new Request('http://localhost/', { method: 'POST', headers: { 'content-length': '2000000' } });

  it('are bounded for one caller and for all; small ones are not counted', () => {
    const releases: ((() => void) | undefined)[] = [];
    const hold = (userId: string) => releases.push(holdLargeBody(large(), userId));
    for (let at = 0; at < 4; at += 1) hold('a');
    expect(() => hold('a')).toThrow(expect.objectContaining({ code: 'rate_limited', retryAfterMs: 2_000 }));
    const small = new Request('http://localhost/', { headers: { 'content-length': '1000' } });
    expect(holdLargeBody(small, 'a')).toBeUndefined();
    for (const userId of ['b', 'c', 'd']) for (let at = 0; at < 4; at += 1) hold(userId);
    expect(() => hold('e')).toThrow(expect.objectContaining({ code: 'rate_limited' }));
    releases[0]?.();
    hold('e');
    for (const release of releases) release?.();
    hold('a');
    releases.at(-1)?.();
  });
});
