import http from 'node:http';
import https from 'node:https';
import type { LookupFunction, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { LRUCache } from 'lru-cache';
import type { CheckedAddress } from './address-guard';

/**
 * Idle sockets are closed after this long. Shorter than the 5 s of common servers (uvicorn, Node, llama.cpp),
 * so that a request does not meet a socket which the other side is just closing: it would fail, and an
 * automatic retry could run, and bill, it twice.
 */
const IDLE_SOCKET_MS = 4_000;

const OPTIONS = {
  keepAlive: true,
  maxSockets: Number.POSITIVE_INFINITY,
  maxFreeSockets: 32,
  timeout: IDLE_SOCKET_MS,
};

/**
 * llama.cpp's server closes a connection right after a stream, though its answer offers to keep it; a request that is sent on it in
 * that moment is lost. So after a stream a connection that has been idle for less than this is used again only where the
 * server is known to keep it.
 */
const TRIAL_MS = 250;
/** A server may be started anew as another one. */
const KEPT_FOR_MS = 10 * 60_000;

/** Our additions to Node's options. */
export interface PoolOptions {
  /** The checked addresses, as one text. */
  readonly pinned: string;
  /** The answer comes as a stream. */
  readonly streamed: boolean;
}

// A pooled socket is connected to one address. So only requests whose name was checked to the same addresses
// may share sockets: the pool's key includes the addresses besides host and port.
class PinnedHttpAgent extends http.Agent {
  addRequest(...given: AddRequest): void {
    withoutUnsafe(this, given, () => inherited(http.Agent).addRequest.apply(this, given));
  }

  override getName(options?: http.ClientRequestArgs & Partial<PoolOptions>): string {
    return `${super.getName(options)}|${options?.pinned ?? ''}`;
  }
}

class PinnedHttpsAgent extends https.Agent {
  addRequest(...given: AddRequest): void {
    withoutUnsafe(this, given, () => inherited(https.Agent).addRequest.apply(this, given));
  }

  override getName(options?: https.RequestOptions & Partial<PoolOptions>): string {
    return `${super.getName(options)}|${options?.pinned ?? ''}`;
  }
}

type Options = http.ClientRequestArgs & Partial<PoolOptions>;
type AddRequest = [request: http.ClientRequest, options: Options];

/** Node's method that takes a request; documented by its use in agents, not by its types. */
function inherited(agent: { readonly prototype: object }): { addRequest(...given: AddRequest): void } {
  return agent.prototype as { addRequest(...given: AddRequest): void };
}

const idleSince = new WeakMap<Duplex, number>();
/** Sockets whose last answer was a stream. */
const hadStream = new WeakSet<Duplex>();

function noteIdle(socket: Duplex): void {
  idleSince.set(socket, performance.now());
}

/** The pools' names of servers that were seen to keep a connection after a stream. */
const keepers = new LRUCache<string, true>({ max: 1_000, ttl: KEPT_FOR_MS });

/**
 * Takes a request while the idle sockets that may be closing are out of sight. On a busy machine the timer of an idle socket may
 * be late by more than the second that is left: the clock decides before a socket is used again.
 */
function withoutUnsafe(agent: http.Agent, [request, options]: AddRequest, addRequest: () => void): void {
  const free = agent.freeSockets as Record<string, Socket[] | undefined>;
  const name = agent.getName(options);
  // Noted here: when a socket becomes free, Node passes the options of its first request, not its last.
  request.once('socket', (socket) => {
    if (options.streamed) hadStream.add(socket);
    else hadStream.delete(socket);
  });
  const young: Socket[] = [];
  const usable = (free[name] ?? []).filter((socket) => {
    const since = idleSince.get(socket);
    if (since === undefined || socket.destroyed) return true;
    const ms = performance.now() - since;
    if (ms > IDLE_SOCKET_MS) socket.destroy();
    else if (hadStream.has(socket)) {
      if (ms > TRIAL_MS) noteKeeper(name, socket);
      else if (!keepers.has(name)) {
        young.push(socket);
        return false;
      }
    }
    return true;
  });
  if (young.length > 0) free[name] = usable;
  addRequest();
  if (young.length > 0) free[name] = [...(free[name] ?? []), ...young];
}

/** A busy process may not have read yet that the server closed it: that comes before the next turn. */
function noteKeeper(name: string, socket: Socket): void {
  setImmediate(() => {
    if (!socket.destroyed) keepers.set(name, true);
  });
}

export interface SocketPool {
  readonly http: http.Agent;
  readonly https: https.Agent;
  /** Closes idle sockets, for shutdown and tests. */
  close(): void;
}

export function createSocketPool(): SocketPool {
  const plain = new PinnedHttpAgent(OPTIONS);
  const secure = new PinnedHttpsAgent(OPTIONS);
  // Emitted when a request gives its socket back.
  for (const agent of [plain, secure]) agent.on('free', noteIdle);
  return {
    http: plain,
    https: secure,
    close() {
      plain.destroy();
      secure.destroy();
    },
  };
}

/** Answers a socket's look-up with the checked addresses, so that no resolver is asked again. */
export function pinnedLookup(addresses: readonly CheckedAddress[]): LookupFunction {
  return (_hostname, options, callback) => {
    const family =
      options.family === 4 || options.family === 'IPv4'
        ? 4
        : options.family === 6 || options.family === 'IPv6'
          ? 6
          : 0;
    const usable = addresses.filter((address) => family === 0 || address.family === family);
    const first = usable[0];
    if (first === undefined) {
      callback(Object.assign(new Error('No checked address of that family.'), { code: 'ENOTFOUND' }), '');
    } else if (options.all) {
      callback(null, [...usable]);
    } else {
      callback(null, first.address, first.family);
    }
  };
}

export function pinOf(addresses: readonly CheckedAddress[]): string {
  return addresses
    .map(({ address }) => address)
    .sort()
    .join(',');
}
