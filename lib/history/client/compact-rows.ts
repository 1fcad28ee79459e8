'use client';

import { useStore } from 'zustand';
import { storedChoice } from '@/lib/platform/client/stored-choice';
import { useMedia } from '@/lib/platform/client/use-media';

const { store, choose } = storedChoice('playground.history-rows', ['two-lines', 'one-line']);

/** Where a run fits into one line, which is too low for a finger. */
const ROOMY = '(width >= 1024px) and (pointer: fine)';

export function setCompactRows(compact: boolean): void {
  choose(compact ? 'one-line' : 'two-lines');
}

/** Whether the page of the history has a line for each run, as chosen in this browser; null where there is no choice. */
export function useCompactRows(): boolean | null {
  const isRoomy = useMedia(ROOMY, false);
  const isCompact = useStore(store) === 'one-line';
  return isRoomy ? isCompact : null;
}
