import { expect, it } from 'vitest';
import { rankChoices } from './rank-choices';

const groups = [0, 1, 2, 3].map((index) => ({ index, duplicates: [] }));
const ranked = (means: readonly (number | null)[], n = 4) =>
  rankChoices(groups, means, n)?.map(({ index }) => index) ?? null;

it('puts the most likely first, and leaves equally likely ones in their order', () => {
  expect(ranked([-2, -0.5, -1, -0.5])).toEqual([1, 3, 2, 0]);
});

it('ranks the choices of each prompt apart', () => {
  expect(ranked([-2, -1, -0.2, -0.1], 2)).toEqual([1, 0, 3, 2]);
});

it('ranks nothing unless every choice has probabilities, and there are two of a prompt', () => {
  expect(ranked([-2, null, -1, -1])).toBeNull();
  expect(ranked([-2, -1, -1, -1], 1)).toBeNull();
  expect(rankChoices([{ index: 0, duplicates: [1, 2] }], [-1, -1, -1], 3)).toBeNull();
});
