import type { NextApiRequest, NextApiResponse } from 'next';
import NextAuth from 'next-auth';
import { AppError } from '@/lib/platform/model/app-error';
import { publicOrigin } from '@/lib/platform/server/http/request-origin';
import type { Logger } from '@/lib/platform/server/log';
import { cookiesOf, endSession } from '../session';
import { type AuthOutcome, authOptions } from './auth-options';
import { headerText, withCallbackHere, withReadableCallbacks } from './callback-url';

/**
 * The parts of next-auth that are served. Left out: `_log`, which would let anybody write into our logs, and
 * its own pages.
 */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  GET: ['csrf', 'session', 'providers', 'signin', 'signout', 'callback', 'error'],
  POST: ['signin', 'signout', 'callback'],
};

export interface AuthCall {
  readonly request: Request;
  /** The path after `/api/auth/`. */
  readonly segments: readonly string[];
  readonly query: Readonly<Record<string, string>>;
  /** Fields of the posted form. */
  readonly form?: Readonly<Record<string, string>>;
  readonly log: Logger;
}

/**
 * Passes a request to next-auth and returns its answer as a `Response`. Uses next-auth's Pages Router form
 * with objects of ours, because the App Router form reads `next/headers`, which exists only inside a running
 * Next.
 * Throws AppError `not_found` for what is not served.
 */
export async function handleAuth({ request, segments, query, form, log }: AuthCall): Promise<Response> {
  const [action = '', provider = '', ...rest] = segments;
  const served = ACTIONS[request.method]?.includes(action) && rest.length === 0;
  // next-auth answers 500 to a callback with a method that its provider does not use.
  const isFormProvider = provider === 'credentials' || provider === 'guest';
  const fits = action !== 'callback' || isFormProvider === (request.method === 'POST');
  if (!served || !fits) throw new AppError('not_found');
  // Without NEXTAUTH_URL, next-auth trusts the forwarded host, which is set to ours below.
  process.env.AUTH_TRUST_HOST ??= 'true';
  const address = publicOrigin(request);
  if (!URL.canParse(address)) throw new AppError('wrong_origin');
  const origin = new URL(address);
  const outcome: AuthOutcome = { refusal: null, ended: null };
  const answer = new AnswerRecorder();
  const pagesRequest: Partial<NextApiRequest> = {
    method: request.method,
    // next-auth would pass a sign-in's query on to the provider, `redirect_uri` included.
    query: {
      ...(form && action === 'signin' ? {} : withCallbackHere(query, origin.origin)),
      nextauth: [...segments],
    },
    cookies: withReadableCallbacks(cookiesOf(request), origin.origin),
    body: withCallbackHere(form, origin.origin),
    headers: { 'x-forwarded-host': origin.host, 'x-forwarded-proto': origin.protocol.slice(0, -1) },
  };
  await NextAuth(
    // next-auth's Pages Router handler uses only the fields given here.
    pagesRequest as NextApiRequest,
    answer as unknown as NextApiResponse,
    authOptions(request, outcome, log),
  );
  if (outcome.ended) await endSession(outcome.ended);
  return answer.toResponse(outcome.refusal);
}

/** The part of Next's Pages Router response that next-auth writes to. */
class AnswerRecorder {
  private code = 200;
  private readonly headers = new Map<string, string | string[]>();
  private content: string | null = null;

  status(code: number): this {
    this.code = code;
    return this;
  }

  getHeader(name: string): string | string[] | undefined {
    return this.headers.get(name.toLowerCase());
  }

  setHeader(name: string, value: string | string[]): this {
    this.headers.set(name.toLowerCase(), value);
    return this;
  }

  json(value: unknown): void {
    this.setHeader('content-type', 'application/json');
    this.content = JSON.stringify(value);
  }

  send(value: unknown): void {
    if (typeof value === 'string' || value === undefined) this.content = value ?? null;
    else this.json(value);
  }

  end(): void {}

  /** @param refusal a rule of ours that refused: it knows the right status, next-auth only knows 401 */
  toResponse(refusal: AppError | null): Response {
    // A form without next-auth's token is redirected to the sign-in page with status 200, which a script
    // takes for success.
    if (this.content?.includes('/signin?csrf=true')) {
      throw new AppError('wrong_origin', { message: 'This page is out of date. Reload it, then try again.' });
    }
    const headers = new Headers();
    for (const [name, value] of this.headers) {
      for (const item of [value].flat()) headers.append(name, headerText(item));
    }
    if (refusal?.retryAfterMs !== undefined) {
      headers.set('retry-after', String(Math.ceil(refusal.retryAfterMs / 1000)));
    }
    const isRedirect = this.code >= 300 && this.code < 400;
    return new Response(this.content, {
      status: refusal && !isRedirect ? refusal.status : this.code,
      headers,
    });
  }
}
