import type { GridPlace } from '@/lib/compare/model/cell-grid';

/**
 * Where a key leads to in a grid; null: it does not move. With `toEdge` (Control) as far as it goes.
 *
 * @param last the last row and column
 * @param page rows that the Page keys move by
 * @param first the first row; −1 where one of names stands above
 */
export function movedPlace(
  { row, column }: GridPlace,
  key: string,
  toEdge: boolean,
  last: GridPlace,
  page = last.row,
  first = 0,
): GridPlace | null {
  const places: Record<string, readonly [number, number]> = {
    ArrowUp: [toEdge ? 0 : Math.max(first, row - 1), column],
    ArrowDown: [toEdge ? last.row : row + 1, column],
    ArrowLeft: [row, toEdge ? 0 : column - 1],
    ArrowRight: [row, toEdge ? last.column : column + 1],
    PageUp: [Math.max(0, row - page), column],
    PageDown: [row + page, column],
    Home: [toEdge ? 0 : row, 0],
    End: [toEdge ? last.row : row, last.column],
  };
  const place = places[key];
  if (!place) return null;
  return { row: Math.min(last.row, place[0]), column: Math.max(0, Math.min(last.column, place[1])) };
}
