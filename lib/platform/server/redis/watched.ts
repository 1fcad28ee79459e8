import { perProcess } from '@/lib/platform/server/per-process';
import { redisScript, type SharedRedis, sharedRedis } from './shared-redis';

/**
 * Who watches something, on whatever server. The owner of a run or a comparison does not hear of watchers
 * elsewhere; it asks here when it would end what nobody watches. Each entry says until when it counts, by
 * Redis' clock, so that a dead server's watchers lapse by themselves.
 */

/** How long a watcher counts after the last sign of life of its server. */
const LEASE_MS = 20_000;
const RENEW_MS = 5_000;
/** After Redis came back empty, every server needs a moment to say again who watches. */
const SETTLE_MS = 15_000;
const ASK_AGAIN_MS = 5_000;
/** Of a group. Their names come from outside. */
const MAX_MEMBERS = 8;

const NOTE = redisScript(`
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
for at = 1, #KEYS do
  local member, ms = ARGV[at * 2 - 1], tonumber(ARGV[at * 2])
  redis.call('ZREMRANGEBYSCORE', KEYS[at], '-inf', now)
  if ms > 0 then redis.call('ZADD', KEYS[at], now + ms, member) else redis.call('ZREM', KEYS[at], member) end
  local last = redis.call('ZREVRANGE', KEYS[at], 0, 0, 'WITHSCORES')
  if last[2] then redis.call('PEXPIRE', KEYS[at], math.ceil(tonumber(last[2]) - now)) end
end`);

/** One member of a group, of which only so many stay: the newest. */
const NOTE_ONE = redisScript(`
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local key, group, ms, keep = KEYS[1], ARGV[1], tonumber(ARGV[3]), tonumber(ARGV[4])
redis.call('ZREMRANGEBYSCORE', key, '-inf', now)
if ms > 0 then redis.call('ZADD', key, now + ms, group .. ARGV[2]) else redis.call('ZREM', key, group .. ARGV[2]) end
local all = redis.call('ZREVRANGE', key, 0, -1, 'WITHSCORES')
for at = 1, #all, 2 do
  if string.sub(all[at], 1, #group) == group then
    keep = keep - 1
    if keep < 0 then redis.call('ZREM', key, all[at]) end
  end
end
if all[2] then redis.call('PEXPIRE', key, math.ceil(tonumber(all[2]) - now)) end`);

const LOOK = redisScript(`
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local all = redis.call('ZREVRANGE', KEYS[1], 0, 1, 'WITHSCORES')
for at = 1, #all, 2 do
  if all[at] ~= ARGV[1] then return math.max(0, math.ceil(tonumber(all[at + 1]) - now)) end
end
return 0`);

interface Watched {
  count: number;
  graceMs: number;
}

interface Watching {
  readonly topics: Map<string, Watched>;
  timer: NodeJS.Timeout | undefined;
  /** Of which Redis a return is noticed. */
  of: SharedRedis | null;
}

const watching = () =>
  perProcess<Watching>('watched-everywhere', () => ({ topics: new Map(), timer: undefined, of: null }));

/**
 * Somebody watches `topic` (`run:<id>`, `comparison:<id>`) through this server, until the returned function is
 * called, and for `graceMs` after. Nothing happens without Redis.
 */
export function watchEverywhere(topic: string, graceMs: number): () => void {
  const redis = sharedRedis();
  if (redis === null) return () => {};
  const { topics } = watching();
  const watched = topics.get(topic) ?? { count: 0, graceMs };
  topics.set(topic, watched);
  watched.count += 1;
  watched.graceMs = Math.max(watched.graceMs, graceMs);
  keepRenewing(redis);
  if (watched.count === 1) note(redis, [[topic, redis.processId, LEASE_MS + watched.graceMs]]);
  let isOver = false;
  return () => {
    if (isOver) return;
    isOver = true;
    watched.count -= 1;
    if (watched.count > 0) return;
    if (topics.get(topic) === watched) topics.delete(topic);
    note(redis, [[topic, redis.processId, watched.graceMs]]);
  };
}

/**
 * `member` watches for that time, without a sign of life; 0: it does not any more. Of each group the newest few
 * count. Best effort.
 */
export function watchForAWhile(topic: string, group: string, member: string, forMs: number): void {
  const redis = sharedRedis();
  if (redis === null || !redis.isUp) return;
  const args = [`${group}:`, member, String(forMs), String(MAX_MEMBERS)];
  redis.run(NOTE_ONE, [keyOf(redis, topic)], args).catch(() => {});
}

/**
 * Milliseconds for which `topic` still counts as watched through other servers; 0: nobody elsewhere. While that
 * can't be known, some seconds: ask again then. Never rejects.
 */
export async function watchedElsewhereMs(topic: string): Promise<number> {
  const redis = sharedRedis();
  if (redis === null) return 0;
  if (!redis.isUp) return ASK_AGAIN_MS;
  if (redis.upForMs() < SETTLE_MS) return SETTLE_MS - redis.upForMs();
  try {
    return Number(await redis.run(LOOK, [keyOf(redis, topic)], [redis.processId]));
  } catch {
    return ASK_AGAIN_MS;
  }
}

function keepRenewing(redis: SharedRedis): void {
  const state = watching();
  if (state.of !== redis) {
    state.of = redis;
    redis.onUp(() => renew(redis));
  }
  if (state.timer !== undefined) return;
  state.timer = setInterval(() => renew(redis), RENEW_MS);
  state.timer.unref();
}

function renew(redis: SharedRedis): void {
  const state = watching();
  if (state.topics.size === 0) {
    clearInterval(state.timer);
    state.timer = undefined;
    return;
  }
  note(
    redis,
    [...state.topics].map(([topic, { graceMs }]) => [topic, redis.processId, LEASE_MS + graceMs]),
  );
}

/** Best effort: what is lost is said again within seconds. */
function note(redis: SharedRedis, entries: readonly (readonly [string, string, number])[]): void {
  if (!redis.isUp) return;
  const keys = entries.map(([topic]) => keyOf(redis, topic));
  const args = entries.flatMap(([, member, ms]) => [member, String(ms)]);
  redis.run(NOTE, keys, args).catch(() => {});
}

const keyOf = (redis: SharedRedis, topic: string) => redis.key(`watched:${topic}`);
