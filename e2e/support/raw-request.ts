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
 * One request, sent as it is written: browsers and `fetch` would tidy up the path, and would not let the host be chosen.
 * A stream is left at its first bytes.
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
