import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { exampleRun } from '@/lib/completions/export/testing/example-runs';
import type { Access, RouteHandler } from '@/lib/server/http/route';
import { callRoute, type RouteCall } from '@/lib/server/testing/call-route';
import { columnsPlan } from '@/lib/server/testing/comparisons';
import { runBody } from '@/lib/server/testing/runs';
import { LARGEST_IMPORT_BYTES } from '@/lib/server/transfer/import-body';
import * as comparison from '../comparisons/[comparisonId]/route';
import * as run from '../runs/[runId]/route';
import { type Owner, shareBody } from './owner';
import { findReaderPages } from './reader-pages';

/** What a route is called with, and how it answers whom. */
export interface RouteRow {
  /** `token`: of the public API, where cookies mean nothing (lib/server/public-api). */
  readonly access: Access | 'token';
  /** A right call by the owner, who has what it names. */
  readonly call?: (owner: Owner) => Pick<RouteCall, 'path' | 'params' | 'body'>;
  /** Done by the owner before anybody calls. */
  readonly prepare?: (owner: Owner, cookie: string) => Promise<unknown>;
  /** Status for the owner. */
  readonly owner: number;
  /** Status for another user with the owner's ids; absent: as for the owner, over their own data. */
  readonly other?: number;
  /** Status without a session; absent: 401 where one is required, else as for the owner. */
  readonly nobody?: number;
  /** Status for anybody, the owner included, once the link that the call names is revoked or has expired. */
  readonly closed?: number;
  /** The owner's answer is a stream without an end. */
  readonly stays?: boolean;
  /** Fields whose wrong types are blamed by these names are inside this one. */
  readonly root?: string;
  /** Bytes of the largest body; absent: a mebibyte. */
  readonly largest?: number;
}

const ofConnection = ({ connectionId }: Owner) => ({ params: { connectionId } });
const ofPreset = ({ presetId }: Owner) => ({ params: { presetId } });
const ofComparison = ({ comparisonId }: Owner) => ({ params: { comparisonId } });
const ofVote = ({ comparisonId, voteId }: Owner) => ({ params: { comparisonId, voteId } });
const ofRun = ({ runId }: Owner) => ({ params: { runId } });
const ofShare = ({ shareId }: Owner) => ({ params: { shareId } });
const ofLink = ({ slug }: Owner) => ({ path: `/s/${slug}`, params: { slug } });
const credentials = () => ({ email: `${randomUUID()}@example.com`, password: 'a good long password' });
const connection = (baseUrl: string) => ({
  name: `New ${randomUUID()}`,
  kind: 'custom',
  baseUrl,
  key: 'sk-new-key',
  isDefault: false,
});
const preset = () => ({ name: `New ${randomUUID()}`, model: 'test-model', settings: { values: {} } });

function anyMethod(path: string, row: RouteRow): Record<string, RouteRow> {
  return Object.fromEntries(
    ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map((method) => [`${method} ${path}`, row]),
  );
}

