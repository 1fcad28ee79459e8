'use client';

import { EditorView } from '@codemirror/view';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { toast } from '@/components/ui/toast';
import { continuationAt } from '@/lib/documents/client/continuation';
import { getCurrentDocument, startNewDocument } from '@/lib/documents/client/current-document';
import { runsOf } from '@/lib/documents/client/document-runs';
import { insertedText } from '@/lib/documents/client/inserted-text';
import type { OpenDocument } from '@/lib/documents/client/open-document';
import { continuationDraft } from '@/lib/documents/client/prepare-continuation';
import { regenerationOf } from '@/lib/documents/client/regeneration';
import { runRange } from '@/lib/documents/client/run-range';
import { createBrowserStore } from '@/lib/platform/client/browser-store';
import { getDraft } from '@/lib/playground/client/draft-store';
import { setRunTarget } from '@/lib/playground/client/run-target';
import { trailingWhitespace } from '@/lib/protocol/request/whitespace-guard';
import { focusField, onFieldFocus, takeWaitingFocus } from '@/lib/runs/client/parameter-errors';
import type { TokenColours } from '@/lib/runs/client/token-colours';
import { whatIfOf } from '@/lib/runs/client/what-if';
import { authorMarks, type MarkSource, marksChanged } from './author-marks';
import { createDocumentView } from './create-view';
import { isInView, scrollToOffset, tokenAtCursor, whyNoToken } from './cursor-token';
import {
  createController,
  type DocumentController,
  type EditorState,
  EMPTY_EDITOR,
} from './document-controller';
import { EDITOR_EXTENSIONS } from './editor-extensions';
import type { FoundToken } from './found-token';
import { growingEnd } from './growing-end';
import { insertedMark } from './inserted-mark';
import { tokenMarks } from './token-marks';
import { currentToken, type TokenPointerOptions, tokenPointer } from './token-pointer';
import { undoMarks } from './undo-mark';

export interface DocumentEditorOptions extends TokenPointerOptions {
  readonly colours: TokenColours;
  /** Opens the menu of the token at the cursor, from the keyboard. Returns whether there is one. */
  readonly onOpen: (found: FoundToken | null) => boolean;
  /** Closes what is open beside the text. Returns whether something was. */
  readonly onEscape: () => boolean;
  /** The person has typed or moved the cursor. */
  readonly onActivity: () => void;
}

