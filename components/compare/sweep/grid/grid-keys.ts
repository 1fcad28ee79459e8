import type { GridPoint } from '../../view-state';

/** The cell that a key moves to; null: the key does not move. */
export function movedPoint(
  { row, column }: GridPoint,
  key: string,
  toEdge: boolean,
  rows: number,
  columns: number,
): GridPoint | null {
  const lastRow = rows - 1;
  const lastColumn = columns - 1;
  switch (key) {
    case 'ArrowRight':
      return { row, column: toEdge ? lastColumn : Math.min(lastColumn, column + 1) };
    case 'ArrowLeft':
      return { row, column: toEdge ? 0 : Math.max(0, column - 1) };
    case 'ArrowDown':
      return { row: toEdge ? lastRow : Math.min(lastRow, row + 1), column };
    case 'ArrowUp':
      return { row: toEdge ? 0 : Math.max(0, row - 1), column };
    case 'Home':
      return { row: toEdge ? 0 : row, column: 0 };
    case 'End':
      return { row: toEdge ? lastRow : row, column: lastColumn };
    case 'PageUp':
      return { row: 0, column };
    case 'PageDown':
      return { row: lastRow, column };
    default:
      return null;
  }
}
