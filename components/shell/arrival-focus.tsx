'use client';

import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';

/** What moves the focus loads with the first focus by keyboard: nobody else needs it. */
const load = () => import('./arrivals').catch(() => null);

/**
 * The router leaves the focus where it was: on the link in the header, or, where the link is gone, on the whole page (see
 * the focus keeper). For somebody at the keyboard it goes on to what the page is for: what is marked `data-arrival`, or
 * else its title.
 */
export function ArrivalFocus() {
  const path = usePathname();
  const pressed = useRef<HTMLAnchorElement | null>(null);
  useEffect(() => {
    const onClick = (event: MouseEvent) => {
      const link = event.target instanceof Element && event.target.closest<HTMLAnchorElement>('a[href]');
      // A press of Enter has no position.
      const isByKey = link && event.detail === 0 && link.matches(':focus-visible');
      pressed.current = isByKey && link.pathname !== location.pathname ? link : null;
    };
    const onFocus = ({ target }: FocusEvent) =>
      target instanceof Element && target.matches(':focus-visible') && void load();
    document.addEventListener('click', onClick, true);
    document.addEventListener('focusin', onFocus);
    return () => {
      document.removeEventListener('click', onClick, true);
      document.removeEventListener('focusin', onFocus);
    };
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each page
  useEffect(() => {
    if (pressed.current) void load().then((arrivals) => arrivals?.arriveFrom(pressed));
  }, [path]);
  return null;
}
