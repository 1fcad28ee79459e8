import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Header } from '@/lib/connections/model/header-rules';
import { transportError } from '@/lib/protocol/errors/upstream-error';
import type { EndpointUrl } from '@/lib/protocol/request/completions-url';
import type { RunError } from '@/lib/protocol/run/run-events';
import { type AddressPolicy, type AddressVerdict, checkAddress, type Resolve } from './address-guard';
import type { UpstreamLimits } from './limits';
import { networkError } from './network-error';
import { createPhaseTimer, type PhaseTimer } from './phase-timer';
import { readBody } from './read-body';
import { type PoolOptions, pinnedLookup, pinOf, type SocketPool } from './socket-pool';
import type { Transport, UpstreamCall, UpstreamResult } from './target';

export interface HttpTransportOptions {
  /** Full address of a resource. */
  readonly urlOf: (resource: UpstreamCall['resource']) => EndpointUrl;
  readonly key: string | null;
  /** Default: `authorization`, with `Bearer` before the key. Any other header carries the key alone. */
  readonly keyHeader?: string;
  readonly headers?: readonly Header[];
  readonly policy: AddressPolicy;
  readonly limits: UpstreamLimits;
  readonly pool: SocketPool;
  readonly resolve?: Resolve;
}

/**
 * Calls over node:http(s), with keep-alive sockets. Not `fetch`: its reader costs CPU on every token, it
 * gives up on silent servers by limits of its own, follows redirects, and resolves names where no guard can
 * see it.
 */
export function createHttpTransport(options: HttpTransportOptions): Transport {
  return async (call, signal) => {
    const endpoint = options.urlOf(call.resource);
    if (!endpoint.ok) return { ok: false, error: transportError('address_refused', endpoint.message, 'url') };
    const url = new URL(endpoint.url);
    const verdict = await withinConnectLimit(
      checkAddress(url, options.policy, options.resolve),
      options.limits.connectMs,
      signal,
    );
    if (!verdict.ok) return verdict;
    if (signal.aborted) return { ok: false, error: transportError('connect', 'Stopped.', 'ABORTED') };
    return send(url, verdict, call, signal, options);
  };
}

type Allowed = Extract<AddressVerdict, { ok: true }>;

function send(
  url: URL,
  { hostname, addresses }: Allowed,
  call: UpstreamCall,
  signal: AbortSignal,
  options: HttpTransportOptions,
): Promise<UpstreamResult> {
  const { limits, pool } = options;
  return new Promise((resolve) => {
    let request: ClientRequest | null = null;
    let timeout: RunError | null = null;
    const timer = createPhaseTimer(limits.totalMs, (error) => {
      timeout = error;
      request?.destroy();
    });
    const onAbort = () => request?.destroy();
    const cleanUp = () => {
      timer.clear();
      signal.removeEventListener('abort', onAbort);
    };
    const secure = url.protocol === 'https:';
    // Those of the pool are read by it alone; Node passes unknown options through to its agent.
    const requestOptions: http.RequestOptions & PoolOptions = {
      protocol: url.protocol,
      hostname,
      port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
      path: `${url.pathname}${url.search}`,
      method: call.body === null ? 'GET' : 'POST',
      headers: headersOf(call, options, url),
      agent: secure ? pool.https : pool.http,
      lookup: pinnedLookup(addresses),
      pinned: pinOf(addresses),
      streamed: call.stream,
    };
    timer.enter('connect', limits.connectMs);
    request = (secure ? https : http).request(requestOptions);
    signal.addEventListener('abort', onAbort, { once: true });
    whenConnected(request, secure, () => {
      timer.enter('first_byte', call.stream ? limits.firstByteMs : limits.firstByteWholeMs);
      call.onSent?.();
    });
    request.once('response', (response) => {
      // A plain answer is silent until it is generated, however long its server sends keep-alives.
      const quietMs = call.stream ? limits.quietMs : Math.max(limits.quietMs, limits.firstByteWholeMs);
      const ofCall = { ...limits, quietMs };
      resolve({ ok: true, answer: answerOf(response, timer, cleanUp, () => timeout, ofCall) });
    });
    const fail = (error: unknown) => {
      cleanUp();
      resolve({ ok: false, error: timeout ?? networkError(error, url.origin) });
    };
    request.on('error', fail);
    // After an answer this changes nothing. Without one it is the only event: when a server switches
    // protocols (101), Node closes the connection without an error.
    request.once('close', () => fail({ code: 'ECONNRESET' }));
    request.end(call.body ?? undefined);
  });
}

function answerOf(
  response: IncomingMessage,
  timer: PhaseTimer,
  cleanUp: () => void,
  timeout: () => RunError | null,
  limits: UpstreamLimits,
): Extract<UpstreamResult, { ok: true }>['answer'] {
  // A body that nobody reads yet may also break: without a listener that would end the process.
  response.on('error', () => {});
  return {
    status: response.statusCode ?? 0,
    header: (name) => {
      const value = response.headers[name];
      return (Array.isArray(value) ? value[0] : value) ?? null;
    },
    read: (onBytes) => readBody({ response, timer, timeout, limits, onBytes }).finally(cleanUp),
  };
}

/** States the body's exact length, so that nothing is sent in chunks, which some servers do not accept. */
function headersOf(
  call: UpstreamCall,
  { key, keyHeader = 'authorization', headers: extra = [] }: HttpTransportOptions,
  url: URL,
): Record<string, string> {
  const headers: Record<string, string> = {
    'user-agent': 'completions-playground',
    // Before all that follow, so that none of them can replace what the request needs.
    ...Object.fromEntries(extra.map(({ name, value }) => [name.toLowerCase(), value])),
    // The name that the person gave, even though the connection goes to an address.
    host: url.host,
    accept: call.stream ? 'text/event-stream' : 'application/json',
    'accept-encoding': 'identity',
  };
  if (key !== null && key !== '') {
    headers[keyHeader] = keyHeader === 'authorization' ? bearer(key) : withoutBearer(key);
  }
  if (call.body !== null) {
    headers['content-type'] = 'application/json';
    headers['content-length'] = String(Buffer.byteLength(call.body));
  }
  return headers;
}

/** People sometimes paste keys with the word "Bearer" in front. */
function bearer(key: string): string {
  return `Bearer ${withoutBearer(key)}`;
}

function withoutBearer(key: string): string {
  return key.replace(/^bearer\s+/i, '');
}

function whenConnected(request: ClientRequest, secure: boolean, onConnected: () => void): void {
  request.once('socket', (socket) => {
    if (request.reusedSocket || !socket.connecting) onConnected();
    else socket.once(secure ? 'secureConnect' : 'connect', onConnected);
  });
}

/** An abort ends the wait too: a hanging resolver must not hold up a run that was stopped. */
function withinConnectLimit(
  verdict: Promise<AddressVerdict>,
  ms: number,
  signal: AbortSignal,
): Promise<AddressVerdict> {
  let timer: NodeJS.Timeout | undefined;
  let giveUp = () => {};
  const late = new Promise<AddressVerdict>((resolve) => {
    giveUp = () => {
      const message = "The server's name couldn't be looked up in time.";
      resolve({ ok: false, error: transportError('timeout', message, 'connect') });
    };
    timer = setTimeout(giveUp, ms);
    signal.addEventListener('abort', giveUp, { once: true });
    if (signal.aborted) giveUp();
  });
  return Promise.race([verdict, late]).finally(() => {
    clearTimeout(timer);
    signal.removeEventListener('abort', giveUp);
  });
}
