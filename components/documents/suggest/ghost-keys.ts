import { SUGGEST_SHORTCUTS } from '@/lib/documents/client/editor-shortcuts';
import { pressesKeys } from '@/lib/platform/client/match-keys';
import { altBracket } from '../editor/alt-bracket';

/** What a key does with a suggestion. */
export type GhostAction = keyof typeof SUGGEST_SHORTCUTS;

export type GhostKey = Pick<
  KeyboardEvent,
  'key' | 'code' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'isComposing'
>;

/** Null: the key keeps its ordinary meaning, as all of them do while nothing is suggested. */
export function ghostAction(press: GhostKey): GhostAction | null {
  const { altKey, ctrlKey, metaKey, shiftKey, isComposing, code } = press;
  const key = altKey ? altBracket(code) : press.key;
  const same = { key, altKey, ctrlKey, metaKey, shiftKey, isComposing };
  for (const [action, { keys }] of Object.entries(SUGGEST_SHORTCUTS)) {
    if (pressesKeys(same, keys.toLowerCase())) return action as GhostAction;
  }
  return null;
}
