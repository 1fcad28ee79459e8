import type { Line } from './use-lines';

/** Lines that the Page keys move by. */
const PAGE = 10;

/** The index of the line that a key moves to; null: it does not move. */
export function movedLine(key: string, at: number, lines: readonly Pick<Line, 'kind'>[]): number | null {
  const last = lines.length - 1;
  switch (key) {
    case 'ArrowDown':
      return Math.min(last, at + 1);
    case 'ArrowUp':
      return Math.max(0, at - 1);
    case 'PageDown':
      return Math.min(last, at + PAGE);
    case 'PageUp':
      return Math.max(0, at - PAGE);
    case 'Home':
      return 0;
    case 'End':
      return last;
    case 'ArrowLeft': {
      // From a cell to the heading of its group.
      if (lines[at]?.kind !== 'cell') return null;
      for (let index = at; index >= 0; index -= 1) if (lines[index]?.kind === 'group') return index;
      return null;
    }
    default:
      return null;
  }
}
