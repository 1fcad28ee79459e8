'use client';

import { type ReactNode, useEffect, useLayoutEffect } from 'react';
import type { EarlyPresses as TakenDown } from './do-early-presses';

declare global {
  interface Window {
    /** What EarlyPressScript has taken down; gone once it was done. */
    earlyPresses?: TakenDown;
  }
}

/** Around the whole page: its effects run when those of all parts have. */
export function EarlyPresses({ children }: { children: ReactNode }) {
  useLayoutEffect(() => {
    const early = window.earlyPresses;
    early?.begin();
    // A press at which React makes the page work is still on its way, and reaches its button by itself.
    if (early?.press.some(({ eventPhase }) => eventPhase > 0)) early.press = [];
  }, []);
  useEffect(() => {
    const early = window.earlyPresses;
    delete window.earlyPresses;
    if (early && early.press.length + early.fields.size > 0)
      void import('./do-early-presses').then(({ doEarlyPresses }) => doEarlyPresses(early), early.stop);
    else early?.stop();
  }, []);
  return children;
}
