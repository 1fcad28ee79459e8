import type { NumberedRunEvent } from '@/lib/protocol/run/run-events';
import { encodeRunEvents, STREAM_PREAMBLE } from '@/lib/protocol/run/sse-encoder';
import { type EventStreamOptions, eventStreamResponse } from './event-stream';
import type { LogSubscriber } from './live-log';

/** How the events are written. */
export interface RunStreamFormat {
  /** Sent at once. */
  readonly preamble: string;
  /** Whether the story may be told more than once, from its `run-start` on. */
  readonly mayRepeat?: boolean;
  readonly encode: (events: readonly NumberedRunEvent[]) => string;
}

/** The page's own: ./README.md. */
const OURS: RunStreamFormat = { preamble: STREAM_PREAMBLE, mayRepeat: true, encode: encodeRunEvents };

export interface RunStreamOptions
  extends Pick<EventStreamOptions, 'gone' | 'access' | 'keepAliveMs' | 'maxUnsentBytes'> {
  readonly runId: string;
  /** Begins to follow the run; returns what ends that. */
  readonly watch: (subscriber: LogSubscriber) => () => void;
  /** Absent: the page's own. */
  readonly format?: RunStreamFormat;
}

/** A run as an event stream (./README.md); a reader that leaves is only no longer watching. */
export function runStreamResponse({ runId, watch, format = OURS, ...options }: RunStreamOptions): Response {
  return eventStreamResponse({
    ...options,
    preamble: format.preamble,
    headers: { 'X-Run-Id': runId },
    open: (sink) =>
      watch({
        onEvents: (events) => sink.send(format.encode(events)),
        onEnd: () => sink.close(),
        ...(format.mayRepeat && { drained: sink.drained }),
      }),
  });
}
