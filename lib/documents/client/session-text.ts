import type { StoreApi } from 'zustand/vanilla';
import type { DocumentNode } from '@/lib/documents/model/document-node';
import { applyChange, type Change, type DocumentText } from '@/lib/documents/model/document-text';
import {
  type DocumentTree,
  EMPTY_TREE,
  type NodeId,
  textAt,
  withNodes,
} from '@/lib/documents/model/document-tree';
import { createTextBuffer } from '@/lib/documents/model/text-buffer';
import { afterWriting, newTrail, type Trail } from '@/lib/documents/model/trail';
import { createBrowserStore } from '@/lib/platform/client/browser-store';
import { newUuid } from '@/lib/platform/client/uuid';

/** The document as it is on this page. Never changed in place. */
export interface DocumentView {
  readonly tree: DocumentTree;
  /** The step that the text is at. */
  readonly head: NodeId;
  /** The text, with what was typed since the head. */
  readonly text: DocumentText;
  /** What was typed since the head and is no step yet: each change in the text that the one before has left. */
  readonly typed: readonly Change[];
  /** The generation that is bringing text; it is the head. */
  readonly generating: string | null;
}

/** `generated`: text of the model has come; `moved`: another place is shown. */
export type ChangeReason = 'generated' | 'moved';

/** What typing, generations and moves share: the text of the page, and who follows it. */
export interface SessionText {
  readonly views: StoreApi<DocumentView>;
  view(): DocumentView;
  trail(): Trail;
  setTrail(trail: Trail): void;
  /** A step that is new or has changed, and that the text is at. `from`: where the text was before it. */
  put(node: DocumentNode, from?: NodeId): void;
  /** A step that is new or has changed elsewhere. */
  putBeside(node: DocumentNode): void;
  announce(nodes: readonly DocumentNode[]): void;
  show(changes: readonly Change[], why: ChangeReason): void;
  onSteps(listener: (nodes: readonly DocumentNode[], head: NodeId) => void): () => void;
  onChanges(listener: (changes: readonly Change[], why: ChangeReason) => void): () => void;
}

export interface OpenedText {
  /** Parents before their children. */
  readonly nodes: readonly DocumentNode[];
  readonly head: NodeId;
  /** The text at the head, where it is known. */
  readonly text?: DocumentText;
  /** Where the text on this page was before; null: not known. */
  readonly trail?: Trail | null;
}

/** Throws `ChangeMismatch` when the steps do not fit each other. */
export function createSessionText({ nodes, head, text, trail: known }: OpenedText): SessionText {
  const tree = withNodes(EMPTY_TREE, nodes);
  const views = createBrowserStore<DocumentView>({
    tree,
    head,
    text: text ?? textAt(tree, head),
    typed: [],
    generating: null,
  });
  const stepListeners = new Set<(nodes: readonly DocumentNode[], head: NodeId) => void>();
  const changeListeners = new Set<(changes: readonly Change[], why: ChangeReason) => void>();
  let trail = known ?? newTrail(head);

  const view = () => views.getState();

  function announce(changed: readonly DocumentNode[]): void {
    for (const listener of stepListeners) listener(changed, view().head);
  }

  return {
    views,
    view,
    trail: () => trail,
    setTrail(next) {
      trail = next;
    },
    put(node, from = view().head) {
      if (!view().tree.nodes.has(node.id)) trail = afterWriting(trail, from, node);
      views.setState({ tree: withNodes(view().tree, [node]), head: node.id });
      announce([node]);
    },
    putBeside(node) {
      views.setState({ tree: withNodes(view().tree, [node]) });
      announce([node]);
    },
    announce,
    show(changes, why) {
      for (const listener of changeListeners) listener(changes, why);
    },
    onSteps: (listener) => subscribe(stepListeners, listener),
    onChanges: (listener) => subscribe(changeListeners, listener),
  };
}

/** A text buffer costs more than a few copies of the text. */
const MANY_CHANGES = 16;

/** The same as one change after the other with `applyChange`, which copies the text each time. */
export function applyAll(text: DocumentText, changes: readonly Change[]): DocumentText {
  if (changes.length < MANY_CHANGES) return changes.reduce(applyChange, text);
  const buffer = createTextBuffer(text);
  for (const change of changes) buffer.apply(change);
  return buffer.document();
}

export function newNode(parentId: NodeId): DocumentNode {
  return {
    id: newUuid(),
    parentId,
    kind: 'written',
    changes: [],
    runId: null,
    choice: 0,
    open: false,
    cursor: 0,
    name: null,
    starred: false,
    pruned: false,
    createdAt: new Date().toISOString(),
  };
}

function subscribe<Listener>(listeners: Set<Listener>, listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
