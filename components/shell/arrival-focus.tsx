'use client';

import { lazy, Suspense, useEffect, useState } from 'react';

const Arrivals = lazy(async (): Promise<{ default: () => null }> => {
  const loaded = await import('./arrivals').catch(() => null);
  return { default: loaded?.Arrivals ?? (() => null) };
});

/** Loads with the first focus by keyboard, or press of a screen reader: they walk from page to page. */
export function ArrivalFocus() {
  const [byKey, setByKey] = useState(false);
  useEffect(() => {
    const begin = (event: Event) => {
      const isPress = event instanceof MouseEvent && event.detail === 0 && event.isTrusted;
      if (isPress || (event.target instanceof Element && event.target.matches(':focus-visible')))
        setByKey(true);
    };
    document.addEventListener('focusin', begin);
    document.addEventListener('click', begin, true);
    return () => {
      document.removeEventListener('focusin', begin);
      document.removeEventListener('click', begin, true);
    };
  }, []);
  return (
    byKey && (
      <Suspense fallback={null}>
        <Arrivals />
      </Suspense>
    )
  );
}
