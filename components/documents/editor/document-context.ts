'use client';

import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { DocumentView } from '@/lib/documents/client/session-text';
import { createBrowserStore } from '@/lib/platform/client/browser-store';
import type { RunStore } from '@/lib/runs/client/run-store';
import type { DocumentController, EditorState } from './document-controller';

const Context = createContext<DocumentController | null>(null);

/** The document in its editor, for the parts around it. */
export const DocumentProvider = Context;

export function useDocument(): DocumentController {
  const controller = useContext(Context);
  if (!controller) throw new Error('useDocument needs a DocumentProvider above it');
  return controller;
}

/** A part of the document; re-renders only when that part changes. */
export function useDocumentView<Value>(select: (view: DocumentView) => Value): Value {
  return useStore(useDocument().session.views, select);
}

/** A part of the editor's state. */
export function useEditorState<Value>(select: (state: EditorState) => Value): Value {
  return useStore(useDocument().state, select);
}

const NO_RUN = createBrowserStore<{ readonly store: RunStore | null }>({ store: null });

/** The run that was started last in this document. */
export function useDocumentRun(controller: DocumentController | null): RunStore | null {
  return useStore(controller?.runner.state ?? NO_RUN, (state: { store: RunStore | null }) => state.store);
}
