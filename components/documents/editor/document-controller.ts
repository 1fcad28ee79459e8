import type { EditorView } from '@codemirror/view';
import type { StoreApi } from 'zustand/vanilla';
import type { DocumentRunner, RunnerState } from '@/lib/documents/client/document-runner';
import type { DocumentSession, Move } from '@/lib/documents/client/document-session';
import type { OpenDocument } from '@/lib/documents/client/open-document';
import type { RunRecords } from '@/lib/documents/client/run-records';
import { countWords } from '@/lib/documents/model/count-words';
import type { DocumentNode } from '@/lib/documents/model/document-node';
import { siblingsOf } from '@/lib/documents/model/document-tree';
import { createBrowserStore } from '@/lib/platform/client/browser-store';
import { markUndo, rangesTakenAway } from './undo-mark';

/** What the lines around the editor show of it. */
export interface EditorState {
  /** Undo would take away this generation, and waits for a second press. */
  readonly undoing: { readonly move: Move; readonly words: number } | null;
  /** Whether text follows the cursor or the selection, other than white space. */
  readonly hasAfter: boolean;
  /** White space right before the cursor, as signs: it usually hurts what comes. */
  readonly spaceBefore: string | null;
  /** Why no menu came for the token at the cursor, while that is said. */
  readonly noToken: NoToken | null;
}

/**
 * A person wrote the text there, its run has no probabilities (or the server gave none), could not be loaded, or text is
 * coming.
 */
export type NoToken = 'own text' | 'no probabilities' | 'not returned' | 'not loaded' | 'running';

/** A document in its editor, for everything that acts on both. */
export interface DocumentController {
  readonly document: OpenDocument;
  readonly session: DocumentSession;
  readonly runner: DocumentRunner;
  readonly records: RunRecords;
  readonly view: EditorView;
  readonly state: StoreApi<EditorState>;
  /** A typed step at once; a generation is first marked. While text comes, it is stopped. */
  undo(): void;
  redo(): void;
  /** Forgets the undo that waits. Returns whether one did. */
  keep(): boolean;
  /** Shows the next or previous alternative of the generation that was just made. Returns whether there is one. */
  walkAlternatives(step: 1 | -1): boolean;
  /** Opens the menu of the token at the cursor, or says why there is none. */
  openToken(): void;
}

export const EMPTY_EDITOR: EditorState = {
  undoing: null,
  hasAfter: false,
  spaceBefore: null,
  noToken: null,
};

export function createController(
  parts: Pick<DocumentController, 'document' | 'runner' | 'records' | 'view' | 'openToken'>,
  state: StoreApi<EditorState> = createBrowserStore(EMPTY_EDITOR),
): DocumentController {
  const { document, runner, view } = parts;
  const { session } = document;

  function keep(): boolean {
    if (!state.getState().undoing) return false;
    state.setState({ undoing: null });
    view.dispatch({ effects: markUndo.of(null) });
    return true;
  }

  function undo(): void {
    if (session.view().generating !== null) {
      void runner.stop();
      return;
    }
    const move = session.undoMove();
    const waiting = state.getState().undoing;
    if (!move) return;
    if (move.step?.kind === 'generated' && waiting?.move.step?.id !== move.step.id) {
      const gone = rangesTakenAway(move, view.state.doc);
      const words = gone.map(({ from, to }) => view.state.sliceDoc(from, to)).join(' ');
      state.setState({ undoing: { move, words: countWords(words) } });
      view.dispatch({ effects: markUndo.of(move) });
      return;
    }
    state.setState({ undoing: null });
    session.follow(move);
  }

  return {
    ...parts,
    session,
    state,
    undo,
    redo() {
      keep();
      const move = session.redoMove();
      if (move) session.follow(move);
    },
    keep,
    walkAlternatives(step) {
      session.seal();
      const ids = alternativesOf(parts);
      const { head } = session.view();
      const at = head === null ? -1 : ids.indexOf(head);
      const next = at === -1 ? undefined : ids[(at + step + ids.length) % ids.length];
      if (next === undefined || head === null || next === head || session.view().generating !== null)
        return false;
      keep();
      session.showChoice(next, head);
      return true;
    },
  };
}

/** The steps that show the other choices of the head's run, best first. */
export function alternativesOf({
  document,
  runner,
}: Pick<DocumentController, 'document' | 'runner'>): string[] {
  const { tree, head } = document.session.view();
  const node = head === null ? undefined : tree.nodes.get(head);
  if (node?.kind !== 'generated' || node.runId === null) return [];
  const { alternatives } = runner.state.getState();
  const rankOf = (id: string) => rankOfChoice(alternatives, tree.nodes.get(id) ?? node);
  return siblingsOf(tree, node.id)
    .filter((id) => tree.nodes.get(id)?.runId === node.runId)
    .sort((a, b) => rankOf(a) - rankOf(b));
}

/** From 0, best first; by its number while the run's choices are not ranked. */
export function rankOfChoice(
  alternatives: RunnerState['alternatives'],
  { runId, choice }: Pick<DocumentNode, 'runId' | 'choice'>,
): number {
  // A run of a file may be named as what every object has.
  const ranks = runId !== null && Object.hasOwn(alternatives, runId) ? alternatives[runId] : undefined;
  const at = ranks?.findIndex((ranked) => ranked.choice === choice) ?? -1;
  return at === -1 ? choice : at;
}
