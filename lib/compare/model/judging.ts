import type { FactsOf } from './cell-facts';
import { type CellGrid, type PlacedCell, placeKey } from './cell-grid';
import type { Vote } from './comparisons';
import { type Interval, wilsonInterval } from './wilson';

/**
 * Two outputs of the same input and repeat, to be judged next; null: there are none. Every two variants are shown equally often, then
 * every input, by what the votes have shown so far; which of those that are due is chance, and so is the order of the two. Equal
 * texts are no question.
 *
 * @param random from 0 to below 1
 */
export function drawPair(
  grid: CellGrid,
  facts: FactsOf,
  votes: readonly Pick<Vote, 'shown'>[],
  random: () => number = Math.random,
): readonly [string, string] | null {
  const shownPairs = new Map<string, number>();
  const shownTries = new Map<string, number>();
  for (const { shown } of votes) {
    const places = shown.flatMap((cell) => grid.place(cell) ?? []);
    const [one, other] = places;
    if (!one || !other || places.length !== 2) continue;
    const pair = pairKey(placeKey(one), placeKey(other));
    shownPairs.set(pair, (shownPairs.get(pair) ?? 0) + 1);
    const tried = `${pair} ${one.input}:${one.repeat}`;
    shownTries.set(tried, (shownTries.get(tried) ?? 0) + 1);
  }
  let best: { one: PlacedCell; other: PlacedCell; pairs: number; tries: number } | null = null;
  /** How many are as good as the best, which stays with a chance of one in so many. */
  let equal = 0;
  for (const all of grid.sets) {
    const set = all.filter(({ cell }) => facts(cell)?.identity != null && facts(cell)?.text);
    for (const [at, one] of set.entries()) {
      for (const other of set.slice(at + 1)) {
        if (facts(one.cell)?.identity === facts(other.cell)?.identity) continue;
        const pair = pairKey(placeKey(one), placeKey(other));
        const pairs = shownPairs.get(pair) ?? 0;
        const tries = shownTries.get(`${pair} ${one.input}:${one.repeat}`) ?? 0;
        const difference = best === null ? -1 : pairs - best.pairs || tries - best.tries;
        if (difference > 0) continue;
        equal = difference < 0 ? 1 : equal + 1;
        if (difference < 0 || random() < 1 / equal) best = { one, other, pairs, tries };
      }
    }
  }
  if (best === null) return null;
  const { one, other } = best;
  return random() < 0.5 ? [one.cell, other.cell] : [other.cell, one.cell];
}

function pairKey(one: string, other: string): string {
  return one < other ? `${one} ${other}` : `${other} ${one}`;
}

export interface Tally {
  /** A cell of what was judged: any of its variant's. Null: no output was better. */
  readonly cell: string | null;
  readonly won: number;
  /** How often it was among the outputs shown, votes without a winner left out; of these themselves, all votes. */
  readonly of: number;
  /** Where its share of wins lies; null for votes without a winner. */
  readonly interval: Interval | null;
}

/** Wins by variant, over all inputs and repeats, most wins first. A cell that the plan no longer has stands alone. */
export function tallyOf({ place }: Pick<CellGrid, 'place'>, votes: readonly Vote[]): Tally[] {
  const keyOf = (cell: string) => {
    const found = place(cell);
    return found ? placeKey(found) : cell;
  };
  const rows = new Map<string, { cell: string; won: number; of: number }>();
  for (const vote of votes) {
    const winner = vote.cell === null ? null : keyOf(vote.cell);
    for (const cell of vote.shown) {
      const key = keyOf(cell);
      const row = rows.get(key) ?? { cell, won: 0, of: 0 };
      rows.set(key, row);
      if (winner === null) continue;
      row.of += 1;
      if (cell === vote.cell) row.won += 1;
    }
  }
  const draws = votes.filter(({ cell }) => cell === null).length;
  const tally = [...rows.values()].map(
    (row): Tally => ({ ...row, interval: wilsonInterval(row.won, row.of) }),
  );
  if (draws > 0) tally.push({ cell: null, won: draws, of: votes.length, interval: null });
  return tally.sort((a, b) => b.won - a.won || a.of - b.of);
}
