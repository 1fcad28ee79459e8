import { ApiError } from '@/lib/platform/client/http/api-error';

const SHORTEST_WAIT_MS = 1_000;
const MAX_WAIT_MS = 60_000;
/** Tries in a row: the limit covers a minute, so this is far more than ever needed. */
const MAX_TRIES = 20;

/** A long import sometimes reaches the server's limit: it waits as long as the server says, and retries. */
export async function retryWhenRateLimited<Answer>(
  signal: AbortSignal,
  attempt: () => Promise<Answer>,
): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof ApiError) || !requestsWait(error) || tries === MAX_TRIES) throw error;
      const requested = Math.max(SHORTEST_WAIT_MS, error.retryAfterMs ?? 0);
      await pause(Math.min(requested, MAX_WAIT_MS), signal);
    }
  }
}

function requestsWait({ code, status, retryAfterMs }: ApiError): boolean {
  return code === 'rate_limited' || (status === 503 && retryAfterMs !== undefined);
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      if (signal.aborted) reject(signal.reason);
      else resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
}
