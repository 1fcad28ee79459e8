import { describe, expect, it } from 'vitest';
import { MAX_BODY_BYTES, readExactJsonBody, readJsonBody } from './json-body';

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
