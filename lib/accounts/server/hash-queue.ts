import { AppError } from '@/lib/platform/model/app-error';

/** A caller that waits for its turn; listed by address. */
interface Waiting {
  readonly begin: () => void;
  /** Rejects this caller, to free its place for an address that has nothing waiting. */
  readonly giveWay: () => void;
}

export interface HashQueueOptions {
  /** Hashes at once. */
  readonly atOnce: number;
  /** Waiting in all, and from one address. */
  readonly maxWaiting: number;
  readonly maxWaitingOfOne: number;
  /** A caller that waits longer is asked to come back. */
  readonly maxWaitMs: number;
}

export interface HashQueue {
  /**
   * Resolves when it is the address's turn; the returned function ends the turn and must be called once.
   * Throws AppError `rate_limited` when too many of the address wait, `unavailable` when too many wait in all
   * or it took too long (both with the time after which to try again), `invalid_request` when the caller has
   * disconnected.
   */
  enter(address: string, signal?: AbortSignal): Promise<() => void>;
}

/** How long a hash is assumed to take until some have been measured. */
const FIRST_GUESS_MS = 300;

/**
 * One queue for each address, and the addresses take turns: an address that sends hundreds of sign-ins waits
 * behind itself, while everybody else waits for at most one of its hashes. When the queue is full, an address
 * with nothing waiting takes the last place of the address with the most.
 */
export function createHashQueue(options: HashQueueOptions): HashQueue {
  /** Ordered by whose turn is next. */
  const queues = new Map<string, Set<Waiting>>();
  let running = 0;
  let waiting = 0;
  let usualMs = FIRST_GUESS_MS;

  /** How long that many hashes take. */
  const timeFor = (hashes: number) => Math.max(1_000, Math.ceil((hashes * usualMs) / options.atOnce));

  function remove(address: string, one: Waiting): void {
    const own = queues.get(address);
    if (!own?.delete(one)) return;
    waiting -= 1;
    if (own.size === 0) queues.delete(address);
  }

  function next(): void {
    for (const [address, own] of queues) {
      if (running >= options.atOnce) return;
      const [one] = own;
      if (one === undefined) continue;
      remove(address, one);
      if (own.size > 0) {
        // To the end of the line.
        queues.delete(address);
        queues.set(address, own);
      }
      one.begin();
    }
  }

  /** Rejects the newest caller of the longest queue; false when no address has more than one waiting. */
  function makeSpace(): boolean {
    let longest = new Set<Waiting>();
    for (const own of queues.values()) if (own.size > longest.size) longest = own;
    if (longest.size < 2) return false;
    [...longest].at(-1)?.giveWay();
    return true;
  }

  function begun(): () => void {
    running += 1;
    const since = performance.now();
    return () => {
      running -= 1;
      usualMs += (performance.now() - since - usualMs) / 8;
      next();
    };
  }

  return {
    async enter(address, signal) {
      if (running < options.atOnce && waiting === 0) return begun();
      const own = queues.get(address) ?? new Set<Waiting>();
      if (own.size >= options.maxWaitingOfOne) {
        throw new AppError('rate_limited', { retryAfterMs: timeFor(own.size) });
      }
      if (waiting >= options.maxWaiting && (own.size > 0 || !makeSpace())) {
        throw new AppError('unavailable', { retryAfterMs: timeFor(waiting) });
      }
      return new Promise((resolve, reject) => {
        const leave = (error: AppError) => {
          finish();
          remove(address, one);
          reject(error);
        };
        const onGone = () => leave(new AppError('invalid_request', { message: 'Client disconnected.' }));
        const timer = setTimeout(
          () => leave(new AppError('unavailable', { retryAfterMs: timeFor(waiting) })),
          options.maxWaitMs,
        );
        const finish = () => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', onGone);
        };
        const one: Waiting = {
          begin: () => {
            finish();
            resolve(begun());
          },
          giveWay: () => leave(new AppError('unavailable', { retryAfterMs: timeFor(waiting) })),
        };
        queues.set(address, own.add(one));
        waiting += 1;
        signal?.addEventListener('abort', onGone);
        if (signal?.aborted) onGone();
      });
    },
  };
}
