'use client';

import { useEffect, useRef } from 'react';

/** Every shortcut of the playground: keys as the tooltips write them, and what they do. */
export const SHORTCUTS = {
  run: { keys: 'mod+enter', label: 'Run' },
  stop: { keys: 'escape', label: 'Stop run' },
  regenerate: { keys: 'mod+shift+enter', label: 'Regenerate' },
  prompt: { keys: 'mod+/', label: 'Go to the prompt' },
  models: { keys: 'mod+k', label: 'Choose a model' },
  history: { keys: 'mod+b', label: 'Show or hide history' },
  parameters: { keys: 'mod+.', label: 'Show or hide parameters' },
  help: { keys: '?', label: 'Show keyboard shortcuts' },
} as const;

export type ShortcutName = keyof typeof SHORTCUTS;

export type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'metaKey' | 'ctrlKey' | 'shiftKey' | 'altKey' | 'isComposing'
>;

/**
 * The shortcut of a key press, or null. Matched by character, not by key position, since `?` and `.` are
 * elsewhere on other keyboards. `mod` is Command or Control, whichever is pressed.
 */
export function matchShortcut(press: KeyPress): ShortcutName | null {
  // Enter and Escape belong to an input method while it composes.
  if (press.isComposing || press.altKey) return null;
  const mod = press.metaKey || press.ctrlKey;
  const key = press.key.toLowerCase();
  if (key === 'enter') return mod ? (press.shiftKey ? 'regenerate' : 'run') : null;
  if (key === 'escape') return mod || press.shiftKey ? null : 'stop';
  // `?` is typed with Shift.
  if (key === '?') return mod ? null : 'help';
  // Many keyboards type the slash with Shift.
  if (key === '/') return mod ? 'prompt' : null;
  if (!mod || press.shiftKey) return null;
  if (key === 'k') return 'models';
  if (key === 'b') return 'history';
  return key === '.' ? 'parameters' : null;
}

/**
 * Handles the playground's shortcuts while the caller is mounted. When a handler returns false, it did
 * nothing and the key keeps its ordinary meaning.
 */
export function useShortcuts(handlers: Readonly<Record<ShortcutName, () => boolean>>): void {
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  }, [handlers]);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      // A menu or a field has already used the key.
      if (event.defaultPrevented && event.key === 'Escape') return;
      const name = matchShortcut(event);
      if (!name || event.repeat) return;
      if (name === 'help' && isTyping(event.target)) return;
      if (isLayerOpen() && name !== 'models') return;
      if (latest.current[name]()) event.preventDefault();
    };
    // Bubbling at the document: fields and layers get the key first.
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null
  );
}

/** A dialog or a menu has the keyboard to itself. */
function isLayerOpen(): boolean {
  return (
    document.querySelector('[role="dialog"][data-state="open"], [role="menu"][data-state="open"]') !== null
  );
}
