import type { NumberedRunEvent } from '@/lib/protocol/run/run-events';
import { encodeRunEvents, STREAM_PREAMBLE } from '@/lib/protocol/run/sse-encoder';
import { type EventStreamOptions, eventStreamResponse } from './event-stream';
import type { LogSubscriber } from './live-log';

/** The format of the stream. */
export interface RunStreamFormat {
  /** Sent immediately. */
  readonly preamble: string;
  /** Whether the run may be sent more than once, starting over with `run-start`. */
  readonly mayRepeat?: boolean;
  readonly encode: (events: readonly NumberedRunEvent[]) => string;
}

/** The page's own format: ./README.md. */
const OURS: RunStreamFormat = { preamble: STREAM_PREAMBLE, mayRepeat: true, encode: encodeRunEvents };

export interface RunStreamOptions
  extends Pick<EventStreamOptions, 'gone' | 'access' | 'keepAliveMs' | 'maxUnsentBytes'> {
  readonly runId: string;
  /** Starts following the run; returns a function that stops it. */
  readonly watch: (subscriber: LogSubscriber) => () => void;
  /** Absent: the page's own format. */
  readonly format?: RunStreamFormat;
}

/** A run as an event stream (./README.md). A reader that disconnects only stops watching. */
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
