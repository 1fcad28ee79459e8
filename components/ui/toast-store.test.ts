import { expect, it, vi } from 'vitest';
import type { ToastMessage } from './toast-store';

it('keeps what was said before the layer was loaded, and hands it over once', async () => {
  // As on a freshly loaded page.
  vi.resetModules();
  const { connectToaster, pushToast, toasterRequested } = await import('./toast-store');
  let emitted = 0;
  const off = toasterRequested.subscribe(() => emitted++);
  expect(toasterRequested.getState()).toBe(false);
  pushToast({ message: 'first' });
  expect(emitted).toBe(1);
  expect(toasterRequested.getState()).toBe(true);

  const shown: ToastMessage[] = [];
  const disconnect = connectToaster((toast) => shown.push(toast));
  pushToast({ message: 'second', tone: 'bad' });
  expect(shown.map((toast) => toast.message)).toEqual(['first', 'second']);

  disconnect();
  pushToast({ message: 'third' });
  const again: ToastMessage[] = [];
  connectToaster((toast) => again.push(toast));
  expect(again.map((toast) => toast.message)).toEqual(['third']);
  off();
});
