import { createSightPainter } from '@/components/runs/paint-in-sight';
import type { ShownText } from '../../shown-text';
import { type DifferingColumn, stretchesOf } from './difference-stretches';

/** Marks what differs over the text of a column. Returns how to take the marks away. */
export function paintDifferences(text: ShownText, column: DifferingColumn): () => void {
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
