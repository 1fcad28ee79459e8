import { randomUUID } from 'node:crypto';
import type { RouteHandler } from '@/lib/accounts/server/route';
import { PRACTICE_CONNECTION_ID } from '@/lib/connections/model/built-in-connections';
import { createRunEventReader } from '@/lib/protocol/run/run-event-reader';
import type { NumberedRunEvent, RunEvent } from '@/lib/protocol/run/run-events';
import { applyRunEvent, emptyRunState, type RunState } from '@/lib/protocol/run/run-state';
import type { StartRun } from '@/lib/runs/model/runs';
import { type RouteCall, toRequest } from './call-route';

/** A body for `POST /api/runs`. */
export function runBody(
  request: Partial<StartRun['request']> = {},
  more: Partial<Omit<StartRun, 'request'>> = {},
): StartRun {
  return {
    idempotencyKey: randomUUID(),
    connectionId: PRACTICE_CONNECTION_ID,
    request: { model: 'practice-1', prompt: 'Once upon a time', stream: true, ...request },
    ...more,
  };
}

/** An event stream that a test reads as a page would. */
export interface OpenStream {
  readonly status: number;
  readonly headers: Headers;
  readonly runId: string;
  readonly events: NumberedRunEvent[];
  /** The state after the events so far. */
  readonly state: RunState;
  /** Number of the last event seen. */
  readonly lastSeq: number;
  /** Resolves as soon as the condition is true; rejects when the stream ends before. */
  until(condition: (state: RunState, events: readonly NumberedRunEvent[]) => boolean): Promise<void>;
  /** Reads to the end of the stream. */
  toEnd(): Promise<RunState>;
  /** Disconnects, as a closed tab does. */
  leave(): Promise<void>;
}

/** Calls a handler that answers with a stream; a refusal is thrown with its body. */
export async function openStream(handler: RouteHandler, call: RouteCall): Promise<OpenStream> {
  const response = await handler(toRequest(call), { params: Promise.resolve(call.params ?? {}) });
  if (!response.headers.get('content-type')?.startsWith('text/event-stream') || response.body === null) {
    throw new Error(`${response.status} ${await response.text()}`);
  }
  const reader = response.body.getReader();
  const parser = createRunEventReader();
  const events: NumberedRunEvent[] = [];
  const state = emptyRunState(1);
  let lastSeq = 0;

  async function readMore(): Promise<boolean> {
    const { done, value } = await reader.read();
    if (done) return false;
    for (const numbered of parser.push(value)) {
      events.push(numbered);
      lastSeq = numbered.seq;
      applyRunEvent(state, numbered.event);
    }
    return true;
  }

  return {
    status: response.status,
    headers: response.headers,
    runId: response.headers.get('x-run-id') ?? '',
    events,
    state,
    get lastSeq() {
      return lastSeq;
    },
    async until(condition) {
      while (!condition(state, events)) {
        if (!(await readMore())) throw new Error('The stream ended before the condition held.');
      }
    },
    async toEnd() {
      while (await readMore()) {
        // goes on until the stream ends
      }
      return state;
    },
    leave: () => reader.cancel(),
  };
}

/** Resolves when the condition is true; checks again whenever timers and I/O have run. */
export async function eventually(
  condition: () => boolean | Promise<boolean>,
  what = 'the condition',
): Promise<void> {
  const giveUp = performance.now() + 150_000;
  while (!(await condition())) {
    if (performance.now() > giveUp) throw new Error(`Waited too long for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** The events without their numbers, of one type. */
export function eventsOf<Type extends RunEvent['type']>(
  events: readonly NumberedRunEvent[],
  type: Type,
): Extract<RunEvent, { type: Type }>[] {
  return events.flatMap(({ event }) =>
    event.type === type ? [event as Extract<RunEvent, { type: Type }>] : [],
  );
}
