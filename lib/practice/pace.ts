/** How fast text is sent, and how to wait: the caller owns the clock. */
export interface PracticePace {
  /** Tokens per second of each choice. Infinity: as fast as possible. */
  readonly tokensPerSecond: number;
  /** Resolves after `ms` (0: as soon as other work has run); may reject when the signal aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Longest stretch of work without yielding, in milliseconds. */
const MAX_STRETCH = 10;

export interface Pacer {
  /** Waits until the next round of tokens is due. False: the signal aborted, stop immediately. */
  nextRound(): Promise<boolean>;
  /** Yields when work has gone on for long; otherwise costs almost nothing. False as above. */
  breathe(): Promise<boolean>;
}

/**
 * Rounds are due at fixed times, so that waits do not add up to a drift. After a stall the schedule restarts
 * instead of catching up in a burst.
 */
export function createPacer({ tokensPerSecond, wait }: PracticePace, signal: AbortSignal): Pacer {
  const interval = 1000 / tokensPerSecond;
  let due = performance.now();
  let lastPause = due;
  const pause = async (ms: number) => {
    try {
      await wait(ms, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    lastPause = performance.now();
    return !signal.aborted;
  };
  const breathe = async () => {
    if (signal.aborted) return false;
    return performance.now() - lastPause < MAX_STRETCH ? true : pause(0);
  };
  return {
    breathe,
    nextRound: async () => {
      if (interval === 0) return breathe();
      due += interval;
      const now = performance.now();
      if (now > due + interval) due = now;
      return now < due ? pause(due - now) : breathe();
    },
  };
}
