'use client';

import { lazy, Suspense, useSyncExternalStore } from 'react';
import { isToasterWanted, onToasterWanted } from './toast-store';

const ToasterLayer = lazy(async () => ({ default: (await import('./toaster-layer')).ToasterLayer }));
const onServer = () => false;

/** Once, near the root. Costs nothing until the first toast. */
export function Toaster() {
  const wanted = useSyncExternalStore(onToasterWanted, isToasterWanted, onServer);
  if (!wanted) return null;
  return (
    <Suspense fallback={null}>
      <ToasterLayer />
    </Suspense>
  );
}
