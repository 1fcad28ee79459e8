import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { perProcess } from '../per-process';
import { answersTo } from './own-names';

/** Where proxy.ts refuses; no page and no handler has this path. */
const REFUSED_NAME_PATH = '/refused-name';

/**
 * Refuses requests for other names than ours before Next looks at them: files, pictures and redirects are served by
 * Next itself, and no code of ours would see those. They are led to one path, for which proxy.ts answers. Call once at
 * boot.
 */
export function installHostGate(): void {
  perProcess('host-gate', () => {
    subscribe('http.server.request.start', (message) => {
      const { request } = message as { request: IncomingMessage };
      if (isForUs(request)) return;
      request.url = REFUSED_NAME_PATH;
      // What it would have done does not happen, so its body is not read either.
      request.method = request.method === 'HEAD' ? 'HEAD' : 'GET';
    });
    return true;
  });
}

function isForUs({ url = '', headers }: IncomingMessage): boolean {
  const forwarded = [headers['x-forwarded-host'] ?? []].flat().join(',');
  const hosts = { host: headers.host ?? null, forwarded: forwarded || null };
  // A whole address in place of a path is what one sends to a proxy, which this is not.
  return url.startsWith('/') && answersTo(hosts, url.split('?')[0] ?? '');
}
