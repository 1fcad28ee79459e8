'use client';

import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';

/**
 * The router leaves the focus where it was: on the link in the header, or, where the link is gone, on the whole page (see
 * the focus keeper). For somebody at the keyboard it goes on to what the page is for: what is marked `data-arrival`, or
 * else its title.
 */
export function Arrivals() {
  const path = usePathname();
  const pressed = useRef<Element | null>(null);
  const isFirst = useRef(true);
  useEffect(() => {
    arrived = location.pathname;
    const onClick = (event: MouseEvent) => {
      const link = event.target instanceof Element && event.target.closest<HTMLAnchorElement>('a[href]');
      // A press of Enter has no position.
      const isByKey = link && event.detail === 0 && link.matches(':focus-visible');
      pressed.current = isByKey && link.pathname !== location.pathname ? link : null;
    };
    document.addEventListener('click', onClick, true);
    document.addEventListener('focusin', goOn);
    return () => {
      document.removeEventListener('click', onClick, true);
      document.removeEventListener('focusin', goOn);
    };
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each page
  useEffect(() => {
    const link = pressed.current;
    const here = isFirst.current;
    isFirst.current = false;
    if (here || !link) return;
    // A redirect changes the path once more: it is still the same press then.
    return arriveFrom(link, () => {
      pressed.current = null;
    });
  }, [path]);
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
  focusAim(target);
}

/** Focuses the aim of the page as soon as it is there, unless something else is done first. Returns how to stop that. */
function arriveFrom(link: Element, onDone: () => void): () => void {
  const isWaiting = () => {
    const { activeElement } = document;
    return activeElement === link || activeElement === document.body || activeElement?.id === 'main';
  };
  const stop = () => {
    changes.disconnect();
    for (const type of ACTS) document.removeEventListener(type, end, true);
  };
  const end = () => {
    stop();
    onDone();
  };
  const attempt = () => {
    const main = document.getElementById('main');
    const isReady = main !== null && main.getAttribute('aria-busy') !== 'true';
    if (!isWaiting() || (isReady && focusAim(main))) end();
  };
  const changes = new MutationObserver(attempt);
  changes.observe(document.body, { childList: true, subtree: true });
  for (const type of ACTS) document.addEventListener(type, end, true);
  attempt();
  return stop;
}

const ACTS = ['keydown', 'pointerdown'] as const;

/** False: there is none yet. */
function focusAim(main: HTMLElement): boolean {
  const aim = [...main.querySelectorAll<HTMLElement>('[data-arrival], h1')].find(
    // A title may be for screen readers alone, and would show no focus.
    ({ offsetWidth }) => offsetWidth > 1,
  );
  if (!aim) return false;
  if (aim.tabIndex < 0) aim.tabIndex = -1;
  aim.focus({ preventScroll: true });
  return true;
}
