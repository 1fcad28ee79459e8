/**
 * Roles of the table of the screen, to be spread on plain elements: table elements cannot share their raster of columns
 * with the panes below.
 */
export const TABLE = { role: 'table', 'aria-label': 'Settings and measures' } as const;
export const ROW_GROUP = { role: 'rowgroup' } as const;
export const ROW = { role: 'row' } as const;
export const ROW_HEADER = { role: 'rowheader' } as const;
export const COLUMN_HEADER = { role: 'columnheader' } as const;
/** One with controls in it: without a name of its own it would be called by all of them. */
export const namedColumnHeader = (name: string) => ({ role: 'columnheader', 'aria-label': name }) as const;
export const CELL = { role: 'cell' } as const;
/** One that stands in the place of several. */
export const cellOver = (columns: number) => ({ role: 'cell', 'aria-colspan': columns }) as const;
