'use client';

import { useEffect, useRef } from 'react';
import type { BranchStep } from '@/lib/documents/model/branches';
import { isLayerOpen, matchKeys } from '@/lib/platform/client/match-keys';

/**
 * The keys that walk a document's branches. Alt with Page Up and Page Down is free everywhere: Alt with the arrows
 * goes back in the browser's history or moves lines in the editor, and Ctrl with the Page keys changes the tab.
 */
export const BRANCH_SHORTCUTS = {
  previous: { keys: 'alt+pageup', label: 'Previous sibling branch' },
  next: { keys: 'alt+pagedown', label: 'Next sibling branch' },
  parent: { keys: 'alt+shift+pageup', label: 'Parent branch' },
  child: { keys: 'alt+shift+pagedown', label: 'Child branch' },
} as const satisfies Record<BranchStep, { keys: string; label: string }>;

/** Handles the keys while the caller is mounted; not while a dialog or a menu has the keyboard to itself. */
export function useBranchShortcuts(walk: (step: BranchStep) => void): void {
  const latest = useRef(walk);
  useEffect(() => {
    latest.current = walk;
  }, [walk]);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const step = matchKeys(event, BRANCH_SHORTCUTS);
      if (!step || event.defaultPrevented || isLayerOpen()) return;
      // Also where there is no such branch: the page must not scroll instead.
      event.preventDefault();
      latest.current(step);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
