/**
 * Explicit roles of the table: its elements are laid out as a grid, and browsers then drop their table roles.
 */
export const TABLE = { role: 'table', 'aria-label': 'Settings and measures' } as const;
export const ROW_GROUP = { role: 'rowgroup' } as const;
export const ROW = { role: 'row' } as const;
export const ROW_HEADER = { role: 'rowheader', scope: 'row' } as const;
export const COLUMN_HEADER = { role: 'columnheader', scope: 'col' } as const;
/** A header with controls in it; without its own name it would be named after all of them. */
export const namedColumnHeader = (name: string) => ({ ...COLUMN_HEADER, 'aria-label': name }) as const;
export const CELL = { role: 'cell' } as const;
/** A cell that spans several columns. */
export const cellOver = (columns: number) =>
  ({ role: 'cell', 'aria-colspan': columns, colSpan: columns }) as const;
