'use client';

import { lazy, Suspense } from 'react';
import { useStore } from 'zustand';
import { toasterRequested } from './toast-store';

const Toasts = lazy(async () => ({ default: (await import('./toasts')).Toasts }));

/** Render it once, near the root. It costs nothing until the first toast. */
export function Toaster() {
  if (!useStore(toasterRequested)) return null;
  return (
    <Suspense fallback={null}>
      <Toasts />
    </Suspense>
  );
}
