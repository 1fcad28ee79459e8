import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { columnsPlan } from '@/lib/testing/comparisons';
import { loadNewPlan, loadStashedPlan, stashPlan, storeNewPlan } from './new-plan-storage';

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

beforeEach(() => {
  vi.stubGlobal('window', { localStorage: memory(), sessionStorage: memory() });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const planAbout = (prompt: string) => ({ plan: columnsPlan([{}, {}], { prompt }), title: prompt });

it('what somebody has composed stays in the stash, however many links are opened after it', () => {
  storeNewPlan(planAbout('written'));
  for (const link of ['first link', 'second link']) {
    const replaced = loadNewPlan('columns');
    expect(replaced && stashPlan(replaced)).toBe(link === 'first link');
    storeNewPlan({ ...planAbout(link), isFromAddress: true });
  }
  expect(loadStashedPlan('columns')?.title).toBe('written');
  // Once it is changed, what a link has brought is somebody's own.
  storeNewPlan(planAbout('second link, changed'));
  const changed = loadNewPlan('columns');
  expect(changed && stashPlan(changed)).toBe(true);
  expect(loadStashedPlan('columns')?.title).toBe('second link, changed');
});
