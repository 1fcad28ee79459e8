'use client';

import { ownStorage } from '@/lib/platform/client/browser-storage';

const KEY = 'playground.scored';
const MAX = 12;

/** The ids of the runs whose scores this browser showed last, newest first. */
export function scoredTexts(): readonly string[] {
  try {
    const stored: unknown = JSON.parse(ownStorage('local').getItem(KEY) ?? '[]');
    return Array.isArray(stored) ? stored.filter((id): id is string => typeof id === 'string') : [];
  } catch {
    // Blocked storage, or something that is not ours.
    return [];
  }
}

/** Remembers a scored run, so that the next one can be compared with it. */
export function noteScored(runId: string): void {
  try {
    const ids = [runId, ...scoredTexts().filter((id) => id !== runId)].slice(0, MAX);
    ownStorage('local').setItem(KEY, JSON.stringify(ids));
  } catch {
    // Only the offer to compare with it is lost.
  }
}
