/** The keys of a document's editor, while it has the focus. Its key maps, its tooltips and the list of keys use them. */
export const EDITOR_SHORTCUTS = {
  undo: { keys: 'mod+z', label: 'Undo' },
  redo: { keys: 'mod+shift+z', label: 'Redo' },
  redoToo: { keys: 'mod+y', label: 'Redo' },
  keep: { keys: 'escape', label: 'Keep what Undo would remove' },
  token: { keys: 'alt+enter', label: 'Alternatives for token at cursor' },
  next: { keys: 'alt+]', label: 'Next choice' },
  previous: { keys: 'alt+[', label: 'Previous choice' },
  find: { keys: 'mod+f', label: 'Find and replace' },
  findNext: { keys: 'F3', label: 'Next match' },
  findPrevious: { keys: 'shift+F3', label: 'Previous match' },
} as const;

/** The keys of a suggestion, while one is shown. */
export const SUGGEST_SHORTCUTS = {
  word: { keys: 'Tab', label: 'Accept word' },
  line: { keys: 'shift+Tab', label: 'Accept line' },
  all: { keys: 'right', label: 'Accept all' },
  dismiss: { keys: 'escape', label: 'Dismiss' },
  next: { keys: 'alt+]', label: 'Next suggestion' },
  previous: { keys: 'alt+[', label: 'Previous suggestion' },
} as const;

const NAMES: Readonly<Record<string, string>> = {
  mod: 'Mod',
  shift: 'Shift',
  alt: 'Alt',
  enter: 'Enter',
  escape: 'Escape',
};

/** The keys as the editor's key maps write them: `Mod-f`. */
export function editorKey(keys: string): string {
  return keys
    .split('+')
    .map((key) => NAMES[key] ?? key)
    .join('-');
}
