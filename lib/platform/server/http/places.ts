import { AppError } from '@/lib/platform/model/app-error';
import { perProcess } from '@/lib/platform/server/per-process';
import type { Origin } from './origin';

/** Work of which only so much goes on at a time: of all callers, and of one. */
export interface PlaceLimits {
  readonly name: string;
  readonly all: number;
  readonly ofOne: number;
  /** Of all newcomers at one address, since somebody can be many of them; absent: they are not counted together. */
  readonly ofAddress?: number;
  /** What somebody is told who finds no place; absent: the usual. */
  readonly message?: string;
}

/** Who takes a place. */
export interface PlaceHolder {
  /** Null: somebody without an account. */
  readonly userId: string | null;
  /** Where the request comes from; for limits by address. */
  readonly origin?: Pick<Origin, 'address' | 'isNewcomer'>;
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
  /** Null: not counted by address. */
  readonly address: string | null;
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
export function takePlace(
  { name, all, ofOne, ofAddress = all, message }: PlaceLimits,
  { userId, origin }: PlaceHolder,
  giveUp?: () => void,
): Place {
  const held = perProcess(`places-${name}`, () => new Set<Held>());
  const address = origin?.isNewcomer ? origin.address : null;
  const bounds: readonly (readonly [max: number, counts: (one: Held) => boolean])[] = [
    [ofOne, (one) => one.userId === userId],
    [ofAddress, (one) => address !== null && one.address === address],
    [all, () => true],
  ];
  /** Those of the narrowest bound that is reached: nobody pushes out another's for a place that is not theirs to have. */
  const inTheWay = () =>
    bounds
      .map(([max, counts]) => ({ max, those: [...held].filter(counts) }))
      .find(({ max, those }) => those.length >= max)?.those;
  giveUpStalled(held, inTheWay() ?? []);
  if (inTheWay() !== undefined) {
    throw new AppError('rate_limited', {
      ...(message !== undefined && { message }),
      retryAfterMs: TRY_AGAIN_MS,
    });
  }
  const one: Held = { userId, address, giveUp, waitsSince: performance.now() };
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
