import { afterEach, expect, it, vi } from 'vitest';
import type { RaisedToast, ToastMessage } from './toast-store';

afterEach(() => vi.unstubAllGlobals());

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
  const disconnect = connectToaster(
    (toast) => shown.push(toast),
    () => undefined,
  );
  pushToast({ message: 'second', tone: 'bad' });
  expect(shown.map((toast) => toast.message)).toEqual(['first', 'second']);

  disconnect();
  pushToast({ message: 'third' });
  const again: ToastMessage[] = [];
  connectToaster(
    (toast) => again.push(toast),
    () => undefined,
  );
  expect(again.map((toast) => toast.message)).toEqual(['third']);
  off();
});

it('remembers the page that a toast was raised on, which may be left before the layer is loaded', async () => {
  vi.resetModules();
  const { connectToaster, pushToast } = await import('./toast-store');
  vi.stubGlobal('location', { pathname: '/before' });
  pushToast({ message: 'held' });
  vi.stubGlobal('location', { pathname: '/after' });
  const shown: RaisedToast[] = [];
  connectToaster(
    (toast) => shown.push(toast),
    () => undefined,
  );
  pushToast({ message: 'shown at once' });
  expect(shown).toEqual([
    { message: 'held', page: '/before' },
    { message: 'shown at once', page: '/after' },
  ]);
});

it('says what is about the page to come on that page, and nowhere else', async () => {
  vi.resetModules();
  const { arriveAt, connectToaster, pushToast } = await import('./toast-store');
  const shown: string[] = [];
  connectToaster(
    ({ message }) => shown.push(message),
    () => undefined,
  );
  vi.stubGlobal('location', { pathname: '/here' });
  pushToast({ message: 'about the next page', path: '/next', id: 'draft' });
  pushToast({ message: 'about the next page, again', path: '/next', id: 'draft' });
  pushToast({ message: 'about this page', path: '/here' });
  arriveAt('/here');
  expect(shown).toEqual(['about this page']);
  vi.stubGlobal('location', { pathname: '/next' });
  arriveAt('/next');
  expect(shown).toEqual(['about this page', 'about the next page, again']);

  pushToast({ message: 'about a page that never came', path: '/later' });
  arriveAt('/elsewhere');
  arriveAt('/later');
  expect(shown).toHaveLength(2);
});

it('knows what goes with its page: what has no action, unless the caller says otherwise', async () => {
  const { isOfPage } = await import('./toast-store');
  const action = { label: 'Undo', onClick: () => undefined };
  expect(isOfPage({ message: 'Name saved.' })).toBe(true);
  expect(isOfPage({ message: 'Run deleted.', action })).toBe(false);
  expect(isOfPage({ message: 'Column B removed.', action, of: 'page' })).toBe(true);
  expect(isOfPage({ message: 'Signed out.', of: 'app' })).toBe(false);
});

it('takes away what was to be said about a page that is left before the layer is loaded', async () => {
  vi.resetModules();
  const { connectToaster, leaveToasts, pushToast } = await import('./toast-store');
  const action = { label: 'Undo', onClick: () => undefined };
  pushToast({ message: 'Link revoked.' });
  pushToast({ message: 'Run deleted.', action });
  leaveToasts();
  const shown: string[] = [];
  let left = 0;
  const disconnect = connectToaster(
    ({ message }) => shown.push(message),
    () => left++,
  );
  expect(shown).toEqual(['Run deleted.']);
  leaveToasts();
  expect(left).toBe(1);
  disconnect();
  leaveToasts();
  expect(left).toBe(1);
});
