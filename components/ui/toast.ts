import { pushToast, type ToastOptions } from './toast-store';

/**
 * Shows one sentence in passing: for work that succeeded elsewhere, with Undo where there is one. An error
 * that belongs to a field or a pane stands there instead.
 */
export function toast(message: string, options: ToastOptions = {}): void {
  pushToast({ message, ...options });
}

/** The same for a change of this page, with Undo. */
export function toastUndo(message: string, onUndo: () => void): void {
  toast(message, { of: 'page', action: { label: 'Undo', onClick: onUndo } });
}
