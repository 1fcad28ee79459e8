import { subscribe } from 'node:diagnostics_channel';
import type { ServerResponse } from 'node:http';
import { perProcess } from '../per-process';

const responses = perProcess('open-responses', () => ({ open: 0, whenNone: new Set<() => void>() }));

/** Counts the answers that are being sent, event streams included. Call once at boot. */
export function countResponses(): void {
  perProcess('count-responses', () => {
    subscribe('http.server.request.start', (message) => {
      responses.open += 1;
      (message as { response: ServerResponse }).response.once('close', () => {
        responses.open -= 1;
        if (responses.open === 0) for (const done of [...responses.whenNone]) done();
      });
    });
    return true;
  });
}

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
