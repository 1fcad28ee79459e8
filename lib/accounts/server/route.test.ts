import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { testEnvironment } from '@/lib/platform/db/testing/test-environment';
import { replaceEnv } from '@/lib/platform/env/env';
import { AppError } from '@/lib/platform/model/app-error';
import { logger } from '@/lib/platform/server/log';
import { callRoute, captureLogs } from '@/lib/testing/call-route';
import { route } from './route';

const echo = route(
  { access: 'public', body: z.strictObject({ name: z.string().max(5) }) },
  ({ body }) => body,
);
const post = { method: 'POST', body: { name: 'x' } };
let logs: ReturnType<typeof captureLogs>;

beforeEach(() => {
  replaceEnv(testEnvironment());
  logs = captureLogs();
});
afterEach(() => logs.stop());

describe('what every answer carries', () => {
  it('has a request id, forbids storing, and is one line in the log', async () => {
    const answer = await callRoute(
      route({ access: 'public' }, () => ({ ok: true })),
      { path: '/api/things/secret-id-7?q=1', params: { thingId: 'secret-id-7' } },
    );
    expect(answer.json).toEqual({ ok: true });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const requestId = answer.headers.get('x-request-id');
    expect(requestId).toMatch(/^req_[\w-]{12}$/);
    expect(logs.lines()).toMatchObject([
      {
        level: 'info',
        msg: 'request',
        requestId,
        method: 'GET',
        route: '/api/things/[thingId]',
        status: 200,
      },
    ]);
    expect(logs.text()).not.toContain('secret-id-7');
  });

  it('has the id in every line that is written for it, and in none of another', async () => {
    const later: Promise<void>[] = [];
    const handler = route({ access: 'public' }, async ({ log }) => {
      logger.info('deep inside');
      log.info('by its own logger');
      logger.child({ runId: 'run' }).info('by a child');
      later.push(
        new Promise((resolve) => setTimeout(resolve, 1)).then(() => logger.info('after the answer')),
      );
    });
    const ids: (string | null)[] = [];
    for (const _ of [1, 2]) ids.push((await callRoute(handler)).headers.get('x-request-id'));
    await Promise.all(later);
    logger.info('for nobody');
    for (const id of ids) {
      expect(
        logs
          .lines()
          .filter(({ requestId }) => requestId === id)
          .map(({ msg }) => msg)
          .sort(),
      ).toEqual(['after the answer', 'by a child', 'by its own logger', 'deep inside', 'request']);
    }
    expect(logs.lines().filter(({ requestId }) => requestId === undefined)).toMatchObject([
      { msg: 'for nobody' },
    ]);
    // Once in a line: the last of two would win where it is read.
    for (const line of logs.text().trim().split('\n')) {
      expect(line.split('"requestId"').length).toBeLessThanOrEqual(2);
    }
  });

  it('leaves headers alone that the handler chose', async () => {
    const answer = await callRoute(
      route({ access: 'public' }, () => new Response('x', { headers: { 'cache-control': 'no-cache' } })),
    );
    expect(answer.headers.get('cache-control')).toBe('no-cache');
  });

  it('is no stream for HEAD, which nobody would ever read', async () => {
    let isLeft = false;
    const streaming = route({ access: 'public' }, () => {
      const cancel = () => {
        isLeft = true;
      };
      return new Response(new ReadableStream({ cancel }, { highWaterMark: 0 }), {
        headers: { 'x-kind': 'file' },
      });
    });
    const answer = await callRoute(streaming, { method: 'HEAD' });
    expect([answer.status, answer.headers.get('x-kind'), answer.text, isLeft]).toEqual([
      200,
      'file',
      '',
      true,
    ]);
  });

  it('answers 204 for nothing', async () => {
    expect((await callRoute(route({ access: 'public' }, () => undefined))).status).toBe(204);
  });
});

