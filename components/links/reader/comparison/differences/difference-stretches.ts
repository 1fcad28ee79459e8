import type { Stretch } from '@/components/runs/paint-in-sight';
import type { Mark } from '@/lib/compare/model/diff-parts';
import { type Divergence, firstDivergence } from '@/lib/compare/model/divergence';
import type { ComparableColumn } from './comparable-columns';

export interface DifferingColumn {
  readonly at: number;
  readonly from: number;
  readonly marks: readonly Mark[];
  readonly reference: number;
  readonly divergences: ReadonlyMap<number, Divergence>;
}

/** What differs, and the first divergence; in the reference it is where each of the others leaves it. */
export function stretchesOf({ at, from, marks, reference, divergences }: DifferingColumn): Stretch[] {
  const differing = marks.map(({ start, end, kind }): Stretch => {
    const isMissing = kind === 'missing';
    const [first, last] = isMissing ? [Math.max(0, start - 1), start + 1] : [start, end];
    return { start: first + from, end: last + from, highlight: isMissing ? 'diff-missing' : 'diff-added' };
  });
  const sides =
    at === reference
      ? [...divergences.values()].map((divergence) => divergence.reference)
      : [divergences.get(at)?.other].filter((side) => side !== undefined);
  const firsts = sides
    .filter(({ start, end }) => end > start)
    .map(({ start, end }): Stretch => ({ start, end, highlight: 'diff-first' }));
  return [...differing, ...firsts];
}

/** Where each column leaves the reference, by its place; none for the reference and for the same text. */
export function divergencesOf(
  columns: readonly ComparableColumn[],
  reference: ComparableColumn | null,
): ReadonlyMap<number, Divergence> {
  const found = new Map<number, Divergence>();
  if (reference === null) return found;
  for (const column of columns) {
    const divergence = column === reference ? null : firstDivergence(reference.compared, column.compared);
    if (divergence) found.set(column.at, divergence);
  }
  return found;
}
