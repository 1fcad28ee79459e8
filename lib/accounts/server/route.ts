import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { UserRecord } from '@/lib/accounts/db/users';
import { AppError } from '@/lib/platform/model/app-error';
import { asCaller } from '@/lib/platform/server/http/caller';
import { clientAddress } from '@/lib/platform/server/http/client-address';
import { errorResponse } from '@/lib/platform/server/http/error-response';
import { refusalFromIssues } from '@/lib/platform/server/http/issue-to-refusal';
import { parseJson, readBodyText, readJsonBody, storable } from '@/lib/platform/server/http/json-body';
import { checkHost, checkSameOrigin, isSafeMethod } from '@/lib/platform/server/http/request-origin';
import { type LimitName, limit } from '@/lib/platform/server/limits/rate-limits';
import { type Logger, requestLogger } from '@/lib/platform/server/log';
import { checkStillOpen, type Access as OpenAccess } from './access';
import { noteKnownAddress } from './known-addresses';
import { accessOf, needsRenewal, readSession, type Session, sessionCookie } from './session';
import { noteGuestAddress } from './storage/guest-addresses';

/**
 * `user`: a session is required (401 without). `script`: the same, or an API token. `optional`: the handler sees the
 * visitor, or null. `public`: the session is not even read.
 */
export type Access = 'user' | 'script' | 'optional' | 'public';

/** Who calls with an API token. */
export interface TokenCaller {
  readonly user: UserRecord;
  readonly access: OpenAccess;
}

export interface RouteOptions<
  A extends Access,
  B extends z.core.$ZodType,
  Q extends z.core.$ZodType,
  P extends z.core.$ZodType,
> {
  readonly access: A;
  /** With `script`: who calls, or null when the request has no token. Throws AppError. */
  readonly token?: (request: Request) => Promise<TokenCaller | null>;
  /** Of the JSON body. Without it an unsafe method still says that it sends JSON, and sends nothing or `{}`. */
  readonly body?: B;
  /**
   * Reads the body when the default (1 MiB, lone surrogates replaced) does not fit. Runs after the session
   * and the limit, before the schema. Without a session `userId` is null.
   */
  readonly readBody?: (request: Request, userId: string | null) => Promise<unknown>;
  /**
   * Called before the body is read; the function it returns is called once the answer is made, whatever it
   * is. For bodies that may only be in memory a few at a time. Throws AppError.
   */
  readonly hold?: (request: Request, userId: string | null) => (() => void) | undefined;
  /** Of the query string; each name once, values as strings. */
  readonly query?: Q;
  /** Of the path's `[names]`. Issues here are answered with 404: no such id can exist. */
  readonly params?: P;
  /**
   * A body field whose inner fields are reported by their own names (`request.temperature` → `temperature`).
   */
  readonly paramRoot?: string;
  /** Counted per user, or per address without a session, before the handler runs. */
  readonly limit?: LimitName;
  /**
   * `form`: the body is a form (next-auth's own posts), which the same-origin check and next-auth's token protect.
   * `ignored`: the answer is the same whatever is sent.
   */
  readonly contentType?: ContentType;
}

type ContentType = 'json' | 'form' | 'ignored';

export interface RouteInput<
  A extends Access,
  B extends z.core.$ZodType,
  Q extends z.core.$ZodType,
  P extends z.core.$ZodType,
> {
  readonly viewer: A extends 'user' | 'script' ? UserRecord : A extends 'optional' ? UserRecord | null : null;
  readonly userId: A extends 'user' | 'script' ? string : A extends 'optional' ? string | null : null;
  readonly session: A extends 'user' ? Session : A extends 'optional' | 'script' ? Session | null : null;
  /** What an open answer depends on. */
  readonly callerAccess: A extends 'user' | 'script'
    ? OpenAccess
    : A extends 'optional'
      ? OpenAccess | null
      : null;
  readonly body: z.infer<B>;
  readonly query: z.infer<Q>;
  readonly params: z.infer<P>;
  readonly request: Request;
  readonly requestId: string;
  /** Writes lines with the request's id. */
  readonly log: Logger;
}

const NEEDS_USER: ReadonlySet<Access> = new Set(['user', 'script']);

/** What Next hands to a route handler beside the request. */
export interface RouteContext {
  readonly params: Promise<Record<string, string | string[] | undefined>>;
}

export type RouteHandler = (request: Request, context?: RouteContext) => Promise<Response>;

/**
 * The one way into a route handler: host and origin → session → content type → body limit → schemas → handler
 * → answer. A result that is not a `Response` is sent as JSON (`undefined`: 204). An `AppError` becomes
 * `{error: {code, message, param?}}` with its status; anything else is logged and answered with 500 and no
 * detail. Every answer carries `X-Request-Id`, and `Cache-Control: no-store` unless the handler chose
 * otherwise.
 */
export function route<
  A extends Access,
  B extends z.core.$ZodType = z.core.$ZodUndefined,
  Q extends z.core.$ZodType = z.core.$ZodUndefined,
  P extends z.core.$ZodType = z.core.$ZodUndefined,
