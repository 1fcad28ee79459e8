import { insertNewline, standardKeymap } from '@codemirror/commands';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, type KeyBinding, keymap, placeholder } from '@codemirror/view';
import type { DocumentSession } from '@/lib/documents/client/document-session';
import { EDITOR_SHORTCUTS, editorKey } from '@/lib/documents/client/editor-shortcuts';
import { matchKeys } from '@/lib/platform/client/match-keys';
import { altBracket } from './alt-bracket';
import { editorTheme } from './editor-theme';
import { findInText } from './find-in-text';
import { applyToSession, followSession } from './sync-session';

const PLACEHOLDER =
  "Start writing and press Run: the model continues at the cursor. It doesn't have to be a question. Try “Once upon a time”.";

export interface DocumentKeys {
  readonly undo: () => void;
  readonly redo: () => void;
  readonly openToken: () => void;
  /** The others return whether they did something. */
  readonly keep: () => boolean;
  readonly nextAlternative: () => boolean;
  readonly previousAlternative: () => boolean;
}

/** The editor of a session's text, which is the only source of what it shows. */
export function createDocumentView(
  parent: HTMLElement,
  session: DocumentSession,
  keys: DocumentKeys,
  extensions: Extension,
): EditorView {
  const { text, head, tree } = { ...session.view(), text: session.view().text.text };
  const cursor = (head === null ? undefined : tree.nodes.get(head)?.cursor) ?? text.length;
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: EditorState.create({ extensions: EditorState.lineSeparator.of('\n') }).toText(text),
      selection: { anchor: Math.min(cursor, text.length) },
      extensions: [
        // Carriage returns of a model stay characters.
        EditorState.lineSeparator.of('\n'),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({
          // Where the page's skip link leads.
          id: 'prompt',
          'aria-label': 'Document',
          spellcheck: 'true',
          autocapitalize: 'off',
          autocorrect: 'off',
          'data-document': '',
        }),
        // As in every other field of the page.
        EditorView.clipboardInputFilter.of((pasted) => pasted.replaceAll('\r\n', '\n')),
        placeholder(PLACEHOLDER),
        findInText(),
        EditorView.domEventHandlers({
          // Not in the key map: with Caps Lock, Shift makes the letter small.
          keydown(event) {
            if (walksAlternatives(event, keys)) {
              event.preventDefault();
              return true;
            }
            const name = matchKeys(event, HISTORY_KEYS);
            if (name === null) return false;
            if (name === 'undo') keys.undo();
            else keys.redo();
            event.preventDefault();
            return true;
          },
          beforeinput(event) {
            if (event.inputType === 'historyUndo') keys.undo();
            else if (event.inputType === 'historyRedo') keys.redo();
            else return false;
            event.preventDefault();
            return true;
          },
        }),
        extensions,
        keymap.of([...documentKeys(keys), ...textKeys]),
        editorTheme,
      ],
    }),
    dispatchTransactions(transactions, to) {
      applyToSession(session, transactions);
      to.update(transactions);
    },
  });
  const stop = followSession(view, session);
  const destroy = view.destroy.bind(view);
  view.destroy = () => {
    stop();
    destroy();
  };
  return view;
}

function documentKeys({ keep, openToken }: DocumentKeys): KeyBinding[] {
  return [
    { key: editorKey(EDITOR_SHORTCUTS.keep.keys), run: keep },
    {
      key: editorKey(EDITOR_SHORTCUTS.token.keys),
      // Handled in any case: a browser would break the line.
      run: () => {
        openToken();
        return true;
      },
    },
    // A new line and nothing else: no indentation is added, no space removed.
    { key: 'Enter', run: insertNewline, shift: insertNewline },
  ];
}

function walksAlternatives(
  event: KeyboardEvent,
  { nextAlternative, previousAlternative }: DocumentKeys,
): boolean {
  if (!event.altKey) return false;
  const { ctrlKey, metaKey, shiftKey, altKey, isComposing } = event;
  const press = { ctrlKey, metaKey, shiftKey, altKey, isComposing, key: altBracket(event.code) };
  const name = matchKeys(press, ALTERNATIVE_KEYS);
  return name !== null && (name === 'next' ? nextAlternative() : previousAlternative());
}

const { next, previous, undo, redo, redoToo } = EDITOR_SHORTCUTS;
const ALTERNATIVE_KEYS = { next, previous };
const HISTORY_KEYS = { undo, redo, redoToo };

/** Without Enter, which is ours, and without what the page does with the same keys on a Mac. */
const textKeys = standardKeymap.filter(
  ({ key, mac }) => key !== 'Enter' && key !== 'Mod-Enter' && mac !== 'Ctrl-k' && mac !== 'Ctrl-b',
);
