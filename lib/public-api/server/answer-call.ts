import { randomBytes } from 'node:crypto';
import { asCaller } from '@/lib/platform/server/http/caller';
import { checkHost } from '@/lib/platform/server/http/request-origin';
import { type Logger, requestLogger } from '@/lib/platform/server/log';
import { allowCrossOrigin } from './cors';
import { wireErrorOf, wireErrorResponse } from './wire-error';

/** What an answer is made with. */
export interface AnswerContext {
  /** Writes lines with the request's id. */
  readonly log: Logger;
  /** Says whose call it is, for the log. */
  readonly noteUser: (userId: string) => void;
}

/**
 * What every answer of the public API has in common, refusals included: the host check, errors in the
 * protocol's shape, `X-Request-Id`, the headers for pages of other sites, and a line in the log. A request for
 * another host name gets none of those headers: it may be a rebound name, and its page learns nothing.
 */
export async function answerCall(
  request: Request,
  answer: (context: AnswerContext) => Promise<Response> | Response,
): Promise<Response> {
  const started = performance.now();
  const requestId = `req_${randomBytes(9).toString('base64url')}`;
  const log = requestLogger(requestId);
  let userId: string | undefined;
  let isForUs = false;
  let response: Response;
  try {
    checkHost(request);
    isForUs = true;
    const noteUser = (id: string) => {
      userId = id;
    };
    response = await asCaller(request, requestId, () => answer({ log, noteUser }));
  } catch (error) {
    response = wireErrorResponse(wireErrorOf(error, log));
  }
  response.headers.set('x-request-id', requestId);
  if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store');
  if (isForUs) allowCrossOrigin(request, response.headers);
  const ms = Math.round((performance.now() - started) * 10) / 10;
  const route = new URL(request.url).pathname.split('/').slice(0, 3).join('/').slice(0, 40);
  log.info({ method: request.method, route, status: response.status, ms, userId }, 'API call');
  return response;
}
