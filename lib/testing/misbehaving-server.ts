import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { answers } from './upstream-answers';
import type { Answer, RecordedRequest } from './upstream-wire';

/**
 * An upstream that does whatever a test says, over real sockets. Every request is recorded as it came.
 * Its answers come from a queue, else from the path's own script, else each is a proper short completion.
 *
 * Needs no test runner, so that browser tests can start it too.
 */
export interface MisbehavingServer {
  /** `http://127.0.0.1:PORT`, for a base URL. */
  readonly url: string;
  readonly port: number;
  readonly requests: readonly RecordedRequest[];
  /** Those about tokens, which a page makes while a prompt is being written; they are not among the others. */
  readonly tokenRequests: readonly RecordedRequest[];
  /** Connections that are open now. */
  readonly openSockets: number;
  /** The next requests for completions are answered by these, in order, one each. */
  enqueue(...answers: Answer[]): void;
  /** The answer from now on, unless something is queued. */
  always(answer: Answer): void;
  /** How `GET …/models` is answered from now on. */
  alwaysModels(answer: Answer): void;
  /** How calls about tokens are answered from now on; at first there are none of them. */
  alwaysTokens(answer: Answer): void;
  /** Resolves when there have been at least `count` requests for completions. */
  received(count: number): Promise<RecordedRequest>;
  /** Clears requests, queue and script. */
  reset(): void;
  close(): Promise<void>;
}

const DEFAULT_ANSWER = answers.stream(['Once', ' upon', ' a', ' time']);
const DEFAULT_TOKENS = answers.error(404, 'Not found');
/** Where any kind of server has its tokenizer (lib/connections/server/upstream/tokenizer/dialects.ts). */
const TOKENS = /\/(?:tokenize|detokenize|props|token\/\w+|internal\/\w+|api\/extra\/\w+)$/;
const DEFAULT_MODELS = answers.models(['test-model', 'other-model']);

export async function startMisbehavingServer(port = 0): Promise<MisbehavingServer> {
  const requests: RecordedRequest[] = [];
  const tokenRequests: RecordedRequest[] = [];
  const queue: Answer[] = [];
  const sockets = new Set<Socket>();
  const waiting = new Set<() => void>();
  let fallback: Answer = DEFAULT_ANSWER;
  let models: Answer = DEFAULT_MODELS;
  let tokens: Answer = DEFAULT_TOKENS;

  const server = http.createServer((request, response) => {
    handle(request, response).catch((error: unknown) => response.destroy(asError(error)));
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A reset in the middle of a test's answer is up to the test.
    response.on('error', () => {});
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const recorded = record(request, response, Buffer.concat(chunks).toString('utf8'));
    if (/\/models(\?|$)/.test(recorded.path) && recorded.method === 'GET') {
      return models(response, { ...recorded, socket: request.socket });
    }
    if (TOKENS.test(recorded.path)) {
      tokenRequests.push(recorded);
      return tokens(response, { ...recorded, socket: request.socket });
    }
    requests.push(recorded);
    for (const wake of waiting) wake();
    const answer = queue.shift() ?? fallback;
    await answer(response, { ...recorded, socket: request.socket });
  }

  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    requests,
    tokenRequests,
    get openSockets() {
      return sockets.size;
    },
    enqueue: (...next) => {
      queue.push(...next);
    },
    always: (answer) => {
      fallback = answer;
    },
    alwaysModels: (answer) => {
      models = answer;
    },
    alwaysTokens: (answer) => {
      tokens = answer;
    },
    received: (count) =>
      new Promise((resolve) => {
        const look = () => {
          const request = requests[count - 1];
          if (request === undefined) return;
          waiting.delete(look);
          resolve(request);
        };
        waiting.add(look);
        look();
      }),
    reset: () => {
      requests.length = 0;
      tokenRequests.length = 0;
      queue.length = 0;
      fallback = DEFAULT_ANSWER;
      models = DEFAULT_MODELS;
      tokens = DEFAULT_TOKENS;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function record(request: IncomingMessage, response: ServerResponse, body: string): RecordedRequest {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) headers[name] = String(value);
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    headers,
    body,
    json: parsed(body),
    closed: new Promise((resolve) => {
      response.once('finish', () => resolve('finished'));
      response.once('close', () => resolve('closed'));
    }),
  };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
