'use client';

import { ownStorage } from '@/lib/platform/client/browser-storage';

/** Ids of what was used from the palette, newest first, remembered in this browser. */
const STORAGE_KEY = 'playground.palette-recent';
const MAX_ITEMS = 20;
const MAX_ID = 400;

export function recentItems(): readonly string[] {
  try {
    const stored: unknown = JSON.parse(ownStorage('local').getItem(STORAGE_KEY) ?? '[]');
    if (!Array.isArray(stored)) return [];
    return stored.filter((id) => typeof id === 'string').slice(0, MAX_ITEMS);
  } catch {
    // Storage is blocked, or holds something else.
    return [];
  }
}

export function noteItemUsed(id: string): void {
  if (id.length > MAX_ID) return;
  const ids = [id, ...recentItems().filter((other) => other !== id)].slice(0, MAX_ITEMS);
  try {
    ownStorage('local').setItem(STORAGE_KEY, JSON.stringify(ids));
  } catch {
    // Only a convenience is lost.
  }
}
