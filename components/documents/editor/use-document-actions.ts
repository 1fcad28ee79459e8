'use client';

import { EDITOR_SHORTCUTS } from '@/lib/documents/client/editor-shortcuts';
import { type Action, useActions } from '@/lib/platform/client/actions';
import type { DocumentController } from './document-controller';
import { openFind } from './find-in-text';

/** What the palette finds of the editor. The parts around it register their own. */
export function useDocumentActions(controller: DocumentController | null): void {
  useActions(() =>
    (controller ? editorActions(controller) : []).map((action) => ({ group: 'This document', ...action })),
  );
}

function editorActions({ session, view, undo, redo, openToken }: DocumentController): readonly Action[] {
  const { head, typed } = session.view();
  const isTyping = typed.length > 0;
  // The palette gives the focus back to where it came from; these are about the text.
  const inText = (work: () => unknown) => () => {
    view.focus();
    work();
  };
  return [
    {
      id: 'document:undo',
      ...EDITOR_SHORTCUTS.undo,
      blocked: head === null && !isTyping ? 'Nothing to undo' : null,
      run: inText(undo),
    },
    {
      id: 'document:redo',
      ...EDITOR_SHORTCUTS.redo,
      blocked: session.hasRedo() ? null : 'Nothing to redo',
      run: inText(redo),
    },
    {
      id: 'document:token',
      ...EDITOR_SHORTCUTS.token,
      also: 'open branch probability',
      run: inText(openToken),
    },
    { id: 'document:find', ...EDITOR_SHORTCUTS.find, also: 'search', run: inText(() => openFind(view)) },
  ];
}
