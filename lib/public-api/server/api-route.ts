import { randomBytes } from 'node:crypto';
import { type Access, accessEndings } from '@/lib/accounts/server/access';
import type { RouteContext, RouteHandler } from '@/lib/accounts/server/route';
import { noteGuestAddress } from '@/lib/accounts/server/storage/guest-addresses';
import { AppError } from '@/lib/platform/model/app-error';
import { clientAddress } from '@/lib/platform/server/http/client-address';
import { checkHost } from '@/lib/platform/server/http/request-origin';
import { limit } from '@/lib/platform/server/limits/rate-limits';
import { type Logger, logger } from '@/lib/platform/server/log';
import type { ApiTokenRecord } from '@/lib/public-api/db/api-tokens';
import { accessOfToken, checkToken } from './tokens';
import { wireErrorOf, wireErrorResponse } from './wire-error';

/** A call of the public API, authenticated by a token. */
export interface ApiCall {
  readonly request: Request;
  readonly token: ApiTokenRecord;
  /** For the duration of the answer: it is closed when the token is revoked. */
  readonly access: Access;
  readonly userId: string;
  /** The values of the path's `[names]`. */
  readonly params: Awaited<RouteContext['params']>;
  readonly log: Logger;
}

/**
 * The one way into the public API: host → token → limit → handler → answer. Cookies are ignored, so another
 * site has no session to abuse, and no origin is checked. Refusals have the protocol's shape, `{error:
 * {message, type, code, param?}}`; every answer carries `X-Request-Id`.
 */
export function apiRoute(handler: (call: ApiCall) => Promise<Response>): RouteHandler {
  return async (request, context) => {
    const started = performance.now();
    const requestId = `req_${randomBytes(9).toString('base64url')}`;
    const log = logger.child({ requestId });
    let userId: string | undefined;
    let response: Response;
    try {
      checkHost(request);
      const endingsBefore = accessEndings();
      const token = await checkToken(secretOf(request));
      userId = token.userId;
      noteGuestAddress(userId, clientAddress(request));
      await limit('apiCallsByUser').take(userId);
      response = await handler({
        request,
        token,
        access: accessOfToken(token, endingsBefore),
        userId,
        params: (await context?.params) ?? {},
        log,
      });
    } catch (error) {
      response = wireErrorResponse(wireErrorOf(error, log));
    }
    response.headers.set('x-request-id', requestId);
    if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store');
    const ms = Math.round((performance.now() - started) * 10) / 10;
    const route = new URL(request.url).pathname.split('/').slice(0, 3).join('/').slice(0, 40);
    log.info({ method: request.method, route, status: response.status, ms, userId }, 'API call');
    return response;
  };
}

function secretOf(request: Request): string {
  const [scheme, secret] = request.headers.get('authorization')?.trim().split(/\s+/) ?? [];
  if (scheme?.toLowerCase() !== 'bearer' || !secret) {
    throw new AppError('not_signed_in', {
      message: 'Send an API token as "Authorization: Bearer cpt_…". Create a token in Settings → API.',
    });
  }
  return secret;
}
