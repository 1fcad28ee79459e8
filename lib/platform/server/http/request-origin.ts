import { env } from '@/lib/platform/env/env';
import { AppError } from '@/lib/platform/model/app-error';
import { answersTo, type NamedHosts, requestedHost } from './own-names';

/** The address under which people reach this server, e.g. `https://play.example.com`, without a path. */
export function publicOrigin(request: Request): string {
  if (env.hasPublicUrl) return new URL(env.nextAuthUrl).origin;
  return `${requestScheme(request)}://${requestHost(request)}`;
}

/** Whether cookies should carry `Secure`. */
export function isSecure(request: Request): boolean {
  return publicOrigin(request).startsWith('https:');
}

function requestHost(request: Request): string {
  // Not request.url: Next builds it from its own host name and port, not from the browser's request.
  return requestedHost(namedHosts(request)) || new URL(request.url).host;
}

function namedHosts({ headers }: Request): NamedHosts {
  return { host: headers.get('host'), forwarded: headers.get('x-forwarded-host') };
}

function requestScheme(request: Request): string {
  const forwarded = env.trustProxy
    ? request.headers.get('x-forwarded-proto')?.split(',')[0]?.trim()
    : undefined;
  return forwarded === 'https' || forwarded === 'http' ? forwarded : 'http';
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether the method by definition changes nothing. */
export function isSafeMethod(method: string): boolean {
  return SAFE_METHODS.has(method);
}

/**
 * Refuses an unsafe request that another site made a browser send. `Sec-Fetch-Site` decides when it is sent;
 * plain http on a local network has none. An `Origin` must always be ours: that of `NEXTAUTH_URL` if it is
 * set. A request with neither header does not come from a browser (all of them send `Origin` with unsafe
 * methods), so there is no visitor's cookie to abuse, and it passes. Throws AppError `wrong_origin`.
 */
export function checkSameOrigin(request: Request): void {
  if (isSafeMethod(request.method)) return;
  const site = request.headers.get('sec-fetch-site');
  // "same-site" is refused too: another port of localhost is the same site.
  if (site !== null && site !== 'same-origin' && site !== 'none') throw new AppError('wrong_origin');
  const origin = request.headers.get('origin');
  // A page without a referrer may send "null" to its own site; then `Sec-Fetch-Site` decides.
  if (origin === null || (origin === 'null' && site !== null)) return;
  if (!isOwnOrigin(request, origin)) throw new AppError('wrong_origin');
}

function isOwnOrigin(request: Request, origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { origin: sent, host } = new URL(origin);
  if (env.hasPublicUrl) return sent === publicOrigin(request);
  const address = `http://${requestHost(request)}`;
  return URL.canParse(address) && new URL(address).host === host;
}

/** Refuses a request for another host name (./own-names.ts). Throws AppError `wrong_origin`. */
export function checkHost(request: Request): void {
  const hosts = namedHosts(request);
  if (answersTo(hosts, new URL(request.url).pathname)) return;
  throw new AppError('wrong_origin', { message: nameRefusal(requestedHost(hosts)) });
}

/** Tells the visitor where to go instead, or the owner what to configure. */
function nameRefusal(host: string | null): string {
  const refused = `The playground doesn't accept requests for "${(host ?? '').slice(0, 100)}".`;
  if (env.hasPublicUrl) return `${refused} Its address is ${new URL(env.nextAuthUrl).origin}.`;
  return `${refused} Use its IP address, or set NEXTAUTH_URL to its public address.`;
}
