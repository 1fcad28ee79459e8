'use client';

import { ToastHost } from './toast-host';
import { ToasterLayer } from './toaster-layer';

/** Loaded by `Toaster` with the first toast. */
export function Toasts() {
  return (
    <ToastHost>
      <ToasterLayer />
    </ToastHost>
  );
}
