import { AsyncLocalStorage } from 'node:async_hooks';
import { perProcess } from '../per-process';
import { clientAddress } from './client-address';

/** Whom the code that runs now is working for. */
export interface Caller {
  readonly address: string;
  /** Aborted when they have left. */
  readonly signal: AbortSignal;
}

const callers = perProcess('callers', () => new AsyncLocalStorage<Caller>());

/** Does something in the name of a request, however deep down somebody asks for whom. */
export function asCaller<Result>(request: Request, work: () => Result): Result {
  return callers.run({ address: clientAddress(request), signal: request.signal }, work);
}

/** Null: for nobody in particular (a start, a sweep). */
export function currentCaller(): Caller | null {
  return callers.getStore() ?? null;
}
