/** Keys of the pages of the history. */
export const HISTORY_SHORTCUTS = {
  search: { keys: '/', label: 'Search history' },
  deselect: { keys: 'escape', label: 'Clear selection' },
} as const;

/** Keys on a run of that list. */
export const RUN_ROW_SHORTCUTS = {
  star: { keys: 's', label: 'Star or unstar run' },
  select: { keys: 'x', label: 'Select run' },
  selectTo: { keys: 'shift+x', label: 'Extend selection to run' },
} as const;

/** Keys in every list of runs (components/history/run-list.tsx). */
export const LIST_SHORTCUTS = [
  { keys: 'down', label: 'Next run' },
  { keys: 'up', label: 'Previous run' },
  { keys: 'pagedown', label: 'One page down' },
  { keys: 'pageup', label: 'One page up' },
  { keys: 'home', label: 'First run' },
  { keys: 'end', label: 'Last run' },
  { keys: 'enter', label: 'Open run' },
  { keys: 'delete', label: 'Delete run' },
] as const;