describe('errors', () => {
  it('become the body that the contract has', async () => {
    const answer = await callRoute(
      route({ access: 'public' }, () => {
        throw new AppError('rate_limited', { param: 'x', retryAfterMs: 1200 });
      }),
    );
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('2');
    expect(answer.json).toEqual({
      error: { code: 'rate_limited', message: 'Too many requests. Wait a moment.', param: 'x' },
    });
  });

  it('that nobody expected say nothing outside and enough in the log, without secrets', async () => {
    const key = 'sk-canary-4f8a1b2c3d4e5f60';
    const answer = await callRoute(
      route({ access: 'public' }, () => {
        throw new Error(`upstream said: bad key ${key}`, { cause: new Error(`Bearer ${key}`) });
      }),
    );
    expect(answer.status).toBe(500);
    expect(answer.json).toEqual({
      error: { code: 'internal', message: 'Something went wrong in the playground.' },
    });
    expect(logs.lines()[0]).toMatchObject({ level: 'error', err: { type: 'Error' } });
    expect(JSON.stringify(logs.lines()[0])).toContain('route.test.ts');
    expect(logs.text()).not.toContain(key);
  });
});

describe('the body', () => {
  it.each([
    ['no JSON type', { headers: { 'content-type': 'text/plain' } }, 415, 'wrong_content_type'],
    [
      'a form',
      { headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      415,
      'wrong_content_type',
    ],
    ['broken JSON', { body: '{"name":' }, 400, 'invalid_json'],
    ['an empty body', { body: '' }, 400, 'invalid_json'],
    ['too much', { body: JSON.stringify({ name: 'x'.repeat(1024 * 1024) }) }, 413, 'body_too_large'],
    ['a wrong type', { body: { name: 5 } }, 400, 'invalid_request'],
    ['an unknown field', { body: { name: 'x', more: 1 } }, 400, 'invalid_request'],
    ['a list', { body: [] }, 400, 'invalid_request'],
  ])('is refused with %s', async (_name, change, status, code) => {
    const answer = await callRoute(echo, { ...post, ...change });
    expect(answer.json).toMatchObject({ error: { code } });
    expect(answer.status).toBe(status);
  });

  it('names the field', async () => {
    const unknown = await callRoute(echo, { ...post, body: { name: 'x', more: 1 } });
    expect(unknown.json).toMatchObject({ error: { param: 'more', message: 'Unknown field "more".' } });
    const long = await callRoute(echo, { ...post, body: { name: 'too long' } });
    expect(long.json).toMatchObject({ error: { param: 'name' } });
  });

  it('must be JSON even where none is read', async () => {
    const handler = route({ access: 'public' }, () => ({}));
    const answer = await callRoute(handler, { method: 'DELETE', headers: { 'content-type': 'text/plain' } });
    expect(answer.status).toBe(415);
    expect((await callRoute(handler, { method: 'DELETE' })).status).toBe(200);
  });

  it('takes a charset with the type', async () => {
    const headers = { 'content-type': 'Application/JSON; charset=utf-8' };
    expect((await callRoute(echo, { ...post, headers })).status).toBe(200);
  });
});

describe('path and query', () => {
  const handler = route(
    {
      access: 'public',
      params: z.object({ id: z.string().max(8) }),
      query: z.strictObject({ limit: z.coerce.number().int().max(100).default(50) }),
    },
    ({ params, query }) => ({ ...params, ...query }),
  );

  it('are checked by their schemas', async () => {
    expect((await callRoute(handler, { path: '/?limit=7', params: { id: 'a' } })).json).toEqual({
      id: 'a',
      limit: 7,
    });
    expect((await callRoute(handler, { path: '/', params: { id: 'a' } })).json).toEqual({
      id: 'a',
      limit: 50,
    });
  });

  it.each([
    ['/?limit=1000', { id: 'a' }, 400],
    ['/?limit=many', { id: 'a' }, 400],
    ['/?other=1', { id: 'a' }, 400],
    ['/?limit=%00', { id: 'a' }, 400],
    ['/', { id: 'much too long' }, 404],
    ['/', { id: 'a\0' }, 404],
  ])('refuse %s with %j', async (path, params, status) => {
    expect((await callRoute(handler, { path, params })).status).toBe(status);
  });
});

describe('requests that another site made', () => {
  const otherTenants: [string, Record<string, string>][] = [
    ['cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['another port of this machine', { 'sec-fetch-site': 'same-site', origin: 'http://localhost:9999' }],
    ['cross-site that says our origin', { 'sec-fetch-site': 'cross-site', origin: 'http://localhost:3000' }],
  ];

  it.each(otherTenants)('are refused: %s', async (_name, headers) => {
    const answer = await callRoute(echo, { ...post, headers });
    expect(answer.status).toBe(403);
    expect(answer.json).toMatchObject({ error: { code: 'wrong_origin' } });
  });

  it.each([
    ['https://evil.example', 403],
    ['null', 403],
    ['http://localhost:9999', 403],
    ['http://localhost:3000', 200],
  ])('are told by Origin %s where there is no Sec-Fetch-Site', async (origin, status) => {
    const request = new Request('http://localhost:3000/', {
      method: 'POST',
      body: '{"name":"x"}',
      headers: { host: 'localhost:3000', 'content-type': 'application/json', origin },
    });
    expect((await echo(request)).status).toBe(status);
  });

  it('are not what a program sends: neither header passes', async () => {
    const request = new Request('http://localhost:3000/', {
      method: 'POST',
      body: '{"name":"x"}',
      headers: { host: 'localhost:3000', 'content-type': 'application/json' },
    });
    expect((await echo(request)).status).toBe(200);
  });

  it.each([
    ['https://play.example', 200],
    ['https://PLAY.example:443', 200],
    ['http://play.example', 403],
    ['https://play.example:8443', 403],
    ['https://play.example.', 403],
    ['https://other.example', 403],
    ['https://play.example.evil.test', 403],
    ['http://localhost:3000', 403],
    ['http://127.0.0.1:3000', 403],
    ['nonsense', 403],
  ])('are told by Origin %s where NEXTAUTH_URL says what ours is', async (origin, status) => {
    replaceEnv(testEnvironment({ NEXTAUTH_URL: 'https://play.example' }));
    for (const site of ['same-origin', undefined]) {
      const headers = {
        host: 'play.example',
        'content-type': 'application/json',
        origin,
        ...(site && { 'sec-fetch-site': site }),
      };
      const request = new Request('http://localhost:3000/', {
        method: 'POST',
        body: '{"name":"x"}',
        headers,
      });
      expect((await echo(request)).status, site).toBe(status);
    }
  });

  it('are not what a page without a referrer sends to its own site', async () => {
    const headers = { origin: 'null', 'sec-fetch-site': 'same-origin' };
    expect((await callRoute(echo, { ...post, headers })).status).toBe(200);
  });

  it('may read nothing under a name that was pointed at this machine', async () => {
    replaceEnv(testEnvironment({ NEXTAUTH_URL: undefined }));
    const handler = route({ access: 'public' }, () => ({}));
    for (const [host, status] of [
      ['evil.example:3000', 403],
      ['localhost:4000', 200],
      ['127.0.0.1:3000', 200],
      ['[::1]:3000', 200],
    ] as const) {
      expect((await callRoute(handler, { headers: { host } })).status, host).toBe(status);
    }
  });

  it('get the right address, or what the owner can do', async () => {
    const handler = route({ access: 'public' }, () => ({}));
    const refused = async () => (await callRoute(handler, { headers: { host: 'other.example' } })).text;
    replaceEnv(testEnvironment({ HOST: '0.0.0.0', NEXTAUTH_URL: undefined }));
    expect(await refused()).toContain('set NEXTAUTH_URL');
    replaceEnv(testEnvironment({ HOST: '0.0.0.0', NEXTAUTH_URL: 'https://play.example/' }));
    expect(await refused()).toContain('Its address is https://play.example.');
    expect((await callRoute(handler, { headers: { host: 'play.example' } })).status).toBe(200);
  });
});
