/**
 * Explicit roles of the grid: its elements are not laid out as a table, and a table has no arrow-key
 * navigation. Rows and columns count from 1, headers included.
 */
export function grid(
  label: string,
  rows: number,
  columns: number,
  { isTree = false, selectsSeveral = true } = {},
) {
  return {
    role: isTree ? 'treegrid' : 'grid',
    'aria-label': label,
    'aria-multiselectable': selectsSeveral,
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

export const GRID_CELL = { role: 'gridcell' } as const;
export const ROW_HEAD = { role: 'rowheader', scope: 'row' } as const;
export const COLUMN_HEAD = { role: 'columnheader', scope: 'col' } as const;

/** Of tables that browsers would drop them for, since they are laid out as a grid. */
export const TABLE = { role: 'table' } as const;
export const ROW_GROUP = { role: 'rowgroup' } as const;
export const ROW = { role: 'row' } as const;
export const CELL = { role: 'cell' } as const;
