'use client';

import { useSyncExternalStore } from 'react';

/** From this width the playground has its panels side by side; `wide:` in class names. */
export const WIDE = '(min-width: 900px)';
/** From this width the history fits as well. */
export const WIDEST = '(min-width: 1160px)';
/** Touch and little width: lines of controls are folded, for the text; `phone:` in class names. */
export const PHONE = '(width < 640px) and (pointer: coarse)';

/** Whether a media query matches; `onServer` is used until hydration. */
export function useMedia(query: string, onServer: boolean): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = matchMedia(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    () => matchMedia(query).matches,
    () => onServer,
  );
}
