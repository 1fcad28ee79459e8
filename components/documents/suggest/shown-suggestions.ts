'use client';

import { useStore } from 'zustand';
import type { Suggestions, SuggestionsView } from '@/lib/documents/client/suggestions';
import { createBrowserStore } from '@/lib/platform/client/browser-store';
import type { GhostAction } from './ghost-keys';

/** The suggestions of the editor on this page, for what stands beside the text. */
export interface ShownSuggestions {
  readonly suggestions: Suggestions;
  /** The same as the key. */
  readonly act: (action: GhostAction) => boolean;
}

const store = createBrowserStore<{ readonly now: ShownSuggestions | null }>({ now: null });

/** Returns a function that ends it. */
export function showSuggestionsOf(now: ShownSuggestions): () => void {
  store.setState({ now });
  return () => {
    if (store.getState().now === now) store.setState({ now: null });
  };
}

export function useShownSuggestions(): ShownSuggestions | null {
  return useStore(store, ({ now }) => now);
}

const NONE = createBrowserStore<SuggestionsView>({ shown: null, waiting: false, problem: null, turn: 0 });

export function useSuggestionsView<Value>(select: (view: SuggestionsView) => Value): Value {
  return useStore(useShownSuggestions()?.suggestions.views ?? NONE, select);
}
