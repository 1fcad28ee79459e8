import { describe, expect, it } from 'vitest';
import { readNumber } from '@/lib/platform/numbers/read-number';
import { plainNumber, snapNumber, stepNumber } from './number-text';

describe('stepNumber', () => {
  it('steps without binary dust and stays in the range', () => {
    expect(stepNumber(0.2, 1, { step: 0.1 })).toBe(0.3);
    expect(stepNumber(0.07, 10, { step: 0.01, max: 1 })).toBe(0.17);
    expect(stepNumber(1.95, 10, { step: 0.1, max: 2 })).toBe(2);
    expect(stepNumber(0, -1, { step: 1, min: 0 })).toBe(0);
    expect(stepNumber(16, 1, { step: 1 })).toBe(17);
  });
});

describe('snapNumber', () => {
  it('goes to the nearest step, also where the steps do not meet the end of the range', () => {
    const unit = { min: 0, max: 1, step: 0.01 };
    expect(snapNumber(0.574999, unit)).toBe(0.57);
    expect(snapNumber(0.1 + 0.2, { min: 0, max: 2, step: 0.1 })).toBe(0.3);
    expect(snapNumber(-0.001, { min: -2, max: 2, step: 0.01 })).toBe(0);
    expect(snapNumber(1233, { min: 0, max: 1234, step: 12 })).toBe(1234);
    expect(snapNumber(99, { min: 0, max: 12.5, step: 1 })).toBe(12.5);
  });
});

describe('plainNumber', () => {
  it('reads as the whole reader does, or leaves it to that', () => {
    const signs = ['', '-', '+', '\u2212'];
    const bodies = [
      '0',
      '7',
      '00',
      '007',
      '42',
      '1000',
      '999999999999999',
      '9999999999999999',
      '1e3',
      '',
      'x',
    ];
    const ends = ['', '.', ',', '.5', ',5', '.50', ',05', '.500', ',500', '.000', '.0', ',00', ' ', '\u0665'];
    let plain = 0;
    for (const integer of [true, false]) {
      for (const text of signs.flatMap((s) => bodies.flatMap((b) => ends.map((e) => `${s}${b}${e}`)))) {
        const value = plainNumber(text, integer);
        if (value === null) continue;
        plain += 1;
        for (const bounds of [{}, { min: 0, max: 2 }, { min: -2, max: 2 }, { min: 1, max: 1_000_000 }]) {
          expect(readNumber(text, { integer, ...bounds }), text).toEqual({ kind: 'number', value });
        }
      }
    }
    expect(plain).toBeGreaterThan(80);
  });

  it('leaves alone what has two readings', () => {
    for (const text of ['1,000', '1.000', '1e3', '-.5', '1 000', '0.125'])
      expect(plainNumber(text)).toBeNull();
    for (const text of ['1,00', '1.0', '1.5']) expect(plainNumber(text, true)).toBeNull();
  });
});
