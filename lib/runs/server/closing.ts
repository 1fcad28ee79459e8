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
