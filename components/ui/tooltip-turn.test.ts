import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { tooltipTurn } from './tooltip-turn';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('waits for a resting pointer, shows its neighbour at once, and only one at a time', () => {
  const shown: string[] = [];
  const one = tooltipTurn(() => shown.push('-one'));
  const two = tooltipTurn(() => shown.push('-two'));

  one.wait(() => shown.push('+one'));
  vi.advanceTimersByTime(200);
  one.leave();
  vi.advanceTimersByTime(1000);
  expect(shown).toEqual([]);

  one.wait(() => shown.push('+one'));
  vi.advanceTimersByTime(400);
  one.leave();
  two.wait(() => shown.push('+two'));
  vi.advanceTimersByTime(0);
  expect(shown).toEqual(['+one', '-one', '+two']);

  // The pointer goes from the element onto the tooltip.
  two.leave();
  two.stay();
  vi.advanceTimersByTime(1000);
  expect(shown).toHaveLength(3);

  two.leave();
  vi.advanceTimersByTime(1000);
  expect(shown.at(-1)).toBe('-two');
});

it('waits as ever after one that was refused: none was there', () => {
  const shown: string[] = [];
  // Long after the last one.
  vi.advanceTimersByTime(10_000);
  const one = tooltipTurn(() => shown.push('-one'));
  one.wait(() => {
    shown.push('+one');
    one.refuse();
  });
  vi.advanceTimersByTime(400);
  expect(shown).toEqual(['+one', '-one']);
  one.wait(() => shown.push('again'));
  vi.advanceTimersByTime(399);
  expect(shown).toHaveLength(2);
  vi.advanceTimersByTime(1);
  expect(shown.at(-1)).toBe('again');
  one.cancel();
});