/** Puts the document's editor into the element. */
export function useDocumentEditor(
  host: RefObject<HTMLDivElement | null>,
  document: OpenDocument,
  options: DocumentEditorOptions,
): DocumentController | null {
  const [controller, setController] = useState<DocumentController | null>(null);
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });

  useEffect(() => {
    if (!host.current) return;
    const { session } = document;
    const { records, runner } = runsOf(document);
    const state = createBrowserStore(EMPTY_EDITOR);
    const whatIf = () => {
      const { own, other } = whatIfOf(document).getState();
      return own && { own, other };
    };
    const source: MarkSource = { session, records, colours: () => latest.current.colours, whatIf };
    const openToken = (hasScrolled = false) => {
      const { head } = view.state.selection.main;
      // The person has not gone on meanwhile.
      const isStillHere = () => view.hasFocus && view.state.selection.main.head === head;
      const found = tokenAtCursor(source, head);
      const isRunning = session.view().generating !== null;
      // The cursor may have been scrolled out of view.
      if (found && !isRunning && !hasScrolled && !isInView(view, found)) {
        scrollToOffset(view, head, 'nearest', () => isStillHere() && openToken(true));
        return;
      }
      if (latest.current.onOpen(found)) return;
      const noToken = found && !isRunning ? null : whyNoToken(session, records, head);
      state.setState({ noToken: noToken === 'loading' ? null : noToken });
      if (noToken !== 'loading') return;
      const forget = records.onLoad(() => {
        forget();
        if (isStillHere()) openToken();
      });
    };
    const view: EditorView = createDocumentView(
      host.current,
      session,
      {
        undo: () => made.undo(),
        redo: () => made.redo(),
        keep: () => latest.current.onEscape() || made.keep() || forgetNoToken(),
        nextAlternative: () => made.walkAlternatives(1),
        previousAlternative: () => made.walkAlternatives(-1),
        openToken: () => openToken(),
      },
      [
        authorMarks(source),
        tokenMarks(source),
        growingEnd(session.growingAt),
        insertedMark(() => insertedText(session.view())),
        undoMarks,
        currentToken,
        tokenPointer(source, {
          onLook: (found) => latest.current.onLook(found),
          onPress: (found, byTouch) => latest.current.onPress(found, byTouch),
        }),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged && !update.selectionSet) return;
          const undoing = update.docChanged ? null : state.getState().undoing;
          // Text that comes is nothing that the person does.
          const noToken = session.view().generating === null ? null : state.getState().noToken;
          state.setState({ ...aroundCursor(update.state), undoing, noToken });
          // A press closes what it should by itself: the mark of a token must last until its click.
          const isPress = update.transactions.some((transaction) =>
            transaction.isUserEvent('select.pointer'),
          );
          if (!isPress) latest.current.onActivity();
        }),
        EDITOR_EXTENSIONS.map((extension) => extension({ document, runner, records })),
      ],
    );
    state.setState(aroundCursor(view.state));
    const forgetNoToken = () => {
      const isSaid = state.getState().noToken !== null;
      if (isSaid) state.setState({ noToken: null });
      return isSaid;
    };
    const made = createController({ document, runner, records, view, openToken: () => openToken() }, state);
    // Where a generation grows is no change of the text when it begins and ends.
    const forgetViews = session.views.subscribe((now, before) => {
      if (now.generating === before.generating) return;
      queueMicrotask(() => refresh());
      // The menu opens now.
      if (now.generating === null && state.getState().noToken === 'running') forgetNoToken();
    });
    const refresh = () => view.dom.isConnected && view.dispatch({ effects: marksChanged.of(null) });
    const forgetLoads = records.onLoad(refresh);
    const endTarget = setRunTarget({
      run(connectionName) {
        const { from, to } = view.state.selection.main;
        made.keep();
        runner.continueAt(runRange(session.view().text.text, { from, to }), connectionName);
      },
      draft() {
        const { from, to } = view.state.selection.main;
        return continuationDraft(getDraft(), continuationAt(session.view().text, { from, to }));
      },
      regenerate() {
        const wasGenerating = session.view().generating !== null;
        const done = runner.regenerate(null);
        if ('place' in done) {
          if (done.isEdited) toast(EDITED_IS_KEPT, { id: 'regenerate' });
        } else if (!wasGenerating) toast(`${done.blocked}.`, { id: 'regenerate' });
        return 'place' in done;
      },
      regenerateBlocked: () => {
        const { tree, head, text } = session.view();
        const found = regenerationOf(tree, head, text);
        return 'place' in found ? null : found.blocked;
      },
      startNew() {
        startNewDocument();
        focusField('prompt');
      },
    });
    const endFocus = onFieldFocus((name) => {
      if (name !== 'prompt' || getCurrentDocument() !== document) return false;
      view.focus();
      return true;
    });
    // Of a new document, whose editor was not there yet.
    if (takeWaitingFocus('prompt')) view.focus();
    setController(made);
    return () => {
      forgetViews();
      forgetLoads();
      endTarget();
      endFocus();
      setController(null);
      view.destroy();
    };
  }, [host, document]);

  const { colours } = options;
  useEffect(() => {
    // A new choice of colours; the extensions read it by themselves.
    if (colours) controller?.view.dispatch({ effects: marksChanged.of(null) });
  }, [controller, colours]);
  return controller;
}

const EDITED_IS_KEPT = 'Your edited text is kept as a branch. Undo restores it.';

function aroundCursor({
  doc,
  selection,
}: EditorView['state']): Pick<EditorState, 'hasAfter' | 'spaceBefore'> {
  const { from, to } = selection.main;
  const before = doc.sliceString(Math.max(0, from - SPACE_LOOKED_AT), from);
  const space = from === doc.length || to === from ? trailingWhitespace(before) : null;
  return { hasAfter: hasText(doc, to), spaceBefore: before.trim() === '' ? null : (space?.visible ?? null) };
}

/** More spaces than anybody means. */
const SPACE_LOOKED_AT = 40;

/** Whether anything but white space follows. Looks at the next lines only: more of it is text for sure. */
function hasText(text: EditorView['state']['doc'], from: number): boolean {
  const to = Math.min(text.length, from + 2_000);
  return to < text.length || /\S/.test(text.sliceString(from, to));
}
