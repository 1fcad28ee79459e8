import { derivedId } from '@/lib/documents/model/derived-id';
import type { DocumentNode } from '@/lib/documents/model/document-node';
import { applyChange, type Change, joinPieces, type Piece } from '@/lib/documents/model/document-text';
import { changesBetween, type NodeId, withNodes } from '@/lib/documents/model/document-tree';
import { offsetAfter, rebaseChanges } from '@/lib/documents/model/rebase';
import { afterDiscard, afterExchange } from '@/lib/documents/model/trail';
import { applyAll, newNode, type SessionText } from './session-text';

/** A step to be added after the head. */
export interface NewGeneration {
  /** What it changes besides inserting the run's text: the person's text that it replaces, the token of a branch. */
  readonly before?: readonly Change[];
  /** Where the run's text begins, after `before`. */
  readonly at: number;
  /** Absent: after the head. */
  readonly parentId?: NodeId;
}

/** A stretch of a run's text that the person takes. */
export interface TakenText {
  /** Where it goes, in UTF-16 units. */
  readonly at: number;
  readonly text: string;
  readonly runId: string;
  readonly choice: number;
  /** Where it begins in the text of the choice. */
  readonly from: number;
}

/** What was typed while the head's generation had brought this text, and is no step yet. */
export interface Unsaved {
  readonly typed: readonly Change[];
  readonly grown: string;
}

export interface SessionGenerations {
  /** Begins a step of the model; its text comes by `grow`. Ends the one before. */
  generate(step: NewGeneration): DocumentNode;
  /** The run of the generation is known. */
  nameRun(id: string, runId: string, choice: number): void;
  /** More text of the generation. */
  grow(id: string, text: string): void;
  /** The whole text of the generation so far: what it does not have yet is added. */
  growTo(id: string, text: string): void;
  /** Where the next text of the generation goes; null: none is going on. */
  growingAt(): number | null;
  /**
   * Nothing more will come. Without any text the step is pruned and the text is as it was before it, unless something was
   * typed over what it replaced.
   */
  endGeneration(id: string): void;
  /** A step with text of a run that is already there: a suggestion. Ends a generation that is bringing text. */
  take(taken: TakenText): DocumentNode;
  /** The whole text of a generation that was left open, and is not the one that brings text now. Ends it. */
  fill(id: string, text: string): void;
  /**
   * Adds another choice of a generation's run beside it, without showing it. It is the same step whichever page adds it.
   * Returns its id; null without a text.
   */
  addSibling(of: string, choice: number, text: string): string | null;
  /** What would be lost if the page ended now and could not seal: see `OpenedDocument.unsaved`. */
  unsaved(): Unsaved | null;
}

interface Growing {
  readonly node: DocumentNode;
  readonly before: readonly Change[];
  readonly at: number;
  text: string;
}

/** The rest of the session, as generations need it. */
interface Rest {
  readonly unsaved: Unsaved | null;
  /** What was typed becomes a step. */
  readonly seal: () => void;
  /** Shows the text of another place; this is no move of the person. */
  readonly goTo: (place: NodeId) => void;
}

