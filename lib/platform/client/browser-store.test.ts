import { afterEach, describe, expect, it, vi } from 'vitest';
import { createBrowserStore } from './browser-store';

afterEach(() => vi.unstubAllGlobals());

describe('what the browser has kept', () => {
  it('is read once, at the first look, and not on the server', () => {
    let reads = 0;
    const store = createBrowserStore({ value: 'initial' }, () => {
      reads += 1;
      return { value: 'kept' };
    });
    vi.stubGlobal('window', undefined);
    expect(store.getState().value).toBe('initial');
    vi.stubGlobal('window', {});
    expect(reads).toBe(0);
    expect(store.getState().value).toBe('kept');
    expect(store.getState().value).toBe('kept');
    expect(reads).toBe(1);
    expect(store.getInitialState().value).toBe('initial');
  });

  it('is there before a change, which leaves the other fields as they were kept', () => {
    vi.stubGlobal('window', {});
    const store = createBrowserStore({ one: 0, two: 0 }, () => ({ one: 1, two: 1 }));
    store.setState({ two: 2 });
    expect(store.getState()).toEqual({ one: 1, two: 2 });
  });
});

it('calls every listener, also when one of them throws', () => {
  const reported: unknown[] = [];
  vi.stubGlobal('reportError', (error: unknown) => reported.push(error));
  const store = createBrowserStore(0);
  const fault = new Error('a broken part');
  store.subscribe(() => {
    throw fault;
  });
  const seen: [number, number][] = [];
  const end = store.subscribe((now, before) => seen.push([now, before]));
  store.setState(1);
  end();
  store.setState(2);
  expect(seen).toEqual([[1, 0]]);
  expect(reported).toEqual([fault, fault]);
});
