'use client';

import { useSyncExternalStore } from 'react';

/** The session of somebody with an account has ended behind the page's back. What is on the page stays until they choose. */
export interface ExpiredSession {
  readonly expired: boolean;
  /** The form to sign in with is open. */
  readonly signingIn: boolean;
}

const CURRENT: ExpiredSession = { expired: false, signingIn: false };
let state = CURRENT;
const listeners = new Set<() => void>();

function commit(next: ExpiredSession): void {
  state = next;
  for (const listener of listeners) listener();
}

export function noteSessionExpired(): void {
  if (!state.expired) commit({ expired: true, signingIn: false });
}

export function isSessionExpired(): boolean {
  return state.expired;
}

/** There is a session again. */
export function noteSessionCurrent(): void {
  if (state !== CURRENT) commit(CURRENT);
}

export function showSignIn(signingIn: boolean): void {
  commit({ ...state, signingIn });
}

export function useExpiredSession(): ExpiredSession {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
    () => CURRENT,
  );
}
