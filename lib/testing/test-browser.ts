import type { RouteHandler } from '@/lib/accounts/server/route';
import { callRoute, type RouteAnswer, type RouteCall } from './call-route';

/** next-auth's two handlers, passed in by route tests. */
export interface AuthHandlers {
  readonly GET: RouteHandler;
  readonly POST: RouteHandler;
}

/** Stores cookies between answers, as a browser does. */
export class TestBrowser {
  readonly cookies = new Map<string, string>();
  private readonly auth: AuthHandlers;

  /** Sent with every request that does not override them. */
  private readonly headers: Record<string, string>;

  constructor(auth: AuthHandlers, headers: Record<string, string> = {}) {
    this.auth = auth;
    this.headers = headers;
  }

  /** Continues with a session that was made elsewhere. */
  takeCookie(pair: string): this {
    const cut = pair.indexOf('=');
    this.cookies.set(pair.slice(0, cut), pair.slice(cut + 1));
    return this;
  }

  async call(handler: RouteHandler, call: RouteCall = {}): Promise<RouteAnswer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...this.headers, ...call.headers };
    const answer = await callRoute(handler, { ...(cookie !== '' && { cookie }), ...call, headers });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const name = pair.slice(0, pair.indexOf('='));
      const value = pair.slice(pair.indexOf('=') + 1);
      if (value === '' || /max-age=0/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return answer;
  }

  authGet(path: string): Promise<RouteAnswer> {
    const url = new URL(path, 'http://localhost:3000/api/auth/');
    return this.call(this.auth.GET, { path: url.pathname + url.search, params: paramsOf(url) });
  }

  /** Posts a form with next-auth's token, as lib/platform/client/http/sign-in.ts does. */
  async authPost(path: string, fields: Record<string, string> = {}): Promise<RouteAnswer> {
    const csrf = (await this.authGet('csrf')).json as { csrfToken: string };
    return this.authForm(path, { csrfToken: csrf.csrfToken, json: 'true', ...fields });
  }

  authForm(path: string, fields: Record<string, string>): Promise<RouteAnswer> {
    const url = new URL(path, 'http://localhost:3000/api/auth/');
    return this.call(this.auth.POST, {
      method: 'POST',
      path: url.pathname,
      params: paramsOf(url),
      body: new URLSearchParams(fields).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  }

  startAsGuest(): Promise<RouteAnswer> {
    return this.authPost('callback/guest');
  }

  signIn(email: string, password: string): Promise<RouteAnswer> {
    return this.authPost('callback/credentials', { email, password });
  }
}

function paramsOf(url: URL): { nextauth: string[] } {
  return { nextauth: url.pathname.split('/').slice(3) };
}
