'use client';

import { useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { useDraft } from '@/lib/playground/client/draft-store';
import { useDocument, useDocumentView, useEditorState } from './document-context';

/** Under the text: what waits for an answer. */
export function DocumentNotes() {
  return (
    <div className="flex shrink-0 flex-col gap-1 px-4 pb-1 empty:hidden">
      <UndoNote />
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
          Run without it
        </Button>
      }
    >
      This server refused the text after the cursor (suffix). It stays in the document either way.
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
