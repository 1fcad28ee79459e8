'use client';

import { useStore } from 'zustand';
import { createBrowserStore } from '@/lib/platform/client/browser-store';
import { newDocument, type OpenDocument } from './open-document';

/** The document that the page shows. */
const store = createBrowserStore<{ readonly document: OpenDocument | null }>({ document: null });

export function getCurrentDocument(): OpenDocument | null {
  return store.getState().document;
}

export function useCurrentDocument(): OpenDocument | null {
  return useStore(store).document;
}

/** Shows the document instead of the one before, which is saved and closed. */
export function showDocument(document: OpenDocument): void {
  const before = getCurrentDocument();
  if (before === document) return;
  store.setState({ document });
  before?.close();
}

export function startNewDocument(): void {
  showDocument(newDocument());
}

/** When the editor comes up: the document that is here, or else a new one. */
export async function openDocumentOfPage(): Promise<void> {
  if (!getCurrentDocument()) startNewDocument();
}
