'use client';

import { useEffect } from 'react';

/**
 * After a link, the router gives the focus to the whole page. For somebody at the keyboard it goes on to what the page
 * is for: what is marked `data-arrival`, or else its title.
 */
export function ArrivalFocus() {
  useEffect(() => {
    arrived = location.pathname;
    document.addEventListener('focusin', goOn);
    return () => document.removeEventListener('focusin', goOn);
  }, []);
  return null;
}

/** The page that is known already: there, the focus only comes back to it, as from a dialog. */
let arrived = '';

function goOn({ target, relatedTarget }: FocusEvent): void {
  if (location.pathname === arrived) return;
  arrived = location.pathname;
  if (!(target instanceof HTMLElement) || target.id !== 'main' || !target.matches(':focus-visible')) return;
  // "Skip to content" leads to the page itself.
  if (relatedTarget instanceof Element && relatedTarget.matches('[href^="#"]')) return;
  const aim = [...target.querySelectorAll<HTMLElement>('[data-arrival], h1')].find(
    // A title may be for screen readers alone, and would show no focus.
    ({ offsetWidth }) => offsetWidth > 1,
  );
  if (!aim) return;
  if (aim.tabIndex < 0) aim.tabIndex = -1;
  aim.focus({ preventScroll: true });
}
