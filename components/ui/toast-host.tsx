'use client';

import {
  type ComponentProps,
  type CSSProperties,
  type ReactNode,
  useLayoutEffect,
  useState,
  useSyncExternalStore,
} from 'react';
import { createPortal } from 'react-dom';
import type { Toaster } from 'sonner';
import { useStore } from 'zustand';
import { toastFloor } from './toast-floor';
import { toastPlaces } from './toast-places';

/** The header has space for a toast between its navigation and the account. */
const HEADER_HAS_SPACE = '(min-width: 1200px) and (pointer: fine)';
/** The navigation ends at 420 pixels. */
export const TOAST_WIDTH = { '--width': 'clamp(340px, calc(100vw - 860px), 640px)' } as CSSProperties;
/** Pixels: of a usual character, and of a toast beside its text. */
const [CHARACTER, PADDING, BUTTON] = [7, 26, 80];

/** Where toasts are in the document: in the innermost open dialog, above everything, or else at the page's end. */
export function ToastHost({ children }: { children: ReactNode }) {
  const [host] = useState(() => document.createElement('div'));
  useLayoutEffect(() => {
    // Above all of the page. Without the browser's look of a popover: it has no box of its own.
    host.className = 'fixed inset-auto z-60 m-0 size-0 overflow-visible border-0 p-0';
    const put = () => {
      const place = toastPlaces.getState().at(-1);
      const parent = place?.element ?? document.body;
      if (host.parentElement === parent) return;
      host.popover = null;
      parent.append(host);
      if (!place) return;
      // The dialog moves what is fixed in it; in the browser's top layer it is the window's.
      host.popover = 'manual';
      host.showPopover?.();
    };
    put();
    const stop = toastPlaces.subscribe(put);
    return () => {
      stop();
      host.remove();
    };
  }, [host]);
  return createPortal(children, host);
}

/**
 * Toasts cover nothing that one needs next: on a wide screen they are in the free part of the header. Elsewhere they
 * are above the status line and the bar with Run, or above a dialog, or at the end of a sheet.
 */
export function useToastPosition(): Pick<
  ComponentProps<typeof Toaster>,
  'position' | 'offset' | 'mobileOffset'
> {
  const floor = useStore(toastFloor);
  const inHeader = useSyncExternalStore(onMediaChange, headerHasSpace);
  const place = useStore(toastPlaces, (places) => places.at(-1));
  const isAtTop = inHeader || place?.isTall === false;
  const bottom = `max(${place ? 12 : floor}px, env(safe-area-inset-bottom))`;
  return {
    position: isAtTop ? 'top-center' : 'bottom-center',
    offset: { top: 3, bottom },
    mobileOffset: { top: 8, bottom, left: 12, right: 12 },
  };
}

/** Whether a toast has space in the two lines that the header has; a longer one would be over what is below. */
export function fitsHeader(text: string, actionLabel: string | undefined): boolean {
  const width = Math.min(640, Math.max(340, innerWidth - 860)) - PADDING;
  const button = actionLabel === undefined ? 0 : BUTTON + actionLabel.length * CHARACTER;
  return text.length * CHARACTER <= 2 * (width - button);
}

/** Toasts are in the header, and over nothing of the page. */
export function headerHasSpace(): boolean {
  return matchMedia(HEADER_HAS_SPACE).matches;
}

function onMediaChange(listener: () => void): () => void {
  const media = matchMedia(HEADER_HAS_SPACE);
  media.addEventListener('change', listener);
  return () => media.removeEventListener('change', listener);
}
