import { pushToast, type ToastOptions } from './toast-store';

/**
 * Says one sentence in passing, away from where the eye is: for what went well elsewhere, with Undo where there is
 * one. An error that belongs to a field or a pane stands there instead.
 */
export function toast(message: string, options: ToastOptions = {}): void {
  pushToast({ message, ...options });
}
