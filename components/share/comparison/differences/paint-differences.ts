import { createSightPainter, type Stretch } from '@/components/playground/output/paint-in-sight';
import type { Mark } from '@/lib/completions/compare/diff-parts';
import type { Divergence } from '@/lib/completions/compare/divergence';
import type { ShownText } from '../../shown-text';

export interface PaintedColumn {
  readonly at: number;
  readonly from: number;
  readonly marks: readonly Mark[];
  readonly reference: number;
  readonly divergences: ReadonlyMap<number, Divergence>;
}

/** Marks what differs over the text of a column. Returns how to take the marks away. */
export function paintDifferences(text: ShownText, column: PaintedColumn): () => void {
  const stretches = stretchesOf(column);
  if (stretches.length === 0) return () => undefined;
  const painter = createSightPainter({
    view: text.view,
    container: text.container,
    scroller: text.section,
    stretches: (from, to) => stretches.filter(({ start, end }) => end > from && start < to),
  });
  const forget = text.onChange(painter.grew);
  return () => {
    forget();
    painter.dispose();
  };
}

/** What differs, and the first divergence; in the reference it is where each of the others leaves it. */
function stretchesOf({ at, from, marks, reference, divergences }: PaintedColumn): Stretch[] {
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