/** Every route of the API. A route file that is not here fails the tests. */
export const ROUTES: Readonly<Record<string, RouteRow>> = {
  'GET /api/health': { access: 'public', owner: 200 },
  'GET /api/practice/tokens': {
    access: 'public',
    call: () => ({ path: '/api/practice/tokens?text=word' }),
    owner: 200,
  },
  'GET /api/auth/[...nextauth]': {
    access: 'public',
    call: () => ({ path: '/api/auth/session', params: { nextauth: ['session'] } }),
    owner: 200,
  },
  'POST /api/auth/[...nextauth]': {
    access: 'public',
    // Without next-auth's token: the calls with it are in the tests of accounts.
    call: () => ({ path: '/api/auth/callback/guest', params: { nextauth: ['callback', 'guest'] } }),
    owner: 415,
  },
  'GET /api/account': { access: 'optional', owner: 200 },
  'POST /api/account': { access: 'optional', call: () => ({ body: credentials() }), owner: 201 },
  'PATCH /api/account': {
    access: 'user',
    call: ({ password }) => ({
      body: { name: 'New', practicePace: 50, password: { current: password, next: 'another good password' } },
    }),
    owner: 200,
    // The other one has another password.
    other: 401,
  },
  'DELETE /api/account': { access: 'user', call: () => ({ body: { confirm: 'delete' } }), owner: 204 },
  'POST /api/account/claim': { access: 'user', call: () => ({ body: credentials() }), owner: 403 },
  'POST /api/account/sign-out-everywhere': { access: 'user', owner: 204 },
  'GET /api/connections': { access: 'optional', owner: 200 },
  'POST /api/connections': {
    access: 'user',
    call: ({ upstreamUrl }) => ({ body: connection(upstreamUrl) }),
    owner: 201,
  },
  'POST /api/connections/test': {
    access: 'user',
    call: ({ upstreamUrl }) => ({ body: connection(upstreamUrl) }),
    owner: 200,
  },
  'PATCH /api/connections/[connectionId]': {
    access: 'user',
    call: (owner) => {
      const { kind: _fixed, ...body } = connection(owner.upstreamUrl);
      return { ...ofConnection(owner), body };
    },
    owner: 200,
    other: 404,
  },
  'DELETE /api/connections/[connectionId]': { access: 'user', call: ofConnection, owner: 204, other: 404 },
  'POST /api/connections/[connectionId]/test': {
    access: 'user',
    call: ofConnection,
    owner: 200,
    other: 404,
  },
  'GET /api/connections/[connectionId]/models': {
    access: 'optional',
    call: ofConnection,
    owner: 200,
    other: 404,
    nobody: 401,
  },
  'GET /api/presets': { access: 'optional', owner: 200 },
  'POST /api/presets': { access: 'user', call: () => ({ body: preset() }), owner: 201 },
  'PUT /api/presets/[presetId]': {
    access: 'user',
    call: (owner) => ({ ...ofPreset(owner), body: preset() }),
    owner: 200,
    other: 404,
  },
  'DELETE /api/presets/[presetId]': { access: 'user', call: ofPreset, owner: 204, other: 404 },
  'GET /api/runs': { access: 'user', owner: 200 },
  'POST /api/runs': {
    access: 'user',
    call: ({ connectionId, runId }) => ({ body: fullRun(connectionId, runId) }),
    root: 'request',
    owner: 200,
    other: 404,
  },
  'POST /api/runs/bulk': {
    access: 'user',
    // Somebody else's runs are passed over: nothing is found, nothing is changed.
    call: ({ runId }) => ({ body: { action: 'tag', ids: [runId], tag: 'new' } }),
    owner: 200,
    other: 200,
  },
  'GET /api/runs/export': {
    access: 'user',
    // Another user gets their own runs.
    call: () => ({ path: '/api/runs/export?format=json' }),
    owner: 200,
  },
  'POST /api/runs/export': {
    access: 'user',
    call: ({ runId }) => ({ body: { format: 'json', ids: [runId] } }),
    owner: 200,
    // Somebody else's runs are passed over: the file is empty.
    other: 200,
  },
  'POST /api/runs/import': {
    access: 'user',
    call: ({ runId }) => ({ body: { runs: [exampleRun({ id: randomUUID(), parentId: runId })] } }),
    largest: LARGEST_IMPORT_BYTES,
    owner: 200,
  },
  'POST /api/runs/import/check': {
    access: 'user',
    call: ({ runId }) => ({ body: { ids: [runId] } }),
    owner: 200,
    // Answers which of the ids are theirs: none.
    other: 200,
  },
  'POST /api/runs/import/links': {
    access: 'user',
    call: ({ runId }) => ({ body: { links: [{ id: runId, parentId: runId }] } }),
    owner: 200,
    other: 200,
  },
  'GET /api/runs/filters': { access: 'user', owner: 200 },
  'GET /api/runs/[runId]': { access: 'user', call: ofRun, owner: 200, other: 404 },
  'PATCH /api/runs/[runId]': {
    access: 'user',
    call: (owner) => ({
      ...ofRun(owner),
      body: { title: 'A title', note: 'A note', starred: true, tags: ['one', 'two words'] },
    }),
    owner: 200,
    other: 404,
  },
  'DELETE /api/runs/[runId]': { access: 'user', call: ofRun, owner: 204, other: 404 },
  'GET /api/runs/[runId]/family': { access: 'user', call: ofRun, owner: 200, other: 404 },
  'GET /api/runs/[runId]/events': { access: 'user', call: ofRun, owner: 200, other: 404 },
  'HEAD /api/runs/[runId]/events': { access: 'user', call: ofRun, owner: 200, other: 404 },
  'POST /api/runs/[runId]/restore': {
    access: 'user',
    call: ofRun,
    prepare: (owner, cookie) => callRoute(run.DELETE, { method: 'DELETE', cookie, ...ofRun(owner) }),
    owner: 204,
    other: 404,
  },
  'GET /api/shares': { access: 'user', owner: 200 },
  'POST /api/shares': {
    access: 'user',
    call: ({ runId }) => ({ body: shareBody(runId, { title: 'Title', redactions: ['prompt'] }) }),
    owner: 201,
    other: 404,
  },
  // Somebody else's links stay as they are.
  'DELETE /api/shares': { access: 'user', owner: 200 },
  'POST /api/shares/preview': {
    access: 'user',
    call: ({ runId }) => ({ body: shareBody(runId, { title: 'Title', redactions: ['prompt'] }) }),
    owner: 200,
    other: 404,
  },
  'PATCH /api/shares/[shareId]': {
    access: 'user',
    call: (owner) => ({ ...ofShare(owner), body: { expiresAt: '2099-01-01T00:00:00.000Z' } }),
    owner: 200,
    other: 404,
  },
  'DELETE /api/shares/[shareId]': { access: 'user', call: ofShare, owner: 204, other: 404 },
  'GET /api/comparisons': { access: 'user', owner: 200 },
  'POST /api/comparisons': {
    access: 'user',
    call: () => ({ body: { title: 'New', plan: columnsPlan([{}]) } }),
    owner: 201,
  },
  'GET /api/comparisons/[comparisonId]': { access: 'user', call: ofComparison, owner: 200, other: 404 },
  'PATCH /api/comparisons/[comparisonId]': {
    access: 'user',
    call: (owner) => ({
      ...ofComparison(owner),
      body: { updatedAt: owner.comparisonUpdatedAt, title: 'New', note: 'New', plan: columnsPlan([{}]) },
    }),
    owner: 200,
    other: 404,
  },
  'DELETE /api/comparisons/[comparisonId]': { access: 'user', call: ofComparison, owner: 204, other: 404 },
  'POST /api/comparisons/[comparisonId]/restore': {
    access: 'user',
    call: ofComparison,
    prepare: (owner, cookie) =>
      callRoute(comparison.DELETE, { method: 'DELETE', cookie, ...ofComparison(owner) }),
    owner: 204,
    other: 404,
  },
  'POST /api/comparisons/[comparisonId]/start': {
    access: 'user',
    call: (owner) => ({
      ...ofComparison(owner),
      body: { idempotencyKey: randomUUID(), cells: ['a'] },
    }),
    owner: 200,
    other: 404,
  },
  'POST /api/comparisons/[comparisonId]/stop': {
    access: 'user',
    call: (owner) => ({ ...ofComparison(owner), body: { cells: ['a'] } }),
    owner: 200,
    other: 404,
  },
  'GET /api/comparisons/[comparisonId]/events': {
    access: 'user',
    call: ofComparison,
    owner: 200,
    other: 404,
    stays: true,
  },
  'HEAD /api/comparisons/[comparisonId]/events': {
    access: 'user',
    call: ofComparison,
    owner: 200,
    other: 404,
  },
  'POST /api/comparisons/[comparisonId]/votes': {
    access: 'user',
    call: (owner) => ({ ...ofComparison(owner), body: { cell: 'a', note: 'Best', shown: ['a'] } }),
    owner: 201,
    other: 404,
  },
  'DELETE /api/comparisons/[comparisonId]/votes/[voteId]': {
    access: 'user',
    call: ofVote,
    owner: 204,
    other: 404,
  },
  'GET /api/tokens': { access: 'optional', owner: 200 },
  'POST /api/tokens': {
    access: 'user',
    call: () => ({ body: { name: 'New', expiresInDays: 7 } }),
    owner: 201,
  },
  'DELETE /api/tokens/[tokenId]': {
    access: 'user',
    call: ({ tokenId }) => ({ params: { tokenId } }),
    owner: 204,
    other: 404,
  },
  'POST /api/runs/[runId]/stop': { access: 'user', call: ofRun, owner: 200, other: 404 },
  ...anyMethod('/api/[...path]', { access: 'public', owner: 404 }),
  'POST /v1/completions': {
    access: 'token',
    call: () => ({ body: { model: 'practice-1', prompt: 'A prompt' } }),
    owner: 401,
  },
  'GET /v1/models': { access: 'token', owner: 401 },
  'GET /v1/models/[...model]': {
    access: 'token',
    call: () => ({ params: { model: ['practice-1'] } }),
    owner: 401,
  },
  'GET /s/[slug]/embed': { access: 'public', call: ofLink, owner: 200, closed: 410 },
  'GET /s/[slug]/image.png': { access: 'public', call: ofLink, owner: 200, closed: 410 },
  'GET /s/[slug]/json': { access: 'public', call: ofLink, owner: 200, closed: 410 },
  'PAGE /s/[slug]': { access: 'public', call: ofLink, owner: 200, closed: 410 },
  ...anyMethod('/v1/[...path]', { access: 'token', owner: 401 }),
};

