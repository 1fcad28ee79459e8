import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { perProcess } from '../per-process';

const responses = perProcess('open-responses', () => ({
  last: 0,
  byId: new Map<string, ServerResponse>(),
  whenNone: new Set<() => void>(),
}));

/** Written on every request, over whatever a client sent by that name: a handler sees headers and no socket. */
const HEADER = 'x-playground-response';

/** Counts the answers that are being sent, event streams included, and makes `nodeResponseOf` work. Call once at boot. */
export function countResponses(): void {
  perProcess('count-responses', () => {
    subscribe('http.server.request.start', (message) => {
      const { request, response, socket } = message as {
        request: IncomingMessage;
        response: ServerResponse;
        socket: Socket;
      };
      responses.last += 1;
      const id = String(responses.last);
      request.headers[HEADER] = id;
      responses.byId.set(id, response);
      const open = openOn(socket);
      open.add(id);
      response.once('close', () => {
        open.delete(id);
        ended([id]);
      });
    });
    return true;
  });
}

function ended(ids: Iterable<string>): void {
  let count = 0;
  for (const id of ids) if (responses.byId.delete(id)) count += 1;
  if (count > 0 && responses.byId.size === 0) for (const done of [...responses.whenNone]) done();
}

/** The open answers of a socket, which end with it: one that waits behind another never closes by itself. */
function openOn(socket: Socket): Set<string> {
  const known = bySocket.get(socket);
  if (known) return known;
  const open = new Set<string>();
  bySocket.set(socket, open);
  socket.once('close', () => {
    ended(open);
    open.clear();
  });
  return open;
}
const bySocket = new WeakMap<Socket, Set<string>>();

/** Finds Node's side of the answer to a request, as long as it is open; null: there is none (any more). */
export function nodeResponseOf(request: Request): () => ServerResponse | null {
  const id = request.headers.get(HEADER) ?? '';
  return () => responses.byId.get(id) ?? null;
}

export function openResponses(): number {
  return responses.byId.size;
}

/** Resolves when every answer is out, or after this time: some event streams never end by themselves. */
export function responsesSent(ms: number): Promise<void> {
  if (responses.byId.size === 0) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      responses.whenNone.delete(done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    responses.whenNone.add(done);
  });
}
