import type { TimeoutCode } from '@/lib/protocol/errors/upstream-error';
import type { RunError } from '@/lib/protocol/run/run-events';
import { timeoutError } from './network-error';

/** One timer for the current phase of a call, and one for the whole call. */
export interface PhaseTimer {
  /** Begins a phase; the previous one is over. */
  enter(code: TimeoutCode, ms: number): void;
  /** Something came: the phase's time starts again. Cheap enough for every read. */
  touch(): void;
  clear(): void;
}

export function createPhaseTimer(totalMs: number, onTimeout: (error: RunError) => void): PhaseTimer {
  let phase: NodeJS.Timeout | null = null;
  const total = setTimeout(() => onTimeout(timeoutError('total', totalMs)), totalMs);
  return {
    enter(code, ms) {
      if (phase !== null) clearTimeout(phase);
      phase = setTimeout(() => onTimeout(timeoutError(code, ms)), ms);
    },
    touch() {
      phase?.refresh();
    },
    clear() {
      clearTimeout(total);
      if (phase !== null) clearTimeout(phase);
      phase = null;
    },
  };
}
