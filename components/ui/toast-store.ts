import { createStore } from 'zustand/vanilla';

export interface ToastOptions {
  /** The one action on it, such as Undo. */
  action?: { label: string; onClick: () => void };
  tone?: 'neutral' | 'good' | 'bad';
  /** Milliseconds; with an action it stays longer by default, and while somebody holds it with pointer or focus. */
  duration?: number;
  /** It goes when this calls back, even before its time. Returns what stops it. Called once the toast is shown. */
  until?: (onEnd: () => void) => () => void;
  /** A toast with the same id replaces this one. */
  id?: string;
  /**
   * `page`: it is taken away when the page that it speaks about is left, and so is an Undo that only works
   * there. By default what has an action stays, since it can still be undone from the next page.
   */
  of?: 'page' | 'app';
  /**
   * The path of the page that it speaks about, where that one may be only about to come. It is shown there and nowhere
   * else: before, an Undo would act on a page that is not there yet.
   */
  path?: string;
}

export interface ToastMessage extends ToastOptions {
  message: string;
}

/** A toast with the path of its page: by the time it is shown, that may be left. */
export interface RaisedToast extends ToastMessage {
  page: string;
}

type Show = (toast: RaisedToast) => void;

/** Connects callers with the layer that shows toasts, which loads with the first one. */
let show: Show | null = null;
let waiting: readonly RaisedToast[] = [];
/** About a page that is still to come, with the path of the page before it. */
let coming: readonly { readonly toast: RaisedToast; readonly from: string }[] = [];

/** Takes away the toasts of this page, or only such as are over it; set while the layer is mounted. */
let leave: ((onlyOver: boolean) => void) | null = null;

/** True from the first toast on; mounts the layer. */
export const toasterRequested = createStore(() => false);

export function pushToast(toast: ToastMessage): void {
  // Outside a browser, as in unit tests, there is no page.
  const here = globalThis.location?.pathname ?? '';
  const raised = { ...toast, page: toast.path ?? here };
  if (raised.page !== here) {
    const isOther = ({ toast: { id } }: { toast: RaisedToast }) => id === undefined || id !== toast.id;
    coming = [...coming.filter(isOther), { toast: raised, from: here }];
  } else if (show) {
    show(raised);
    return;
  } else waiting = [...waiting, raised];
  toasterRequested.setState(true);
}

/** Called by the layer with the path of the page that is there now: shows what was said about it before it came. */
export function arriveAt(path: string): void {
  const due = coming.filter(({ toast }) => toast.page === path);
  // What is said about a page that another one came instead of is never shown.
  coming = coming.filter(({ toast, from }) => toast.page !== path && from === path);
  for (const { toast } of due) {
    if (show) show(toast);
    else waiting = [...waiting, toast];
  }
}

/** Whether a toast speaks about the page that it was raised on. */
export function isOfPage({ of, action }: ToastMessage): boolean {
  return (of ?? (action ? 'app' : 'page')) === 'page';
}

/** What was on the page is gone, and with it its toasts; called where that happens without a new address. */
export function leaveToasts(): void {
  waiting = waiting.filter((toast) => !isOfPage(toast));
  leave?.(false);
}

/** What comes now is to be seen: toasts of the page go from where they would be over it, as on a phone. */
export function uncoverPage(): void {
  leave?.(true);
}

/**
 * Called by the layer once it is mounted: passes it the waiting toasts and all later ones, and tells it when
 * to take those of the page away, or only such as are over it. Returns a function that disconnects it.
 */
export function connectToaster(next: Show, onLeave: (onlyOver: boolean) => void): () => void {
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
