import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A balancer in front of several servers: each request goes to the next one that is ready. */
export interface RoundRobin {
  readonly url: string;
  /** Every request so far, and the server that answered it. */
  readonly taken: readonly TakenRequest[];
  /** Decides for a test where requests go; undefined: to the next. Null: no rule any more. */
  direct(rule: ((request: ProxiedRequest) => number | undefined) | null): void;
  close(): Promise<void>;
}

export interface ProxiedRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
}

export interface TakenRequest extends ProxiedRequest {
  readonly server: number;
  /** `performance.now()` when it came. */
  readonly at: number;
}

const LOOK_MS = 100;

/** @param ports of the servers on this machine */
export async function startRoundRobin(ports: readonly number[]): Promise<RoundRobin> {
  const taken: TakenRequest[] = [];
  const ready = new Set<number>();
  let rule: ((request: ProxiedRequest) => number | undefined) | null = null;
  let next = 0;

  async function look(): Promise<void> {
    await Promise.all(
      ports.map(async (port, server) => {
        const answer = await fetch(`http://localhost:${port}/api/health/ready`).catch(() => null);
        if (answer?.ok) ready.add(server);
        else ready.delete(server);
      }),
    );
  }
  await look();
  const looking = setInterval(() => void look(), LOOK_MS);

  /** In the order in which they are tried. */
  function order(request: ProxiedRequest): number[] {
    const first = rule?.(request);
    next += 1;
    const turn = ports.map((_, at) => (at + next) % ports.length);
    const ofRule = first === undefined ? [] : [first];
    return [...new Set([...ofRule, ...turn.filter((server) => ready.has(server)), ...turn])];
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const asked = { method: request.method ?? 'GET', path: request.url ?? '/' };
    const at = performance.now();
    for (const server of order(asked)) {
      const answer = await forward(request, Buffer.concat(chunks), ports[server] ?? 0, response).catch(
        () => null,
      );
      if (answer === null) continue;
      taken.push({ ...asked, server, at });
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      response.flushHeaders();
      answer.pipe(response);
      answer.on('error', () => response.destroy());
      answer.on('close', () => {
        if (!answer.complete) response.destroy();
      });
      return;
    }
    response.writeHead(502).end();
  }

  const server = http.createServer((request, response) => {
    response.on('error', () => {});
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    taken,
    direct: (given) => {
      rule = given;
    },
    close: () => {
      clearInterval(looking);
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** The answer's head; rejects when the server can't be reached. */
function forward(
  request: IncomingMessage,
  body: Buffer,
  port: number,
  response: ServerResponse,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const onward = http.request(
      {
        host: 'localhost',
        port,
        method: request.method,
        path: request.url,
        headers: request.headers,
        agent: false,
      },
      resolve,
    );
    onward.on('error', reject);
    // The browser has gone.
    response.on('close', () => onward.destroy());
    onward.end(body);
  });
}
