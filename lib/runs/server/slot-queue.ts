import { env } from '@/lib/platform/env/env';
import { AppError } from '@/lib/platform/model/app-error';
import { perProcess } from '@/lib/platform/server/per-process';
import { closingRefusal } from './closing';
import { runRegistry } from './registry';
import type { SlotRequest } from './run-slots';
import { createTurns, type Turns } from './turns';

/**
 * Where calls wait for a run's slot: programs send more than fit, and would otherwise all have to try again by
 * themselves. The one that has waited longest is not simply first: users take turns, and the tokens of one user, so
 * that a program with a thousand calls delays nobody else's (docs/decisions/0030).
 */

const MAX_WAITING = 1_000;
const MAX_WAITING_OF_ONE = 200;
/** Each holds its request, which may be 8 MiB. */
const MAX_WAITING_BYTES = 64 * 1024 * 1024;
const MAX_WAITING_BYTES_OF_ONE = 24 * 1024 * 1024;

const FULL_RETRY_MS = 5_000;

/** How a call waits. */
export interface Waiting {
  /** Of the user's tokens, the one that calls. */
  readonly token: string;
  /** Aborts when the caller has disconnected: it leaves the queue. */
  readonly gone: AbortSignal;
}

/** The caller disconnected while it waited: nobody reads an answer. */
export class CallerGone extends Error {
  override readonly name = 'CallerGone';
}

export interface QueuedCall<Opened> extends Waiting {
  readonly request: SlotRequest;
  /** Memory that it holds while it waits. */
  readonly bytes: number;
  /** How long it may wait; absent: `env.runQueueMs`. */
  readonly waitMs?: number;
  /** Why there is no slot now; null: there is one. */
  refuse(): AppError | null;
  /** Takes the slot, at once: nothing may come between `refuse` and this. Throws to refuse the call. */
  open(): Opened;
}

export interface SlotQueue {
  /**
   * Takes a slot as soon as it is this call's turn. Throws the refusal when there is none after
   * `env.runQueueMs`, or too many wait; `unavailable` when the process closes; `CallerGone`.
   */
  enter<Opened>(call: QueuedCall<Opened>): Promise<Opened>;
  /** A slot may be free. */
  advance(): void;
  /** Refuses all that wait: the process is closing. */
  drain(): void;
  readonly size: number;
}

interface Waiter {
  readonly bytes: number;
  /** True: it has left the queue, with a slot or without. */
  tryNow(): boolean;
  refuse(error: Error): void;
}

export function createSlotQueue(): SlotQueue {
  const turns: Turns<Waiter> = createTurns();
  let bytes = 0;

  function hasSpaceFor(owner: string, more: number): boolean {
    if (turns.size >= MAX_WAITING || bytes + more > MAX_WAITING_BYTES) return false;
    const own = turns.of(owner);
    const ownBytes = own.reduce((sum, waiter) => sum + waiter.bytes, 0);
    return own.length < MAX_WAITING_OF_ONE && ownBytes + more <= MAX_WAITING_BYTES_OF_ONE;
  }

  function wait<Opened>(call: QueuedCall<Opened>, owner: string): Promise<Opened> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        clearTimeout(timer);
        call.gone.removeEventListener('abort', onGone);
        turns.remove(waiter);
        bytes -= call.bytes;
      };
      const settle = (finish: () => void) => {
        leave();
        finish();
      };
      const waiter: Waiter = {
        bytes: call.bytes,
        tryNow() {
          if (call.refuse() !== null) return false;
          settle(() => {
            try {
              resolve(call.open());
            } catch (error) {
              reject(error);
            }
          });
          return true;
        },
        refuse: (error) => settle(() => reject(error)),
      };
      const onGone = () => waiter.refuse(new CallerGone());
      // Asked once more: its turn may not have come although there is a slot for it.
      const onTime = () => {
        if (!waiter.tryNow()) waiter.refuse(call.refuse() ?? new AppError('too_many_runs'));
      };
      const timer = setTimeout(onTime, call.waitMs ?? env.runQueueMs);
      call.gone.addEventListener('abort', onGone);
      bytes += call.bytes;
      turns.add(waiter, owner, call.token);
    });
  }

  return {
    get size() {
      return turns.size;
    },
    async enter(call) {
      if (call.gone.aborted) throw new CallerGone();
      const owner = ownerOf(call.request);
      const refusal = call.refuse();
      // Others of the same token that wait go first.
      if (refusal === null && !turns.isWaiting(owner, call.token)) return call.open();
      if (env.runQueueMs === 0 || !hasSpaceFor(owner, call.bytes)) {
        throw refusal ?? new AppError('too_many_runs', { retryAfterMs: FULL_RETRY_MS });
      }
      return wait(call, owner);
    },
    advance() {
      turns.giveWhile((waiter) => waiter.tryNow());
    },
    drain() {
      for (const waiter of turns.all()) {
        waiter.refuse(closingRefusal());
      }
    },
  };
}

/** One person can create many guests, so those of one address share a turn. */
function ownerOf({ userId, origin }: SlotRequest): string {
  return origin?.isGuest ? `guests ${origin.address}` : userId;
}

/** The one queue of this process. */
export function slotQueue(): SlotQueue {
  return perProcess('slot-queue', () => {
    const queue = createSlotQueue();
    runRegistry().onSlotFree(() => queue.advance());
    return queue;
  });
}
