'use client';

import { lazy, Suspense } from 'react';
import { useStore } from 'zustand';
import { toasterRequested } from './toast-store';

const ToasterLayer = lazy(async () => ({ default: (await import('./toaster-layer')).ToasterLayer }));

/** Render it once, near the root. It costs nothing until the first toast. */
export function Toaster() {
  if (!useStore(toasterRequested)) return null;
  return (
    <Suspense fallback={null}>
      <ToasterLayer />
    </Suspense>
  );
}
