import { AppError } from '@/lib/platform/model/app-error';
import { perProcess } from '@/lib/platform/server/per-process';

const state = () => perProcess('closing', () => ({ closing: false }));

/** True once the process is shutting down: a new run would only be interrupted. */
export function isClosing(): boolean {
  return state().closing;
}

/** From now on no run is started. `false` is for tests, whose process continues. */
export function setClosing(closing: boolean): void {
  state().closing = closing;
}

/** Another server, or this one's successor, is there within seconds. */
const RETRY_AFTER_MS = 5_000;

/** Refuses what would start a run. */
export function closingRefusal(): AppError {
  return new AppError('unavailable', {
    message: 'The playground is restarting. Try again in a moment.',
    retryAfterMs: RETRY_AFTER_MS,
  });
}
