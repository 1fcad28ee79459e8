import { expect, it } from 'vitest';
import { PARAMETER_NAMES, parameterSpec } from './parameters';

it('every slider has a place for the value that servers take when nothing is sent', () => {
  const sliders = PARAMETER_NAMES.map(parameterSpec).filter(({ kind }) => kind === 'number');
  expect(sliders.length).toBeGreaterThan(5);
  for (const { label, fallback, fallbackValue = Number(fallback), min, max } of sliders) {
    expect(fallbackValue, label).toBeGreaterThanOrEqual(min ?? 0);
    expect(fallbackValue, label).toBeLessThanOrEqual(max ?? 0);
  }
});
