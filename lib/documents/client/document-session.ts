import type { StoreApi } from 'zustand/vanilla';
import { MAX_CHANGES } from '@/lib/documents/model/document-limits';
import type { DocumentNode } from '@/lib/documents/model/document-node';
import {
  applyChange,
  type Change,
  type DocumentText,
  invertChange,
  joinPieces,
  type Piece,
} from '@/lib/documents/model/document-text';
import {
  changesBetween,
  type DocumentTree,
  EMPTY_TREE,
  lineOf,
  type NodeId,
  parentsFirst,
  textAt,
  withNodes,
} from '@/lib/documents/model/document-tree';
import { joinChanges } from '@/lib/documents/model/join-changes';
import { offsetAfter, rebaseChanges } from '@/lib/documents/model/rebase';
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

/** Where undo or redo leads, and what it changes in the text. */
export interface Move {
  readonly to: NodeId;
  /** The step that is taken back, or done again. */
  readonly step: DocumentNode;
  readonly changes: readonly Change[];
}

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

/**
 * One document outside React: its steps, the text at one of them, and ways to change both. What it holds is saved by
 * whoever listens to `onSteps`; the editor follows `onChanges`.
 */
export interface DocumentSession {
  readonly views: StoreApi<DocumentView>;
  view(): DocumentView;
  /** The person changed the text. The editor already shows it. */
  type(changes: readonly Change[], cursor: number): void;
  /** What was typed becomes a step. While a generation brings text, it stays as it is. */
  seal(): void;
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
  /** Nothing more will come. Without any text the step is pruned, unless something was typed over what it replaced. */
  endGeneration(id: string): void;
  /** A step with text of a run that is already there: a suggestion. Ends a generation that is bringing text. */
  take(taken: TakenText): DocumentNode;
  /** The whole text of a generation that was left open, and is not the one that brings text now. Ends it. */
  fill(id: string, text: string): void;
  /** Adds another choice of a generation's run beside it, without showing it. Returns its id; null without a text. */
  addSibling(of: string, choice: number, text: string): string | null;
  /** Shows the text of another step. Returns the changes that lead there. */
  goTo(place: NodeId): readonly Change[];
  /** Null: nothing to take back. */
  undoMove(): Move | null;
  /** The step that was left last, or else the newest. Null: nothing comes after. */
  redoMove(): Move | null;
  edit(id: string, changes: Partial<Pick<DocumentNode, 'name' | 'starred' | 'pruned'>>): void;
  /** Steps of another tab, or of the server. Those whose parents are missing are left out. */
  addForeign(nodes: readonly DocumentNode[]): void;
  /**
   * Gives steps other ids, since another page has saved something else under these, which comes with `foreign`. Steps
   * that `follow` them, come after them as before. The text stays; the changed steps are announced.
   */
  moveAside(
    ids: ReadonlyMap<string, string>,
    follow: ReadonlySet<string>,
    foreign: readonly DocumentNode[],
  ): void;
  /** What would be lost if the page ended now and could not seal: see `OpenedDocument.unsaved`. */
  unsaved(): Unsaved | null;
  /** Steps that are new or have changed, and the head. An open generation is sent when it begins, is named and ends. */
  onSteps(listener: (nodes: readonly DocumentNode[], head: NodeId) => void): () => void;
  /** Changes that the editor has not made itself. */
  onChanges(listener: (changes: readonly Change[], why: 'generated' | 'moved') => void): () => void;
}

/** What was typed while the head's generation had brought this text, and is no step yet. */
export interface Unsaved {
  readonly typed: readonly Change[];
  readonly grown: string;
}

export interface OpenedDocument {
  /** Parents before their children. */
  readonly nodes: readonly DocumentNode[];
  readonly head: NodeId;
  /** The text at the head, where it is known. */
  readonly text?: DocumentText;
  readonly unsaved?: Unsaved | null;
}

/** After this pause, typing is a step of its own. */
export const PAUSE_MS = 600;

type Growing = { readonly node: DocumentNode; readonly before: readonly Change[]; at: number; text: string };

