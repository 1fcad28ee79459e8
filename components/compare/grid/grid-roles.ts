/**
 * Roles of the grid, told in so many words: its elements are laid out by other rules than a table's, and a table has no
 * cells that are moved between by arrow keys. Rows and columns are counted from 1, the headers included.
 */
export function grid(label: string, rows: number, columns: number) {
  return {
    role: 'grid',
    'aria-label': label,
    'aria-multiselectable': true,
    'aria-rowcount': rows + 1,
    'aria-colcount': columns + 1,
  } as const;
}

export function gridRow(index: number) {
  return { role: 'row', 'aria-rowindex': index } as const;
}

export function gridCell(column: number, isSelected: boolean) {
  return { role: 'gridcell', 'aria-colindex': column, 'aria-selected': isSelected } as const;
}

export const ROW_HEAD = { role: 'rowheader', scope: 'row' } as const;
export const COLUMN_HEAD = { role: 'columnheader', scope: 'col' } as const;
