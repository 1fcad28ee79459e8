/** Keys of a comparison and of a sweep. */
export const COMPARE_SHORTCUTS = {
  runAll: { keys: 'mod+enter', label: 'Run all' },
  stopAll: { keys: 'escape', label: 'Stop all' },
} as const;

/** Keys with the focus in the head of a column. */
export const COLUMN_SHORTCUTS = [
  { keys: 'alt+left', label: 'Move column left' },
  { keys: 'alt+right', label: 'Move column right' },
] as const;

/** Keys in the grid of outputs (components/compare/sweep/grid/use-grid-of-cells.ts). */
export const GRID_SHORTCUTS = [
  { keys: 'right', label: 'Next cell' },
  { keys: 'left', label: 'Previous cell' },
  { keys: 'down', label: 'Cell below' },
  { keys: 'up', label: 'Cell above' },
  { keys: 'home', label: 'First cell in row' },
  { keys: 'end', label: 'Last cell in row' },
  { keys: 'enter', label: 'Open cell' },
  { keys: 'space', label: 'Select cell' },
  { keys: 'shift+space', label: 'Select row' },
  { keys: 'ctrl+space', label: 'Select column' },
  { keys: 'mod+a', label: 'Select all cells' },
] as const;

/** Keys in the table of cells (components/compare/cells/table-keys.ts). */
export const TABLE_SHORTCUTS = [
  { keys: 'down', label: 'Next cell' },
  { keys: 'up', label: 'Previous cell' },
  { keys: 'pagedown', label: 'Ten cells down' },
  { keys: 'pageup', label: 'Ten cells up' },
  { keys: 'end', label: 'Last cell' },
  { keys: 'home', label: 'First cell' },
  { keys: 'enter', label: 'Open cell, or close group' },
  { keys: 'left', label: 'Go to group heading, or close group' },
  { keys: 'right', label: 'Open group' },
] as const;

/** Keys while outputs are judged blind (components/compare/judging/use-judge-keys.ts). */
export const JUDGE_SHORTCUTS = [
  { keys: '1', label: 'Output 1 is best; 2, 3… for others' },
  { keys: 'n', label: 'No difference' },
  { keys: 'mod+enter', label: 'Vote' },
] as const;
