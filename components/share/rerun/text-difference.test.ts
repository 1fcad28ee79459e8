import { describe, expect, it } from 'vitest';
import { sharedPart, textDifference } from './text-difference';

const sides = (before: string, after: string) => {
  const parts = textDifference(before, after) ?? [];
  const without = (kind: string) =>
    parts
      .filter((part) => part.kind !== kind)
      .map(({ text }) => text)
      .join('');
  return { parts, before: without('added'), after: without('removed') };
};

describe('the difference of two texts', () => {
  it('holds both of them, to the last white space', () => {
    const before = ' The quick  brown fox\n\tjumps.\n';
    const after = ' The slow brown fox\r\njumps over 犬. ';
    expect(sides(before, after)).toMatchObject({ before, after });
  });

  it('marks the words that differ and no others', () => {
    expect(sides('a red door', 'a blue door').parts).toEqual([
      { kind: 'same', text: 'a ' },
      { kind: 'removed', text: 'red' },
      { kind: 'added', text: 'blue' },
      { kind: 'same', text: ' door' },
    ]);
  });

  it('takes words that are replaced one after the other as one stretch', () => {
    expect(sides('the old brown dog sat', 'the young white cat sat').parts).toEqual([
      { kind: 'same', text: 'the ' },
      { kind: 'removed', text: 'old brown dog' },
      { kind: 'added', text: 'young white cat' },
      { kind: 'same', text: ' sat' },
    ]);
  });

  it('says how much is in both', () => {
    const part = (before: string, after: string) => sharedPart(sides(before, after).parts);
    expect(part('the same', 'the same')).toBe(1);
    expect(part('', '')).toBe(1);
    expect(part('aaaa', 'bbbb')).toBe(0);
    expect(part('a red door', 'a blue door')).toBeCloseTo(7 / 11, 5);
  });
});
