import { env } from '@/lib/platform/env/env';
import { AppError } from '@/lib/platform/model/app-error';
import { distinguishesUsers } from '@/lib/platform/server/http/client-address';
import type { Origin } from '@/lib/platform/server/http/origin';
import type { LiveRun, RunPlace } from './live-run';

/** Who requests a place. */
export interface PlaceRequest {
  readonly userId: string;
  /** Where the request comes from; null when unknown. */
  readonly origin: Origin | null;
  readonly place?: RunPlace | undefined;
}

/** Who holds the open places of this process. */
export interface Places {
  readonly open: ReadonlySet<LiveRun>;
  take(run: LiveRun): void;
  /** False when it held none. */
  leave(run: LiveRun): boolean;
  ofUser(userId: string): number;
  /** Places of all users at one address. */
  ofAddress(address: string): number;
  /** Places of guests at one address. */
  ofGuestsAt(address: string): number;
  readonly ofGuests: number;
}

export function createPlaces(): Places {
  const open = new Set<LiveRun>();
  const byUser = createCounter();
  const byAddress = createCounter();
  const byGuestAddress = createCounter();
  let ofGuests = 0;

  function count(run: LiveRun, step: 1 | -1): void {
    byUser.add(run.userId, step);
    if (run.origin === null) return;
    byAddress.add(run.origin.address, step);
    if (!run.origin.isGuest) return;
    byGuestAddress.add(run.origin.address, step);
    ofGuests += step;
  }

  return {
    open,
    take(run) {
      if (open.has(run)) return;
      open.add(run);
      count(run, 1);
    },
    leave(run) {
      if (!open.delete(run)) return false;
      count(run, -1);
      return true;
    },
    ofUser: byUser.of,
    ofAddress: byAddress.of,
    ofGuestsAt: byGuestAddress.of,
    get ofGuests() {
      return ofGuests;
    },
  };
}

const RETRY_AFTER_MS = 5_000;

/**
 * Why no run may be opened now; null when one may. One person can create many guests, so all guests together
 * get at most half of the places, and those from one address only as many as a household may need. Accounts
 * are not much harder to create, so one address never gets every place, even when nobody else is there.
 */
export function refusePlace(places: Places, request: PlaceRequest): AppError | null {
  const { userId, origin } = request;
  if (places.ofUser(userId) >= env.maxOpenRunsPerUser && !hasPlaceBeyond(places, request)) {
    return refusal(
      `You have ${env.maxOpenRunsPerUser} runs in progress. Stop one or wait for one to finish.`,
    );
  }
  if (places.open.size >= env.maxOpenRuns) {
    return refusal('This server is at its limit of runs. Try again in a moment.');
  }
  if (origin === null) return null;
  const { address } = origin;
  if (distinguishesUsers(address) && places.ofAddress(address) >= mostOfAddress()) {
    return refusal(
      `${places.ofAddress(address)} runs from your network are in progress. Wait for one to finish.`,
    );
  }
  if (!origin.isGuest) return null;
  if (places.ofGuestsAt(address) >= env.maxOpenRunsPerAddress) {
    return refusal(
      `${env.maxOpenRunsPerAddress} guest runs from your network are in progress. Sign in, or wait for one to finish.`,
    );
  }
  if (places.ofGuests >= mostOfGuests()) {
    return refusal('All guest slots on this server are in use. Sign in, or try again in a moment.');
  }
  return null;
}

/** Looser than for guests: a school or a company is one address too. One place stays for everybody else. */
function mostOfAddress(): number {
  const many = Math.max(Math.floor(env.maxOpenRuns / 2), env.maxOpenRunsPerAddress);
  return Math.max(1, Math.min(many, env.maxOpenRuns - 1));
}

/** At least one, so that a server with a single place can have guests. */
function mostOfGuests(): number {
  return Math.max(1, Math.floor(env.maxOpenRuns / 2));
}

/** A comparison may hold every place for minutes: one run outside comparisons is started all the same. */
function hasPlaceBeyond({ open }: Places, { userId, place }: PlaceRequest): boolean {
  return place === undefined && [...open].every((run) => run.userId !== userId || run.place !== null);
}

function refusal(message: string): AppError {
  return new AppError('too_many_runs', { message, retryAfterMs: RETRY_AFTER_MS });
}

interface Counter {
  readonly of: (key: string) => number;
  readonly add: (key: string, step: 1 | -1) => void;
}

function createCounter(): Counter {
  const counts = new Map<string, number>();
  const of = (key: string) => counts.get(key) ?? 0;
  return {
    of,
    add(key, step) {
      const next = of(key) + step;
      if (next === 0) counts.delete(key);
      else counts.set(key, next);
    },
  };
}
