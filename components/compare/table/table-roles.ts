/**
 * Roles of the table of the screen, told in so many words: its elements are laid out as a grid, which browsers take for
 * a table no more.
 */
export const TABLE = { role: 'table', 'aria-label': 'Settings and measures' } as const;
export const ROW_GROUP = { role: 'rowgroup' } as const;
export const ROW = { role: 'row' } as const;
export const ROW_HEADER = { role: 'rowheader', scope: 'row' } as const;
export const COLUMN_HEADER = { role: 'columnheader', scope: 'col' } as const;
/** One with controls in it: without a name of its own it would be called by all of them. */
export const namedColumnHeader = (name: string) => ({ ...COLUMN_HEADER, 'aria-label': name }) as const;
export const CELL = { role: 'cell' } as const;
/** One that stands in the place of several. */
export const cellOver = (columns: number) =>
  ({ role: 'cell', 'aria-colspan': columns, colSpan: columns }) as const;
