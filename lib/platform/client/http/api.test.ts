import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { api, apiEvents, apiResponse, expectSession } from './api';
import { signIn, signOut } from './sign-in';

const schema = z.object({ runs: z.array(z.string()) });
const GOOD = () => Response.json({ runs: ['one'] });
const html = (status: number) => () =>
  new Response('<html><head><title>502 Bad Gateway</title></head></html>', {
    status,
    headers: { 'content-type': 'text/html' },
  });

/** Everything that something in front of our server may answer. */
const OF_A_PROXY: readonly [string, () => Response][] = [
  ...[200, 400, 403, 404, 500, 502, 503, 504].map((status): [string, () => Response] => [
    `a page with status ${status}`,
    html(status),
  ]),
  ['an empty body', () => new Response('', { status: 200 })],
  ['an empty body of a failure', () => new Response(null, { status: 502 })],
  ['half a JSON', () => new Response('{"runs": ["on', { headers: { 'content-type': 'application/json' } })],
  ['JSON of another shape', () => Response.json({ error: 'no healthy upstream' })],
  ['JSON of another shape and a failure', () => Response.json({ message: 'Bad gateway' }, { status: 502 })],
  ['a list', () => Response.json([1, 2])],
  [
    'a body that breaks off',
    () => new Response(new ReadableStream({ start: (c) => c.error(new Error('reset')) })),
  ],
];

let answers: (() => Response)[] = [];
let requested: { path: string; method: string }[] = [];
let pages: (string | null)[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  expectSession('guest');
  requested = [];
  pages = [];
  vi.stubGlobal('location', { origin: 'http://here' });
  vi.stubGlobal('fetch', async (path: string, { method = 'GET', headers }: RequestInit = {}) => {
    requested.push({ path, method });
    pages.push(new Headers(headers).get('x-page'));
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (!answer) throw new TypeError('Failed to fetch');
    return answer();
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function settled(work: Promise<unknown>): Promise<unknown> {
  const result = work.catch((error: unknown) => error);
  await vi.runAllTimersAsync();
  return result;
}

const UNREACHABLE = {
  status: 0,
  code: 'offline',
  message: expect.stringMatching(/^Can't reach the server/),
};

describe.each(OF_A_PROXY)('%s', (_what, answer) => {
  it("is reported as a server that can't be reached, after reading was tried again", async () => {
    answers = [answer];
    expect(await settled(api('/api/runs', schema))).toMatchObject(UNREACHABLE);
    expect(requested).toHaveLength(3);
  });

  it('is forgotten when the next attempt comes through', async () => {
    answers = [answer, GOOD];
    expect(await settled(api('/api/runs', schema))).toEqual({ runs: ['one'] });
  });

  it('is not tried again where something may have been changed', async () => {
    answers = [answer];
    expect(await settled(api('/api/runs', schema, { method: 'POST', body: {} }))).toMatchObject(UNREACHABLE);
    expect(requested).toHaveLength(1);
  });

  it('is no stream', async () => {
    answers = [answer];
    expect(await settled(apiEvents('/api/runs/1/events'))).toMatchObject(UNREACHABLE);
  });

  it('is no answer to signing in or out', async () => {
    answers = [answer];
    expect(await settled(signIn('a@example.com', 'x'))).toMatchObject(UNREACHABLE);
    answers = [() => Response.json({ csrfToken: 'x' }), answer];
    expect(await settled(signIn('a@example.com', 'x'))).toMatchObject(UNREACHABLE);
    answers = [() => Response.json({ csrfToken: 'x' }), answer];
    expect(await settled(signOut())).toMatchObject(UNREACHABLE);
  });
});

it('says so when there is no answer at all', async () => {
  answers = [];
  expect(await settled(api('/api/runs', schema))).toMatchObject(UNREACHABLE);
});

it('a refusal of ours keeps its message, and is not tried again', async () => {
  answers = [() => Response.json({ error: { code: 'not_found', message: 'Not found.' } }, { status: 404 })];
  expect(await settled(api('/api/runs', schema))).toMatchObject({ status: 404, code: 'not_found' });
  expect(requested).toHaveLength(1);
});

it('a proxy’s limit for bodies is reported as what it is', async () => {
  answers = [html(413)];
  const refused = await settled(apiResponse('/api/runs', { method: 'POST', body: {} }));
  expect(refused).toMatchObject({ status: 413, message: expect.stringContaining('too large') });
});

it('an answer of ours that this page does not know is not blamed on the network', async () => {
  answers = [() => Response.json({ other: 1 }, { headers: { 'x-request-id': 'req_1' } })];
  expect(await settled(api('/api/runs', schema))).toMatchObject({
    message: 'This page is out of date. Reload it.',
  });
});

it('an abort stays an abort', async () => {
  const leaving = new AbortController();
  answers = [html(502)];
  const work = settled(api('/api/runs', schema, { signal: leaving.signal }));
  leaving.abort();
  expect(await work).toMatchObject({ name: 'AbortError' });
});

it('wrong credentials are still reported as such', async () => {
  answers = [
    () => Response.json({ csrfToken: 'x' }),
    () => Response.json({ url: 'http://here/api/auth/error?error=rate_limited' }, { status: 401 }),
  ];
  expect(await settled(signIn('a@example.com', 'x'))).toMatchObject({ code: 'rate_limited' });
});

it('names the page alike with a hidden watch and with the stream that ends it', async () => {
  const stream = () => new Response('', { headers: { 'content-type': 'text/event-stream' } });
  answers = [() => Response.json({ live: true }), stream];
  await apiResponse('/api/runs/1/watch', { method: 'POST', withoutSession: true });
  await apiEvents('/api/runs/1/events?after=1');
  expect(pages).toHaveLength(2);
  expect(pages[0]).toMatch(/^[0-9a-f-]{36}$/);
  expect(pages[1]).toBe(pages[0]);
});
