import { env } from '@/lib/platform/env/env';
import { callEach } from '@/lib/platform/server/call-each';
import { logger } from '@/lib/platform/server/log';
import { connectRedis, RedisAway, within } from './connection';
import { receiveMessage } from './messages';
import { replaceRedis, type SharedRedis, sharedRedis } from './shared-redis';

/** A start waits no longer than this for Redis, and then goes on without it. */
const FIRST_CONNECT_MS = 3_000;

const PREFIX = 'playground:';

/** @param processId of this process */
export function openRedis(url: string, processId: string): SharedRedis {
  const upListeners = new Set<() => void>();
  const downListeners = new Set<() => void>();
  let upSince: number | null = null;
  let isAnnouncedDown = false;

  const commands = connectRedis({ url, onUp: look, onDown: gone });
  const channel = (to: string | null) => channelPrefix(url) + (to === null ? 'all' : `to:${to}`);
  const subscriber = connectRedis({
    url,
    prepare: (client) => client.subscribe([channel(null), channel(processId)], receive),
    onUp: look,
    onDown: gone,
  });

  /** Up means both: without messages a stop would not arrive. */
  function look(): void {
    if (commands.client === null || subscriber.client === null || upSince !== null) return;
    upSince = performance.now();
    if (isAnnouncedDown) logger.info('Redis is available again');
    isAnnouncedDown = false;
    callEach(upListeners, (listener) => listener());
  }

  function gone(reason: unknown): void {
    // Once for all of an outage, whatever the number of attempts.
    if (!isAnnouncedDown) {
      logger.warn(
        { err: reason },
        'Redis is unavailable: runs continue, features shared between servers wait',
      );
      isAnnouncedDown = true;
    }
    if (upSince === null) return;
    upSince = null;
    callEach(downListeners, (listener) => listener());
  }

  function receive(message: string): void {
    receiveMessage(shared, message);
  }

  async function send(args: readonly string[]): Promise<unknown> {
    if (upSince === null) throw new RedisAway();
    return commands.send(args);
  }

  const live = () => {
    if (commands.client === null) throw new RedisAway();
    return commands.client;
  };

  const shared: SharedRedis = {
    processId,
    get isUp() {
      return upSince !== null;
    },
    upForMs: () => (upSince === null ? 0 : performance.now() - upSince),
    key: (name) => PREFIX + name,
    channel,
    send,
    async run({ text, sha }, keys, args) {
      const rest = [String(keys.length), ...keys, ...args];
      try {
        return await send(['EVALSHA', sha, ...rest]);
      } catch (error) {
        if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
        return send(['EVAL', text, ...rest]);
      }
    },
    onUp(listener) {
      upListeners.add(listener);
      if (upSince !== null) callEach([listener], (one) => one());
      return () => void upListeners.delete(listener);
    },
    onDown(listener) {
      downListeners.add(listener);
      return () => void downListeners.delete(listener);
    },
    connect: (onUp) => connectRedis({ url, onUp }),
    limiterClient: {
      get isReady() {
        return upSince !== null;
      },
      eval: (script, options) => live().eval(script, options),
      multi: () => live().multi(),
      del: (key) => live().del(key),
    },
    close() {
      commands.close();
      subscriber.close();
    },
  };
  return shared;
}

/** Channels do not belong to a numbered database, as keys do. */
function channelPrefix(url: string): string {
  return `${PREFIX}${new URL(url).pathname.slice(1) || '0'}:`;
}

/**
 * Connects when there is a `REDIS_URL`. Resolves when it is there, or after some seconds without it: a server
 * starts without Redis, too.
 */
export async function beginRedis(processId: string): Promise<SharedRedis | null> {
  if (env.redisUrl === undefined || sharedRedis() !== null) return sharedRedis();
  const redis = openRedis(env.redisUrl, processId);
  replaceRedis(redis);
  let forget = () => {};
  const up = new Promise<void>((resolve) => {
    forget = redis.onUp(resolve);
  });
  await within(FIRST_CONNECT_MS, up).catch(() => {});
  forget();
  return redis;
}

/** No more connections. */
export function endRedis(): void {
  sharedRedis()?.close();
  replaceRedis(null);
}