/** Every field that the body of a run can have. */
function fullRun(connectionId: string, parentId: string) {
  const request = {
    prompt: 'A prompt',
    model: 'test-model',
    temperature: 0.7,
    top_p: 0.9,
    seed: 1,
    max_tokens: 5,
    stop: ['END'],
    suffix: 'after',
    n: 1,
    best_of: 1,
    frequency_penalty: 0.5,
    presence_penalty: 0.5,
    logit_bias: { '7': 1 },
    logprobs: 1,
    echo: false,
    stream: true,
    stream_options: { include_usage: true },
    user: 'someone',
  };
  const backoff = { initialInterval: 1, maxInterval: 2, exponent: 1.5, maxElapsedTime: 10 };
  return runBody(request, {
    connectionId,
    parentId,
    branch: { kind: 'edit' },
    background: false,
    retries: { strategy: 'backoff', backoff, retryConnectionErrors: false },
  });
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const APP = fileURLToPath(new URL('../..', import.meta.url));

export interface FoundRoute {
  /** `METHOD /path`, or `PAGE /path`, as in the table. */
  readonly name: string;
  readonly method: string;
  /** With its `[names]`. */
  readonly path: string;
  readonly handler: RouteHandler;
}

/** What the route files really export, and the pages that ask for no session. */
export async function findRoutes(): Promise<FoundRoute[]> {
  const files = readdirSync(APP, { recursive: true, encoding: 'utf8' })
    .filter((file) => path.basename(file) === 'route.ts')
    .sort();
  const found = files.map(async (file) => {
    const exported: Record<string, unknown> = await import(pathToFileURL(path.join(APP, file)).href);
    const route = ['', ...path.dirname(file).split(path.sep)].join('/');
    return METHODS.flatMap((method) => {
      const handler = exported[method];
      if (typeof handler !== 'function') return [];
      return [{ name: `${method} ${route}`, method, path: route, handler: handler as RouteHandler }];
    });
  });
  return [...(await Promise.all(found)).flat(), ...(await findReaderPages(APP))];
}
