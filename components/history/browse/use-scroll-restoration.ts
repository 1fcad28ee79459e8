'use client';

import { type RefObject, useLayoutEffect } from 'react';

/** How far each list was scrolled, for the way back from the page of a run. */
const scrolled = new Map<string, number>();

/**
 * Restores a list's scroll offset.
 *
 * @param isThere the list is drawn
 * @param key identifies what the list shows
 */
export function useScrollRestoration(
  list: RefObject<HTMLElement | null>,
  isThere: boolean,
  key: string,
): void {
  useLayoutEffect(() => {
    const element = isThere ? list.current : null;
    if (!element) return;
    element.scrollTop = scrolled.get(key) ?? 0;
    const note = () => scrolled.set(key, element.scrollTop);
    element.addEventListener('scroll', note, { passive: true });
    return () => element.removeEventListener('scroll', note);
  }, [list, isThere, key]);
}
