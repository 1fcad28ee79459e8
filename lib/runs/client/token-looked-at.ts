'use client';

import { useStore } from 'zustand';
import { storedChoice } from '@/lib/platform/client/stored-choice';

/** Whether somebody in this browser has looked at a token: then they know that one can. */
const { store, choose } = storedChoice('playground.token-looked-at', ['false', 'true']);

export function noteTokenLookedAt(): void {
  if (store.getState() === 'false') choose('true');
}

export function useTokenLookedAt(): boolean {
  return useStore(store) === 'true';
}
