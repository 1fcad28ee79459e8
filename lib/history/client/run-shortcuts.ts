'use client';

import { useLayoutEffect, useRef } from 'react';
import { isLayerOpen, isTyping, matchKeys } from '@/lib/platform/client/match-keys';

/** Every shortcut of the page of a run: keys as the tooltips write them, and what they do. */
export const RUN_SHORTCUTS = {
  parent: { keys: 'alt+up', label: 'Go to parent run' },
  child: { keys: 'alt+down', label: 'Go to first child run' },
  previous: { keys: '[', label: 'Go to previous sibling' },
  next: { keys: ']', label: 'Go to next sibling' },
} as const;

export type RunShortcut = keyof typeof RUN_SHORTCUTS;

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
      const name = matchKeys(event, RUN_SHORTCUTS);
      if (name && latest.current[name]()) event.preventDefault();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
