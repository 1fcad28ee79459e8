import { describe, expect, it } from 'vitest';
import { stepNumber } from './number-text';

describe('stepNumber', () => {
  it('steps without binary dust and stays in the range', () => {
    expect(stepNumber(0.2, 1, { step: 0.1 })).toBe(0.3);
    expect(stepNumber(0.07, 10, { step: 0.01, max: 1 })).toBe(0.17);
    expect(stepNumber(1.95, 10, { step: 0.1, max: 2 })).toBe(2);
    expect(stepNumber(0, -1, { step: 1, min: 0 })).toBe(0);
    expect(stepNumber(16, 1, { step: 1 })).toBe(17);
  });
});
