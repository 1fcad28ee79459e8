import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '@/lib/platform/model/app-error';

/**
 * A limit on how often something may be done per key. Small on purpose: the counts of one process today, of several
 * through Redis later, behind the same functions.
 */
export interface Limiter {
  /** Counts one, or so many. Throws AppError `rate_limited` with the time to wait when there were too many. */
  take(key: string, points?: number): Promise<void>;
  /** Throws as `take` does when the limit is reached, without counting. */
  check(key: string): Promise<void>;
  /** Takes back one that was counted and should not have been. */
  giveBack(key: string): Promise<void>;
  /** Forgets what was counted for the key. */
  reset(key: string): Promise<void>;
}

export interface LimitRule {
  readonly points: number;
  /** Seconds in which `points` may be used. */
  readonly seconds: number;
}

/** A limiter that counts in this process. */
export function createLimiter({ points, seconds }: LimitRule): Limiter {
  const counter = new RateLimiterMemory({ points, duration: seconds });
  const refuse = (msBeforeNext: number) => {
    throw new AppError('rate_limited', { retryAfterMs: Math.max(1000, msBeforeNext) });
  };
  return {
    take: async (key, used = 1) => {
      try {
        await counter.consume(key, used);
      } catch (error) {
        if (error instanceof RateLimiterRes) refuse(error.msBeforeNext);
        throw error;
      }
    },
    check: async (key) => {
      const state = await counter.get(key);
      if (state && state.consumedPoints >= points) refuse(state.msBeforeNext);
    },
    giveBack: async (key) => {
      // Of a count that is over meanwhile, less than nothing would be left.
      if (((await counter.get(key))?.consumedPoints ?? 0) > 0) await counter.reward(key, 1);
    },
    reset: async (key) => {
      await counter.delete(key);
    },
  };
}
