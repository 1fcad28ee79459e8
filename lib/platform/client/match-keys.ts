/** What of a key press says which shortcut it is. */
export type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'metaKey' | 'ctrlKey' | 'shiftKey' | 'altKey' | 'isComposing'
> & { getModifierState?: (name: 'AltGraph') => boolean };

/** How events name the keys that shortcuts spell otherwise. */
const NAMES: Readonly<Record<string, string>> = {
  up: 'arrowup',
  down: 'arrowdown',
  left: 'arrowleft',
  right: 'arrowright',
  space: ' ',
};

/**
 * Whether a press is a shortcut that is written as `mod+shift+p`. `mod` is Command or Control, whichever is
 * pressed. Matched by character, not by key position, since `?` and `.` are elsewhere on other keyboards; a
 * single character may need Shift or AltGr there.
 */
export function pressesKeys(press: KeyPress, keys: string): boolean {
  // Enter and Escape belong to an input method while it composes.
  if (press.isComposing) return false;
  const parts = keys.split('+');
  const key = parts.at(-1) ?? '';
  const mod = press.metaKey || press.ctrlKey;
  if (parts.length === 1 && key.length === 1) {
    const typed = press.getModifierState?.('AltGraph') || !(mod || press.altKey);
    if (!typed) return false;
    // A letter is the key, whatever Caps Lock says; another character may need Shift.
    return /[a-z]/.test(key) ? press.key.toLowerCase() === key && !press.shiftKey : press.key === key;
  }
  return (
    press.key.toLowerCase() === (NAMES[key] ?? key) &&
    mod === parts.includes('mod') &&
    // Many keyboards type the slash with Shift.
    (press.shiftKey === parts.includes('shift') || /^[^a-z]$/.test(key)) &&
    press.altKey === parts.includes('alt')
  );
}

/** The name of the shortcut that a press is, or null. */
export function matchKeys<Name extends string>(
  press: KeyPress,
  shortcuts: Readonly<Record<Name, { readonly keys: string }>>,
): Name | null {
  for (const name in shortcuts) if (pressesKeys(press, shortcuts[name].keys)) return name;
  return null;
}

/** The keys go into a text. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null
  );
}

/** A dialog or a menu has the keyboard to itself. */
export function isLayerOpen(): boolean {
  return (
    document.querySelector('[role="dialog"][data-state="open"], [role="menu"][data-state="open"]') !== null
  );
}
