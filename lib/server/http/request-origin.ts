import { AppError } from '@/lib/contract/app-error';
import { env } from '@/lib/env/env';
import { isLoopbackHost } from '@/lib/env/variables';

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
  const forwarded = env.trustProxy
    ? request.headers.get('x-forwarded-host')?.split(',')[0]?.trim()
    : undefined;
  // Not request.url: Next builds it from its own host name and port, not from what the browser asked for.
  return forwarded || request.headers.get('host') || new URL(request.url).host;
}

function requestScheme(request: Request): string {
  const forwarded = env.trustProxy
    ? request.headers.get('x-forwarded-proto')?.split(',')[0]?.trim()
    : undefined;
  return forwarded === 'https' || forwarded === 'http' ? forwarded : 'http';
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether the method changes nothing by definition. */
export function isSafeMethod(method: string): boolean {
  return SAFE_METHODS.has(method);
}

/**
 * Refuses an unsafe request that another site made a browser send. `Sec-Fetch-Site` decides where it is sent;
 * plain http on a local network goes without it, there `Origin` must be ours. A request with neither comes from no
 * browser (all of them put `Origin` on unsafe methods), so there is no visitor's cookie to abuse, and it passes.
 * Throws AppError `wrong_origin`.
 */
export function checkSameOrigin(request: Request): void {
  if (isSafeMethod(request.method)) return;
  const site = request.headers.get('sec-fetch-site');
  if (site !== null) {
    // "same-site" is refused too: another port of localhost is the same site.
    if (site === 'same-origin' || site === 'none') return;
    throw new AppError('wrong_origin');
  }
  const origin = request.headers.get('origin');
  if (origin === null) return;
  const own = new Set([requestHost(request)]);
  if (env.hasPublicUrl) own.add(new URL(env.nextAuthUrl).host);
  if (!URL.canParse(origin) || !own.has(new URL(origin).host)) throw new AppError('wrong_origin');
}

/**
 * A server that listens on loopback only is spoken to by that name only. Without this, a page anywhere could point
 * its own host name at 127.0.0.1 (DNS rebinding), be "same-origin" with us, and use the models and keys of this machine.
 * Behind a reverse proxy on the same machine, `NEXTAUTH_URL` names the public host. Throws AppError `wrong_origin`.
 */
export function checkHost(request: Request): void {
  if (!isLoopbackName(env.host)) return;
  const host = requestHost(request);
  if (URL.canParse(`http://${host}`) && isLoopbackName(new URL(`http://${host}`).hostname)) return;
  if (env.hasPublicUrl && new URL(env.nextAuthUrl).host === host) return;
  throw new AppError('wrong_origin', {
    message: `This server does not answer to the name "${host.slice(0, 100)}". Its owner can set NEXTAUTH_URL.`,
  });
}

function isLoopbackName(name: string): boolean {
  return isLoopbackHost(name) || name === '[::1]' || name.endsWith('.localhost');
}
