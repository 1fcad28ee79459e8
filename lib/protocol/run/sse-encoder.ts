import type { NumberedRunEvent } from './run-events';

/**
 * The first bytes of every event stream of ours: a comment, sent at once so that the headers leave (Next holds them
 * until the body begins), and longer than 1,024 bytes, which Safari collects before it shows anything.
 */
export const STREAM_PREAMBLE = `: ok${' '.repeat(1100)}\n\n`;

/** A comment that keeps proxies and the page's own watch from giving the connection up. */
export const STREAM_KEEP_ALIVE = ': still here\n\n';

export const STREAM_HEADERS: Readonly<Record<string, string>> = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  // Without no-transform Next's compression would gzip the stream and hold it back.
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
