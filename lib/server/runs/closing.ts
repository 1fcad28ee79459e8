import { perProcess } from '../per-process';

const state = () => perProcess('closing', () => ({ closing: false }));

/** True once the process has begun to shut down: what begins now would only be interrupted. */
export function isClosing(): boolean {
  return state().closing;
}

/** From here on no run is started. */
export function beginClosing(): void {
  state().closing = true;
}
