import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { toastTimers } from './toast-timers';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('ends a toast after its time, which stands still while it is held', () => {
  const ended: (string | number)[] = [];
  let isHeld = false;
  const timers = toastTimers(
    () => isHeld,
    () => true,
    (id) => ended.push(id),
  );
  timers.start('a', 20_000);
  vi.advanceTimersByTime(15_000);
  timers.start('b', 20_000);
  isHeld = true;
  vi.advanceTimersByTime(60_000);
  expect(ended).toEqual([]);
  isHeld = false;
  vi.advanceTimersByTime(5_000);
  expect(ended).toEqual(['a']);
  vi.advanceTimersByTime(15_000);
  expect(ended).toEqual(['a', 'b']);
  expect(vi.getTimerCount()).toBe(0);
});

it('begins anew for one that replaces another, and forgets one that is gone', () => {
  const ended: (string | number)[] = [];
  const timers = toastTimers(
    () => false,
    () => true,
    (id) => ended.push(id),
  );
  timers.start('a', 1000);
  vi.advanceTimersByTime(500);
  timers.start('a', 1000);
  vi.advanceTimersByTime(500);
  expect(ended).toEqual([]);
  timers.stop('a');
  expect(vi.getTimerCount()).toBe(0);
});

it('gives one that lies under another its whole time once it is seen', () => {
  const ended: (string | number)[] = [];
  let seen = 'newer';
  const timers = toastTimers(
    () => false,
    (id) => id === seen,
    (id) => ended.push(id),
  );
  timers.start('older', 20_000);
  timers.start('newer', 20_000);
  vi.advanceTimersByTime(20_000);
  expect(ended).toEqual(['newer']);
  seen = 'older';
  vi.advanceTimersByTime(19_500);
  expect(ended).toEqual(['newer']);
  vi.advanceTimersByTime(500);
  expect(ended).toEqual(['newer', 'older']);
  expect(vi.getTimerCount()).toBe(0);
});

it('ends one that is seen too late, or not at all', () => {
  const ended: (string | number)[] = [];
  let isSeen = false;
  const timers = toastTimers(
    () => false,
    () => isSeen,
    (id) => ended.push(id),
  );
  timers.start('short', 20_000);
  timers.start('long', 60_000);
  vi.advanceTimersByTime(40_000);
  isSeen = true;
  vi.advanceTimersByTime(9_500);
  expect(ended).toEqual([]);
  vi.advanceTimersByTime(500);
  expect(ended).toEqual(['short']);
  vi.advanceTimersByTime(10_000);
  expect(ended).toEqual(['short', 'long']);
});
