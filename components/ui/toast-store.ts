import { createStore } from 'zustand/vanilla';

export interface ToastOptions {
  /** The one action on it, such as Undo. */
  action?: { label: string; onClick: () => void };
  tone?: 'neutral' | 'good' | 'bad';
  /** Milliseconds; with an action it stays longer by default. */
  duration?: number;
  /** A toast with the same id replaces this one. */
  id?: string;
}

export interface ToastMessage extends ToastOptions {
  message: string;
}

type Show = (toast: ToastMessage) => void;

/** Connects callers with the layer that shows toasts, which loads with the first one. */
let show: Show | null = null;
let waiting: readonly ToastMessage[] = [];

/** True from the first toast on; mounts the layer. */
export const toasterRequested = createStore(() => false);

export function pushToast(toast: ToastMessage): void {
  if (show) {
    show(toast);
    return;
  }
  waiting = [...waiting, toast];
  toasterRequested.setState(true);
}

/**
 * Called by the layer once it is mounted: passes it the waiting toasts and all later ones. Returns a function
 * that disconnects it.
 */
export function connectToaster(next: Show): () => void {
  show = next;
  const held = waiting;
  waiting = [];
  for (const toast of held) next(toast);
  return () => {
    if (show === next) show = null;
  };
}
