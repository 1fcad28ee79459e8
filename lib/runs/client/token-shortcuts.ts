/** Keys in an output with probabilities, while it has the focus (components/runs/token-walker.ts). */
export const TOKEN_SHORTCUTS = [
  { keys: 'right', label: 'First token, then the next one' },
  { keys: 'left', label: 'Previous token' },
  { keys: 'down', label: 'Token in the line below' },
  { keys: 'up', label: 'Token in the line above' },
  { keys: 'home', label: 'First token' },
  { keys: 'end', label: 'Last token' },
  { keys: 'enter', label: 'Alternatives of the token' },
  { keys: 'escape', label: 'Leave the tokens' },
] as const;

/** Keys while "What if" is open. */
export const WHAT_IF_SHORTCUTS = {
  next: { keys: 'n', label: 'Next token that is ruled out' },
  previous: { keys: 'p', label: 'Previous token that is ruled out' },
  close: { keys: 'escape', label: 'Close What if' },
} as const;
