'use client';

import { lazy, Suspense, useEffect, useState } from 'react';

const Arrivals = lazy(async () => ({ default: (await import('./arrivals')).Arrivals }));

/** Loads with the first key: it is for those who walk by keyboard. */
export function ArrivalFocus() {
  const [byKey, setByKey] = useState(false);
  useEffect(() => {
    const begin = () => setByKey(true);
    document.addEventListener('keydown', begin, { capture: true, once: true });
    return () => document.removeEventListener('keydown', begin, true);
  }, []);
  return (
    byKey && (
      <Suspense fallback={null}>
        <Arrivals />
      </Suspense>
    )
  );
}
