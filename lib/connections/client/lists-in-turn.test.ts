import { expect, it } from 'vitest';
import { inOrderOfArrival, inTurn, isSettled, MAX_AT_ONCE, withArrivals } from './lists-in-turn';

const IDS = ['a', 'b', 'c', 'd', 'e'];
const items = IDS.map((id) => ({ id }));
const orderOf = (arrived: readonly string[]) => inOrderOfArrival(items, arrived).map(({ id }) => id);

it('puts what comes below what is there, which stays where it is', () => {
  // What is cached already is there from the beginning.
  const first = withArrivals([], IDS, (id) => id === 'b');
  expect(orderOf(first)).toEqual(['b', 'a', 'c', 'd', 'e']);
  const second = withArrivals(first, IDS, (id) => ['b', 'd'].includes(id));
  expect(orderOf(second)).toEqual(['b', 'd', 'a', 'c', 'e']);
  const third = withArrivals(second, IDS, (id) => ['a', 'b', 'd'].includes(id));
  expect(orderOf(third)).toEqual(['b', 'd', 'a', 'c', 'e']);
  expect(withArrivals(third, IDS, (id) => third.includes(id))).toBe(third);
  // One that is asked again has arrived all the same.
  expect(withArrivals(third, IDS, () => false)).toBe(third);
});

it('asks a few at a time, and the next when one has answered', () => {
  const turn = (...done: string[]) => [...inTurn(IDS, (id) => done.includes(id))];
  expect(turn()).toEqual(IDS.slice(0, MAX_AT_ONCE));
  expect(turn('b')).toEqual(['a', 'c', 'd']);
  expect(turn('b', 'a', 'c', 'd')).toEqual(['e']);
  expect(turn(...IDS)).toEqual([]);
});

it('asks no server again that has answered, or refused a short while ago', () => {
  const minute = 60_000;
  const now = 10 * minute;
  const state = (status: 'pending' | 'error' | 'success', dataUpdatedAt: number, errorUpdatedAt = 0) =>
    isSettled({ status, dataUpdatedAt, errorUpdatedAt }, now, 5 * minute);
  expect(isSettled(undefined, now, 5 * minute)).toBe(false);
  expect(state('pending', 0)).toBe(false);
  expect(state('success', now - 4 * minute)).toBe(true);
  expect(state('success', now - 6 * minute)).toBe(false);
  expect(state('error', 0, now - minute / 2)).toBe(true);
  expect(state('error', 0, now - 2 * minute)).toBe(false);
  // While the lists are open.
  expect(state('error', 0, now + minute)).toBe(true);
});
