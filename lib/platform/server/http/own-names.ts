import { isIP } from 'node:net';
import { env } from '@/lib/platform/env/env';
import { isLoopbackHost } from '@/lib/platform/env/variables';

/**
 * The host names that this server answers to. Any website can point one of its own names at this machine (DNS
 * rebinding), which makes it "same-origin" with us and lets it use everything that its visitor may. The host
 * name gives it away: browsers always send the one they requested. Ports are not compared, since they say
 * nothing about who owns a name.
 */

/** The host names in a request; `forwarded` is `X-Forwarded-Host`. */
export interface NamedHosts {
  readonly host: string | null;
  readonly forwarded: string | null;
}

/** The requested host: the one from the nearest proxy, when proxies are trusted. */
export function requestedHost({ host, forwarded }: NamedHosts): string | null {
  // As in X-Forwarded-For, a proxy appends its own entry; everything before it is from the client.
  const last = env.trustProxy ? forwarded?.split(',').at(-1)?.trim() : undefined;
  return last || host;
}

/** What programs on this machine ask of a server with a public address. */
const FOR_WATCHERS: ReadonlySet<string> = new Set([
  '/api/health',
  '/api/health/live',
  '/api/health/ready',
  '/api/metrics',
]);

/** Whether a request for this host is answered at all. */
export function answersTo(hosts: NamedHosts, pathname: string): boolean {
  const requested = requestedHost(hosts);
  if (!isOwnName(nameOf(requested), pathname)) return false;
  // A proxy that does not set X-Forwarded-Host passes on the client's; then `Host` is what the client
  // requested.
  return requested === hosts.host || isOwnName(nameOf(hosts.host), pathname) || isInward(nameOf(hosts.host));
}

function isOwnName(name: string | null, pathname: string): boolean {
  if (name === null) return false;
  if (env.hasPublicUrl) {
    return name === new URL(env.nextAuthUrl).hostname || (FOR_WATCHERS.has(pathname) && isLoopbackName(name));
  }
  if (isLoopbackName(name)) return true;
  if (isLoopbackName(nameOf(bracketed(env.host)) ?? '')) return false;
  // Nobody can point an IP address at another one.
  return isAddress(name) || name === env.host.toLowerCase();
}

/** A name that nobody can register: what proxies call the servers behind them. */
function isInward(name: string | null): boolean {
  return (
    name !== null && (isAddress(name) || !name.includes('.') || /\.(local|internal|localhost)$/.test(name))
  );
}

/** The name in a `Host`: lower case, without the port. Null for anything that no browser sends as a host. */
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
