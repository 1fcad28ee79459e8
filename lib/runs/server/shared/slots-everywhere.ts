import type { AppError } from '@/lib/platform/model/app-error';
import { logger } from '@/lib/platform/server/log';
import { broadcast, onBroadcast } from '@/lib/platform/server/redis/messages';
import {
  pseudonym,
  redisScript,
  type SharedRedis,
  sharedRedis,
} from '@/lib/platform/server/redis/shared-redis';
import type { LiveRun } from '../live-run';
import {
  type RefusedElsewhere,
  type SlotBound,
  type SlotRequest,
  slotBounds,
  slotRefusal,
} from '../run-slots';

/**
 * The slots that runs hold on all servers together. Each server counts its own in memory and at once; a run also
 * takes its place in Redis before it is stored. Every place lapses unless its server renews it, so a dead server's
 * slots are free again within seconds. While Redis is away each server counts alone.
 */

const LEASE_MS = 20_000;
const RENEW_MS = 5_000;
/** Runs whose places are renewed with one command. */
const RENEW_RUNS = 200;
/** After a refusal, the same is refused without asking again; less when a slot is said to be free. */
const REFUSED_MS = 500;
/**
 * A slot that got free elsewhere is usually taken again at once, by the server where it was: only when it is still free
 * after this time is it one for a cell here. At random, up to twice as long, so that servers do not all try for it.
 */
const STILL_FREE_MS = 50;

const CLOCK = `
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)`;

/**
 * The first key has the user's runs, the second one those that belong to no comparison, then the other bounds.
 * For each key its bound (-1: none) and whether the run takes a place there. Returns the first key that is full
 * and how many are in it; 0 when the run has its places. A run outside of comparisons may be one too many for its
 * user when all others are cells.
 */
const TAKE = redisScript(`${CLOCK}
local run, lease, isCell = ARGV[1], tonumber(ARGV[2]), ARGV[3] == '1'
for at = 1, #KEYS do
  redis.call('ZREMRANGEBYSCORE', KEYS[at], '-inf', now)
  local bound = tonumber(ARGV[at * 2 + 2])
  local held = redis.call('ZCARD', KEYS[at])
  if bound >= 0 and held >= bound and not redis.call('ZSCORE', KEYS[at], run) then
    if at > 1 or isCell or redis.call('ZCOUNT', KEYS[2], now, '+inf') > 0 then return {at, held} end
  end
end
for at = 1, #KEYS do
  if ARGV[at * 2 + 3] == '1' then
    redis.call('ZADD', KEYS[at], now + lease, run)
    redis.call('PEXPIRE', KEYS[at], lease)
  end
end
return {0, 0}`);

/** For each key the run that holds it. */
const RENEW = redisScript(`${CLOCK}
for at = 1, #KEYS do
  redis.call('ZADD', KEYS[at], now + ARGV[1], ARGV[at + 1])
  redis.call('PEXPIRE', KEYS[at], ARGV[1])
end`);

/** For each key whether it is full, by the bound. */
const FULL = redisScript(`${CLOCK}
local full = {}
for at = 1, #KEYS do
  full[at] = redis.call('ZCOUNT', KEYS[at], '(' .. now, '+inf') >= tonumber(ARGV[at]) and 1 or 0
end
return full`);

const LEAVE = redisScript(`for at = 1, #KEYS do redis.call('ZREM', KEYS[at], ARGV[1]) end`);

export interface SlotsEverywhere extends RefusedElsewhere {
  /** Takes a place for a run that this process has counted already. Why not, or null. Never rejects. */
  take(run: LiveRun): Promise<AppError | null>;
  leave(run: LiveRun): void;
  /**
   * Takes a place for a run that does not exist yet; `take` then finds it there. It lapses unless there is one. Why not, or null.
   * Never rejects.
   */
  reserve(runId: string, request: SlotRequest): Promise<AppError | null>;
  /** There will be no such run. */
  release(runId: string, request: SlotRequest): void;
}

