import { AppError } from '@/lib/platform/model/app-error';
import { perProcess } from '@/lib/platform/server/per-process';

/** Work of which only so much goes on at a time: of all callers, and of one. */
export interface PlaceLimits {
  readonly name: string;
  readonly all: number;
  readonly ofOne: number;
  /** What somebody is told who finds no place; absent: the usual. */
  readonly message?: string;
}

interface Place {
  /** Something is being done for the reader. */
  works(): void;
  /** The reader has to take something before there is more to do. */
  waits(): void;
  /** Again is fine. */
  release(): void;
}

interface Held {
  readonly userId: string | null;
  readonly giveUp: (() => void) | undefined;
  /** Of `performance.now()`; null: it works. */
  waitsSince: number | null;
}

const TRY_AGAIN_MS = 2_000;
/** A reader that takes nothing for this long makes place for somebody else. */
const STALLED_MS = 30_000;

/**
 * Counts some work until it is released. Throws AppError `rate_limited` when there is too much of it.
 * @param giveUp ends it, when its reader takes nothing and others wait; absent: it ends by itself
 */
export function takePlace(limits: PlaceLimits, userId: string | null, giveUp?: () => void): Place {
  const held = perProcess(`places-${limits.name}`, () => new Set<Held>());
  const ownOnes = () => [...held].filter((one) => one.userId === userId);
  // Nobody pushes out another's for a place that is not theirs to have.
  if (ownOnes().length >= limits.ofOne) giveUpStalled(held, ownOnes());
  else if (held.size >= limits.all) giveUpStalled(held, [...held]);
  if (held.size >= limits.all || ownOnes().length >= limits.ofOne) {
    const { message } = limits;
    throw new AppError('rate_limited', {
      ...(message !== undefined && { message }),
      retryAfterMs: TRY_AGAIN_MS,
    });
  }
  const one: Held = { userId, giveUp, waitsSince: performance.now() };
  held.add(one);
  return {
    works: () => {
      one.waitsSince = null;
    },
    waits: () => {
      one.waitsSince = performance.now();
    },
    release: () => void held.delete(one),
  };
}

/** The one of these that has stood still for longest: its reader could otherwise keep everybody else out. */
function giveUpStalled(held: Set<Held>, among: readonly Held[]): void {
  const before = performance.now() - STALLED_MS;
  let longest: { readonly one: Held; readonly since: number } | null = null;
  for (const one of among) {
    const since = one.giveUp === undefined ? null : one.waitsSince;
    if (since !== null && since < before && since < (longest?.since ?? before)) longest = { one, since };
  }
  if (longest === null) return;
  held.delete(longest.one);
  longest.one.giveUp?.();
}
