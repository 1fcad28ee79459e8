import { env } from '@/lib/platform/env/env';

/**
 * Lets pages of other sites call the public API (docs/decisions/0030). Only this API: it ignores cookies, so a
 * page can do nothing without a token that somebody gave it. Never with `Allow-Credentials`.
 */

/** What an answer says beside its body, readable for such a page. */
const EXPOSED = ['x-request-id', 'x-run-id', 'x-connection', 'retry-after', 'allow'].join(', ');

const METHODS = 'GET, HEAD, POST, OPTIONS';

/** When a preflight does not say which headers it needs. */
const USUAL_HEADERS = 'authorization, content-type, idempotency-key, x-connection';

/** Chromium keeps a preflight's answer for two hours at most. */
const MAX_AGE_SECONDS = 7_200;

/** SDKs send a dozen headers of their own, and later ones more. Names only: this text is sent back. */
const HEADER_NAMES = /^[\w!#$%&'*+.^`|~ ,-]{1,4000}$/;

/** Adds to an answer what a browser needs to show it to a page of another site. */
export function allowCrossOrigin(request: Request, headers: Headers): void {
  if (env.corsOrigins !== '*') headers.append('vary', 'Origin');
  const origin = allowedOrigin(request);
  if (origin === null) return;
  headers.set('access-control-allow-origin', origin);
  headers.set('access-control-expose-headers', EXPOSED);
}

/**
 * Answers `OPTIONS`, in which a browser asks beforehand: without a token, as it sends none. The request's own
 * headers are allowed as listed, since a `*` would not include `Authorization`.
 */
export function preflightResponse(request: Request): Response {
  const headers = new Headers({ allow: METHODS });
  if (allowedOrigin(request) === null) return new Response(null, { status: 204, headers });
  const asked = request.headers.get('access-control-request-headers') ?? '';
  headers.set('access-control-allow-methods', METHODS);
  headers.set('access-control-allow-headers', HEADER_NAMES.test(asked) ? asked : USUAL_HEADERS);
  headers.set('access-control-max-age', String(MAX_AGE_SECONDS));
  headers.append('vary', 'Access-Control-Request-Headers');
  // A public page that calls a server on this machine or network: some browsers ask for that, too.
  if (request.headers.get('access-control-request-private-network') === 'true') {
    headers.set('access-control-allow-private-network', 'true');
    headers.append('vary', 'Access-Control-Request-Private-Network');
  }
  return new Response(null, { status: 204, headers });
}

/** `*`, or the request's own origin where only some may call; null: this one may not. */
function allowedOrigin(request: Request): string | null {
  const { corsOrigins } = env;
  if (corsOrigins === '*') return '*';
  const origin = request.headers.get('origin');
  return origin !== null && corsOrigins.includes(origin.toLowerCase()) ? origin : null;
}
