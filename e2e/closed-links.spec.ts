import { readFileSync } from 'node:fs';
import { expect, request as playwrightRequest } from '@playwright/test';
import type { App } from './support/app';
import { startGuest } from './support/guest';
import { type RawAnswer, type RawCall, rawRequest } from './support/raw-request';
import { aFinishedRun, aShare, expireShare } from './support/shares';
import { test } from './support/test';

// Every request comes from its own address, so that no rate limit refuses it first.
test.use({ appOptions: { env: { TRUST_PROXY: 'true', ALLOW_PRIVATE_UPSTREAMS: 'true' } } });

const MARK = 'Marked-7f3a9c';
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47]);
/** Part of a build's addresses; read late, since the very first test may make the build. */
const buildId = () => readFileSync(`${process.env.NEXT_DIST_DIR ?? '.next'}/BUILD_ID`, 'utf8').trim();

/** Every address that has, or might be tricked into giving, something of a link. */
function addressesOf(slug: string, { port }: App): string[] {
  const page = `/s/${slug}`;
  const encodedFirst = `%${slug.charCodeAt(0).toString(16)}${slug.slice(1)}`;
  const all = [
    ...[
      '',
      '/',
      '//',
      '?_rsc=1a2b3',
      '?measure=tokens',
      '?',
      '#x',
      '.rsc',
      '.txt',
      '.html',
      ';x',
      '%00',
      '%20',
      '.',
    ].map((end) => page + end),
    ...[
      '.json',
      '.json/',
      '.json?x',
      '/json',
      '/embed',
      '/embed/',
      '/embed?x',
      '/image.png',
      '/image.png/',
      '/image.png?v=2',
    ].map((end) => page + end),
    ...[
      '.segments/_tree.segment.rsc',
      '.segments/_full.segment.rsc',
      '/opengraph-image',
      '/twitter-image',
      '%2Ejso%6E',
      '/image%2Epng',
      '%2Fimage.png',
      '%2fembed',
    ].map((end) => page + end),
    ...[
      `/s/${encodedFirst}`,
      `/s/${encodedFirst}.json`,
      `/s/${encodedFirst}/image.png`,
      `/s/${encodedFirst}/embed`,
    ],
    ...[
      `/%73/${slug}`,
      `/%73/${slug}/json`,
      `/s%2F${slug}`,
      `//s/${slug}`,
      `/s//${slug}`,
      `/./s/${slug}`,
      `/s/x/../${slug}/image.png`,
      `/S/${slug}`,
      `\\s\\${slug}`,
    ],
    ...[buildId(), 'development', 'x'].flatMap((build) => [
      `/_next/data/${build}${page}.json`,
      `/_next/data/${build}${page}/index.json`,
    ]),
    ...[`/?from=${slug}`, `/compare?shared=${slug}`, `/sign-in?next=${page}`, `/favicon.ico${page}`],
  ];
  return [...all, ...optimizedOf(slug, port)];
}

/** The addresses at which Next's image optimizer would serve the picture. */
function optimizedOf(slug: string, port: number): string[] {
  const picture = `/s/${slug}/image.png`;
  const encoded = encodeURIComponent(picture);
  const urls = [
    ...[
      encoded,
      encodeURIComponent(encoded),
      picture,
      encodeURIComponent(`/${picture}`),
      encodeURIComponent(`${picture}?x=1`),
      encodeURIComponent(`\\${picture}`),
    ],
    ...['localhost', '127.0.0.1', '[::1]'].map((host) =>
      encodeURIComponent(`http://${host}:${port}${picture}`),
    ),
    ...[
      `//localhost:${port}${picture}`,
      `/_next/image?url=${encoded}&w=640&q=75`,
      `/s/${slug}.json`,
      `/s/${slug}`,
    ].map(encodeURIComponent),
  ];
  return [
    ...urls.map((url) => `/_next/image?url=${url}&w=640&q=75`),
    ...[16, 256, 828, 1200, 3840].map((width) => `/_next/image?url=${encoded}&w=${width}&q=75`),
    ...[
      '/_next/image/',
      '/_next//image',
      '//_next/image',
      '/%5Fnext/image',
      '/_next/%69mage',
      '/_NEXT/image',
      `/_next/image.png`,
      '/_next/image/x',
    ].map((path) => `${path}?url=${encoded}&w=1200&q=75`),
  ];
}

