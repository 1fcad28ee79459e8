import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { App } from './app';

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface RawCall {
  readonly method?: string;
  readonly headers?: Record<string, string>;
}

/**
 * Sends one request exactly as written: browsers and `fetch` would normalise the path and fix the host. Of a
 * stream it reads only the first bytes.
 */
export function rawRequest(app: App, path: string, { method = 'GET', headers = {} }: RawCall = {}) {
  return new Promise<RawAnswer>((resolve, reject) => {
    const call = httpRequest(
      {
        host: '127.0.0.1',
        port: app.port,
        path,
        method,
        agent: false,
        headers: { host: `localhost:${app.port}`, ...headers },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks),
          }),
        );
      },
    );
    call.on('error', reject);
    call.end();
  });
}
