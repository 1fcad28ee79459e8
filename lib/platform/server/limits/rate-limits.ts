import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '@/lib/platform/model/app-error';
import { perProcess } from '@/lib/platform/server/per-process';
import { pseudonym, type SharedRedis, sharedRedis } from '@/lib/platform/server/redis/shared-redis';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** How often things may be done. The run engine limits how many runs may be open at once. */
const RULES = {
  /** By address, failed attempts: a guesser with many accounts. */
  signInByAddress: { points: 60, seconds: 10 * MINUTE },
  /**
   * By user, wrong passwords of a signed-in user: a stolen session must not be a way to guess the password.
   */
  confirmByUser: { points: 10, seconds: 15 * MINUTE },
  /** By account and address, failed attempts: a guesser locks out nobody at another address. */
  signInByAccountHere: { points: 10, seconds: 15 * MINUTE },
  /** By account, failed attempts from all addresses that never used it: a guesser with many addresses. */
  signInByAccount: { points: 100, seconds: HOUR },
  /** By address: new accounts with a password, claims included (each costs a hash). */
  signUpByAddress: { points: 60, seconds: HOUR },
  /** By address: a class or an office behind one address must be able to start. */
  guestByAddress: { points: 240, seconds: HOUR },
  /** By address: links that do not exist. */
  unknownLinkByAddress: { points: 60, seconds: 10 * MINUTE },
  /**
   * By address: pages, pictures and data of existing links. A school can read, but a loop cannot take the
   * whole machine.
   */
  openLinkByAddress: { points: 600, seconds: MINUTE },
  /** By link and address: what counts as a view. */
  viewByReader: { points: 10, seconds: 10 * MINUTE },
  /** By user: each run leaves a row, so quick ones must not fill the disk. A large sweep fits. */
  runsByUser: { points: 240, seconds: MINUTE },
  /** By user: new comparisons. */
  comparisonsByUser: { points: 60, seconds: MINUTE },
  /** By user: saves of documents; a page saves once a second while somebody writes. */
  documentStepsByUser: { points: 600, seconds: MINUTE },
  /** By user: millions of characters of steps that saves send, and walk over to the text that is shown. */
  documentWorkByUser: { points: 1_000, seconds: MINUTE },
  /** By user: cells that are started, which are runs as well; enough for three of the largest comparisons. */
  cellsByUser: { points: 15_000, seconds: MINUTE },
  /**
   * By user: calls of the public API. Programs are quicker than people; how many runs are open at once is
   * limited too.
   */
  apiCallsByUser: { points: 1200, seconds: MINUTE },
  /** By user: new entries of refused calls in the history; more are refused without one. */
  refusedCallsByUser: { points: 10, seconds: MINUTE },
  /** By user: new tokens for the public API. */
  tokenByUser: { points: 30, seconds: HOUR },
  /** By user: new shared links, each a stored copy. */
  shareByUser: { points: 60, seconds: HOUR },
  /** By user: previews of a link, one for each change of its choices. */
  sharePreviewByUser: { points: 240, seconds: MINUTE },
  /** By user: a test connects to an address of the user's choosing. */
  connectionTestByUser: { points: 60, seconds: MINUTE },
  /** By user: each asks a few ports of this machine. */
  findServersByUser: { points: 12, seconds: MINUTE },
  /** By user: `fresh` bypasses the cache. */
  modelListByUser: { points: 240, seconds: MINUTE },
  /** By user: the count beside a prompt follows its typing. */
  tokenizeByUser: { points: 600, seconds: MINUTE },
  /** By user: each may read the whole history. */
  exportsByUser: { points: 60, seconds: MINUTE },
  /** By user: requests of an import, mostly of half a mebibyte. The page honours Retry-After. */
  importsByUser: { points: 600, seconds: MINUTE },
  /** By user: import requests with one very long run. */
  largeImportsByUser: { points: 30, seconds: MINUTE },
} as const satisfies Record<string, LimitRule>;

export type LimitName = keyof typeof RULES;

interface Limiters {
  readonly byName: Map<LimitName, Limiter>;
  /** Where they count. */
  redis: SharedRedis | null;
}

const limiters = perProcess<Limiters>('limits', () => ({ byName: new Map(), redis: null }));

/** The limiter for a rule: of this process, or of all that share a Redis. */
export function limit(name: LimitName): Limiter {
  const redis = sharedRedis();
  if (limiters.redis !== redis) {
    limiters.byName.clear();
    limiters.redis = redis;
  }
  const existing = limiters.byName.get(name);
  if (existing) return existing;
  const made = createLimiter(name, RULES[name], redis);
  limiters.byName.set(name, made);
  return made;
}

/** Forgets all counts of this process (tests). */
export function resetLimits(): void {
  limiters.byName.clear();
}

/** A limit on how often something may be done per key. */
interface Limiter {
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

interface LimitRule {
  readonly points: number;
  /** Seconds in which `points` may be used. */
  readonly seconds: number;
}

/** Counts in this process; with Redis, for all servers there, and here only while it is away. */
function createLimiter(name: LimitName, { points, seconds }: LimitRule, redis: SharedRedis | null): Limiter {
  const own = new RateLimiterMemory({ points, duration: seconds });
  const counter =
    redis === null
      ? own
      : new RateLimiterRedis({
          points,
          duration: seconds,
          keyPrefix: redis.key(`limit:${name}`),
          storeClient: redis.limiterClient,
          useRedisPackage: true,
          rejectIfRedisNotReady: true,
          insuranceLimiter: own,
        });
  // Keys may have addresses in them, and Redis is read by others than this process.
  const nameOf = redis === null ? (key: string) => key : pseudonym;
  const refuse = (msBeforeNext: number) => {
    throw new AppError('rate_limited', { retryAfterMs: Math.max(1000, msBeforeNext) });
  };
  return {
    take: async (key, used = 1) => {
      try {
        await counter.consume(nameOf(key), used);
      } catch (error) {
        if (error instanceof RateLimiterRes) refuse(error.msBeforeNext);
        throw error;
      }
    },
    check: async (key) => {
      const state = await counter.get(nameOf(key));
      if (state && state.consumedPoints >= points) refuse(state.msBeforeNext);
    },
    giveBack: async (key) => {
      // If the count has expired meanwhile, the result would be negative.
      if (((await counter.get(nameOf(key)))?.consumedPoints ?? 0) > 0) await counter.reward(nameOf(key), 1);
    },
    reset: async (key) => {
      await counter.delete(nameOf(key));
    },
  };
}
