'use client';

import { useStore } from 'zustand';
import { createBrowserStore } from '../browser-store';

/**
 * The session of a person with an account has ended without the page knowing. What is on the page stays until
 * they choose.
 */
export interface ExpiredSession {
  readonly expired: boolean;
  /** The sign-in form is open. */
  readonly signingIn: boolean;
}

const CURRENT: ExpiredSession = { expired: false, signingIn: false };
const store = createBrowserStore(CURRENT);

export function noteSessionExpired(): void {
  if (!isSessionExpired()) store.setState({ expired: true, signingIn: false });
}

export function isSessionExpired(): boolean {
  return store.getState().expired;
}

/** There is a session again. */
export function noteSessionCurrent(): void {
  store.setState(CURRENT, true);
}

export function showSignIn(signingIn: boolean): void {
  store.setState({ signingIn });
}

export function useExpiredSession(): ExpiredSession {
  return useStore(store);
}
