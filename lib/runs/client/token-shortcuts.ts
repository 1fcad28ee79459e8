/** Keys in an output with probabilities, while it has the focus (components/runs/token-walker.ts). */
export const TOKEN_SHORTCUTS = [
  { keys: 'right', label: 'Next token, starting with first' },
  { keys: 'left', label: 'Previous token' },
  { keys: 'down', label: 'Token on line below' },
  { keys: 'up', label: 'Token on line above' },
  { keys: 'home', label: 'First token' },
  { keys: 'end', label: 'Last token' },
  { keys: 'enter', label: 'Show alternatives' },
  { keys: 'escape', label: 'Exit token navigation' },
] as const;

/** Keys while "What if" is open. */
export const WHAT_IF_SHORTCUTS = {
  next: { keys: 'n', label: 'Next ruled-out token' },
  previous: { keys: 'p', label: 'Previous ruled-out token' },
  close: { keys: 'escape', label: 'Close What if' },
} as const;
