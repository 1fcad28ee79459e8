/**
 * Roles of the grid with what they need to be told, to be spread on plain elements: a table has no cells that are
 * moved between by arrow keys. Rows and columns are counted from 1, the headers included.
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

export const ROW_HEAD = { role: 'rowheader' } as const;
export const COLUMN_HEAD = { role: 'columnheader' } as const;
