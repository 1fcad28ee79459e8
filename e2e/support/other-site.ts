import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A page of another origin: this machine, another port. */
export interface OtherSite {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves one empty page. */
export async function startOtherSite(): Promise<OtherSite> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end(
      '<!doctype html><html lang="en"><title>Another site</title><link rel="icon" href="data:,"><p>Here.',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
