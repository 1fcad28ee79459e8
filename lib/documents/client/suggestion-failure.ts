import type { RunStore } from '@/lib/runs/client/run-store';

const FIRST_WAIT_MS = 5_000;
const MAX_WAIT_MS = 5 * 60_000;
/** Of a server's own message. */
const MAX_MESSAGE = 160;

export interface SuggestionFailure {
  readonly message: string;
  /** As the server requested. */
  readonly retryAfterMs: number | null;
}

/** Why a run has suggested nothing; null: it has ended well, or was stopped. */
export function failureOf(store: Pick<RunStore, 'view'>): SuggestionFailure | null {
  const { refusal, error, status } = store.view();
  if (refusal) return failure(refusal.message, refusal.retryAfterMs);
  if (status !== 'failed' && status !== 'interrupted') return null;
  return failure(error?.message ?? 'The run was interrupted.', error?.retryAfterMs ?? undefined);
}

function failure(message: string, retryAfterMs: number | undefined): SuggestionFailure {
  const short = message.length > MAX_MESSAGE ? `${message.slice(0, MAX_MESSAGE)}…` : message;
  return { message: short, retryAfterMs: retryAfterMs ?? null };
}

export interface BackOff {
  failed(retryAfterMs: number | null): void;
  succeeded(): void;
  /** Until the next request may be sent. */
  remainingMs(): number;
}

/** After each failure in a row twice as long, and never shorter than the server has requested. */
export function createBackOff(now: () => number = Date.now): BackOff {
  let failures = 0;
  let until = 0;
  return {
    failed(retryAfterMs) {
      const own = Math.min(FIRST_WAIT_MS * 2 ** failures, MAX_WAIT_MS);
      failures += 1;
      until = now() + Math.max(own, retryAfterMs ?? 0);
    },
    succeeded() {
      failures = 0;
      until = 0;
    },
    remainingMs: () => Math.max(0, until - now()),
  };
}
