import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { env } from '@/lib/platform/env/env';
import { perProcess } from '../per-process';
import { addressOf, isPublicAddress } from './address-of';
import { markLocalPeer } from './local-peer';

/**
 * Makes `X-Forwarded-For` trustworthy. Next fills it from the socket only when the client sent none, so
 * anybody could choose their own address and evade every limit. Unless a proxy is trusted, and has written an
 * address, the header is overwritten with the socket's address before Next sees the request. Call once at
 * boot.
 */
export function installClientAddress(): void {
  perProcess('client-address', () => {
    subscribe('http.server.request.start', (message) => {
      const { request } = message as { request: IncomingMessage };
      markLocalPeer(request);
      const { headers, socket } = request;
      const written = [headers['x-forwarded-for'] ?? []].flat().join(',');
      if (env.trustProxy && nearest(written) !== null) return;
      headers['x-forwarded-for'] = socket.remoteAddress ?? 'unknown';
    });
    return true;
  });
}

/** The client's address as limits count it: one name for all spellings. */
export function clientAddress(request: Request): string {
  return nearest(request.headers.get('x-forwarded-for') ?? '') ?? 'unknown';
}

/** The last entry of `X-Forwarded-For` was written by the nearest proxy. */
function nearest(forwarded: string): string | null {
  return addressOf(forwarded.slice(forwarded.lastIndexOf(',') + 1));
}

/**
 * Whether different people have different addresses here. Behind an untrusted proxy all of them may have the
 * proxy's address, which is usually a private one.
 */
export function distinguishesUsers(address: string): boolean {
  return env.trustProxy || isPublicAddress(address);
}
