import { isIP } from 'node:net';
import { env } from '@/lib/platform/env/env';
import { isLoopbackHost } from '@/lib/platform/env/variables';

/**
 * The names this server answers to. A page anywhere can point a name of its own at this machine (DNS rebinding), is then
 * "same-origin" with us, and could read and use all that its visitor may. A name is what gives it away: browsers always
 * send the one they asked for. Ports say nothing about whose a name is, so they are not compared.
 */

/** What a request says about the host it is for; `forwarded` is `X-Forwarded-Host`. */
export interface NamedHosts {
  readonly host: string | null;
  readonly forwarded: string | null;
}

/** The host that was asked for: the one that the nearest proxy names, where proxies are trusted. */
export function requestedHost({ host, forwarded }: NamedHosts): string | null {
  // As in X-Forwarded-For, a proxy that adds to the list writes its own word last; what stands before is the client's.
  const last = env.trustProxy ? forwarded?.split(',').at(-1)?.trim() : undefined;
  return last || host;
}

/** Whether a request for this host is answered at all. */
export function answersTo(hosts: NamedHosts, pathname: string): boolean {
  const requested = requestedHost(hosts);
  if (!isOwnName(nameOf(requested), pathname)) return false;
  // A proxy that does not set X-Forwarded-Host passes on the client's, and then `Host` is what the client asked for.
  return requested === hosts.host || isOwnName(nameOf(hosts.host), pathname) || isInward(nameOf(hosts.host));
}

function isOwnName(name: string | null, pathname: string): boolean {
  if (name === null) return false;
  if (env.hasPublicUrl) {
    return name === new URL(env.nextAuthUrl).hostname || (pathname === '/api/health' && isLoopbackName(name));
  }
  if (isLoopbackName(name)) return true;
  if (isLoopbackName(nameOf(bracketed(env.host)) ?? '')) return false;
  // Nobody can point an address at another address.
  return isAddress(name) || name === env.host.toLowerCase();
}

/** A name that no stranger can own: what proxies call the servers behind them. */
function isInward(name: string | null): boolean {
  return (
    name !== null && (isAddress(name) || !name.includes('.') || /\.(local|internal|localhost)$/.test(name))
  );
}

/** The name in a `Host`: lower case, without the port. Null for what is no host, or is written as no browser writes it. */
function nameOf(host: string | null): string | null {
  if (host === null || !/^[\w.:[\]-]{1,300}$/.test(host)) return null;
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : null;
}

function isLoopbackName(name: string): boolean {
  return isLoopbackHost(name) || name === '[::1]' || name.endsWith('.localhost');
}

function isAddress(name: string): boolean {
  return isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0;
}

/** `HOST` is an address without brackets. */
function bracketed(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host;
}
