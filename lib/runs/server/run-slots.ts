import { env } from '@/lib/platform/env/env';
import { AppError } from '@/lib/platform/model/app-error';
import { distinguishesUsers } from '@/lib/platform/server/http/client-address';
import type { Origin } from '@/lib/platform/server/http/origin';
import type { ComparisonCell, LiveRun } from './live-run';

/** Who requests a slot. */
export interface SlotRequest {
  readonly userId: string;
  /** Where the request comes from; null when unknown. */
  readonly origin: Origin | null;
  readonly comparisonCell?: ComparisonCell | undefined;
}

/** Who holds the open slots of this process. */
export interface RunSlots {
  readonly open: ReadonlySet<LiveRun>;
  take(run: LiveRun): void;
  /** False when it held none. */
  leave(run: LiveRun): boolean;
  ofUser(userId: string): number;
  /** Slots of all users at one address. */
  ofAddress(address: string): number;
  /** Slots of guests at one address. */
  ofGuestsAt(address: string): number;
  readonly ofGuests: number;
  /** What all servers together have no slot for. */
  readonly elsewhere: RefusedElsewhere;
}

/** Refusals that count for all servers together, as far as they are known here. */
export interface RefusedElsewhere {
  /** Why there is no slot for such a run. */
  refused(request: SlotRequest): AppError | null;
  /** The bounds at which there is none for cells of comparisons. */
  boundsForCells(): SlotBound[];
}

export function createRunSlots(elsewhere: RefusedElsewhere): RunSlots {
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
    elsewhere,
  };
}

const RETRY_AFTER_MS = 5_000;

/** Whose slots are counted together: a user's, all, those of an address, of the guests there, of all guests. */
export type SlotScope = 'user' | 'all' | 'address' | 'guestsAt' | 'guests';

export interface SlotBound {
  readonly scope: SlotScope;
  /** The user or the address; empty where there is only one. */
  readonly of: string;
  readonly max: number;
}

/**
 * The bounds that a run has to keep. One person can create many guests, so all guests together get at most half of
 * the slots, and those from one address only as many as a household may need. Accounts are not much harder to
 * create, so one address never gets every slot, even when nobody else is there.
 */
export function slotBounds({ userId, origin }: SlotRequest): SlotBound[] {
  const bounds: SlotBound[] = [
    { scope: 'user', of: userId, max: env.maxOpenRunsPerUser },
    { scope: 'all', of: '', max: env.maxOpenRuns },
  ];
  if (origin === null) return bounds;
  const { address, isGuest } = origin;
  if (distinguishesUsers(address)) bounds.push({ scope: 'address', of: address, max: maxOfAddress() });
  if (!isGuest) return bounds;
  bounds.push({ scope: 'guestsAt', of: address, max: env.maxOpenRunsPerAddress });
  bounds.push({ scope: 'guests', of: '', max: maxOfGuests() });
  return bounds;
}

/** Why no run may be opened now; null when one may. */
export function refuseSlot(slots: RunSlots, request: SlotRequest): AppError | null {
  for (const bound of slotBounds(request)) {
    const held = heldOf(slots, bound);
    if (held < bound.max || (bound.scope === 'user' && hasSlotBeyond(slots, request))) continue;
    return slotRefusal(bound.scope, held);
  }
  return slots.elsewhere.refused(request);
}

function heldOf(slots: RunSlots, { scope, of }: SlotBound): number {
  switch (scope) {
    case 'user':
      return slots.ofUser(of);
    case 'all':
      return slots.open.size;
    case 'address':
      return slots.ofAddress(of);
    case 'guestsAt':
      return slots.ofGuestsAt(of);
    case 'guests':
      return slots.ofGuests;
  }
}

/** @param held slots of that scope */
export function slotRefusal(scope: SlotScope, held: number): AppError {
  return new AppError('too_many_runs', {
    message: refusalSentence(scope, held),
    retryAfterMs: RETRY_AFTER_MS,
  });
}

function refusalSentence(scope: SlotScope, held: number): string {
  switch (scope) {
    case 'user':
      return `You have ${env.maxOpenRunsPerUser} runs in progress. Stop one or wait for one to finish.`;
    case 'all':
      return 'The playground has reached its run limit. Try again in a moment.';
    case 'address':
      return `${held} runs from your network are in progress. Wait for one to finish.`;
    case 'guestsAt':
      return `${env.maxOpenRunsPerAddress} guest runs from your network are in progress. Sign in, or wait for one to finish.`;
    case 'guests':
      return 'All guest slots are in use. Sign in, or try again in a moment.';
  }
}

/** Looser than for guests: a school or a company is one address too. One slot stays for everybody else. */
function maxOfAddress(): number {
  const many = Math.max(Math.floor(env.maxOpenRuns / 2), env.maxOpenRunsPerAddress);
  return Math.max(1, Math.min(many, env.maxOpenRuns - 1));
}

/** At least one, so that a server with a single slot can have guests. */
function maxOfGuests(): number {
  return Math.max(1, Math.floor(env.maxOpenRuns / 2));
}

/** A comparison may hold every slot for minutes: one run outside comparisons is started all the same. */
function hasSlotBeyond({ open }: RunSlots, { userId, comparisonCell }: SlotRequest): boolean {
  return (
    comparisonCell === undefined &&
    [...open].every((run) => run.userId !== userId || run.comparisonCell !== null)
  );
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
