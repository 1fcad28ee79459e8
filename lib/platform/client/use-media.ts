'use client';

import { useSyncExternalStore } from 'react';

/** The playground has its panels side by side from here on; `wide:` in class names. */
export const WIDE = '(min-width: 900px)';
/** From here on there is room for the history as well. */
export const WIDEST = '(min-width: 1160px)';

/** Whether a media query holds; `onServer` stands in until the browser takes over. */
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
