import { setTimeout } from 'node:timers/promises';
import type { Visitor } from '@/e2e/support/visitor';
import { createRunEventReader } from '@/lib/protocol/run/run-event-reader';
import type { RunDetail } from '@/lib/runs/model/runs';
import { type Answer, chunk, DONE, SSE_HEADERS } from '@/lib/testing/upstream-wire';

/** Runs whose text says how much of it is there: numbered words, at a steady pace. */

/** Ends after so many words, or when the connection closes. */
export function numbered(everyMs: number, words: number): Answer {
  return async (response, { closed }) => {
    let open = true;
    closed.then(() => {
      open = false;
    });
    response.writeHead(200, SSE_HEADERS);
    for (let number = 0; open && number < words; number += 1) {
      response.write(chunk(`${number} `));
      await setTimeout(everyMs);
    }
    response.end(DONE);
  };
}

export interface FollowedNumbers {
  readonly runId: string;
  /** `performance.now()` at which the reader had each word. */
  readonly arrivals: readonly number[];
  /** The stream ended, with the run or without it. */
  readonly over: Promise<void>;
}

/** Starts a run and reads it as a page does. */
export async function followNumbers(
  visitor: Visitor,
  url: string,
  connectionId: string,
  prompt: string,
): Promise<FollowedNumbers> {
  const response = await visitor.call(url, 'POST', '/api/runs', {
    idempotencyKey: crypto.randomUUID(),
    connectionId,
    request: { model: 'numbers', prompt, stream: true },
  });
  if (!response.ok || response.body === null) throw new Error(`${response.status} ${await response.text()}`);
  const arrivals: number[] = [];
  const over = readArrivals(response.body, arrivals).catch(() => {
    // The server was killed.
  });
  return { runId: response.headers.get('x-run-id') ?? '', arrivals, over };
}

async function readArrivals(body: ReadableStream<Uint8Array>, arrivals: number[]): Promise<void> {
  const parser = createRunEventReader();
  for await (const bytes of body as unknown as AsyncIterable<Uint8Array>) {
    for (const { event } of parser.push(bytes)) {
      if (event.type !== 'text-delta') continue;
      for (const _ of event.text.trim().split(' ')) arrivals.push(performance.now());
    }
  }
}

/** What is left of a run whose server was killed at that time. */
export function whatIsLeft({ state }: RunDetail, arrivals: readonly number[], killedAt: number) {
  const words = (state.choices[0]?.text ?? '').split(' ').slice(0, -1);
  const firstMissing = arrivals[words.length];
  return {
    words: words.length,
    isPrefix: words.every((word, index) => word === String(index)),
    /** How long before the kill the reader had the first word that is not in the row. */
    missingMs: firstMissing === undefined ? 0 : Math.max(0, killedAt - firstMissing),
  };
}
