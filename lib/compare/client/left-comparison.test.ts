import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { forgetLeftComparison, lastComparison, noteLastComparison } from './left-comparison';

function memory() {
  const items = new Map<string, string>();
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
    key: () => null,
    length: 0,
  };
}

const browser = memory();
const inTab = (sessionStorage = memory()) =>
  vi.stubGlobal('window', { localStorage: browser, sessionStorage });

beforeEach(() => void inTab());
afterEach(() => {
  vi.unstubAllGlobals();
});

it('what was open last is that of the tab, and in a new tab that of the browser', () => {
  expect(lastComparison()).toBeNull();
  const first = memory();
  inTab(first);
  noteLastComparison('one', 'columns');
  inTab();
  expect(lastComparison()).toEqual({ id: 'one', kind: 'columns' });
  noteLastComparison(null, 'sweep');
  expect(lastComparison()).toEqual({ id: null, kind: 'sweep' });
  inTab(first);
  expect(lastComparison()).toEqual({ id: 'one', kind: 'columns' });
  forgetLeftComparison('one');
  expect(lastComparison()).toEqual({ id: null, kind: 'sweep' });
});

it('where there is no space for the last one, an older one is not the last', () => {
  noteLastComparison('one', 'columns');
  const full = () => {
    throw new Error('QuotaExceededError');
  };
  vi.stubGlobal('window', {
    localStorage: { ...browser, setItem: full },
    sessionStorage: { ...window.sessionStorage, setItem: full },
  });
  noteLastComparison('two', 'columns');
  expect(lastComparison()).toBeNull();
});

it('what somebody else has written there is none', () => {
  browser.setItem('playground.last-comparison', '{"id":7}');
  expect(lastComparison()).toBeNull();
});
