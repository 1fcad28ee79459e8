import { createStore } from 'zustand/vanilla';

export interface ToastOptions {
  /** The one thing to do about it, such as Undo. */
  action?: { label: string; onClick: () => void };
  tone?: 'neutral' | 'good' | 'bad';
  /** Milliseconds; with an action it stays longer by itself. */
  duration?: number;
  /** The same id again replaces the toast. */
  id?: string;
}

export interface ToastMessage extends ToastOptions {
  message: string;
}

type Show = (toast: ToastMessage) => void;

/** Between those who say something and the layer that shows it, which is loaded with the first thing said. */
let show: Show | null = null;
let waiting: readonly ToastMessage[] = [];

/** True once there is something to show: from then on the layer is there. */
export const toasterWanted = createStore(() => false);

export function pushToast(toast: ToastMessage): void {
  if (show) {
    show(toast);
    return;
  }
  waiting = [...waiting, toast];
  toasterWanted.setState(true);
}

/** The layer is there: hands it what has waited, and everything from now on. Returns how to take it away again. */
export function connectToaster(next: Show): () => void {
  show = next;
  const held = waiting;
  waiting = [];
  for (const toast of held) next(toast);
  return () => {
    if (show === next) show = null;
  };
}
