import type { RouteRow, RouteRows } from './route-row';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** Every method of a path of the public API: Next would answer a missing one in its own way. */
export function anyMethod(path: string, row: RouteRow): Record<string, RouteRow> {
  return Object.fromEntries(METHODS.map((method) => [`${method} ${path}`, row]));
}

/** The same with the question that a browser asks before a call from another site. */
function ofPublicApi(path: string, row: RouteRow): Record<string, RouteRow> {
  return { ...anyMethod(path, row), [`OPTIONS ${path}`]: { access: 'token', owner: 204 } };
}

const refused: RouteRow = { access: 'token', owner: 401 };
const hint: RouteRow = { access: 'token', owner: 404 };

/** `/v1`, and the paths of clients that leave it out (app/v1, lib/public-api/server). */
export const PUBLIC_API_ROUTES: RouteRows = {
  ...ofPublicApi('/v1/completions', refused),
  'POST /v1/completions': {
    ...refused,
    call: () => ({ body: { model: 'practice-1', prompt: 'A prompt' } }),
  },
  ...ofPublicApi('/v1/models', refused),
  ...ofPublicApi('/v1/models/[...model]', {
    ...refused,
    call: () => ({ params: { model: ['practice-1'] } }),
  }),
  ...ofPublicApi('/v1/tokenize', refused),
  'POST /v1/tokenize': { ...refused, call: () => ({ body: { model: 'practice-1', prompt: 'A prompt' } }) },
  ...ofPublicApi('/v1/detokenize', refused),
  'POST /v1/detokenize': { ...refused, call: () => ({ body: { model: 'practice-1', tokens: [1] } }) },
  ...ofPublicApi('/v1/openapi.json', refused),
  'GET /v1/openapi.json': { access: 'token', owner: 200 },
  ...ofPublicApi('/v1/[[...path]]', refused),
  ...ofPublicApi('/completions', hint),
  ...ofPublicApi('/models/[[...model]]', hint),
  ...ofPublicApi('/chat/completions', hint),
};
