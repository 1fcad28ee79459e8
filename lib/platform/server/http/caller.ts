import { AsyncLocalStorage } from 'node:async_hooks';
import { perProcess } from '../per-process';
import { clientAddress } from './client-address';

/** The client that the current code is working for. */
export interface Caller {
  /** The id of the request in the log. */
  readonly requestId: string;
  readonly address: string;
  /** Aborted when the client has disconnected. */
  readonly signal: AbortSignal;
}

const callers = perProcess('callers', () => new AsyncLocalStorage<Caller>());

/**
 * Runs `work` for a request; `currentCaller` works at any depth inside, and in what continues after the answer
 * (a run). Lines of the log that are written there have the request's id.
 */
export function asCaller<Result>(request: Request, requestId: string, work: () => Result): Result {
  return callers.run({ requestId, address: clientAddress(request), signal: request.signal }, work);
}

/** Runs `work` on behalf of an earlier caller; null: of none, even inside a request. */
export function onBehalfOf<Result>(caller: Caller | null, work: () => Result): Result {
  return caller === null ? callers.exit(work) : callers.run(caller, work);
}

/** Null: for no client (a start, a sweep). */
export function currentCaller(): Caller | null {
  return callers.getStore() ?? null;
}
