import { createEvent } from '../event';
import { newUuid } from '../uuid';
import { ApiError, OFFLINE } from './api-error';

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
const MAX_KEPT_ALIVE = 60_000;

function mayOutliveThePage(body: string): boolean {
  return body.length <= MAX_KEPT_ALIVE && new TextEncoder().encode(body).length <= MAX_KEPT_ALIVE;
}

/** An answer of next-auth's. */
export async function authBody(response: Response): Promise<unknown> {
  return response.json().catch(() => {
    throw new ApiError(OFFLINE);
  });
}

const sessionChange = createEvent();

/** Called whenever the session may have changed, so that the page can ask who it is again. */
export const onSessionChange = sessionChange.listen;

/** The session may be another one: all that asked who it is asks again. */
export const noteSessionChange = sessionChange.emit;
