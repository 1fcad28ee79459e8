import { expect, it } from 'vitest';
import { runCountLabel } from './run-count';

it.each([
  [0, true, '0 runs'],
  [1, true, '1 run'],
  [128, true, '128 runs'],
  [1_000, false, '1,000+ runs'],
  [1, false, '1+ runs'],
])('%d, exactly: %s', (count, isExact, label) => {
  expect(runCountLabel({ count, isExact })).toBe(label);
});
