import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import type { Duplex } from 'node:stream';
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

/** Our addition to Node's options: the checked addresses, as one text. */
export interface PinnedOptions {
  readonly pinned: string;
}

// A pooled socket is connected to one address. So only requests whose name was checked to the same addresses
// may share sockets: the pool's key includes the addresses besides host and port.
class PinnedHttpAgent extends http.Agent {
  addRequest(...given: AddRequest): void {
    closeStale(this, given[1]);
    inherited(http.Agent).addRequest.apply(this, given);
  }

  override getName(options?: http.ClientRequestArgs & Partial<PinnedOptions>): string {
    return `${super.getName(options)}|${options?.pinned ?? ''}`;
  }
}

class PinnedHttpsAgent extends https.Agent {
  addRequest(...given: AddRequest): void {
    closeStale(this, given[1]);
    inherited(https.Agent).addRequest.apply(this, given);
  }

  override getName(options?: https.RequestOptions & Partial<PinnedOptions>): string {
    return `${super.getName(options)}|${options?.pinned ?? ''}`;
  }
}

type AddRequest = [request: http.ClientRequest, options: http.ClientRequestArgs & Partial<PinnedOptions>];

/** Node's method that takes a request; documented by its use in agents, not by its types. */
function inherited(agent: { readonly prototype: object }): { addRequest(...given: AddRequest): void } {
  return agent.prototype as { addRequest(...given: AddRequest): void };
}

const idleSince = new WeakMap<Duplex, number>();

function noteIdle(socket: Duplex): void {
  idleSince.set(socket, performance.now());
}

/**
 * On a busy machine the timer of an idle socket may be late by more than the second that is left: the clock decides before a
 * socket is used again.
 */
function closeStale(agent: http.Agent, options: AddRequest[1]): void {
  for (const socket of agent.freeSockets[agent.getName(options)] ?? []) {
    const since = idleSince.get(socket);
    if (since !== undefined && performance.now() - since > IDLE_SOCKET_MS) socket.destroy();
  }
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
