'use client';

import { type RefObject, useEffect } from 'react';
import { useCompareView } from '../../view-state';

const SCROLLER = '.run-scroller';

/**
 * A scroller that the user moves takes the others along, in proportion to their heights. One that scrolls by
 * itself (following text to its end) does not.
 */
export function useScrollTogether(panes: RefObject<HTMLElement | null>): void {
  const { scrollTogether } = useCompareView();
  useEffect(() => {
    const frame = panes.current;
    if (!frame || !scrollTogether) return;
    let driver: Element | null = null;
    const drive = (event: Event) => {
      driver = event.target instanceof Element ? event.target.closest(SCROLLER) : null;
    };
    const onScroll = (event: Event) => {
      if (event.target !== driver || !(driver instanceof HTMLElement)) return;
      const compareStore = driver.scrollHeight - driver.clientHeight;
      const share = compareStore <= 0 ? 0 : driver.scrollTop / compareStore;
      for (const other of frame.querySelectorAll<HTMLElement>(SCROLLER)) {
        if (other !== driver) other.scrollTop = share * (other.scrollHeight - other.clientHeight);
      }
    };
    const options = { capture: true, passive: true };
    const inputs = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const;
    for (const input of inputs) frame.addEventListener(input, drive, options);
    frame.addEventListener('scroll', onScroll, options);
    return () => {
      for (const input of inputs) frame.removeEventListener(input, drive, options);
      frame.removeEventListener('scroll', onScroll, options);
    };
  }, [panes, scrollTogether]);
}