/** Generations of a session, and what else brings text of the model. */
export function createGenerations(page: SessionText, { unsaved, seal, goTo }: Rest) {
  const { views, view, show, put } = page;
  let growing: Growing | null = null;
  let waiting = unsaved;

  function endAny(): void {
    if (growing) endGeneration(growing.node.id);
  }

  /** The generation at this place goes on. */
  function resume(place: NodeId): void {
    const node = place === null ? undefined : view().tree.nodes.get(place);
    if (!node?.open) return;
    const last = node.changes.at(-1) ?? { at: 0, inserted: [] };
    growing = { node, before: node.changes.slice(0, -1), at: last.at, text: joinPieces(last.inserted) };
    views.setState({ generating: node.id });
  }

  function generate({ before = [], at, parentId }: NewGeneration): DocumentNode {
    endAny();
    seal();
    const from = view().head;
    if (parentId !== undefined && parentId !== from) goTo(parentId);
    const node: DocumentNode = {
      ...newNode(view().head),
      kind: 'generated',
      changes: [...before, { at, removed: [], inserted: [] }],
      open: true,
      cursor: at,
    };
    views.setState({ text: before.reduce(applyChange, view().text) });
    show(before, 'generated');
    put(node, from);
    resume(node.id);
    return node;
  }

  function grow(id: string, text: string): void {
    if (growing?.node.id !== id || text === '') return;
    // Text that was typed over a shorter text of the generation is put back as soon as it has that length.
    const left = waiting ? waiting.grown.length - growing.text.length : 0;
    if (waiting && text.length >= left) {
      const { typed } = waiting;
      restoreUnsaved(growing, { typed, grown: growing.text + text.slice(0, left) });
      insert(growing, text.slice(left));
    } else insert(growing, text);
  }

  function restoreUnsaved(to: Growing, { typed, grown }: Unsaved): void {
    waiting = null;
    insert(to, grown.slice(to.text.length));
    views.setState({ typed, text: applyAll(view().text, typed) });
    show(typed, 'generated');
  }

  function insert(to: Growing, text: string): void {
    if (text === '') return;
    const { typed, text: current } = view();
    const end = to.at + to.text.length;
    const source = sourceOf(to.node);
    const inserted = [{ text, source: source && { ...source, at: to.text.length } }];
    const change = { at: offsetAfter(typed, end), removed: [], inserted };
    to.text += text;
    views.setState({
      text: applyChange(current, change),
      typed: typed.length > 0 ? rebaseChanges(typed, end, text.length) : typed,
    });
    show([change], 'generated');
  }

  function endGeneration(id: string): void {
    if (growing?.node.id !== id) return;
    // The run has less than this page had seen of it, and typed over: then that stays.
    if (waiting) restoreUnsaved(growing, waiting);
    const { node, before, at, text } = growing;
    growing = null;
    if (text === '' && (before.length === 0 || view().typed.length === 0)) {
      discard(node);
      return;
    }
    views.setState({ generating: null });
    put({ ...node, ...filledWith(node, [...before, { at, removed: [], inserted: [] }], text), open: false });
    seal();
  }

  function discard(node: DocumentNode): void {
    const gone = { ...node, open: false, pruned: true };
    const { tree, text, typed } = view();
    // What was typed meanwhile goes on from the text that the generation began with.
    const isTyped = typed.length > 0;
    const { to, trail } = isTyped
      ? { to: node.parentId, trail: afterExchange(page.trail(), node.id, node.parentId) }
      : afterDiscard(page.trail(), node);
    const back = isTyped ? [] : changesBetween(tree, node.id, to);
    page.setTrail(trail);
    views.setState({
      tree: withNodes(tree, [gone]),
      head: to,
      text: applyAll(text, back),
      generating: null,
    });
    if (back.length > 0) show(back, 'moved');
    page.announce([gone]);
    seal();
  }

  const parts: SessionGenerations = {
    generate,
    nameRun(id, runId, choice) {
      if (growing?.node.id !== id) return;
      growing = { ...growing, node: { ...growing.node, runId, choice } };
      put(growing.node);
    },
    grow,
    growTo(id, text) {
      if (growing?.node.id === id) grow(id, text.slice(growing.text.length));
    },
    growingAt: () => growing && offsetAfter(view().typed, growing.at + growing.text.length),
    endGeneration,
    take({ at, text, runId, choice, from }) {
      endAny();
      seal();
      const change = { at, removed: [], inserted: [{ text, source: { runId, choice, at: from } }] };
      const node: DocumentNode = {
        ...newNode(view().head),
        kind: 'generated',
        changes: [change],
        runId,
        choice,
        cursor: at + text.length,
      };
      views.setState({ text: applyChange(view().text, change) });
      show([change], 'generated');
      put(node);
      return node;
    },
    fill(id, text) {
      const node = view().tree.nodes.get(id);
      if (!node?.open || growing?.node.id === id) return;
      page.putBeside({ ...node, ...filledWith(node, node.changes, text), open: false });
    },
    addSibling(of, choice, text) {
      const node = view().tree.nodes.get(of);
      if (!node || node.changes.length === 0 || text === '') return null;
      const { parentId, runId } = node;
      const made = { ...newNode(parentId), kind: 'generated', runId, choice } as const;
      const sibling = { ...made, ...filledWith(made, node.changes, text) };
      const id = derivedId({ ...sibling, id: of }, parentId);
      if (!view().tree.nodes.has(id)) page.putBeside({ ...sibling, id });
      return id;
    },
    unsaved: () => waiting ?? (growing && { typed: view().typed, grown: growing.text }),
  };
  return {
    parts,
    endAny,
    resume,
    isGrowing: () => growing !== null,
    /** The step that brings text was changed otherwise. */
    replace(id: string, change: (node: DocumentNode) => DocumentNode): void {
      if (growing?.node.id === id) growing = { ...growing, node: change(growing.node) };
    },
  };
}

function sourceOf({ runId, choice }: Pick<DocumentNode, 'runId' | 'choice'>) {
  return runId === null ? null : { runId, choice, at: 0 };
}

/** A generation's changes where its run has brought this text, and where the cursor is then. */
function filledWith(
  node: Pick<DocumentNode, 'runId' | 'choice'>,
  changes: readonly Change[],
  text: string,
): Pick<DocumentNode, 'changes' | 'cursor'> {
  const last = changes.at(-1) ?? { at: 0, removed: [] };
  const inserted: Piece[] = text === '' ? [] : [{ text, source: sourceOf(node) }];
  return { changes: [...changes.slice(0, -1), { ...last, inserted }], cursor: last.at + text.length };
}
