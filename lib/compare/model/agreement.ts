import type { FactsOf } from './cell-facts';
import type { CellGrid, PlacedCell } from './cell-grid';

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
  readonly one: Pick<PlacedCell, 'row' | 'column'>;
  readonly other: Pick<PlacedCell, 'row' | 'column'>;
  /** Of inputs and repeats with an output of both. */
  readonly texts: { readonly same: number; readonly of: number };
  /** Of those where the checks say something about both. */
  readonly verdicts: { readonly same: number; readonly of: number };
}

/**
 * The agreement of every two variants over all inputs and repeats, least first. Texts become numbers once, so that a pair costs
 * two comparisons an input.
 */
export function pairAgreements({ cells, size }: CellGrid, facts: FactsOf): PairAgreement[] {
  const variants = size.row * size.column;
  const tries = size.input * size.repeat;
  const numbers = new Map<string, number>();
  const texts = new Int32Array(variants * tries).fill(-1);
  const passes = new Int8Array(variants * tries).fill(-1);
  for (const { cell, row, column, input, repeat } of cells) {
    const known = facts(cell);
    if (!known || known.outputs.length === 0) continue;
    const at = (row * size.column + column) * tries + input * size.repeat + repeat;
    const text = known.identity;
    if (text !== null) {
      const number = numbers.get(text) ?? numbers.size;
      numbers.set(text, number);
      texts[at] = number;
    }
    const passed = known.outputs[0]?.values.passed;
    if (passed != null) passes[at] = passed;
  }
  const found: PairAgreement[] = [];
  for (let one = 0; one < variants; one += 1) {
    for (let other = one + 1; other < variants; other += 1) {
      found.push({
        one: placeOf(one, size.column),
        other: placeOf(other, size.column),
        texts: sameOf(texts, one * tries, other * tries, tries),
        verdicts: sameOf(passes, one * tries, other * tries, tries),
      });
    }
  }
  const share = ({ same, of }: PairAgreement['texts']) => (of === 0 ? 2 : same / of);
  return found
    .filter((pair) => pair.texts.of > 0)
    .sort((a, b) => share(a.verdicts) - share(b.verdicts) || share(a.texts) - share(b.texts));
}

function placeOf(variant: number, columns: number): Pick<PlacedCell, 'row' | 'column'> {
  return { row: Math.floor(variant / columns), column: variant % columns };
}

function sameOf(
  values: Int32Array | Int8Array,
  one: number,
  other: number,
  count: number,
): { same: number; of: number } {
  let same = 0;
  let of = 0;
  for (let at = 0; at < count; at += 1) {
    const [a, b] = [values[one + at], values[other + at]];
    if (a === undefined || b === undefined || a < 0 || b < 0) continue;
    of += 1;
    if (a === b) same += 1;
  }
  return { same, of };
}