/** Request variants. `etag` is the address's own from while the link was open. */
const waysOf = (port: number, etag: string | undefined): Record<string, RawCall> => ({
  'a browser': { headers: { accept: 'text/html' } },
  'a picture': { headers: { accept: 'image/avif,image/webp,*/*' } },
  'a program': { headers: { accept: 'application/json' } },
  'the router': { headers: { rsc: '1', accept: 'text/x-component' } },
  'the router, ahead': {
    headers: {
      rsc: '1',
      'next-router-prefetch': '1',
      'next-router-segment-prefetch': '/_tree',
      purpose: 'prefetch',
    },
  },
  'Next’s own': {
    headers: {
      'x-nextjs-data': '1',
      'x-matched-path': '/s/[slug]',
      'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy',
    },
  },
  'a part': { headers: { range: 'bytes=0-99' } },
  'what has changed': { headers: { 'if-modified-since': new Date(Date.now() + 86_400_000).toUTCString() } },
  'what is kept': { headers: { 'if-none-match': etag ?? '*' } },
  'the head': { method: 'HEAD' },
  'another name of this machine': { headers: { host: `127.0.0.1:${port}` } },
  'a name that was pointed here': { headers: { host: `evil.test:${port}` } },
  'another site': {
    headers: { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' },
  },
});

let callers = 0;
function request(app: App, path: string, call: RawCall = {}): Promise<RawAnswer> {
  callers += 1;
  const address = `2001:db8:${(callers >> 16).toString(16)}:${(callers & 0xffff).toString(16)}::1`;
  return rawRequest(app, path, { ...call, headers: { ...call.headers, 'x-forwarded-for': address } });
}

const OPENINGS: RawCall[] = [
  { headers: { accept: 'text/html' } },
  { headers: { rsc: '1' } },
  { headers: { accept: 'image/webp' } },
];

const shows = ({ body }: RawAnswer) => body.includes(MARK) || body.includes(PNG);

/** The path of this server that the answer redirects to. */
function target({ headers }: RawAnswer, app: App): string | null {
  if (headers.location === undefined) return null;
  const there = new URL(headers.location, app.url);
  expect(there.origin, headers.location).toBe(app.url);
  return there.pathname + there.search;
}

const CLOSINGS = {
  revoking: async ({ request, share }) => {
    expect((await request.delete(`/api/shares/${share.id}`, { data: {} })).status()).toBe(204);
  },
  expiry: ({ app, share }) => expireShare(app, share.id),
  'deleting the run with its links': async ({ request, runId }) => {
    expect((await request.delete(`/api/runs/${runId}?links=revoke`, { data: {} })).status()).toBe(204);
  },
  'deleting the account': async ({ request }) => {
    expect((await request.delete('/api/account', { data: { confirm: 'delete' } })).status()).toBe(204);
  },
} satisfies Record<string, (made: Awaited<ReturnType<typeof aLink>> & { app: App }) => Promise<void>>;

async function aLink(app: App) {
  const request = await playwrightRequest.newContext({ baseURL: app.url });
  await startGuest(request);
  const runId = await aFinishedRun(request, { prompt: `${MARK} once upon a time` });
  const share = await aShare(request, runId, { title: `${MARK} title` });
  return { request, runId, share, slug: share.path?.slice('/s/'.length) ?? '' };
}

for (const [how, close] of Object.entries(CLOSINGS)) {
  test(`nothing of a link is left anywhere after ${how}`, async ({ app }) => {
    // Thousands of requests: about a minute on a quiet machine.
    test.setTimeout(900_000);
    const made = await aLink(app);
    const addresses = addressesOf(made.slug, app);
    const etags = new Map<string, string>();
    const showed = new Set<string>();
    for (const path of addresses) {
      for (const call of OPENINGS) {
        const answer = await request(app, path, call);
        if (shows(answer)) showed.add(path);
        if (answer.headers.etag) etags.set(path, answer.headers.etag);
        expect(answer.headers['cache-control'] ?? '', path).not.toMatch(
          /public|s-maxage|max-age=[1-9].*\/s\//,
        );
      }
    }
    // These addresses do show something while the link is open.
    for (const end of ['', '?_rsc=1a2b3', '.json', '/json', '/embed', '/image.png']) {
      expect([...showed]).toContain(`/s/${made.slug}${end}`);
    }
    // The optimizer never has anything, open or closed.
    for (const path of optimizedOf(made.slug, app.port)) {
      const answer = await follow(app, path, {});
      expect(answer.status, path).toBeGreaterThanOrEqual(400);
      expect(showed.has(path), path).toBe(false);
    }

    await close({ ...made, app });
    for (const path of addresses) {
      for (const [way, call] of Object.entries(waysOf(app.port, etags.get(path)))) {
        if (!isTried(how, path, way)) continue;
        const answer = await follow(app, path, call);
        const what = `${way}: ${path} → ${answer.status}`;
        expect(shows(answer), what).toBe(false);
        expect(answer.headers['content-type'] ?? '', what).not.toMatch(/^image\/png/);
        expect([206, 304], what).not.toContain(answer.status);
        if (isAddressOf(made.slug, path)) {
          expect(answer.status, what).toBeGreaterThanOrEqual(400);
        }
        expect(answer.status, what).toBeLessThan(500);
      }
    }
    await made.request.dispose();
  });
}

const FEW_WAYS = ['a browser', 'the router', 'what is kept', 'the head'];

/**
 * All variants after a revocation. Fewer after the other ways of closing, and for the optimizer, which never
 * has anything.
 */
function isTried(how: string, path: string, way: string): boolean {
  return FEW_WAYS.includes(way) || (how === 'revoking' && !path.includes('/image?url='));
}

/** The link's own addresses; other spellings may reach a page that says there is nothing. */
function isAddressOf(slug: string, path: string): boolean {
  return path.startsWith(`/s/${slug}`) && /^($|[/?#]|\.json)/.test(path.slice(`/s/${slug}`.length));
}

/** The final answer; each redirect on the way must show nothing either. */
async function follow(app: App, path: string, call: RawCall): Promise<RawAnswer> {
  let answer = await request(app, path, call);
  for (let steps = 0; steps < 5; steps += 1) {
    const next = target(answer, app);
    if (next === null) break;
    answer = await request(app, next, call);
  }
  return answer;
}
