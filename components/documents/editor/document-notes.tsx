'use client';

import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Notice } from '@/components/ui/notice';
import { EDITOR_SHORTCUTS } from '@/lib/documents/client/editor-shortcuts';
import { useActions } from '@/lib/platform/client/actions';
import { useDraft } from '@/lib/playground/client/draft-store';
import { useDocument, useDocumentView, useEditorState } from './document-context';
import { alternativesOf } from './document-controller';

/** Under the text: what waits for an answer. */
export function DocumentNotes() {
  return (
    <div className="flex shrink-0 flex-col gap-1 px-4 pb-1 empty:hidden">
      <UndoNote />
      <AlternativesNote />
      <SuffixRefused />
      <StartOffer />
    </div>
  );
}

function UndoNote() {
  const controller = useDocument();
  const undoing = useEditorState((state) => state.undoing);
  if (!undoing) return null;
  const { words, move } = undoing;
  return (
    <Notice
      role="status"
      tone="warn"
      actions={
        <>
          <Button size="sm" onClick={() => act(controller.undo)}>
            Undo
          </Button>
          <Button size="sm" variant="ghost" onClick={() => act(controller.keep)}>
            Keep
          </Button>
        </>
      }
    >
      Undo takes away {words} {words === 1 ? 'word' : 'words'} the model wrote
      {move.isBeside && ' and brings back the text from before'}. Press again to undo.
    </Notice>
  );

  function act(work: () => unknown): void {
    work();
    controller.view.focus();
  }
}

function AlternativesNote() {
  const controller = useDocument();
  const head = useDocumentView((view) => view.head);
  useDocumentView((view) => view.tree);
  const ranked = useStore(controller.runner.state, (state) => state.alternatives);
  const isTyping = useDocumentView((view) => view.typed.length > 0);
  const ids = alternativesOf(controller);
  const isShown = head !== null && ids.length > 1 && !isTyping;
  useActions(() =>
    isShown
      ? ([1, -1] as const).map((step) => ({
          id: `document:choice:${step}`,
          ...EDITOR_SHORTCUTS[step > 0 ? 'next' : 'previous'],
          group: 'This document',
          also: 'alternative',
          run: () => controller.walkAlternatives(step),
        }))
      : [],
  );
  const node = controller.session.view().tree.nodes.get(head ?? '');
  const runId = isShown ? (node?.runId ?? null) : null;
  // After a reload nobody has seen the run end.
  useEffect(() => {
    if (runId !== null) controller.runner.rank(runId);
  }, [controller, runId]);
  if (!isShown) return null;
  const times = ranked[runId ?? '']?.find(({ choice }) => choice === node?.choice)?.times ?? 1;
  return (
    <div className="flex items-center gap-1 text-xs text-ink-2">
      <span role="status">
        Choice {ids.indexOf(head) + 1} of {ids.length}
        {times > 1 && ` (×${times})`}
      </span>
      <IconButton
        size="sm"
        label={EDITOR_SHORTCUTS.previous.label}
        shortcut={EDITOR_SHORTCUTS.previous.keys}
        onClick={() => controller.walkAlternatives(-1)}
      >
        <ChevronLeft aria-hidden="true" />
      </IconButton>
      <IconButton
        size="sm"
        label={EDITOR_SHORTCUTS.next.label}
        shortcut={EDITOR_SHORTCUTS.next.keys}
        onClick={() => controller.walkAlternatives(1)}
      >
        <ChevronRight aria-hidden="true" />
      </IconButton>
    </div>
  );
}

function SuffixRefused() {
  const { runner } = useDocument();
  const isRefused = useStore(runner.state, (state) => state.suffixRefused);
  if (!isRefused) return null;
  return (
    <Notice
      role="status"
      tone="warn"
      actions={
        <Button size="sm" onClick={() => runner.runWaiting()}>
          Run with the text waiting
        </Button>
      }
    >
      This server refused the text after the cursor (suffix). It can wait below instead.
    </Notice>
  );
}

/** What of the prompt is shown. */
const SHOWN = 60;

/** The prompt's text, as the beginning of a document that has none. */
function StartOffer() {
  const { session, view } = useDocument();
  const isNew = useDocumentView(({ tree, text }) => tree.nodes.size === 0 && text.text === '');
  const prompt = useDraft(({ prompts, asIds }) => (asIds ? '' : (prompts[0] ?? '')));
  const [isDismissed, setIsDismissed] = useState(false);
  if (!isNew || prompt.trim() === '' || isDismissed) return null;
  const take = () => {
    view.dispatch({
      changes: { from: 0, insert: prompt },
      selection: { anchor: prompt.length },
      scrollIntoView: true,
    });
    session.seal();
    view.focus();
  };
  return (
    <Notice
      actions={
        <>
          <Button size="sm" onClick={take}>
            Use it
          </Button>
          <Button size="sm" variant="ghost" onClick={() => setIsDismissed(true)}>
            No
          </Button>
        </>
      }
    >
      Begin with your prompt?{' '}
      <span className="font-mono text-xs">
        “{prompt.length > SHOWN ? `${prompt.slice(0, SHOWN)}…` : prompt}”
      </span>
    </Notice>
  );
}
