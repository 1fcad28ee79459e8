import type * as z from 'zod/mini';
import { readRefusal } from '@/lib/platform/model/error-body';
import { isRecord } from '@/lib/protocol/response/wire-json';
import { ApiError, OFFLINE } from './api-error';
import { noteSessionExpired } from './expired-session';
import { type ApiRequest, authBody, send } from './send';

/** Which kind of session the page believes it has. */
export type ExpectedSession = 'none' | 'guest' | 'account';
let expectedSession: ExpectedSession = 'guest';

/** The page calls this whenever the server has said who is looking. */
export function expectSession(expected: ExpectedSession): void {
  expectedSession = expected;
}

/**
 * One request to our own API. A visitor without a session becomes a guest the first time something needs an
 * account, and the request is sent again. Throws `ApiError`; an abort is thrown as it is.
 */
export async function apiResponse(path: string, request: ApiRequest = {}): Promise<Response> {
  const mayMakeGuest = (request.method ?? 'GET') !== 'GET' && !request.withoutSession;
  if (mayMakeGuest && expectedSession === 'none') await startAsGuest();
  const first = await send(path, request);
  if (first.ok) return first;
  const refusal = await refusalOf(first);
  // The session ended without this page knowing: signed out in another tab, or everywhere. A person with an
  // account is notified; continuing as a new guest would put their runs where they cannot find them again.
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
  return readWithRetries(path, request, (body) => schema.safeParse(body));
}

/** The same for a stream of ours. A proxy in front of our server may answer with a page of its own. */
export async function apiEvents(path: string, request: ApiRequest = {}): Promise<Response> {
  const response = await apiResponse(path, request);
  if (response.headers.get('content-type')?.startsWith('text/event-stream')) return response;
  response.body?.cancel().catch(() => undefined);
  throw new ApiError(OFFLINE);
}

/**
 * The same with a schema that loads on demand, for requests before any interaction: the schemas' library is
 * not in the first load, and the answer and the code that checks it load at the same time.
 */
export async function apiOnDemand<Schema extends z.ZodMiniType>(
  path: string,
  load: () => Promise<Schema>,
  request: ApiRequest = {},
): Promise<z.infer<Schema>> {
  const schema = load().catch(() => {
    throw new ApiError(OFFLINE);
  });
  // Its failure is reported below, when there is an answer to check.
  schema.catch(() => undefined);
  const read = await readWithRetries(path, request, async (body) => (await schema).safeParse(body));
  return read as z.infer<Schema>;
}

type Checked<Value> = { readonly success: true; readonly data: Value } | { readonly success: false };

/** Milliseconds between two attempts to read. */
const READ_WAITS_MS = [1_000, 2_000];

/** A checked JSON answer. Only reads are retried automatically: a change may already have arrived. */
async function readWithRetries<Value>(
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
    // A page of a proxy in front of our server, or half an answer.
    throw new ApiError(OFFLINE);
  }
  const checked = await check(body);
  if (checked.success) return checked.data;
  // Only our own answers have a request id: then this page is older or newer than the server.
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

/** The refusal of our server; or of something else that answered, such as a proxy with a page for 502. */
async function refusalOf(response: Response): Promise<ApiError> {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  const retryAfterMs = Number.isFinite(seconds) ? seconds * 1000 : undefined;
  const refusal = readRefusal(await response.json().catch(() => null));
  if (refusal) return new ApiError({ status: response.status, ...refusal, retryAfterMs });
  if (response.status === 413) return new ApiError({ ...TOO_LARGE, status: 413 });
  return new ApiError({ ...OFFLINE, retryAfterMs });
}

const OUT_OF_DATE = { code: 'unexpected', message: 'This page is out of date. Reload it.' } as const;
const TOO_LARGE = { code: 'body_too_large', message: 'This is too large for the server.' } as const;

let guestStarting: Promise<boolean> | null = null;
/**
 * Creates a guest account, once however many callers ask at the same time. A lock over all tabs keeps two
 * tabs from creating two guests, one of which would lose its runs. False: there is a session already, and
 * none was created.
 */
export function startAsGuest(): Promise<boolean> {
  guestStarting ??= withTabLock('guest-session', async () => {
    // Not in the first load. It loads while the server is asked, so a first run waits for no script.
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

/** The user id of this browser's session; null: none, or it could not be read. */
export async function sessionUserId(): Promise<string | null> {
  const { user } = await readSession().catch((): Record<string, unknown> => ({}));
  return isRecord(user) && typeof user.id === 'string' ? user.id : null;
}

async function readSession(): Promise<Record<string, unknown>> {
  const session = await authBody(await send('/api/auth/session', {}));
  return isRecord(session) ? session : {};
}

function withTabLock<Value>(name: string, work: () => Promise<Value>): Promise<Value> {
  // Locks exist in secure contexts only; plain http on a local network works without.
  return navigator.locks ? navigator.locks.request(name, work) : work();
}
