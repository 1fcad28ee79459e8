import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '@/lib/platform/model/app-error';

/**
 * A limit on how often something may be done per key. Counts in one process today; could count in several
 * through Redis behind the same functions.
 */
export interface Limiter {
  /**
   * Counts one, or `points`. Throws AppError `rate_limited` with the time to wait when there were too many.
   */
  take(key: string, points?: number): Promise<void>;
  /** Throws as `take` does when the limit is reached, without counting. */
  check(key: string): Promise<void>;
  /** Undoes one count that should not have happened. */
  giveBack(key: string): Promise<void>;
  /** Clears the count of the key. */
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
      // If the count has expired meanwhile, the result would be negative.
      if (((await counter.get(key))?.consumedPoints ?? 0) > 0) await counter.reward(key, 1);
    },
    reset: async (key) => {
      await counter.delete(key);
    },
  };
}
