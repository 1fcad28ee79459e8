import { describe, expect, it } from 'vitest';
import { readNumber, stepNumber } from './number-text';

describe('readNumber', () => {
  it.each([
    ['0.7', 0.7],
    [' 12 ', 12],
    ['.5', 0.5],
    ['1.', 1],
    ['-0', 0],
    ['0,25', 0.25],
    ['−2', -2],
    ['1e3', 1000],
  ])('%j is %d', (text, value) => {
    expect(readNumber(text, false)).toEqual({ kind: 'number', value });
  });

  it.each(['-', '.', 'abc', '0x10', '1e999', '1 2', '--1', 'Infinity'])('%j is no number', (text) => {
    expect(readNumber(text, false)).toEqual({ kind: 'invalid' });
  });

  it('tells empty from wrong, and a fraction from an integer', () => {
    expect(readNumber('  ', true)).toEqual({ kind: 'empty' });
    expect(readNumber('1.5', true)).toEqual({ kind: 'invalid' });
    expect(readNumber('15', true)).toEqual({ kind: 'number', value: 15 });
  });
});

describe('stepNumber', () => {
  it('steps without binary dust and stays in the range', () => {
    expect(stepNumber(0.2, 1, { step: 0.1 })).toBe(0.3);
    expect(stepNumber(0.07, 10, { step: 0.01, max: 1 })).toBe(0.17);
    expect(stepNumber(1.95, 10, { step: 0.1, max: 2 })).toBe(2);
    expect(stepNumber(0, -1, { step: 1, min: 0 })).toBe(0);
    expect(stepNumber(16, 1, { step: 1 })).toBe(17);
  });
});
