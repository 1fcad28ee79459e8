import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { env } from '@/lib/platform/env/env';
import { isLoopbackHost } from '@/lib/platform/env/variables';
import { perProcess } from '../per-process';

/** Written on requests of programs on this machine, since a handler sees headers and no socket. */
const HEADER = 'x-playground-local';

/** Nobody outside of this process knows it, so nobody can send it. */
const mark = () => perProcess('local-peer-mark', () => randomUUID());

/** What proxies add; a program that asks for itself sends none of it. */
const OF_PROXIES = new Set([
  'forwarded',
  'via',
  'x-real-ip',
  'x-client-ip',
  'true-client-ip',
  'cf-connecting-ip',
]);

/** Call for every request, before anything else changes its headers (client-address.ts does). */
export function markLocalPeer({ headers, socket }: IncomingMessage): void {
  delete headers[HEADER];
  if (isLoopback(socket.remoteAddress ?? '') && !isProxied(headers)) headers[HEADER] = mark();
}

function isProxied(headers: IncomingMessage['headers']): boolean {
  return Object.keys(headers).some((name) => OF_PROXIES.has(name) || name.startsWith('x-forwarded'));
}

/** IPv4 also as a socket for both kinds writes it. */
function isLoopback(address: string): boolean {
  return isLoopbackHost(address.replace(/^::ffff:/, ''));
}

/**
 * Whether a program on this machine asks, for itself. Where a proxy stands in front, every visitor's socket is
 * the proxy's, which may be on this machine and may add no header that gives it away, and the visitor chooses
 * the `Host`. So with a public address or a trusted proxy nobody counts as local.
 */
export function isFromThisMachine(request: Request): boolean {
  if (env.trustProxy || env.hasPublicUrl) return false;
  return request.headers.get(HEADER) === mark();
}
