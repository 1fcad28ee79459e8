import { Annotation, type ChangeSpec, EditorSelection, type Transaction } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import type { DocumentSession } from '@/lib/documents/client/document-session';
import { type Change, joinPieces, piecesBetween } from '@/lib/documents/model/document-text';

/** Marks what the session has changed itself, such as text of the model. */
export const fromSession = Annotation.define<'generated' | 'moved'>();

/** Pixels that stay free under the growing end. */
const MARGIN_PX = 24;

/** Applies to the session what the person changes, before the editor shows it. */
export function applyToSession(session: DocumentSession, transactions: readonly Transaction[]): void {
  for (const transaction of transactions) {
    if (!transaction.docChanged || transaction.annotation(fromSession)) continue;
    const { text } = session.view();
    const changes: Change[] = [];
    transaction.changes.iterChanges((fromA, toA, fromB, _toB, inserted) => {
      const own = inserted.toString();
      changes.push({
        at: fromB,
        removed: piecesBetween(text, fromA, toA),
        inserted: own === '' ? [] : [{ text: own, source: null }],
      });
    });
    session.type(changes, transaction.newSelection.main.head);
  }
}

/** Shows what the session changes itself. Returns a function that ends that. */
export function followSession(view: EditorView, session: DocumentSession): () => void {
  return session.onChanges((changes, why) => {
    if (changes.length > 0) show(view, changes, why);
    // Never two texts: what is shown is what is saved.
    const { text } = session.view().text;
    if (view.state.doc.length !== text.length) {
      view.dispatch({
        changes: { from: 0, to: view.state.doc.length, insert: text },
        annotations: fromSession.of('moved'),
      });
    }
  });
}

function show(view: EditorView, changes: readonly Change[], why: 'generated' | 'moved'): void {
  const { head, empty } = view.state.selection.main;
  const follows = why === 'generated' && empty && changes.length === 1 && changes[0]?.at === head;
  const wasVisible = follows && isVisible(view, head);
  const specs = changes.map(({ at, removed, inserted }) => ({
    changes: {
      from: at,
      to: at + joinPieces(removed).length,
      insert: joinPieces(inserted),
    } satisfies ChangeSpec,
    sequential: true,
    annotations: fromSession.of(why),
  }));
  // Where the texts are equal, the reader's place stays.
  const start = Math.min(...changes.map(({ at }) => at));
  const isInView = why === 'moved' && isVisible(view, Math.min(start, view.state.doc.length));
  const last = changes.at(-1);
  const end = last ? last.at + joinPieces(last.inserted).length : head;
  view.dispatch(
    ...specs,
    follows || why === 'moved'
      ? {
          selection: EditorSelection.cursor(end),
          sequential: true,
          annotations: fromSession.of(why),
          effects:
            wasVisible || (why === 'moved' && !isInView)
              ? EditorView.scrollIntoView(wasVisible ? end : start, { y: 'nearest', yMargin: MARGIN_PX })
              : [],
        }
      : {},
  );
}

/** By the editor's own height map, which costs no layout. */
function isVisible(view: EditorView, at: number): boolean {
  const { scrollTop, clientHeight } = view.scrollDOM;
  const { top, bottom } = view.lineBlockAt(at);
  // A line may be as long as a page: then its end counts.
  return (
    bottom <= scrollTop + clientHeight + 3 * view.defaultLineHeight && bottom >= scrollTop && top <= bottom
  );
}
