import { movedPlace } from '../grid/moved-place';
import type { Line } from './use-lines';

/** Lines that the Page keys move by. */
const PAGE = 10;

/** The index of the line that a key moves to; null: it does not move. */
export function movedLine(key: string, at: number, lines: readonly Pick<Line, 'kind'>[]): number | null {
  if (key === 'ArrowRight') return null;
  if (key === 'ArrowLeft') {
    // From a cell to the heading of its group.
    const heading = lines.slice(0, at).findLastIndex(({ kind }) => kind === 'group');
    return lines[at]?.kind === 'cell' && heading >= 0 ? heading : null;
  }
  const isEdge = key === 'Home' || key === 'End';
  const last = { row: lines.length - 1, column: 0 };
  return movedPlace({ row: at, column: 0 }, key, isEdge, last, PAGE)?.row ?? null;
}
