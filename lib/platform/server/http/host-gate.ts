import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { perProcess } from '../per-process';
import { answersTo } from './own-names';

/** The path that proxy.ts answers with a refusal; no page and no handler has it. */
const REFUSED_NAME_PATH = '/refused-name';

/**
 * Refuses requests for other host names before Next handles them: Next itself serves files, pictures and
 * redirects, and our code never sees those requests. They are rewritten to one path, which proxy.ts answers.
 * Call once at boot.
 */
export function installHostGate(): void {
  perProcess('host-gate', () => {
    subscribe('http.server.request.start', (message) => {
      const { request } = message as { request: IncomingMessage };
      if (isForUs(request)) return;
      request.url = REFUSED_NAME_PATH;
      // The refused request does nothing, so its body is not read either.
      request.method = request.method === 'HEAD' ? 'HEAD' : 'GET';
    });
    return true;
  });
}

function isForUs({ url = '', headers }: IncomingMessage): boolean {
  const forwarded = [headers['x-forwarded-host'] ?? []].flat().join(',');
  const hosts = { host: headers.host ?? null, forwarded: forwarded || null };
  // A full URL instead of a path is meant for a proxy, and this server is none.
  return url.startsWith('/') && answersTo(hosts, url.split('?')[0] ?? '');
}
