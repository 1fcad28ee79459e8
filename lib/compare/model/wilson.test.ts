import { expect, test } from 'vitest';
import { intervalLabel, wilsonInterval } from './wilson';

// Newcombe 1998, table I, method 3.
test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])('%i of %i', (count, n, low, high) => {
  const interval = wilsonInterval(count, n);
  expect(interval?.low).toBeCloseTo(low, 4);
  expect(interval?.high).toBeCloseTo(high, 4);
});

test('nothing says nothing, and all of few does not say always', () => {
  expect(wilsonInterval(0, 0)).toBeNull();
  expect(wilsonInterval(2, 2)?.high).toBe(1);
  expect(wilsonInterval(2, 2)?.low).toBeCloseTo(0.3424, 4);
  expect(intervalLabel({ low: 0.3424, high: 1 })).toBe('34–100%');
});