>(options: RouteOptions<A, B, Q, P>, handler: (input: RouteInput<A, B, Q, P>) => unknown): RouteHandler {
  return async (request, context) => {
    const started = performance.now();
    const requestId = `req_${randomBytes(9).toString('base64url')}`;
    const log = requestLogger(requestId);
    const rawParams = (await context?.params) ?? {};
    let session: Session | null = null;
    let userId: string | null = null;
    let response: Response;
    let release: (() => void) | undefined;
    try {
      checkHost(request);
      checkSameOrigin(request);
      // A token decides alone: a cookie that comes with it belongs to the person at this browser.
      const caller = (await options.token?.(request)) ?? null;
      session = options.access === 'public' || caller ? null : await readSession(request);
      const user = caller?.user ?? session?.user ?? null;
      userId = user?.id ?? null;
      if (NEEDS_USER.has(options.access) && !user) throw new AppError('not_signed_in');
      // A token may be anywhere: it tells nothing about where its owner signs in.
      if (user && (!caller || user.isGuest)) noteAddress(user, clientAddress(request));
      if (options.limit) await limit(options.limit).take(userId ?? clientAddress(request));
      release = options.hold?.(request, userId);
      const callerAccess = caller?.access ?? (session && accessOf(session));
      const bodyFrom = performance.now();
      const input = {
        // The conditional types of these four follow from the lines above; TypeScript can't see it.
        viewer: user as RouteInput<A, B, Q, P>['viewer'],
        userId: userId as RouteInput<A, B, Q, P>['userId'],
        session: session as RouteInput<A, B, Q, P>['session'],
        callerAccess: callerAccess as RouteInput<A, B, Q, P>['callerAccess'],
        params: parseParams(options.params, rawParams) as z.infer<P>,
        query: parse(
          options.query,
          storable(Object.fromEntries(new URL(request.url).searchParams)),
        ) as z.infer<Q>,
        body: (await readBody(request, options, userId)) as z.infer<B>,
        request,
        requestId,
        log,
      };
      if (callerAccess) await checkStillOpen(callerAccess, bodyFrom);
      response = toResponse(await asCaller(request, requestId, () => handler(input)));
      if (session && needsRenewal(session) && !response.headers.has('set-cookie')) {
        response.headers.append('set-cookie', await sessionCookie(request, session));
      }
    } catch (error) {
      response = errorResponse(error, log);
    } finally {
      release?.();
    }
    if (request.method === 'HEAD') response = await withoutBody(response);
    response.headers.set('x-request-id', requestId);
    if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store');
    log.info(
      {
        method: request.method,
        route: routeName(new URL(request.url).pathname, rawParams),
        status: response.status,
        ms: Math.round((performance.now() - started) * 10) / 10,
        userId: userId ?? undefined,
      },
      'request',
    );
    return response;
  };
}

function noteAddress({ id, email, isGuest }: UserRecord, address: string): void {
  if (isGuest) noteGuestAddress(id, address);
  else if (email !== null) noteKnownAddress(email, address);
}

/** Next answers HEAD with GET's handler and never reads its stream: a reader that would never leave. */
async function withoutBody(response: Response): Promise<Response> {
  const { body, status, headers } = response;
  await body?.cancel().catch(() => undefined);
  return new Response(null, { status, headers });
}

function toResponse(result: unknown): Response {
  if (result instanceof Response) return result;
  if (result === undefined) return new Response(null, { status: 204 });
  return Response.json(result);
}

async function readBody(
  request: Request,
  options: Pick<
    RouteOptions<Access, z.core.$ZodType, never, never>,
    'body' | 'readBody' | 'paramRoot' | 'contentType'
  >,
  userId: string | null,
): Promise<unknown> {
  if (isSafeMethod(request.method) || options.contentType === 'ignored') return undefined;
  const requested = options.contentType === 'form' ? 'application/x-www-form-urlencoded' : 'application/json';
  const sent = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (sent !== requested) throw new AppError('wrong_content_type', { message: `Send ${requested}.` });
  if (!options.body) return readNoBody(request);
  const body =
    options.contentType === 'form'
      ? storable(Object.fromEntries(new URLSearchParams(await readBodyText(request))))
      : await (options.readBody ?? readJsonBody)(request, userId);
  return parse(options.body, body, options.paramRoot);
}

const noFields = z.strictObject({});

async function readNoBody(request: Request): Promise<undefined> {
  const text = await readBodyText(request);
  if (text.trim() !== '') parse(noFields, parseJson(text));
}

function parse(schema: z.core.$ZodType | undefined, value: unknown, paramRoot?: string): unknown {
  if (!schema) return undefined;
  const result = z.safeParse(schema, value);
  if (!result.success) throw refusalFromIssues(result.error.issues, paramRoot);
  return result.data;
}

function parseParams(schema: z.core.$ZodType | undefined, value: unknown): unknown {
  if (!schema) return undefined;
  const result = z.safeParse(schema, value);
  if (!result.success || JSON.stringify(value).includes('\\u0000')) throw new AppError('not_found');
  return result.data;
}

/**
 * The path with its ids removed, so that log lines of one route can be counted together and contain no secret
 * of a link.
 */
function routeName(pathname: string, params: Record<string, string | string[] | undefined>): string {
  const nameOf = new Map(
    Object.entries(params).flatMap(([name, value]) =>
      [value].flat().map((segment) => [segment ?? '', `[${name}]`] as const),
    ),
  );
  return pathname
    .split('/')
    .map((segment) => nameOf.get(decodeSegment(segment)) ?? withoutId(segment, nameOf))
    .join('/')
    .slice(0, 200);
}

/** `/s/<slug>.json` is one segment; the route's parameter is the part before the dot. */
function withoutId(segment: string, nameOf: ReadonlyMap<string, string>): string {
  const dot = segment.lastIndexOf('.');
  const name = dot > 0 ? nameOf.get(decodeSegment(segment.slice(0, dot))) : undefined;
  return name === undefined ? segment : name + segment.slice(dot);
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
