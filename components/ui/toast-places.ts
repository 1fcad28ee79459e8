import { createStore } from 'zustand/vanilla';

/** A place for toasts in an open dialog. */
export interface ToastPlace {
  readonly element: HTMLElement;
  /** The dialog is a sheet of the window's whole height. */
  readonly isTall: boolean;
}

/** The innermost dialog's is the last. Toasts are shown there: an open dialog makes everything outside of it inert. */
export const toastPlaces = createStore<readonly ToastPlace[]>(() => []);
