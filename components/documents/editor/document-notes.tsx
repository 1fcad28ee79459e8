'use client';

import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { usePress } from '@/components/ui/use-press';
import { insertedText } from '@/lib/documents/client/inserted-text';
import { isSent, sendParameter } from '@/lib/playground/client/draft-settings';
import { useDraft } from '@/lib/playground/client/draft-store';
import { connectionNameOfDraft } from './connection-name';
import { passageAtCursor } from './cursor-token';
import { useDocument, useDocumentView, useEditorState } from './document-context';
import type { NoToken } from './document-controller';

/** Under the text: what waits for an answer. */
export function DocumentNotes() {
  return (
    <div className="flex shrink-0 flex-col gap-1 px-4 pb-1 empty:hidden">
      <UndoNote />
      <InsertedNote />
      <NoTokenNote />
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
      Undo removes {words} {words === 1 ? 'word' : 'words'} the model wrote
      {move.isBeside && ' and restores the earlier text'}. Press again to undo.
    </Notice>
  );

  function act(work: () => unknown): void {
    work();
    controller.view.focus();
  }
}

/** After a run in the middle of the text: what followed is still there, and may say the same once more. */
function InsertedNote() {
  const { session, view } = useDocument();
  const isUndoing = useEditorState((state) => state.undoing !== null);
  const head = useDocumentView((now) => now.head);
  const to = useDocumentView((now) => insertedText(now)?.to ?? null);
  const [dismissed, setDismissed] = useState<typeof head>(null);
  if (to === null || isUndoing || dismissed === head) return null;
  const removeAfter = () => {
    session.seal();
    view.dispatch({
      changes: { from: to, to: view.state.doc.length },
      selection: { anchor: to },
      scrollIntoView: true,
    });
    session.seal();
    view.focus();
  };
  return (
    <Notice
      role="status"
      actions={
        <>
          <Button size="sm" onClick={removeAfter}>
            Remove text after it
          </Button>
          <Button
            size="sm"
            variant="ghost"
            onClick={() => {
              setDismissed(head);
              view.focus();
            }}
          >
            Keep
          </Button>
        </>
      }
    >
      Inserted at the cursor. Your earlier text follows it.
    </Notice>
  );
}

/**
 * In the place of the menu that a token at the cursor does not have. It takes the focus as that would, so that Enter, which
 * chooses there, breaks no line in the text.
 */
function NoTokenNote() {
  const noToken = useEditorState(({ noToken: why }) => why);
  return noToken && <NoTokenNotice key={noToken} noToken={noToken} />;
}

function NoTokenNotice({ noToken }: { noToken: NoToken }) {
  const { state, view, session, records, runner, openToken } = useDocument();
  const asked = useDraft(({ settings }) => isSent(settings, 'logprobs'));
  const first = useRef<HTMLButtonElement>(null);
  const note = useRef<HTMLDivElement>(null);
  // A layout effect: its cleanup runs while the note is still on the page.
  useLayoutEffect(() => {
    const element = note.current;
    first.current?.focus();
    return () => {
      if (element?.contains(document.activeElement)) view.focus();
    };
  }, [view]);
  const press = usePress(asked ? 'off' : 'on', (next) => sendParameter('logprobs', next === 'on'));
  const close = () => {
    state.setState({ noToken: null });
    view.focus();
  };
  const onEscape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    close();
  };
  const passage = () => passageAtCursor(session, view.state.selection.main.head);
  const hasNone = noToken === 'no probabilities';
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape comes from the buttons in it.
    <div ref={note} onKeyDown={onEscape}>
      <Notice
        role="status"
        actions={
          <>
            {hasNone && (
              <Button ref={first} size="sm" {...press}>
                {asked ? 'Turn off' : 'Turn on log probabilities'}
              </Button>
            )}
            {hasNone && asked && (
              <Button
                size="sm"
                onClick={() => {
                  const range = passage();
                  close();
                  if (range) runner.continueAt(range, connectionNameOfDraft());
                }}
              >
                Regenerate this passage
              </Button>
            )}
            {noToken === 'not loaded' && (
              <Button
                ref={first}
                size="sm"
                onClick={() => {
                  close();
                  records.loadAgain(passage()?.source.runId ?? '');
                  openToken();
                }}
              >
                Try again
              </Button>
            )}
            <Button
              ref={hasNone || noToken === 'not loaded' ? undefined : first}
              size="sm"
              variant="ghost"
              onClick={close}
            >
              Close
            </Button>
          </>
        }
      >
        {hasNone && asked
          ? 'Log probabilities are on. Text from the next run has alternatives.'
          : NO_TOKEN[noToken]}
      </Notice>
    </div>
  );
}

const NO_TOKEN: Readonly<Record<NoToken, string>> = {
  'own text': "No alternatives here: the model didn't write this text.",
  'no probabilities': 'No alternatives here: this text was generated without log probabilities.',
  'not returned': 'No alternatives here: the server returned no log probabilities.',
  'not loaded': "Couldn't load alternatives. The run may have been deleted.",
  running: 'Alternatives are available when the run ends.',
};

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
      The server rejected the text after the cursor (suffix). It stays in the document either way.
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
      Start with your prompt?{' '}
      <span className="font-mono text-xs">
        “{prompt.length > SHOWN ? `${prompt.slice(0, SHOWN)}…` : prompt}”
      </span>
    </Notice>
  );
}
