import { randomUUID, scryptSync } from 'node:crypto';
import { createUser, type UserRecord } from '@/lib/accounts/db/users';
import type { RouteHandler } from '@/lib/accounts/server/route';
import { newSession, sessionCookie } from '@/lib/accounts/server/session';
import { setLogSink } from '@/lib/platform/server/log';

/** Calls route handlers as Next would, with a plain `Request`. For tests. */

const ORIGIN = 'http://localhost:3000';

export interface RouteCall {
  readonly method?: string;
  /** Path and query. */
  readonly path?: string;
  /** Sent as JSON; a string is sent as it is. */
  readonly body?: unknown;
  readonly cookie?: string;
  readonly headers?: Record<string, string>;
  /** The values of the path's `[names]`. */
  readonly params?: Record<string, string | string[]>;
  /** The answer is a stream that stays open: it is read up to its first event, then closed. */
  readonly stays?: boolean;
}

export interface RouteAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Parsed when there is a body. */
  readonly json: unknown;
  /** The cookies that a browser would send from now on. */
  readonly cookie: string;
}

export async function callRoute(handler: RouteHandler, call: RouteCall = {}): Promise<RouteAnswer> {
  const response = await handler(toRequest(call), { params: Promise.resolve(call.params ?? {}) });
  const text = call.stays && response.ok ? await firstEvent(response) : await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    json:
      text && response.headers.get('content-type')?.startsWith('application/json')
        ? JSON.parse(text)
        : undefined,
    cookie: response.headers
      .getSetCookie()
      .map((line) => line.split(';')[0] ?? '')
      .filter((pair) => !pair.endsWith('='))
      .join('; '),
  };
}

async function firstEvent({ body }: Response): Promise<string> {
  const reader = body?.getReader();
  const decoder = new TextDecoder();
  for (let text = ''; ; ) {
    const read = await reader?.read();
    if (!read || read.done) return text;
    text += decoder.decode(read.value, { stream: true });
    if (!text.includes('data:')) continue;
    await reader?.cancel();
    return text;
  }
}

export function toRequest({ method = 'GET', path = '/', body, cookie, headers }: RouteCall): Request {
  const isSafe = method === 'GET' || method === 'HEAD';
  const sent = typeof body === 'string' ? body : JSON.stringify(body ?? {});
  const ofBody = {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(sent)),
    'sec-fetch-site': 'same-origin',
  };
  return new Request(new URL(path, ORIGIN), {
    method,
    body: isSafe ? undefined : sent,
    headers: {
      host: new URL(ORIGIN).host,
      ...(isSafe ? {} : ofBody),
      ...(cookie === undefined ? {} : { cookie }),
      ...headers,
    },
  });
}

/** The same with something that happens while its body is on the way. */
export function toSlowRequest(call: RouteCall, happens: () => Promise<unknown>): Request {
  const { url, method, headers, body } = toRequest(call);
  const slow = new TransformStream<Uint8Array, Uint8Array>({
    transform: (chunk, controller) => controller.enqueue(chunk),
    flush: async () => {
      await happens();
    },
  });
  const init = { method, headers, body: body?.pipeThrough(slow), duplex: 'half' };
  return new Request(url, init as RequestInit);
}

/** The cookie of a session of this user, as a browser would send it. */
export async function cookieFor(user: UserRecord): Promise<string> {
  return (await sessionCookie(toRequest({}), newSession(user))).split(';')[0] ?? '';
}

/** A new guest with a session. */
export async function newVisitor(): Promise<{ user: UserRecord; cookie: string }> {
  const created = await createUser({ isGuest: true });
  if (!created.ok) throw new Error('no guest was made');
  return { user: created.user, cookie: await cookieFor(created.user) };
}

/**
 * A new account with an e-mail and this password, and a session. Its hash is a cheap one, because a suite
 * with many accounts would otherwise spend its time hashing; checking reads the stored parameters.
 */
export async function newAccount(
  password: string,
): Promise<{ user: UserRecord; email: string; cookie: string }> {
  const email = `${randomUUID()}@example.com`;
  const hash = scryptSync(password, 'salt', 32, { N: 2, r: 8, p: 1 }).toString('base64url');
  const passwordHash = `scrypt$2$8$1$${Buffer.from('salt').toString('base64url')}$${hash}`;
  const created = await createUser({ email, passwordHash, isGuest: false });
  if (!created.ok) throw new Error('no account was made');
  return { user: created.user, email, cookie: await cookieFor(created.user) };
}

/** Collects log lines, whatever the level, until `stop`. */
export function captureLogs(): {
  lines: () => Record<string, unknown>[];
  text: () => string;
  stop: () => void;
} {
  const lines: string[] = [];
  const stop = setLogSink({ write: (line) => lines.push(line) });
  return { lines: () => lines.map((line) => JSON.parse(line)), text: () => lines.join(''), stop };
}
