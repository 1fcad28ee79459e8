import type * as z from 'zod/mini';
import { readRefusal } from '@/lib/platform/model/error-body';
import { isRecord } from '@/lib/protocol/response/wire-json';
import { callEach } from '../call-each';
import { newUuid } from '../uuid';
import { noteSessionExpired } from './expired-session';

/** A refusal of our own API, with the field to blame where it named one. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** 0 when no answer came at all. */
  readonly status: number;
  readonly code: string;
  readonly param: string | undefined;
  /** Milliseconds, from `Retry-After`. */
  readonly retryAfterMs: number | undefined;

  constructor(refusal: {
    status: number;
    code: string;
    message: string;
    param?: string;
    retryAfterMs?: number;
  }) {
    super(refusal.message);
    this.status = refusal.status;
    this.code = refusal.code;
    this.param = refusal.param;
    this.retryAfterMs = refusal.retryAfterMs;
  }
}

export interface ApiRequest {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  /** Lets a request outlive the page (a stop on the way out). */
  readonly keepalive?: boolean;
  /** For what a visitor does before there is a session: signing up makes no guest first. */
  readonly withoutSession?: boolean;
}

/** Who the page believes is looking. */
export type ExpectedSession = 'none' | 'guest' | 'account';
let expectedSession: ExpectedSession = 'guest';

/** Told by the page whenever the server has said who is looking. */
export function expectSession(expected: ExpectedSession): void {
  expectedSession = expected;
}

/**
 * One request to our own API. A visitor without a session becomes a guest the first time that something needs an
 * account, and the request is sent once more. Throws `ApiError`; an abort is thrown as it is.
 */
export async function apiResponse(path: string, request: ApiRequest = {}): Promise<Response> {
  const mayMakeGuest = (request.method ?? 'GET') !== 'GET' && !request.withoutSession;
  if (mayMakeGuest && expectedSession === 'none') await startAsGuest();
  const first = await send(path, request);
  if (first.ok) return first;
  const refusal = await refusalOf(first);
  // The session ended behind the page's back: signed out in another tab, or everywhere. Somebody with an account is
  // told so; to go on as a new guest would put their runs where they cannot find them again.
  const hadAccount = expectedSession === 'account' || (expectedSession === 'guest' && !mayMakeGuest);
  if (refusal.code === 'not_signed_in' && hadAccount) noteSessionExpired();
  if (refusal.code !== 'not_signed_in' || !mayMakeGuest || expectedSession === 'account') throw refusal;
  await startAsGuest();
  const second = await send(path, request);
  if (second.ok) return second;
  throw await refusalOf(second);
}

/** The same, for a JSON answer, checked against its schema. */
export async function api<Schema extends z.ZodMiniType>(
  path: string,
  schema: Schema,
  request: ApiRequest = {},
): Promise<z.infer<Schema>> {
  return readPatiently(path, request, (body) => schema.safeParse(body));
}

/** The same for a stream of ours. What stands in front of our server may answer with a page of its own. */
export async function apiEvents(path: string, request: ApiRequest = {}): Promise<Response> {
  const response = await apiResponse(path, request);
  if (response.headers.get('content-type')?.startsWith('text/event-stream')) return response;
  response.body?.cancel().catch(() => undefined);
  throw new ApiError(OFFLINE);
}

/**
 * The same with a schema that comes on demand, for what a page may ask before anything is pressed: the schemas' library
 * is no part of a first load, and the answer and the code that checks it are on their way at the same time.
 */
export async function apiOnDemand<Schema extends z.ZodMiniType>(
  path: string,
  load: () => Promise<Schema>,
  request: ApiRequest = {},
): Promise<z.infer<Schema>> {
  const schema = load().catch(() => {
    throw new ApiError(OFFLINE);
  });
  // Its failure is told below, when there is an answer to be checked.
  schema.catch(() => undefined);
  const read = await readPatiently(path, request, async (body) => (await schema).safeParse(body));
  return read as z.infer<Schema>;
}

type Checked<Value> = { readonly success: true; readonly data: Value } | { readonly success: false };

/** Milliseconds between two attempts to read. */
const READ_WAITS_MS = [1_000, 2_000];

/** A JSON answer, checked. Only reading is tried again by itself: what changes something may have arrived. */
async function readPatiently<Value>(
  path: string,
  request: ApiRequest,
  check: (body: unknown) => Checked<Value> | Promise<Checked<Value>>,
): Promise<Value> {
  const waits = (request.method ?? 'GET') === 'GET' ? READ_WAITS_MS : [];
  for (let tries = 0; ; tries += 1) {
    try {
      const response = await apiResponse(path, request);
      return await checkedBody(response, request.signal, check);
    } catch (error) {
      const wait = waits[tries];
      request.signal?.throwIfAborted();
      if (wait === undefined || !(error instanceof ApiError) || error.status !== 0) throw error;
      await waitFor(wait, request.signal);
    }
  }
}

