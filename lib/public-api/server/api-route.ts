import { findUser } from '@/lib/accounts/db/users';
import { type Access, accessEndings } from '@/lib/accounts/server/access';
import type { RouteContext, RouteHandler, TokenCaller } from '@/lib/accounts/server/route';
import { noteGuestAddress } from '@/lib/accounts/server/storage/guest-addresses';
import { AppError } from '@/lib/platform/model/app-error';
import { clientAddress } from '@/lib/platform/server/http/client-address';
import { limit } from '@/lib/platform/server/limits/rate-limits';
import type { Logger } from '@/lib/platform/server/log';
import type { ApiTokenRecord } from '@/lib/public-api/db/api-tokens';
import { answerCall } from './answer-call';
import { preflightResponse } from './cors';
import { accessOfToken, checkToken } from './tokens';

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

/** Answers a call; throws AppError to refuse it. */
export type ApiHandler = (call: ApiCall) => Promise<Response>;

/** Is called before a refusal is answered. */
export type ApiRefused = (call: ApiCall, refusal: AppError) => Promise<void>;

/**
 * The one way into the public API: host → token → limit → handler → answer. Cookies are ignored, so another
 * site has no session to abuse, and no origin is checked. Refusals have the protocol's shape, `{error:
 * {message, type, code, param?}}`.
 */
export function apiRoute(handler: ApiHandler, onRefused?: ApiRefused): RouteHandler {
  return (request, context) =>
    answerCall(request, async ({ log, noteUser }) => {
      const endingsBefore = accessEndings();
      const token = await checkToken(secretOf(request));
      const { userId } = token;
      noteUser(userId);
      noteGuestAddress(userId, clientAddress(request));
      const call: ApiCall = {
        request,
        token,
        access: accessOfToken(token, endingsBefore),
        userId,
        params: (await context?.params) ?? {},
        log,
      };
      try {
        await limit('apiCallsByUser').take(userId);
        return await handler(call);
      } catch (error) {
        if (error instanceof AppError) await onRefused?.(call, error);
        throw error;
      }
    });
}

/** The same for what everybody may read, without a token. */
export function openRoute(answer: (request: Request) => Response): RouteHandler {
  return (request) => answerCall(request, () => answer(request));
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
type Method = (typeof METHODS)[number];

/** What a route file exports: every method, so that Next answers none of them in its own way. */
export type ApiMethods = Readonly<Record<Method | 'OPTIONS', RouteHandler>>;

/** A path with these methods; the others are refused with the protocol's error. */
export function apiMethods(handlers: Readonly<Partial<Record<Method, RouteHandler>>>): ApiMethods {
  const allow = METHODS.filter((method) => handlers[method]).join(', ');
  const notAllowed = apiRoute(async ({ request }) => {
    throw new AppError('method_not_allowed', {
      message: `${request.method} isn't supported here. Use ${allow.replaceAll(', ', ' or ')}.`,
    });
  });
  const {
    GET = notAllowed,
    POST = notAllowed,
    PUT = notAllowed,
    PATCH = notAllowed,
    DELETE = notAllowed,
  } = handlers;
  return { GET, POST, PUT, PATCH, DELETE, OPTIONS: openRoute(preflightResponse) };
}

function bearerOf(request: Request): string | null {
  const [scheme, secret] = request.headers.get('authorization')?.trim().split(/\s+/) ?? [];
  return scheme?.toLowerCase() === 'bearer' && secret ? secret : null;
}

/**
 * For the routes of comparisons, which scripts may call: who sends an API token; null without one. Throws AppError
 * `not_signed_in`, `rate_limited`, and `forbidden` for a token that is for completions only.
 */
export async function tokenCaller(request: Request): Promise<TokenCaller | null> {
  const secret = bearerOf(request);
  if (secret === null) return null;
  const endingsBefore = accessEndings();
  const token = await checkToken(secret);
  await limit('apiCallsByUser').take(token.userId);
  if (token.scope !== 'comparisons') {
    throw new AppError('forbidden', {
      message: `The API token "${token.name}" is for completions only. Create one for comparisons in Settings → API.`,
    });
  }
  const user = await findUser(token.userId);
  if (user === null) throw new AppError('not_signed_in');
  return { user, access: accessOfToken(token, endingsBefore) };
}

function secretOf(request: Request): string {
  const secret = bearerOf(request);
  if (secret === null) {
    throw new AppError('not_signed_in', {
      message: 'Send an API token as "Authorization: Bearer cpt_…". Create a token in Settings → API.',
    });
  }
  return secret;
}
