'use client';

import { type RefObject, useLayoutEffect } from 'react';

/** How far each list had been scrolled, for coming back from the page of a run. */
const scrolled = new Map<string, number>();

/**
 * Finds a list again where it had been scrolled to.
 *
 * @param isThere the list is drawn
 * @param key of what the list shows
 */
export function useScrollPlace(list: RefObject<HTMLElement | null>, isThere: boolean, key: string): void {
  useLayoutEffect(() => {
    const element = isThere ? list.current : null;
    if (!element) return;
    element.scrollTop = scrolled.get(key) ?? 0;
    const note = () => scrolled.set(key, element.scrollTop);
    element.addEventListener('scroll', note, { passive: true });
    return () => element.removeEventListener('scroll', note);
  }, [list, isThere, key]);
}
