'use client';

import { Redo2, RotateCw, Undo2 } from 'lucide-react';
import type { PointerEvent } from 'react';
import { IconButton } from '@/components/ui/icon-button';
import { EDITOR_SHORTCUTS } from '@/lib/documents/client/editor-shortcuts';
import { SHORTCUTS } from '@/lib/platform/client/shortcuts';
import { useCurrentRun } from '@/lib/playground/client/run-controller';
import { getRunTarget } from '@/lib/playground/client/run-target';
import { isLive } from '@/lib/runs/client/run-view';
import { useDocument, useDocumentView } from './document-context';

/** Undo, redo and regenerate for those who have no keys for them. */
export function EditorTools() {
  const { session, undo, redo } = useDocument();
  const isEmpty = useDocumentView(({ tree, typed }) => tree.nodes.size === 0 && typed.length === 0);
  const isAtStart = useDocumentView(({ head, typed }) => head === null && typed.length === 0);
  const hasModelText = useDocumentView(({ text }) => text.spans.some(({ source }) => source !== null));
  useDocumentView(({ tree }) => tree);
  useDocumentView(({ head }) => head);
  const live = useCurrentRun((view) => view !== null && isLive(view));
  if (isEmpty) return null;
  return (
    <div className="flex shrink-0 items-center gap-1">
      <IconButton
        size="sm"
        label={EDITOR_SHORTCUTS.undo.label}
        word={EDITOR_SHORTCUTS.undo.label}
        shortcut={EDITOR_SHORTCUTS.undo.keys}
        aria-disabled={isAtStart || undefined}
        onPointerDown={keepFocus}
        onClick={undo}
      >
        <Undo2 aria-hidden="true" />
      </IconButton>
      <IconButton
        size="sm"
        label={EDITOR_SHORTCUTS.redo.label}
        word={EDITOR_SHORTCUTS.redo.label}
        shortcut={EDITOR_SHORTCUTS.redo.keys}
        aria-disabled={!session.hasRedo() || undefined}
        onPointerDown={keepFocus}
        onClick={redo}
      >
        <Redo2 aria-hidden="true" />
      </IconButton>
      <IconButton
        size="sm"
        label={SHORTCUTS.regenerate.label}
        word={SHORTCUTS.regenerate.label}
        shortcut={SHORTCUTS.regenerate.keys}
        aria-disabled={live || !hasModelText || undefined}
        onPointerDown={keepFocus}
        onClick={() => getRunTarget()?.regenerate()}
      >
        <RotateCw aria-hidden="true" />
      </IconButton>
    </div>
  );
}

/** The text keeps the focus, and a phone its keyboard. */
function keepFocus(event: PointerEvent): void {
  event.preventDefault();
}
