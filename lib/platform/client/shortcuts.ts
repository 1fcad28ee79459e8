'use client';

import { useEffect, useRef } from 'react';
import { isLayerOpen, matchKeys } from './match-keys';

/** Every shortcut of the playground: keys as the tooltips write them, and what they do. */
export const SHORTCUTS = {
  run: { keys: 'mod+enter', label: 'Run' },
  stop: { keys: 'escape', label: 'Stop run' },
  regenerate: { keys: 'mod+shift+enter', label: 'Regenerate' },
  prompt: { keys: 'mod+/', label: 'Go to prompt' },
  models: { keys: 'mod+k', label: 'Choose model' },
  history: { keys: 'mod+b', label: 'Show or hide history' },
  parameters: { keys: 'mod+.', label: 'Show or hide parameters' },
} as const;

export type ShortcutName = keyof typeof SHORTCUTS;

/** Shortcuts of every page of the app. Firefox keeps the first for itself (docs/decisions/0040). */
export const APP_SHORTCUTS = {
  actions: { keys: 'mod+shift+p', label: 'Search actions' },
  actionsToo: { keys: 'f2', label: 'Search actions' },
  help: { keys: '?', label: 'Show keyboard shortcuts' },
} as const;

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
      const name = matchKeys(event, SHORTCUTS);
      if (!name || event.repeat) return;
      if (isLayerOpen() && name !== 'models') return;
      if (latest.current[name]()) event.preventDefault();
    };
    // Bubbling at the document: fields and layers get the key first.
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
