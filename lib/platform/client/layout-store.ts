'use client';

import { useStore } from 'zustand';
import { createBrowserStore } from './browser-store';
import { LAYOUT_COOKIE, type PlaygroundLayout, readLayout, writeLayout } from './playground-layout';

const YEAR_SECONDS = 31_536_000;

const store = createBrowserStore(readLayout(undefined), () =>
  readLayout(cookieValue(document.cookie, LAYOUT_COOKIE)),
);

export function getLayout(): PlaygroundLayout {
  return store.getState();
}

/** `initial` is what the server rendered from the person's cookie. */
export function useLayout(initial: PlaygroundLayout): PlaygroundLayout {
  return useStore({ ...store, getInitialState: () => initial });
}

export function changeLayout(change: Partial<PlaygroundLayout>): void {
  store.setState(change);
  const cookie = `${LAYOUT_COOKIE}=${writeLayout(getLayout())}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
  // Not the Cookie Store API: it exists in secure contexts only, and a local network may use plain http.
  Reflect.set(document, 'cookie', cookie);
}

function cookieValue(cookies: string, name: string): string | undefined {
  const found = cookies.split('; ').find((part) => part.startsWith(`${name}=`));
  return found?.slice(name.length + 1);
}
