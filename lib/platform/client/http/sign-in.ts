import { readRefusal } from '@/lib/platform/model/error-body';
import { isRecord } from '@/lib/protocol/response/wire-json';
import { ApiError, OFFLINE } from './api-error';
import { authBody, noteSessionChange, send } from './send';

/*
 * Signing in and out. In a file of its own, because no first load needs it: it loads when a person signs in
 * or becomes a guest (`startAsGuest` in ./api.ts).
 */

/** Throws `ApiError` with code `wrong_credentials` or `rate_limited`. */
export async function signIn(email: string, password: string): Promise<void> {
  await signInWith('credentials', { email, password });
}

/**
 * Leaves the page for an outside provider (`github`, `google`, `oidc`), which returns to `next`. A plain form
 * would not work: its redirect to another site violates our `form-action`.
 */
export async function signInWithProvider(provider: string, next: string): Promise<void> {
  const callbackUrl = new URL(next, location.origin).href;
  const { response, url } = await postToAuth(`/api/auth/signin/${encodeURIComponent(provider)}`, {
    callbackUrl,
  });
  if (!response.ok) {
    throw new ApiError({
      status: response.status,
      code: 'unexpected',
      message: "Couldn't reach the provider.",
    });
  }
  location.assign(url);
}

/**
 * Ends the session in this browser. The caller must leave the page too, because it shows that person's data.
 */
export async function signOut(): Promise<void> {
  await postToAuth('/api/auth/signout', {});
}

/** With a provider that takes fields: `guest`, `credentials`. */
export async function signInWith(provider: string, fields: Record<string, string>): Promise<void> {
  const { response, url } = await postToAuth(`/api/auth/callback/${provider}`, fields);
  if (!response.ok) {
    const code = new URL(url, location.origin).searchParams.get('error') ?? 'wrong_credentials';
    throw new ApiError({ status: response.status, code, message: SIGN_IN_MESSAGES[code] ?? SIGN_IN_FAILED });
  }
  noteSessionChange();
}

const SIGN_IN_FAILED = 'Wrong email or password.';
/** `authorize` on the server throws one of our error codes; next-auth passes it on in the answer's URL. */
const SIGN_IN_MESSAGES: Record<string, string> = {
  rate_limited: 'Too many attempts. Wait a few minutes, then try again.',
  other_account: "You're signed in to another account in this browser. Reload the page and sign out first.",
  storage_full: "Guests on your network have reached today's storage limit. Sign in, or try again tomorrow.",
  guests_closed: 'Guest access to the playground is turned off. Sign in.',
  unavailable: 'The server is busy. Try again in a moment.',
  internal: 'Something went wrong in the playground. Try again.',
};

/**
 * next-auth expects forms with its own token against forged requests; `json` makes it answer without
 * redirects.
 */
async function postToAuth(
  path: string,
  fields: Record<string, string>,
): Promise<{ response: Response; url: string }> {
  const csrf = await authBody(await send('/api/auth/csrf', {}));
  if (!isRecord(csrf) || typeof csrf.csrfToken !== 'string') throw new ApiError(OFFLINE);
  const { csrfToken } = csrf;
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ callbackUrl: location.origin, ...fields, csrfToken, json: 'true' }),
  }).catch(() => {
    throw new ApiError(OFFLINE);
  });
  const answer = await authBody(response);
  const refusal = readRefusal(answer);
  if (refusal) throw new ApiError({ status: response.status, ...refusal });
  // Every answer of next-auth names the next address.
  if (!isRecord(answer) || typeof answer.url !== 'string') throw new ApiError(OFFLINE);
  return { response, url: answer.url };
}