async function checkedBody<Value>(
  response: Response,
  signal: AbortSignal | undefined,
  check: (body: unknown) => Checked<Value> | Promise<Checked<Value>>,
): Promise<Value> {
  let body: unknown;
  try {
    body = await response.json();
  } catch (error) {
    if (signal?.aborted) throw error;
    // A page of whatever stands in front of our server, or half an answer.
    throw new ApiError(OFFLINE);
  }
  const checked = await check(body);
  if (checked.success) return checked.data;
  // Our own answers carry a number: then this page is older than the server, or newer.
  throw new ApiError(
    response.headers.has('x-request-id') ? { ...OUT_OF_DATE, status: response.status } : OFFLINE,
  );
}

function waitFor(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}

/** Names this page to our server, which keeps what each hidden page watches until that very page is back. */
const PAGE = newUuid();

/** One request, whatever it answers. Throws `ApiError` where nothing does. */
export async function send(
  path: string,
  { method = 'GET', body, signal, keepalive = false }: ApiRequest,
): Promise<Response> {
  const text = method === 'GET' ? undefined : JSON.stringify(body ?? {});
  try {
    return await fetch(path, {
      method,
      // Unsafe methods must be JSON, body or not: a form on another site cannot send that.
      headers: { 'x-page': PAGE, ...(method !== 'GET' && { 'content-type': 'application/json' }) },
      body: text,
      signal,
      keepalive: keepalive && mayOutliveThePage(text ?? ''),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError(OFFLINE);
  }
}

/** A browser refuses to send what is longer, all such requests together; without `keepalive` it at least tries. */
const MOST_KEPT_ALIVE = 60_000;

function mayOutliveThePage(body: string): boolean {
  return body.length <= MOST_KEPT_ALIVE && new TextEncoder().encode(body).length <= MOST_KEPT_ALIVE;
}

/** What our server refused; or that it was none of ours that answered, such as a proxy with a page for 502. */
async function refusalOf(response: Response): Promise<ApiError> {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  const retryAfterMs = Number.isFinite(seconds) ? seconds * 1000 : undefined;
  const refusal = readRefusal(await response.json().catch(() => null));
  if (refusal) return new ApiError({ status: response.status, ...refusal, retryAfterMs });
  if (response.status === 413) return new ApiError({ ...TOO_LARGE, status: 413 });
  return new ApiError({ ...OFFLINE, retryAfterMs });
}

/** What is said where nothing of ours has answered. */
export const OFFLINE = {
  status: 0,
  code: 'offline',
  message: "The server can't be reached. Check the network, then try again.",
} as const;

const OUT_OF_DATE = { code: 'unexpected', message: 'This page is out of date. Reload it.' } as const;
const TOO_LARGE = { code: 'body_too_large', message: 'This is too large for the server.' } as const;

let guestStarting: Promise<boolean> | null = null;
const sessionListeners = new Set<() => unknown>();

/** Called whenever the session may have changed, so that the page can ask who it is again. */
export function onSessionChange(listener: () => unknown): () => void {
  sessionListeners.add(listener);
  return () => sessionListeners.delete(listener);
}

/** The session may be another one: all that asked who it is asks again. */
export function noteSessionChange(): void {
  callEach(sessionListeners);
}

/**
 * Makes a guest account, once however many callers ask at the same time. A lock over all tabs keeps two tabs from
 * making two guests, of which one would lose its runs. False: there is a session already, and none was made.
 */
export function startAsGuest(): Promise<boolean> {
  guestStarting ??= withTabLock('guest-session', async () => {
    // No part of a first load. It is on its way while the server is asked: a first run waits for no script.
    const code = import('./sign-in').catch(() => {
      throw new ApiError(OFFLINE);
    });
    code.catch(() => undefined);
    const isNeeded = !('user' in (await readSession()));
    if (isNeeded) await (await code).signInWith('guest', {});
    expectedSession = 'guest';
    return isNeeded;
  }).finally(() => {
    guestStarting = null;
  });
  return guestStarting;
}

/** Whose session this browser has; null: none, or it cannot be learnt. */
export async function sessionUserId(): Promise<string | null> {
  const { user } = await readSession().catch((): Record<string, unknown> => ({}));
  return isRecord(user) && typeof user.id === 'string' ? user.id : null;
}

async function readSession(): Promise<Record<string, unknown>> {
  const session = await authBody(await send('/api/auth/session', {}));
  return isRecord(session) ? session : {};
}

/** An answer of next-auth's. */
export async function authBody(response: Response): Promise<unknown> {
  return response.json().catch(() => {
    throw new ApiError(OFFLINE);
  });
}

function withTabLock<Value>(name: string, work: () => Promise<Value>): Promise<Value> {
  // Locks exist in secure contexts only; plain http on a local network goes without.
  return navigator.locks ? navigator.locks.request(name, work) : work();
}
