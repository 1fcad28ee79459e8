import type { NumberedRunEvent } from './run-events';

/**
 * The first bytes of all our event streams: a comment, sent immediately so that the headers leave (Next holds
 * them until the body begins), and longer than the 1,024 bytes that Safari buffers before it shows anything.
 */
export const STREAM_PREAMBLE = `: ok${' '.repeat(1100)}\n\n`;

/** A comment that keeps proxies and the page's own watchdog from giving up the connection. */
export const STREAM_KEEP_ALIVE = ': still here\n\n';

export const STREAM_HEADERS: Readonly<Record<string, string>> = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  // Without no-transform, Next would gzip the stream and hold it back.
  'Cache-Control': 'no-cache, no-transform',
  'X-Accel-Buffering': 'no',
};

/** One event of a run as server-sent event text. JSON has no raw line breaks, so one data line is enough. */
export function encodeRunEvent({ seq, event }: NumberedRunEvent): string {
  return `id: ${seq}\ndata: ${JSON.stringify(event)}\n\n`;
}

/** Several at once, for one write. */
export function encodeRunEvents(events: readonly NumberedRunEvent[]): string {
  let text = '';
  for (const event of events) text += encodeRunEvent(event);
  return text;
}
