import { createHash, createHmac } from 'node:crypto';
import { env } from '@/lib/platform/env/env';
import { AppError } from '@/lib/platform/model/app-error';
import { perProcess } from '@/lib/platform/server/per-process';
import type { RedisConnection } from './connection';

/**
 * What the servers of one database share besides its rows (docs/decisions/0037). Everything in it can be lost:
 * rows are what lasts.
 */

/** Lua that Redis keeps by the hash of its text. */
export interface RedisScript {
  readonly text: string;
  readonly sha: string;
}

export function redisScript(text: string): RedisScript {
  return { text, sha: createHash('sha1').update(text).digest('hex') };
}

export interface SharedRedis {
  /** This process, for others; no other process ever has the same. */
  readonly processId: string;
  readonly isUp: boolean;
  /** Milliseconds since it was last away; 0 while it is. */
  upForMs(): number;
  /** The name of a key of ours. */
  key(name: string): string;
  /** The channel to this process, or (null) to all. */
  channel(processId: string | null): string;
  /** Rejects with `RedisAway`, or Redis' own refusal. */
  send(args: readonly string[]): Promise<unknown>;
  run(script: RedisScript, keys: readonly string[], args: readonly string[]): Promise<unknown>;
  /** Calls each time that it comes (back), at once when it is there; returns a function that ends this. */
  onUp(listener: () => void): () => void;
  onDown(listener: () => void): () => void;
  /** A connection of its own, for commands that wait. */
  connect(onUp: () => void): RedisConnection;
  /** For `RateLimiterRedis`, which counts in memory while it is not ready. */
  readonly limiterClient: LimiterClient;
  close(): void;
}

/** What `rate-limiter-flexible` calls of a client, whichever connection there is at that moment. */
export interface LimiterClient {
  readonly isReady: boolean;
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
  multi(): unknown;
  del(key: string): Promise<number>;
}

/**
 * What an address of a person is called in Redis: the same on all servers, and of no use to who reads it there.
 */
export function pseudonym(address: string): string {
  return createHmac('sha256', env.nextAuthSecret).update(address).digest('base64url').slice(0, 22);
}

const opened = () => perProcess('shared-redis', () => ({ redis: null as SharedRedis | null }));

/** Null without `REDIS_URL`, and before `beginRedis`. */
export function sharedRedis(): SharedRedis | null {
  return opened().redis;
}

/** What `sharedRedis` returns from now on. */
export function replaceRedis(redis: SharedRedis | null): void {
  opened().redis = redis;
}

const made = () => perProcess('of-shared-redis', () => new WeakMap<SharedRedis, Map<string, unknown>>());

/** What exists once for the Redis of this process; null without one. */
export function perRedis<Value>(name: string, make: (redis: SharedRedis) => Value): Value | null {
  const redis = sharedRedis();
  if (redis === null) return null;
  const ofRedis = made().get(redis) ?? new Map<string, unknown>();
  made().set(redis, ofRedis);
  if (!ofRedis.has(name)) ofRedis.set(name, make(redis));
  return ofRedis.get(name) as Value;
}

/** For what needs another server while Redis is away. */
export function redisRefusal(): AppError {
  return new AppError('unavailable', {
    message: "This run is on another server, which can't be reached right now. Try again in a moment.",
    retryAfterMs: 2_000,
  });
}
