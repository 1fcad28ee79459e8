'use client';

import { useStore } from 'zustand';
import { storedChoice } from './stored-choice';

/** Whether an output is shown right after its prompt, so that the two read as one text. */
const { store, choose } = storedChoice('playground.with-prompt', ['false', 'true']);

export function setWithPrompt(next: boolean): void {
  choose(next ? 'true' : 'false');
}

export function useWithPrompt(): boolean {
  return useStore(store) === 'true';
}
