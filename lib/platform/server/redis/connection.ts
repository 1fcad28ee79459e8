import { setTimeout as pause } from 'node:timers/promises';
import type { RedisClientType } from '@redis/client';

/**
 * One connection to Redis that is made again for as long as it takes. While it is away every command fails at
 * once: nothing is queued for later (docs/decisions/0037).
 */

type Client = RedisClientType<Record<string, never>, Record<string, never>, Record<string, never>, 2>;

/** A Redis that answers no PING for this long counts as away, although its socket is open. */
const SILENT_MS = 3_000;
const PING_MS = 1_000;
const CONNECT_MS = 5_000;
const FIRST_WAIT_MS = 100;
const MAX_WAIT_MS = 1_000;
/** What may wait for answers, far beyond what a Redis that answers ever has. */
const MAX_WAITING = 20_000;

/** The command can't be sent, or its answer did not come: it may have been carried out or not. */
export class RedisAway extends Error {
  override readonly name = 'RedisAway';

  constructor(cause?: unknown) {
    super('Redis is unavailable', { cause });
  }
}

export interface ConnectionOptions {
  readonly url: string;
  /** Each time that it is there (again), before `onUp`; commands of this client go first. Rejecting means: not there. */
  readonly prepare?: (client: Client) => Promise<unknown>;
  readonly onUp?: () => void;
  /** It is away, after it was there or for the first time; with the reason, which has no password. */
  readonly onDown?: (reason: unknown) => void;
}

export interface RedisConnection {
  /** Null while it is away. */
  readonly client: Client | null;
  /** Sends one command. Rejects with `RedisAway`, or with Redis' own refusal. */
  send(args: readonly string[]): Promise<unknown>;
  close(): void;
}

export function connectRedis({ url, prepare, onUp, onDown }: ConnectionOptions): RedisConnection {
  let current: Client | null = null;
  /** Whether Redis itself said no. */
  let isRefusal = (_error: unknown) => false;
  const over = new AbortController();

  /** One connection, from its beginning to its end. Resolves with the reason for the end. */
  async function once(): Promise<unknown> {
    let die: (reason: unknown) => void = () => {};
    const died = new Promise<unknown>((resolve) => {
      die = resolve;
    });
    let pinging: NodeJS.Timeout | undefined;
    let made: Client | null = null;
    try {
      // Loaded here, so that a server without Redis never loads it.
      const { createClient, ErrorReply } = await import('@redis/client');
      isRefusal = (error) => error instanceof ErrorReply;
      const client: Client = createClient({
        url,
        RESP: 2,
        name: 'completions-playground',
        disableOfflineQueue: true,
        commandsQueueMaxLength: MAX_WAITING,
        maintNotifications: 'disabled',
        // Made anew by us, because the client would wait for ever for a Redis that accepts and then says nothing.
        socket: { connectTimeout: CONNECT_MS, reconnectStrategy: false },
      });
      made = client;
      client.on('error', die);
      client.on('end', () => die(new Error('The connection has ended.')));
      over.signal.addEventListener('abort', die);
      const ready = client.connect().then(() => prepare?.(client));
      ready.catch(() => {});
      const early = died.then((reason) => Promise.reject(reason));
      early.catch(() => {});
      await within(CONNECT_MS, Promise.race([ready, early]));
      if (over.signal.aborted) return over.signal.reason;
      current = client;
      onUp?.();
      const silent = new Promise<unknown>((resolve) => {
        pinging = setInterval(() => {
          within(SILENT_MS, client.ping()).catch(resolve);
        }, PING_MS);
        pinging.unref();
      });
      return await Promise.race([died, silent]);
    } catch (error) {
      return error;
    } finally {
      clearInterval(pinging);
      over.signal.removeEventListener('abort', die);
      current = null;
      // Rejects what still waits for an answer.
      made?.destroy();
    }
  }

  async function keep(): Promise<void> {
    let wait = FIRST_WAIT_MS;
    while (!over.signal.aborted) {
      const begun = performance.now();
      const reason = await once();
      if (over.signal.aborted) return;
      onDown?.(reason);
      if (performance.now() - begun > 10 * MAX_WAIT_MS) wait = FIRST_WAIT_MS;
      await pause(wait, undefined, { signal: over.signal, ref: false }).catch(() => {});
      wait = Math.min(wait * 2, MAX_WAIT_MS);
    }
  }
  void keep();

  return {
    get client() {
      return current;
    },
    async send(args) {
      if (current === null) throw new RedisAway();
      const client = current;
      try {
        return await client.sendCommand([...args]);
      } catch (error) {
        throw isRefusal(error) ? error : new RedisAway(error);
      }
    },
    close() {
      over.abort();
    },
  };
}

/** Rejects when it takes longer. */
export async function within<Value>(ms: number, work: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`No response within ${ms} ms.`)), ms);
    timer.unref();
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
