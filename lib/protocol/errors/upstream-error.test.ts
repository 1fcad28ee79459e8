import { describe, expect, it } from 'vitest';
import { PARAMETERS } from '../request/parameters';
import { type RunError, runErrorSchema } from '../run/run-events';
import { isRetryable, retryDelayMs } from './retry-policy';
import { type ErrorResponse, errorFromResponse, transportError } from './upstream-error';

const NOW = Date.parse('2026-01-01T00:00:00Z');

function read(status: number, body: unknown, more: Partial<ErrorResponse> = {}): RunError {
  const isText = typeof body === 'string';
  const error = errorFromResponse({
    status,
    headers: {},
    bodyText: isText ? body : JSON.stringify(body),
    contentType: isText ? 'text/plain' : 'application/json',
    now: NOW,
    ...more,
  });
  return runErrorSchema.parse(error);
}

describe('an error answer', () => {
  it.each([
    [400, 'bad_request'],
    [401, 'authentication'],
    [403, 'permission'],
    [404, 'http_other'],
    [418, 'http_other'],
    [422, 'unprocessable'],
    [429, 'rate_limit'],
    [500, 'server'],
    [502, 'http_other'],
    [503, 'unavailable'],
    [302, 'http_other'],
  ])('with status %i is of the kind %s', (status, kind) => {
    expect(read(status, { error: { message: 'm' } })).toMatchObject({ kind, status, message: 'm' });
  });

  it('is read in the shape of r9s and OpenAI, with the request id taken out of the words', () => {
    const error = {
      message: "Invalid value for 'logit_bias[50256]' (request id: 20260101ABC)",
      type: 'invalid_request_error',
      param: 'logit_bias[50256]',
      code: 'invalid_value',
    };
    expect(read(400, { error })).toMatchObject({
      message: "Invalid value for 'logit_bias[50256]'",
      type: 'invalid_request_error',
      param: 'logit_bias',
      code: 'invalid_value',
      requestId: '20260101ABC',
      rawBody: JSON.stringify({ error }),
    });
  });

  it.each([
    [
      'a text under error',
      { error: 'model "x" not found, try pulling it first' },
      'model "x" not found, try pulling it first',
    ],
    ['a message', { message: 'no' }, 'no'],
    ['a detail', { detail: 'Not authenticated' }, 'Not authenticated'],
    ['an error name with a message', { error: 'Not Found', message: 'No such route' }, 'No such route'],
    ['a list', [{ error: { message: 'quota', code: 429 } }], 'quota'],
    ['a JSON string', '"nope"', 'nope'],
    ['errors', { errors: [{ message: 'first' }, { message: 'second' }] }, 'first'],
    [
      'the words of a provider behind',
      { error: { message: 'Provider returned error', metadata: { raw: 'busy' } } },
      'Provider returned error: busy',
    ],
    ['an event of a stream', 'event: error\ndata: {"error":{"message":"too long"}}\n\n', 'too long'],
    ['plain words', 'upstream connect error', 'upstream connect error'],
  ])('is read from %s', (_name, body, message) => {
    expect(read(400, body).message).toBe(message);
  });

  it('is read in the shapes of vLLM', () => {
    expect(
      read(400, {
        object: 'error',
        message: 'best_of must be at least n',
        type: 'BadRequestError',
        param: null,
        code: 400,
      }),
    ).toMatchObject({ code: '400', type: 'BadRequestError', param: 'best_of' });
    const python =
      "[{'type': 'extra_forbidden', 'loc': ('body', 'suffix'), 'msg': 'Extra inputs are not permitted'}]";
    expect(read(400, { error: { message: python, code: 400 } }).param).toBe('suffix');
  });

  it("is read from FastAPI's list of problems", () => {
    const detail = [
      { type: 'int_parsing', loc: ['body', 'max_tokens'], msg: 'Input should be a valid integer' },
      { type: 'missing', loc: ['body', 'stop', 0, 'str'], msg: 'Field required' },
    ];
    expect(read(422, { detail })).toMatchObject({
      message: 'max_tokens: Input should be a valid integer\nstop.0.str: Field required',
      param: 'max_tokens',
      type: 'int_parsing',
    });
  });

  it('finds the one parameter that the words name, and none when they name several or none', () => {
    const param = (message: string) => read(400, { error: { message } }).param;
    expect(param('This model does not support `suffix`.')).toBe('suffix');
    expect(param("Unrecognized request argument supplied: 'n'")).toBe('n');
    expect(param('max_tokens is too large: 999999')).toBe('max_tokens');
    expect(param('best_of must be greater than max_tokens')).toBeNull();
    expect(param('stop doing that, n')).toBeNull();
    expect(read(500, { error: { message: 'max_tokens exploded' } }).param).toBeNull();
  });

  it('is read from a page by its title, the page kept as it came', () => {
    const page =
      '<html>\r\n<head><title>502 Bad Gateway &amp; more</title></head><body><center><h1>x</h1></center></body></html>';
    expect(read(502, page, { contentType: 'text/html' })).toMatchObject({
      message: '502 Bad Gateway & more',
      rawBody: page,
    });
    expect(read(502, '<h1>Not <b>now</b></h1>', { contentType: 'text/html' }).message).toBe('Not now');
  });

  it('has words of ours when the body has none', () => {
    expect(read(503, '')).toMatchObject({
      message: 'The server responded with 503 and an empty body.',
      rawBody: null,
    });
    expect(read(500, '{}').message).toBe('The server responded with 500 and no readable message.');
    const redirect = read(308, '', { headers: { Location: 'https://elsewhere.example/' } });
    expect(redirect.message).toContain('https://elsewhere.example/');
  });

  it('is read from a body that was cut, and never throws on rubbish', () => {
    expect(read(400, '{"error":{"message":"a \\"long\\" story","details":"xxx', {}).message).toBe(
      'a "long" story',
    );
    for (const body of [
      '{',
      '[',
      '[]',
      'null',
      '0',
      '{"error":null}',
      '{"detail":[]}',
      '<',
      '\uFEFF{"message":"x"}',
      '{"error":{"message":{"a":1}}}',
    ]) {
      expect(read(400, body).message).not.toBe('');
    }
    expect(read(500, 'x'.repeat(200_000)).rawBody?.length).toBe(65_536);
  });

  it('takes the wait from retry-after-ms, Retry-After in seconds, or a date', () => {
    const wait = (headers: Record<string, string>) => read(429, '', { headers }).retryAfterMs;
    expect(wait({ 'Retry-After': '7' })).toBe(7000);
    expect(wait({ 'retry-after': '1.5' })).toBe(1500);
    expect(wait({ 'retry-after': '7', 'retry-after-ms': '250' })).toBe(250);
    expect(wait({ 'Retry-After': 'Thu, 01 Jan 2026 00:00:30 GMT' })).toBe(30_000);
    expect(wait({ 'Retry-After': 'Wed, 31 Dec 2025 23:00:00 GMT' })).toBe(0);
    for (const odd of ['', 'soon', '-5', 'NaN', '12/1']) expect(wait({ 'Retry-After': odd })).toBeNull();
  });

  it('takes the request id from the headers first', () => {
    expect(
      read(500, { error: { message: 'm (request id: b)' } }, { headers: { 'X-Request-Id': 'a' } }).requestId,
    ).toBe('a');
    expect(read(500, '', { headers: (name) => (name === 'x-request-id' ? 'c' : null) }).requestId).toBe('c');
  });

  it('holds no key, neither the one that was sent nor one that looks like it', () => {
    const body = {
      error: {
        message: 'Incorrect API key provided: sk-abc***xyz. Find yours at https://example.com',
        hint: 'Bearer canary-0123456789 or r9s-live_12345 or AIzaSyA1234567',
      },
    };
    const error = read(401, body, { secrets: ['canary-0123456789'] });
    expect(error.message).toContain('sk-•••');
    expect(error.message).toContain('Find yours at https://example.com');
    const all = JSON.stringify(error);
    for (const part of ['abc***xyz', 'canary', 'live_12345', 'SyA1234567']) expect(all).not.toContain(part);
    expect(read(401, 'Invalid api key: 9f8e7d6c5b4a').message).toBe('Invalid api key: •••');
    expect(read(401, 'The api key is missing').message).toBe('The api key is missing');
  });
});

