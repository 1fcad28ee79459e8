import { AsyncLocalStorage } from 'node:async_hooks';
import type { ServerResponse } from 'node:http';
import { perProcess } from '../per-process';
import { clientAddress } from './client-address';
import { nodeResponseOf } from './open-responses';

/** The client that the current code is working for. */
export interface Caller {
  /** The id of the request in the log. */
  readonly requestId: string;
  readonly address: string;
  /** Aborted when the client has disconnected. */
  readonly signal: AbortSignal;
  /** Node's side of the answer, as long as it is open; null: there is none (any more). */
  readonly nodeResponse: () => ServerResponse | null;
}

const callers = perProcess('callers', () => new AsyncLocalStorage<Caller>());

/**
 * Runs `work` for a request; `currentCaller` works at any depth inside, and in what continues after the answer
 * (a run). Lines of the log that are written there have the request's id.
 */
export function asCaller<Result>(request: Request, requestId: string, work: () => Result): Result {
  const { signal } = request;
  const caller = {
    requestId,
    address: clientAddress(request),
    signal,
    nodeResponse: nodeResponseOf(request),
  };
  return callers.run(caller, work);
}

/** Runs `work` on behalf of an earlier caller; null: of none, even inside a request. */
export function onBehalfOf<Result>(caller: Caller | null, work: () => Result): Result {
  return caller === null ? callers.exit(work) : callers.run(caller, work);
}

/** Null: for no client (a start, a sweep). */
export function currentCaller(): Caller | null {
  return callers.getStore() ?? null;
}
