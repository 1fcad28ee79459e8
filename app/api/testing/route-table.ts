import { randomUUID } from 'node:crypto';
import { MAX_TOKENS_BODY_BYTES } from '@/lib/connections/model/tokens';
import { COMPARISON_ROUTES } from './comparison-routes';
import { DOCUMENT_ROUTES } from './document-routes';
import type { Owner } from './owner';
import { anyMethod, PUBLIC_API_ROUTES } from './public-api-routes';
import type { RouteRows } from './route-row';
import { RUN_ROUTES } from './run-routes';
import { SHARE_ROUTES } from './share-routes';

const ofConnection = ({ connectionId }: Owner) => ({ params: { connectionId } });
const ofPreset = ({ presetId }: Owner) => ({ params: { presetId } });
const credentials = () => ({ email: `${randomUUID()}@example.com`, password: 'a good long password' });
const connection = (baseUrl: string) => ({
  name: `New ${randomUUID()}`,
  kind: 'custom',
  baseUrl,
  key: 'sk-new-key',
  isDefault: false,
});
const preset = () => ({ name: `New ${randomUUID()}`, model: 'test-model', settings: { values: {} } });

/** Every route of the API. A route file that is not here fails the tests. */
export const ROUTES: RouteRows = {
  'GET /api/health': { access: 'public', owner: 200 },
  'GET /api/health/live': { access: 'public', owner: 200 },
  'GET /api/health/ready': { access: 'public', owner: 200 },
  // For this machine and for METRICS_TOKEN; the tests of metrics make those calls.
  'GET /api/metrics': { access: 'public', owner: 403 },
  'GET /api/auth/[...nextauth]': {
    access: 'public',
    call: () => ({ path: '/api/auth/session', params: { nextauth: ['session'] } }),
    owner: 200,
  },
  'POST /api/auth/[...nextauth]': {
    access: 'public',
    // Without next-auth's CSRF token; the tests of accounts make the calls with it.
    call: () => ({ path: '/api/auth/callback/guest', params: { nextauth: ['callback', 'guest'] } }),
    owner: 415,
  },
  'GET /api/account': { access: 'optional', owner: 200 },
  // Already signed in: an account is not changed without signing out first.
  'POST /api/account': { access: 'optional', call: () => ({ body: credentials() }), nobody: 201, owner: 409 },
  'PATCH /api/account': {
    access: 'user',
    call: ({ password }) => ({
      body: {
        name: 'New',
        practicePace: 50,
        linkDays: 7,
        password: { current: password, next: 'another good password' },
      },
    }),
    owner: 200,
    // The other user has another password.
    other: 401,
  },
  'DELETE /api/account': {
    access: 'user',
    call: ({ password }) => ({ body: { confirm: 'delete', password } }),
    owner: 204,
    // The other user has another password.
    other: 401,
  },
  'GET /api/account/storage': { access: 'optional', owner: 200 },
  'POST /api/account/link': {
    access: 'user',
    call: ({ password }) => ({ body: { password } }),
    owner: 204,
    other: 401,
  },
  'GET /api/account/identities': { access: 'optional', owner: 200 },
  'DELETE /api/account/identities/[identityId]': {
    access: 'user',
    call: ({ identityId, password }) => ({ params: { identityId }, body: { password } }),
    owner: 204,
    other: 401,
  },
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
  'POST /api/connections/find': { access: 'user', owner: 200 },
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
  'GET /api/connections/[connectionId]/prices': {
    access: 'optional',
    call: ofConnection,
    owner: 200,
    other: 404,
    nobody: 401,
  },
  'PUT /api/connections/[connectionId]/prices': {
    access: 'user',
    call: (owner) => ({
      ...ofConnection(owner),
      body: { model: 'small-writer', price: { input: 0.15, output: 0.6, currency: 'USD' } },
    }),
    owner: 200,
    other: 404,
  },
  'POST /api/connections/[connectionId]/tokenize': {
    access: 'optional',
    call: (owner) => ({ ...ofConnection(owner), body: { model: 'test-model', prompt: ['A prompt'] } }),
    owner: 200,
    other: 404,
    nobody: 401,
    largest: MAX_TOKENS_BODY_BYTES,
  },
  'POST /api/connections/[connectionId]/detokenize': {
    access: 'optional',
    call: (owner) => ({ ...ofConnection(owner), body: { model: 'test-model', tokens: [1, 2] } }),
    owner: 200,
    other: 404,
    nobody: 401,
    largest: MAX_TOKENS_BODY_BYTES,
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
  'GET /api/tokens': { access: 'optional', owner: 200 },
  'POST /api/tokens': {
    access: 'user',
    call: ({ password }) => ({ body: { name: 'New', expiresInDays: 7, password } }),
    owner: 201,
    other: 401,
  },
  'DELETE /api/tokens/[tokenId]': {
    access: 'user',
    call: ({ tokenId }) => ({ params: { tokenId } }),
    owner: 204,
    other: 404,
  },
  ...anyMethod('/api/[...path]', { access: 'public', owner: 404 }),
  ...PUBLIC_API_ROUTES,
  ...RUN_ROUTES,
  ...SHARE_ROUTES,
  ...COMPARISON_ROUTES,
  ...DOCUMENT_ROUTES,
};