describe('retries', () => {
  const retries = PARAMETERS.retries.initial;

  it('are for 429, 500, 502, 503, 504 and nothing else the server says', () => {
    const retried = [400, 401, 403, 404, 408, 422, 429, 500, 501, 502, 503, 504, 529].filter((status) =>
      isRetryable(read(status, ''), retries),
    );
    expect(retried).toEqual([429, 500, 502, 503, 504]);
  });

  it('are for connection errors when requested, timeouts before the first byte included', () => {
    const errors = [
      transportError('connect', 'm', 'ECONNRESET'),
      transportError('timeout', 'm', 'connect'),
      transportError('timeout', 'm', 'first_byte'),
      transportError('timeout', 'm', 'idle'),
      transportError('timeout', 'm', 'total'),
      transportError('address_refused', 'm'),
      transportError('stream', 'm', null, { status: 200 }),
    ];
    expect(errors.map((error) => isRetryable(error, retries))).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
    const off = { ...retries, retryConnectionErrors: false };
    expect(errors.some((error) => isRetryable(error, off))).toBe(false);
  });

  it('wait longer each time, up to the most, unless the server says how long', () => {
    const delays = [0, 1, 2, 20].map((attempt) => retryDelayMs(attempt, retries, null, () => 0.5));
    expect(delays).toEqual([1000, 1250, 1625, 60_000]);
    expect(retryDelayMs(0, retries, 7000, () => 0.5)).toBe(7000);
    expect(retryDelayMs(0, retries, 0, () => 0)).toBe(500);
    expect(retryDelayMs(5000, retries, null, () => 0)).toBe(60_000);
  });
});
