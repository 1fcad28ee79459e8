import { createEvent } from '../event';
import { newUuid } from '../uuid';
import { ApiError, OFFLINE } from './api-error';

export interface ApiRequest {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  /** Lets the request outlive the page (a stop while leaving it). */
  readonly keepalive?: boolean;
  /** For requests of a visitor before there is a session: signing up does not create a guest first. */
  readonly withoutSession?: boolean;
}

/**
 * Identifies this page to our server, which lets each hidden page's runs go on until that very page is back.
 */
const PAGE = newUuid();

const early = new Map<string, Promise<Response>>();
/** Then the answer may be out of date. */
const EARLY_MS = 10_000;

/** Asks before the code is there that needs the answer: the first `send` of this path takes it. */
export function askEarly(path: string): void {
  const answer = ask(path, {});
  answer.catch(() => undefined);
  early.set(path, answer);
  setTimeout(() => early.delete(path), EARLY_MS);
}

/** One request, whatever its answer. Throws `ApiError` when none comes. */
export async function send(path: string, request: ApiRequest): Promise<Response> {
  const asked = (request.method ?? 'GET') === 'GET' ? early.get(path) : undefined;
  early.delete(path);
  return asked ?? ask(path, request);
}

async function ask(
  path: string,
  { method = 'GET', body, signal, keepalive = false }: ApiRequest,
): Promise<Response> {
  const text = method === 'GET' ? undefined : JSON.stringify(body ?? {});
  try {
    return await fetch(path, {
      method,
      // Unsafe methods must be JSON, with or without a body: a form on another site cannot send that.
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

/**
 * A browser refuses longer bodies, counting all such requests together; without `keepalive` the request is at
 * least tried.
 */
const MAX_KEPT_ALIVE = 60_000;

function mayOutliveThePage(body: string): boolean {
  return body.length <= MAX_KEPT_ALIVE && new TextEncoder().encode(body).length <= MAX_KEPT_ALIVE;
}

/** The JSON of an answer from next-auth. */
export async function authBody(response: Response): Promise<unknown> {
  return response.json().catch(() => {
    throw new ApiError(OFFLINE);
  });
}

const sessionChange = createEvent();

/** Called whenever the session may have changed, so that the page can check who is signed in. */
export const onSessionChange = sessionChange.listen;

/** Reports that the session may have changed, so that its readers load it again. */
export const noteSessionChange = sessionChange.emit;
