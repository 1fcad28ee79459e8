'use client';

import { useStore } from 'zustand';
import { storedChoice } from '@/lib/platform/client/stored-choice';

/** Whether short continuations are suggested after a pause in typing. Each is a call, so it is off at first. */
const suggest = storedChoice('playground.suggest', ['off', 'on']);

export function isSuggesting(): boolean {
  return suggest.store.getState() === 'on';
}

export function useIsSuggesting(): boolean {
  return useStore(suggest.store) === 'on';
}

export function chooseSuggesting(on: boolean): void {
  suggest.choose(on ? 'on' : 'off');
}

export const onSuggestChoice = suggest.store.subscribe;
