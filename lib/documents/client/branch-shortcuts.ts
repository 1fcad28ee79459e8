'use client';

import { useEffect, useRef } from 'react';
import type { BranchStep } from '@/lib/documents/model/branches';

/**
 * The keys that walk a document's branches. Alt with Page Up and Page Down is free everywhere: Alt with the arrows
 * goes back in the browser's history or moves lines in the editor, and Ctrl with the Page keys changes the tab.
 */
export const BRANCH_SHORTCUTS = {
  previous: { keys: 'alt+pageup', label: 'Previous branch beside this one' },
  next: { keys: 'alt+pagedown', label: 'Next branch beside this one' },
  parent: { keys: 'alt+shift+pageup', label: 'Parent branch' },
  child: { keys: 'alt+shift+pagedown', label: 'Branch that continues here' },
} as const satisfies Record<BranchStep, { keys: string; label: string }>;

type KeyPress = Pick<KeyboardEvent, 'key' | 'metaKey' | 'ctrlKey' | 'altKey' | 'shiftKey' | 'isComposing'>;

/** Where a key leads; null: it is none of these. */
export function matchBranchShortcut(press: KeyPress): BranchStep | null {
  if (press.isComposing || !press.altKey || press.ctrlKey || press.metaKey) return null;
  if (press.key === 'PageUp') return press.shiftKey ? 'parent' : 'previous';
  if (press.key === 'PageDown') return press.shiftKey ? 'child' : 'next';
  return null;
}

/** Handles the keys while the caller is mounted; not while a dialog or a menu has the keyboard to itself. */
export function useBranchShortcuts(walk: (step: BranchStep) => void): void {
  const latest = useRef(walk);
  useEffect(() => {
    latest.current = walk;
  }, [walk]);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const step = matchBranchShortcut(event);
      if (!step || event.defaultPrevented) return;
      if (document.querySelector('[role="dialog"][data-state="open"], [role="menu"][data-state="open"]'))
        return;
      // Also where there is no such branch: the page must not scroll instead.
      event.preventDefault();
      latest.current(step);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
