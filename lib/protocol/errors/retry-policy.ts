import type { Retries } from '../request/value-kinds';
import type { RunError } from '../run/run-events';

const RETRY_STATUSES: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);
const CONNECTION_TIMEOUTS: ReadonlySet<string> = new Set(['connect', 'first_byte']);

/**
 * Whether another attempt makes sense: statuses 429, 500, 502, 503 and 504, and connection errors (timeouts before
 * the first byte included) when `retryConnectionErrors` says so. The caller must know that no byte of a body has
 * come yet, and that `maxElapsedTime` is not used up. Source: the r9s SDKs' retry code.
 */
export function isRetryable(error: RunError, retries: Retries): boolean {
  switch (error.kind) {
    case 'rate_limit':
    case 'server':
    case 'unavailable':
    case 'http_other':
      return error.status !== null && RETRY_STATUSES.has(error.status);
    case 'connect':
      return retries.retryConnectionErrors;
    case 'timeout':
      return retries.retryConnectionErrors && error.code !== null && CONNECTION_TIMEOUTS.has(error.code);
    default:
      return false;
  }
}

/**
 * Milliseconds to wait before the next attempt: what the server asked for, otherwise `initialInterval ·
 * exponent^attempt` plus a random part of up to a second, at most `maxInterval`.
 * @param attempt 0 for the wait after the first attempt
 * @param random a number in [0, 1), as `Math.random` gives
 */
export function retryDelayMs(
  attempt: number,
  retries: Retries,
  retryAfterMs: number | null,
  random: () => number = Math.random,
): number {
  if (retryAfterMs !== null && retryAfterMs > 0) return retryAfterMs;
  const { initialInterval, exponent, maxInterval } = retries.backoff;
  return Math.min(initialInterval * exponent ** attempt + random() * 1000, maxInterval);
}
