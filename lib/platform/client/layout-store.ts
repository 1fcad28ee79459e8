'use client';

import { useSyncExternalStore } from 'react';
import { callEach } from './call-each';
import { LAYOUT_COOKIE, type PlaygroundLayout, readLayout, writeLayout } from './playground-layout';

const YEAR_SECONDS = 31_536_000;

let layout: PlaygroundLayout | null = null;
const listeners = new Set<() => void>();

export function getLayout(): PlaygroundLayout {
  layout ??= readLayout(cookieValue(document.cookie, LAYOUT_COOKIE));
  return layout;
}

/** `initial` is what the server drew. */
export function useLayout(initial: PlaygroundLayout): PlaygroundLayout {
  return useSyncExternalStore(subscribe, getLayout, () => initial);
}

export function changeLayout(change: Partial<PlaygroundLayout>): void {
  layout = { ...getLayout(), ...change };
  const cookie = `${LAYOUT_COOKIE}=${writeLayout(layout)}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
  // Not the Cookie Store API: it exists in secure contexts only, and a local network may be plain http.
  Reflect.set(document, 'cookie', cookie);
  callEach(listeners);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function cookieValue(cookies: string, name: string): string | undefined {
  const found = cookies.split('; ').find((part) => part.startsWith(`${name}=`));
  return found?.slice(name.length + 1);
}
