import type { Stretch } from '@/components/runs/paint-visible';
import type { Mark } from '@/lib/texts/model/diff-parts';
import type { Divergence } from '@/lib/texts/model/divergence';

export interface DifferingOutput {
  readonly cell: string;
  /** UTF-16 offset at which the completion begins, after an echoed prompt. */
  readonly from: number;
  /** The differences, in the completion. */
  readonly marks: readonly Mark[];
  /** Whether this is the reference: it shows where each of the others diverges. */
  readonly isReference: boolean;
  /** Where each output diverges from the reference, by cell; null: it is the same text. */
  readonly divergences: Readonly<Record<string, Divergence | null>>;
}

/** The marks in the whole text of an output: its differences from the reference, and the first divergence. */
export function differenceStretches(output: DifferingOutput): Stretch[] {
  const { cell, from, marks, isReference, divergences } = output;
  const differing = marks.map(({ start, end, kind }): Stretch => {
    const isMissing = kind === 'missing';
    const [first, last] = isMissing ? [Math.max(0, start - 1), start + 1] : [start, end];
    return { start: first + from, end: last + from, highlight: isMissing ? 'diff-missing' : 'diff-added' };
  });
  const sides = isReference
    ? Object.values(divergences).map((divergence) => divergence?.reference)
    : [divergences[cell]?.other];
  const firsts = sides.flatMap((side): Stretch[] =>
    side && side.end > side.start ? [{ start: side.start, end: side.end, highlight: 'diff-first' }] : [],
  );
  return [...differing, ...firsts];
}
