'use client';

import { useLayoutEffect, useRef } from 'react';

/** Every shortcut of the page of a run: keys as the tooltips write them, and what they do. */
export const RUN_SHORTCUTS = {
  parent: { keys: 'alt+up', label: 'Go to the parent run' },
  child: { keys: 'alt+down', label: 'Go to the first child run' },
  previous: { keys: '[', label: 'Go to the previous sibling' },
  next: { keys: ']', label: 'Go to the next sibling' },
  help: { keys: '?', label: 'Show keyboard shortcuts' },
} as const;

export type RunShortcut = keyof typeof RUN_SHORTCUTS;

type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'metaKey' | 'ctrlKey' | 'altKey' | 'isComposing' | 'getModifierState'
>;

/** The shortcut of a key press, or null. Matched by character: on some keyboards brackets need AltGr. */
export function matchRunShortcut(press: KeyPress): RunShortcut | null {
  if (press.isComposing) return null;
  const typed = press.getModifierState('AltGraph') || !(press.metaKey || press.ctrlKey || press.altKey);
  if (typed) {
    if (press.key === '[') return 'previous';
    if (press.key === ']') return 'next';
    return press.key === '?' ? 'help' : null;
  }
  if (!press.altKey || press.metaKey || press.ctrlKey) return null;
  if (press.key === 'ArrowUp') return 'parent';
  return press.key === 'ArrowDown' ? 'child' : null;
}

/** Handles the shortcuts while the caller is mounted. A handler answers false when it had nothing to do. */
export function useRunShortcuts(handlers: Readonly<Record<RunShortcut, () => boolean>>): void {
  const latest = useRef(handlers);
  // In the layout phase: a person walking quickly presses the next key as soon as the page is there.
  useLayoutEffect(() => {
    latest.current = handlers;
  });
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat || isTyping(event.target) || isLayerOpen()) return;
      const name = matchRunShortcut(event);
      if (name && latest.current[name]()) event.preventDefault();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select') !== null;
}

/** A dialog or a menu has the keyboard to itself. */
function isLayerOpen(): boolean {
  return (
    document.querySelector('[role="dialog"][data-state="open"], [role="menu"][data-state="open"]') !== null
  );
}
