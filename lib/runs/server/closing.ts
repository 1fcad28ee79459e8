import { perProcess } from '@/lib/platform/server/per-process';

const state = () => perProcess('closing', () => ({ closing: false }));

/** True once the process has begun to shut down: what begins now would only be interrupted. */
export function isClosing(): boolean {
  return state().closing;
}

/** From here on no run is started. `false` is for tests, whose process goes on. */
export function setClosing(closing: boolean): void {
  state().closing = closing;
}
