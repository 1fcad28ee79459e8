import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { isIPv4, isIPv6 } from 'node:net';
import { env } from '@/lib/env/env';
import { perProcess } from '@/lib/server/per-process';

/**
 * Makes `X-Forwarded-For` worth reading. Next fills it from the socket only when the client sent none, so anybody could
 * choose their own address and pass every limit. Unless a proxy is trusted, the header is overwritten with the socket's
 * address before Next sees the request. Call once at boot.
 */
export function installClientAddress(): void {
  if (env.trustProxy) return;
  perProcess('client-address', () => {
    subscribe('http.server.request.start', (message) => {
      const { request } = message as { request: IncomingMessage };
      request.headers['x-forwarded-for'] = request.socket.remoteAddress ?? 'unknown';
    });
    return true;
  });
}

/**
 * Whom a limit counts: the client's address, IPv6 cut to its /64 (one household has 2^64 of them). The last entry of
 * `X-Forwarded-For` is the one that the nearest proxy wrote itself.
 */
export function clientAddress(request: Request): string {
  const last = request.headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? '';
  const address = last.replace(/^::ffff:(?=\d+\.)/i, '');
  if (isIPv4(address)) return address;
  if (!isIPv6(address)) return 'unknown';
  const [head = '', tail] = address.toLowerCase().split('%')[0]?.split('::') ?? [];
  const groups = head.split(':').filter(Boolean);
  const after = tail?.split(':').filter(Boolean) ?? [];
  while (tail !== undefined && groups.length + after.length < 8) groups.push('0');
  return `${[...groups, ...after]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

/** Where a guest comes from, for what guests share by address; null for somebody with an account. */
export function guestAddress(request: Request, viewer: { readonly isGuest: boolean }): string | null {
  return viewer.isGuest ? clientAddress(request) : null;
}
