import { createStore } from 'zustand/vanilla';

export interface ToastOptions {
  /** The one action on it, such as Undo. */
  action?: { label: string; onClick: () => void };
  tone?: 'neutral' | 'good' | 'bad';
  /** Milliseconds; with an action it stays longer by default. */
  duration?: number;
  /** A toast with the same id replaces this one. */
  id?: string;
  /**
   * `page`: it is taken away when the page that it speaks about is left, and so is an Undo that only works
   * there. By default what has an action stays, since it can still be undone from the next page.
   */
  of?: 'page' | 'app';
  /** The path of the page that it speaks about, where that one is only about to come. */
  path?: string;
}

export interface ToastMessage extends ToastOptions {
  message: string;
}

/**
 * A toast with the paths of its pages: of the one that it was raised on, which may be left before it is shown, and of
 * the one that it speaks about.
 */
export interface RaisedToast extends ToastMessage {
  paths: readonly string[];
}

type Show = (toast: RaisedToast) => void;

/** Connects callers with the layer that shows toasts, which loads with the first one. */
let show: Show | null = null;
let waiting: readonly RaisedToast[] = [];

/** Takes away the toasts of this page; set while the layer is mounted. */
let leave: (() => void) | null = null;

/** True from the first toast on; mounts the layer. */
export const toasterRequested = createStore(() => false);

export function pushToast(toast: ToastMessage): void {
  // Outside a browser, as in unit tests, there is no page.
  const here = globalThis.location?.pathname ?? '';
  const raised = { ...toast, paths: toast.path === undefined ? [here] : [here, toast.path] };
  if (show) {
    show(raised);
    return;
  }
  waiting = [...waiting, raised];
  toasterRequested.setState(true);
}

/** Whether a toast speaks about the page that it was raised on. */
export function isOfPage({ of, action }: ToastMessage): boolean {
  return (of ?? (action ? 'app' : 'page')) === 'page';
}

/** What was on the page is gone, and with it its toasts; called where that happens without a new address. */
export function leaveToasts(): void {
  waiting = waiting.filter((toast) => !isOfPage(toast));
  leave?.();
}

/**
 * Called by the layer once it is mounted: passes it the waiting toasts and all later ones, and tells it when
 * to take those of the page away. Returns a function that disconnects it.
 */
export function connectToaster(next: Show, onLeave: () => void): () => void {
  show = next;
  leave = onLeave;
  const held = waiting;
  waiting = [];
  for (const toast of held) next(toast);
  return () => {
    if (show !== next) return;
    show = null;
    leave = null;
  };
}
