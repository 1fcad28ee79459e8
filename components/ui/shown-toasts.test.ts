import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { ToastMessage } from './toast-store';

interface Options {
  readonly id?: string | number;
  readonly action?: { readonly onClick: () => void };
  readonly onDismiss: (toast: { id: string | number }) => void;
}

/** What the library was given, by id. */
const given = new Map<string | number, Options>();
const dismissed: (string | number)[] = [];
let hasSpace = true;

// Test files share their modules: these are for this one only.
beforeAll(() => {
  vi.resetModules();
  const sonner = (_text: string, options: Options) => {
    const id = options.id ?? given.size + 1;
    given.set(id, options);
    return id;
  };
  vi.doMock('sonner', () => ({
    toast: Object.assign(sonner, { dismiss: (id: string | number) => dismissed.push(id) }),
  }));
  vi.doMock('./toast-floor', () => ({ measureToastFloor: () => undefined }));
  vi.doMock('./toast-host', () => ({
    headerHasSpace: () => hasSpace,
    fitsHeader: (text: string) => text.length < 20,
  }));
  vi.stubGlobal('document', { hidden: false, activeElement: null });
});
afterAll(() => {
  for (const module of ['sonner', './toast-floor', './toast-host']) vi.doUnmock(module);
  vi.unstubAllGlobals();
  vi.resetModules();
});

beforeEach(() => {
  given.clear();
  dismissed.length = 0;
  hasSpace = true;
});

const load = () => import('./shown-toasts');
const ACTION = { label: 'Undo', onClick: () => undefined };
const raised = (message: string, more: Omit<ToastMessage, 'message'> = {}) => ({
  message,
  page: '/',
  ...more,
});

it('stops to wait for the end of a toast whose action was pressed, before what the action shows', async () => {
  const { dismissOfPage, showToast } = await load();
  const stopped: string[] = [];
  const until = (name: string) => () => () => stopped.push(name);
  const onClick = () => showToast(raised('again', { id: 'draft', action: ACTION, until: until('second') }));
  showToast(raised('replaced', { id: 'draft', action: { label: 'Undo', onClick }, until: until('first') }));
  given.get('draft')?.action?.onClick();
  expect(stopped).toEqual(['first']);
  // Nothing of the first one is left.
  dismissOfPage();
  expect(stopped).toEqual(['first']);
  given.get('draft')?.onDismiss({ id: 'draft' });
  expect(stopped).toEqual(['first', 'second']);
});

it('uncovers the page: what is at the bottom goes, and on a small screen all of the page', async () => {
  const { dismissOfPage, dismissOverPage, showToast } = await load();
  const show = () => {
    showToast(raised('short', { id: 'short' }));
    showToast(raised('longer than the header has space', { id: 'long' }));
    showToast(raised('longer, and of no page at all', { id: 'app', of: 'app' }));
  };
  show();
  dismissOverPage();
  expect(dismissed).toEqual(['long']);
  dismissOfPage('/');
  expect(dismissed).toEqual(['long']);
  dismissOfPage('/elsewhere');
  expect(dismissed).toEqual(['long', 'short']);

  dismissed.length = 0;
  hasSpace = false;
  show();
  dismissOverPage();
  expect(dismissed).toEqual(['short', 'long']);
});

it('takes the one that was shown last for the newest, wherever it is', async () => {
  const { newestOf } = await load();
  const toast = (testid: string) => ({ dataset: { testid } });
  const [older, newer] = [toast('toast-9'), toast('toast-10')];
  expect(newestOf([older, newer])).toBe(newer);
  expect(newestOf([newer, older])).toBe(newer);
  expect(newestOf([])).toBeNull();
});
