import { describe, expect, it } from 'vitest';
import { collapseChoices } from './collapse-choices';

describe('collapseChoices', () => {
  it('makes one of equal texts, in the place of the first', () => {
    expect(collapseChoices(['a', 'b', 'a', 'a'], 4)).toEqual([
      { index: 0, duplicates: [2, 3] },
      { index: 1, duplicates: [] },
    ]);
  });

  it('keeps equal texts of different prompts apart', () => {
    expect(collapseChoices(['a', 'a', 'a', 'b'], 2)).toEqual([
      { index: 0, duplicates: [1] },
      { index: 2, duplicates: [] },
      { index: 3, duplicates: [] },
    ]);
  });
});
