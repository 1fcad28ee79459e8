import { expect, it } from 'vitest';
import { rankChoices, rankOf } from './rank-choices';

const groups = [0, 1, 2, 3].map((index) => ({ index, duplicates: [] }));
const ranked = (means: readonly (number | null)[], n = 4) =>
  rankChoices(groups, means, n)?.map(({ index }) => index) ?? null;

it('puts the most likely first, and leaves equally likely ones in their order', () => {
  expect(ranked([-2, -0.5, -1, -0.5])).toEqual([1, 3, 2, 0]);
});

it('ranks the choices of each prompt apart', () => {
  expect(ranked([-2, -1, -0.2, -0.1], 2)).toEqual([1, 0, 3, 2]);
});

it('puts those without probabilities last, without a rank', () => {
  const means = [null, -2, null, -1];
  expect(ranked(means)).toEqual([3, 1, 0, 2]);
  const all = rankChoices(groups, means, 4) ?? [];
  expect([0, 1, 2, 3].map((index) => rankOf(all, means, index, 4))).toEqual([
    null,
    { rank: 2, count: 2 },
    null,
    { rank: 1, count: 2 },
  ]);
});

it('ranks nothing unless two choices of a prompt have probabilities', () => {
  expect(ranked([-2, null, null, null])).toBeNull();
  expect(ranked([-2, null, -1, null], 2)).toBeNull();
  expect(ranked([-2, -1, -1, -1], 1)).toBeNull();
  expect(rankChoices([{ index: 0, duplicates: [1, 2] }], [-1, -1, -1], 3)).toBeNull();
});

it('ranks each choice among those of its prompt; duplicates share a rank', () => {
  const n = 3;
  const means = [-2, -1, -2, -1, -3, -3];
  const ranked = rankChoices(
    [
      { index: 0, duplicates: [2] },
      { index: 1, duplicates: [] },
      { index: 3, duplicates: [] },
      { index: 4, duplicates: [5] },
    ],
    means,
    n,
  );
  const ranks = [0, 1, 2, 3, 4, 5].map((index) => rankOf(ranked ?? [], means, index, n));
  expect(ranks.map((one) => one?.rank)).toEqual([2, 1, 2, 1, 2, 2]);
  expect(ranks.map((one) => one?.count)).toEqual([3, 3, 3, 3, 3, 3]);
  expect(rankOf([], means, 0, n)).toBeNull();
});
