import { subscribe } from 'node:diagnostics_channel';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { perProcess } from '../per-process';

const responses = perProcess('open-responses', () => ({ open: 0, whenNone: new Set<() => void>() }));

/** Counts the answers that are being sent, event streams included. Call once at boot. */
export function countResponses(): void {
  perProcess('count-responses', () => {
    subscribe('http.server.request.start', (message) => {
      const { response, socket } = message as { response: ServerResponse; socket: Socket };
      responses.open += 1;
      const open = openOn(socket);
      open.add(response);
      response.once('close', () => {
        if (open.delete(response)) ended(1);
      });
    });
    return true;
  });
}

function ended(count: number): void {
  responses.open -= count;
  if (responses.open === 0) for (const done of [...responses.whenNone]) done();
}

/** The open answers of a socket, which end with it: one that waits behind another never closes by itself. */
function openOn(socket: Socket): Set<ServerResponse> {
  const known = bySocket.get(socket);
  if (known) return known;
  const open = new Set<ServerResponse>();
  bySocket.set(socket, open);
  socket.once('close', () => {
    ended(open.size);
    open.clear();
  });
  return open;
}
const bySocket = new WeakMap<Socket, Set<ServerResponse>>();

export function openResponses(): number {
  return responses.open;
}

/** Resolves when every answer is out, or after this time: some event streams never end by themselves. */
export function responsesSent(ms: number): Promise<void> {
  if (responses.open === 0) return Promise.resolve();
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