/** Throws `ChangeMismatch` when the steps do not fit each other. */
export function createDocumentSession({
  nodes,
  head,
  text: known,
  unsaved,
}: OpenedDocument): DocumentSession {
  const tree = withNodes(EMPTY_TREE, nodes);
  const views = createBrowserStore<DocumentView>({
    tree,
    head,
    text: known ?? textAt(tree, head),
    typed: [],
    generating: null,
  });
  const stepListeners = new Set<(nodes: readonly DocumentNode[], head: NodeId) => void>();
  const changeListeners = new Set<(changes: readonly Change[], why: 'generated' | 'moved') => void>();
  /** The child that was left last, by its parent. */
  const lastChild = new Map<NodeId, string>();
  let growing: Growing | null = null;
  let waiting = unsaved ?? null;
  let cursor = 0;
  let pause: ReturnType<typeof setTimeout> | undefined;

  const view = () => views.getState();

  function announce(changed: readonly DocumentNode[]): void {
    for (const listener of stepListeners) listener(changed, view().head);
  }

  function show(changes: readonly Change[], why: 'generated' | 'moved'): void {
    for (const listener of changeListeners) listener(changes, why);
  }

  function put(node: DocumentNode): void {
    views.setState({ tree: withNodes(view().tree, [node]), head: node.id });
    announce([node]);
  }

  function seal(): void {
    clearTimeout(pause);
    const { typed } = view();
    if (growing !== null || typed.length === 0) return;
    views.setState({ typed: [] });
    const changes = typed.filter(({ removed, inserted }) => removed.length > 0 || inserted.length > 0);
    // More than one step where much was typed here and there while a generation brought text.
    for (let at = 0; at < changes.length; at += MAX_CHANGES) {
      put({ ...newNode(view().head), changes: changes.slice(at, at + MAX_CHANGES), cursor });
    }
  }

  function type(changes: readonly Change[], at: number): void {
    for (const change of changes) {
      const last = view().typed.at(-1);
      const joined = last ? joinChanges(last, change) : null;
      if (last && !joined) seal();
      const { typed, text } = view();
      views.setState({
        typed: joined ? [...typed.slice(0, -1), joined] : [...typed, change],
        text: applyChange(text, change),
      });
    }
    cursor = at;
    clearTimeout(pause);
    pause = setTimeout(seal, PAUSE_MS);
  }

  function resume(node: DocumentNode): void {
    const before = node.changes.slice(0, -1);
    const last = node.changes.at(-1) ?? { at: 0, removed: [], inserted: [] };
    growing = { node, before, at: last.at, text: joinPieces(last.inserted) };
    views.setState({ generating: node.id });
  }

  function generate({ before = [], at, parentId }: NewGeneration): DocumentNode {
    if (growing) endGeneration(growing.node.id);
    seal();
    if (parentId !== undefined && parentId !== view().head) goTo(parentId);
    const node: DocumentNode = {
      ...newNode(view().head),
      kind: 'generated',
      changes: [...before, { at, removed: [], inserted: [] }],
      open: true,
      cursor: at,
    };
    views.setState({ text: before.reduce(applyChange, view().text) });
    show(before, 'generated');
    put(node);
    resume(node);
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
    views.setState({ typed, text: typed.reduce(applyChange, view().text) });
    show(typed, 'generated');
  }

  function insert(to: Growing, text: string): void {
    if (text === '') return;
    const { typed, text: current } = view();
    const end = to.at + to.text.length;
    const { runId, choice } = to.node;
    const source = runId === null ? null : { runId, choice, at: to.text.length };
    const change = { at: offsetAfter(typed, end), removed: [], inserted: [{ text, source }] };
    to.text += text;
    views.setState({
      text: applyChange(current, change),
      typed: typed.length > 0 ? rebaseChanges(typed, end, text.length) : typed,
    });
    show([change], 'generated');
  }

  function nameRun(id: string, runId: string, choice: number): void {
    if (growing?.node.id !== id) return;
    growing = { ...growing, node: { ...growing.node, runId, choice } };
    put(growing.node);
  }

  function endGeneration(id: string): void {
    if (growing?.node.id !== id) return;
    // The run has less than this page had seen of it, and typed over: then that stays.
    if (waiting) restoreUnsaved(growing, waiting);
    const { node, before, at, text } = growing;
    growing = null;
    if (text === '' && (before.length === 0 || view().typed.length === 0)) {
      discard(node, before);
      return;
    }
    const source = node.runId === null ? null : { runId: node.runId, choice: node.choice, at: 0 };
    const inserted: Piece[] = text === '' ? [] : [{ text, source }];
    views.setState({ generating: null });
    put({
      ...node,
      changes: [...before, { at, removed: [], inserted }],
      open: false,
      cursor: at + text.length,
    });
    seal();
  }

  function take({ at, text, runId, choice, from }: TakenText): DocumentNode {
    if (growing) endGeneration(growing.node.id);
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
  }

  function discard(node: DocumentNode, before: readonly Change[]): void {
    const back = [...before].reverse().map(invertChange);
    const gone = { ...node, open: false, pruned: true };
    views.setState({
      tree: withNodes(view().tree, [gone]),
      head: node.parentId,
      text: back.reduce(applyChange, view().text),
      generating: null,
    });
    if (back.length > 0) show(back, 'moved');
    announce([gone]);
    seal();
  }

  function addSibling(of: string, choice: number, text: string): string | null {
    const node = view().tree.nodes.get(of);
    const last = node?.changes.at(-1);
    if (!node || !last || text === '') return null;
    const { parentId, runId } = node;
    const inserted = [{ text, source: runId === null ? null : { runId, choice, at: 0 } }];
    const sibling: DocumentNode = {
      ...newNode(parentId),
      kind: 'generated',
      changes: [...node.changes.slice(0, -1), { ...last, inserted }],
      runId,
      choice,
      cursor: last.at + text.length,
    };
    views.setState({ tree: withNodes(view().tree, [sibling]) });
    announce([sibling]);
    return sibling.id;
  }

  function fill(id: string, text: string): void {
    const node = view().tree.nodes.get(id);
    if (!node?.open || growing?.node.id === id) return;
    const source = node.runId === null ? null : { runId: node.runId, choice: node.choice, at: 0 };
    const last = node.changes.at(-1) ?? { at: 0, removed: [] };
    const inserted: Piece[] = text === '' ? [] : [{ text, source }];
    const changes = [...node.changes.slice(0, -1), { ...last, inserted }];
    const filled = { ...node, changes, open: false, cursor: last.at + text.length };
    views.setState({ tree: withNodes(view().tree, [filled]) });
    announce([filled]);
  }

  function goTo(place: NodeId): readonly Change[] {
    if (growing) endGeneration(growing.node.id);
    seal();
    const from = view().head;
    const changes = changesBetween(view().tree, from, place);
    const ahead = new Set(lineOf(view().tree, place));
    for (const id of lineOf(view().tree, from)) {
      if (ahead.has(id)) break;
      lastChild.set(view().tree.nodes.get(id)?.parentId ?? null, id);
    }
    views.setState({ head: place, text: changes.reduce(applyChange, view().text) });
    show(changes, 'moved');
    // One that another page has begun, and that is still being completed.
    const step = place === null ? undefined : view().tree.nodes.get(place);
    if (step?.open) resume(step);
    announce([]);
    return changes;
  }

  function undoMove(): Move | null {
    seal();
    const { tree: steps, head: from } = view();
    const step = from === null ? undefined : steps.nodes.get(from);
    if (!step || growing) return null;
    return { to: step.parentId, step, changes: [...step.changes].reverse().map(invertChange) };
  }

  function redoMove(): Move | null {
    seal();
    const { tree: steps, head: from } = view();
    const children = (steps.children.get(from) ?? []).filter((id) => !steps.nodes.get(id)?.pruned);
    const left = lastChild.get(from);
    const to = left !== undefined && children.includes(left) ? left : children.at(-1);
    const step = to === undefined ? undefined : steps.nodes.get(to);
    return step && !growing ? { to: step.id, step, changes: step.changes } : null;
  }

  const atHead = head === null ? undefined : tree.nodes.get(head);
  if (atHead?.open) resume(atHead);
  return {
    views,
    view,
    type,
    seal,
    generate,
    nameRun,
    grow,
    growTo(id, text) {
      if (growing?.node.id === id) grow(id, text.slice(growing.text.length));
    },
    fill,
    growingAt: () => growing && offsetAfter(view().typed, growing.at + growing.text.length),
    endGeneration,
    take,
    addSibling,
    goTo,
    undoMove,
    redoMove,
    edit(id, changes) {
      const node = view().tree.nodes.get(id);
      if (!node) return;
      const edited = { ...node, ...changes };
      views.setState({ tree: withNodes(view().tree, [edited]) });
      if (growing?.node.id === id) growing = { ...growing, node: edited };
      announce([edited]);
    },
    addForeign(foreign) {
      const known = new Map(view().tree.nodes);
      const news: DocumentNode[] = [];
      for (const node of foreign) {
        const own = known.get(node.id);
        if (node.id === growing?.node.id || (node.parentId !== null && !known.has(node.parentId))) continue;
        const { name, starred, pruned } = node;
        // The text of a step that has ended stays: where it differs, the next save says so.
        const added = own && !own.open ? { ...own, name, starred, pruned } : node;
        known.set(node.id, added);
        news.push(added);
      }
      if (news.length > 0) views.setState({ tree: withNodes(view().tree, news) });
    },
    moveAside(ids, follow, foreign) {
      const place = (id: NodeId) => (id === null ? null : (ids.get(id) ?? id));
      const all = [...view().tree.nodes.values()];
      const moved = all
        .filter(({ id }) => ids.has(id) || follow.has(id))
        .map((node) => ({ ...node, id: place(node.id) ?? node.id, parentId: place(node.parentId) }));
      const others = all.filter(({ id }) => !ids.has(id) && !follow.has(id));
      views.setState({
        tree: withNodes(EMPTY_TREE, parentsFirst([...others, ...foreign, ...moved])),
        head: place(view().head),
      });
      if (growing && follow.has(growing.node.id)) {
        growing = { ...growing, node: { ...growing.node, parentId: place(growing.node.parentId) } };
      }
      for (const [parent, id] of [...lastChild]) lastChild.set(place(parent), ids.get(id) ?? id);
      announce(moved);
    },
    unsaved() {
      if (waiting) return waiting;
      return growing && { typed: view().typed, grown: growing.text };
    },
    onSteps: (listener) => subscribe(stepListeners, listener),
    onChanges: (listener) => subscribe(changeListeners, listener),
  };
}

function newNode(parentId: NodeId): DocumentNode {
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
