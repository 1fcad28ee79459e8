/** Keys of a comparison and of a sweep. */
export const COMPARE_SHORTCUTS = {
  runAll: { keys: 'mod+enter', label: 'Run all' },
  stopAll: { keys: 'escape', label: 'Stop all' },
} as const;

/** Keys with the focus in the head of a column. */
export const COLUMN_SHORTCUTS = [
  { keys: 'alt+left', label: 'Move the column to the left' },
  { keys: 'alt+right', label: 'Move the column to the right' },
] as const;

/** Keys in the grid of a sweep (components/compare/sweep/grid/use-grid-keys.ts). */
export const GRID_SHORTCUTS = [
  { keys: 'right', label: 'Next cell' },
  { keys: 'left', label: 'Previous cell' },
  { keys: 'down', label: 'Cell below' },
  { keys: 'up', label: 'Cell above' },
  { keys: 'home', label: 'First cell of the row' },
  { keys: 'end', label: 'Last cell of the row' },
  { keys: 'enter', label: 'Open the cell' },
  { keys: 'space', label: 'Select the cell' },
  { keys: 'shift+space', label: 'Select its row' },
  { keys: 'ctrl+space', label: 'Select its column' },
  { keys: 'mod+a', label: 'Select all cells' },
] as const;

/** Keys while outputs are judged blind (components/compare/judging/use-judge-keys.ts). */
export const JUDGE_SHORTCUTS = [
  { keys: '1', label: 'Output 1 is best; 2, 3… for the others' },
  { keys: 'n', label: 'No difference' },
  { keys: 'mod+enter', label: 'Vote' },
] as const;
