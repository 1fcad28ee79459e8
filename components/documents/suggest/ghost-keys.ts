/** What a key does with a suggestion. */
export type GhostAction = 'word' | 'line' | 'all' | 'dismiss' | 'next' | 'previous';

export type GhostKey = Pick<
  KeyboardEvent,
  'key' | 'code' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'isComposing'
>;

/** Null: the key keeps its ordinary meaning, as all of them do while nothing is suggested. */
export function ghostAction(press: GhostKey): GhostAction | null {
  const { key, code, altKey, ctrlKey, metaKey, shiftKey, isComposing } = press;
  if (isComposing || ctrlKey || metaKey) return null;
  if (altKey) {
    // By position as well: with Option, a Mac types another character.
    if (key === ']' || code === 'BracketRight') return 'next';
    return key === '[' || code === 'BracketLeft' ? 'previous' : null;
  }
  if (key === 'Tab') return shiftKey ? 'line' : 'word';
  if (shiftKey) return null;
  if (key === 'ArrowRight') return 'all';
  return key === 'Escape' ? 'dismiss' : null;
}