export interface SlotsEverywhereOptions {
  /** A place may be free. */
  readonly onFree: () => void;
  /** Others in tests. */
  readonly redis?: () => SharedRedis | null;
  readonly leaseMs?: number;
  readonly renewMs?: number;
}

interface Refusal {
  readonly key: string;
  readonly bound: SlotBound;
  readonly isCell: boolean;
  readonly error: AppError;
}

interface Place {
  readonly key: string;
  readonly bound: SlotBound | null;
  readonly isTaken: boolean;
}

export function createSlotsEverywhere({
  onFree,
  redis: redisOf = sharedRedis,
  leaseMs = LEASE_MS,
  renewMs = RENEW_MS,
}: SlotsEverywhereOptions): SlotsEverywhere {
  /**
   * By bound. A timer removes those of runs. Those of cells stay until there is room: a cell that is taken for nothing
   * costs several statements, and is in the way of the servers that have a slot for it.
   */
  const refusals = new Map<string, Refusal>();
  let nextCheck: { readonly at: number; readonly timer: NodeJS.Timeout } | null = null;
  let sharing: SharedRedis | null = null;
  /** Runs with a place, or without having been asked for one while Redis was away. */
  const placed = new Set<LiveRun>();

  /** The Redis of this process, with renewal from its first use on. */
  function shared(): SharedRedis | null {
    const redis = redisOf();
    if (redis !== null && redis !== sharing) {
      sharing = redis;
      setInterval(() => renew(redis), renewMs).unref();
      // After an outage it may have forgotten them.
      redis.onUp(() => renew(redis));
      onBroadcast('slot-free', (keys) => heardOf(Array.isArray(keys) ? keys : null));
    }
    return redis;
  }

  function renew(redis: SharedRedis): void {
    const runs = [...placed];
    for (let at = 0; at < runs.length; at += RENEW_RUNS) {
      const held = runs
        .slice(at, at + RENEW_RUNS)
        .flatMap((run) => takenKeys(redis, requestOf(run)).map((key) => [key, run.identity.runId] as const));
      const args = [String(leaseMs), ...held.map(([, runId]) => runId)];
      redis
        .run(
          RENEW,
          held.map(([key]) => key),
          args,
        )
        .catch(() => {});
    }
  }

  function remember(refusal: Refusal): void {
    const name = nameOf(refusal.bound, refusal.isCell);
    refusals.set(name, refusal);
    if (refusal.isCell) {
      checkWithin(REFUSED_MS);
      return;
    }
    setTimeout(() => {
      if (forget(name, refusal)) onFree();
    }, REFUSED_MS).unref();
  }

  /** False: it was forgotten before. */
  function forget(name: string, refusal: Refusal): boolean {
    return refusals.get(name) === refusal && refusals.delete(name);
  }

  /** @param keys where another server has left a place; null: a server of an earlier version does not say where */
  function heardOf(keys: readonly unknown[] | null): void {
    let isFree = false;
    for (const [name, refusal] of refusals) {
      if (!(keys?.includes(refusal.key) ?? true)) continue;
      if (refusal.isCell) checkWithin(STILL_FREE_MS * (1 + Math.random()));
      else isFree = forget(name, refusal) || isFree;
    }
    if (isFree) onFree();
  }

  function checkWithin(ms: number): void {
    const at = performance.now() + ms;
    if (nextCheck !== null && nextCheck.at <= at) return;
    clearTimeout(nextCheck?.timer);
    nextCheck = { at, timer: setTimeout(() => void check(), ms).unref() };
  }

  /** Never rejects. */
  async function check(): Promise<void> {
    nextCheck = null;
    const asked = [...refusals].filter(([, { isCell }]) => isCell);
    if (asked.length === 0) return;
    const isFull = await areFull(asked.map(([, refusal]) => refusal));
    const free = asked.filter(([name, refusal], at) => !isFull[at] && forget(name, refusal));
    if (free.length < asked.length) checkWithin(REFUSED_MS);
    for (const _ of free) onFree();
  }

  /** Without an answer none is: each server counts alone until Redis is back. */
  async function areFull(asked: readonly Refusal[]): Promise<boolean[]> {
    const redis = shared();
    if (!redis?.isUp) return [];
    try {
      const keys = asked.map(({ key }) => key);
      const bounds = asked.map(({ bound }) => String(bound.max));
      return ((await redis.run(FULL, keys, bounds)) as number[]).map((full) => full === 1);
    } catch (error) {
      logger.debug({ err: error }, "couldn't read slots across servers");
      return [];
    }
  }

  /** Never rejects. While Redis is away each server counts alone. */
  async function ask(runId: string, request: SlotRequest): Promise<AppError | null> {
    const redis = shared();
    if (!redis?.isUp) return null;
    const places = placesOf(redis, request);
    const args = places.flatMap(({ bound, isTaken }) => [String(bound?.max ?? -1), isTaken ? '1' : '0']);
    try {
      const [at, held] = (await redis.run(
        TAKE,
        places.map(({ key }) => key),
        [runId, String(leaseMs), request.comparisonCell ? '1' : '0', ...args],
      )) as [number, number];
      const { key, bound } = places[at - 1] ?? { key: '', bound: null };
      if (bound === null) return null;
      const error = slotRefusal(bound.scope, held);
      remember({ key, bound, isCell: request.comparisonCell !== undefined, error });
      return error;
    } catch (error) {
      logger.debug({ err: error }, "couldn't count slot across servers");
      return null;
    }
  }

  function giveBack(runId: string, request: SlotRequest): void {
    const redis = redisOf();
    if (redis === null) return;
    const keys = takenKeys(redis, request);
    redis
      .run(LEAVE, keys, [runId])
      .then(() => broadcast('slot-free', keys, redis))
      // It lapses.
      .catch(() => {});
  }

  return {
    async take(run) {
      const refusal = await ask(run.identity.runId, requestOf(run));
      if (refusal === null && sharing !== null) placed.add(run);
      return refusal;
    },
    leave(run) {
      if (!placed.delete(run)) return;
      const request = requestOf(run);
      const redis = redisOf();
      const keys = redis === null ? [] : takenKeys(redis, request);
      // What is tried next comes to Redis after this. A place that was reserved in vain tells nothing new.
      for (const [name, refusal] of refusals) if (keys.includes(refusal.key)) forget(name, refusal);
      giveBack(run.identity.runId, request);
    },
    reserve: ask,
    release: giveBack,
    refused(request) {
      if (refusals.size === 0) return null;
      const isCell = request.comparisonCell !== undefined;
      for (const bound of slotBounds(request)) {
        const refusal = refusals.get(nameOf(bound, isCell));
        if (refusal !== undefined) return refusal.error;
      }
      return null;
    },
    boundsForCells: () => [...refusals.values()].flatMap(({ isCell, bound }) => (isCell ? [bound] : [])),
  };
}

function requestOf({ userId, origin, comparisonCell }: LiveRun): SlotRequest {
  return { userId, origin, ...(comparisonCell && { comparisonCell }) };
}

/** What a cell is refused may still be given to another run of its user; and cells wait for longer than others. */
function nameOf({ scope, of }: SlotBound, isCell: boolean): string {
  return `${scope} ${of} ${isCell ? 'cell' : ''}`;
}

function placesOf(redis: SharedRedis, request: SlotRequest): Place[] {
  const [user, ...others] = slotBounds(request).map((bound) => ({
    key: redis.key(`slots:${bound.scope}:${hidden(bound)}`),
    bound,
    isTaken: true,
  }));
  const isOwn = request.comparisonCell === undefined;
  const own = { key: redis.key(`slots:own:${request.userId}`), bound: null, isTaken: isOwn };
  return user === undefined ? [] : [user, own, ...others];
}

/** Users have ids already. */
const hidden = ({ scope, of }: SlotBound) => (of === '' || scope === 'user' ? of : pseudonym(of));

function takenKeys(redis: SharedRedis, request: SlotRequest): string[] {
  return placesOf(redis, request).flatMap(({ key, isTaken }) => (isTaken ? [key] : []));
}
