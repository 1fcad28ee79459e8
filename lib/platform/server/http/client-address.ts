import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { env } from '@/lib/platform/env/env';
import { perProcess } from '../per-process';
import { addressOf, isPublicAddress } from './address-of';

/**
 * Makes `X-Forwarded-For` worth reading. Next fills it from the socket only when the client sent none, so anybody could
 * choose their own address and pass every limit. Unless a proxy is trusted, and has written an address, the header is
 * overwritten with the socket's address before Next sees the request. Call once at boot.
 */
export function installClientAddress(): void {
  perProcess('client-address', () => {
    subscribe('http.server.request.start', (message) => {
      const { headers, socket } = (message as { request: IncomingMessage }).request;
      const written = [headers['x-forwarded-for'] ?? []].flat().join(',');
      if (env.trustProxy && nearest(written) !== null) return;
      headers['x-forwarded-for'] = socket.remoteAddress ?? 'unknown';
    });
    return true;
  });
}

/** Whom a limit counts: the client's address, by the one name that all its spellings have. */
export function clientAddress(request: Request): string {
  return nearest(request.headers.get('x-forwarded-for') ?? '') ?? 'unknown';
}

/** The last entry of `X-Forwarded-For` is the one that the nearest proxy wrote itself. */
function nearest(forwarded: string): string | null {
  return addressOf(forwarded.slice(forwarded.lastIndexOf(',') + 1));
}

/**
 * Whether people at different places have different addresses here. Behind a proxy that is not trusted all of them may
 * have its address; that is mostly an inward one.
 */
export function distinguishesUsers(address: string): boolean {
  return env.trustProxy || isPublicAddress(address);
}
