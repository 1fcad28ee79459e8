import { AsyncLocalStorage } from 'node:async_hooks';
import { perProcess } from '../per-process';
import { clientAddress } from './client-address';

/** The client that the current code is working for. */
export interface Caller {
  readonly address: string;
  /** Aborted when the client has disconnected. */
  readonly signal: AbortSignal;
}

const callers = perProcess('callers', () => new AsyncLocalStorage<Caller>());

/** Runs `work` for a request; `currentCaller` works at any depth inside. */
export function asCaller<Result>(request: Request, work: () => Result): Result {
  return callers.run({ address: clientAddress(request), signal: request.signal }, work);
}

/** Null: for no client (a start, a sweep). */
export function currentCaller(): Caller | null {
  return callers.getStore() ?? null;
}
