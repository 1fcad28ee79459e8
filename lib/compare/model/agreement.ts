import type { FactsOf } from './cell-facts';
import type { CellGrid, GridPlace } from './cell-grid';

/** How many of several outputs are the most frequent one; null for fewer than two. @param texts their `identity` */
export function agreementOf(
  texts: readonly (string | null)[],
): { readonly same: number; readonly of: number } | null {
  const counts = new Map<string, number>();
  let of = 0;
  for (const text of texts) {
    if (text === null) continue;
    of += 1;
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return of < 2 ? null : { same: Math.max(...counts.values()), of };
}

/** How often two variants say the same about the same input. */
export interface PairAgreement {
  /** Places of the two in the grid. */
  readonly one: GridPlace;
  readonly other: GridPlace;
  /** Of inputs and repeats with an output of both. */
  readonly texts: { readonly same: number; readonly of: number };
  /** Of those where the checks say something about both. */
  readonly verdicts: { readonly same: number; readonly of: number };
}

/**
 * The agreement of every two variants over all inputs and repeats, least first. Texts become numbers once, so that a pair costs
 * two comparisons an input.
 */
export function pairAgreements({ sets, places, size }: CellGrid, facts: FactsOf): PairAgreement[] {
  const numbers = new Map<string, number>();
  const variants = places.map((place) => ({
    place,
    texts: [] as (number | null)[],
    passes: [] as (number | null)[],
  }));
  for (const [at, set] of sets.entries()) {
    for (const { cell, row, column } of set) {
      const known = facts(cell);
      const variant = variants[row * size.column + column];
      if (!known || known.outputs.length === 0 || !variant) continue;
      const { identity } = known;
      if (identity !== null && !numbers.has(identity)) numbers.set(identity, numbers.size);
      variant.texts[at] = identity === null ? null : (numbers.get(identity) ?? null);
      variant.passes[at] = known.outputs[0]?.values.passed ?? null;
    }
  }
  const pairs = variants.flatMap((one, at) =>
    variants.slice(at + 1).map(
      (other): PairAgreement => ({
        one: one.place,
        other: other.place,
        texts: sameOf(one.texts, other.texts),
        verdicts: sameOf(one.passes, other.passes),
      }),
    ),
  );
  const share = ({ same, of }: PairAgreement['texts']) => (of === 0 ? 2 : same / of);
  return pairs
    .filter((pair) => pair.texts.of > 0)
    .sort((a, b) => share(a.verdicts) - share(b.verdicts) || share(a.texts) - share(b.texts));
}

function sameOf(one: readonly (number | null)[], other: readonly (number | null)[]) {
  const both = [...one.keys()].filter((at) => one[at] != null && other[at] != null);
  return { same: both.filter((at) => one[at] === other[at]).length, of: both.length };
}
