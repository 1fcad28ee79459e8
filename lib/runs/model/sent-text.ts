import type { Retries } from '@/lib/protocol/request/value-kinds';
import { withMinus } from '@/lib/protocol/text/minus';
import { visibleInline } from '@/lib/protocol/tokens/visible-whitespace';

/** The value of a setting as it is sent, as short text; a switch is `on` or `off`. */
export function sentText(value: unknown): string {
  if (typeof value === 'string') return visibleInline(value);
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  const switched = typeof value === 'object' && SWITCHES.get(JSON.stringify(value));
  if (switched) return switched;
  return typeof value === 'object' ? JSON.stringify(value) : withMinus(String(value));
}

/** `stream_options`, which nobody sets to anything else. */
const SWITCHES: ReadonlyMap<string, string> = new Map([
  ['{"include_usage":true}', 'on'],
  ['{"include_usage":false}', 'off'],
]);

/**
 * Settings of the retries, which this server carries out itself: first wait, growth, longest wait, total
 * time.
 */
export function retriesText({ backoff, retryConnectionErrors }: Retries): string {
  const { initialInterval, exponent, maxInterval, maxElapsedTime } = backoff;
  const waits = `${time(initialInterval)} ×${exponent} up to ${time(maxInterval)}, for ${time(maxElapsedTime)}`;
  return retryConnectionErrors ? `${waits}, including connection errors` : waits;
}

function time(ms: number): string {
  return ms < 1_000 ? `${ms} ms` : `${ms / 1_000} s`;
}
