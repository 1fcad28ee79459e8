import type { StoreApi } from 'zustand/vanilla';
import { MAX_CHANGES_OF_STEP } from '@/lib/documents/model/document-limits';
import type { DocumentNode } from '@/lib/documents/model/document-node';
import {
  applyChange,
  type Change,
  type DocumentText,
  piecesBetween,
} from '@/lib/documents/model/document-text';
import {
  changesBetween,
  EMPTY_TREE,
  lineOf,
  type NodeId,
  parentsFirst,
  withNodes,
} from '@/lib/documents/model/document-tree';
import { joinChanges } from '@/lib/documents/model/join-changes';
import {
  afterExchange,
  afterLooking,
  afterWriting,
  moveBack,
  moveForward,
  type Trail,
  type TrailMove,
  withIds,
} from '@/lib/documents/model/trail';
import { createGenerations, type SessionGenerations, type Unsaved } from './session-generations';
import {
  applyAll,
  type ChangeReason,
  createSessionText,
  type DocumentView,
  newNode,
  type OpenedText,
} from './session-text';

/** Where undo or redo leads, and what it changes in the text. */
export interface Move extends TrailMove {
  /** The step that is taken back, or done again; null: somebody had only gone to another place. */
  readonly step: DocumentNode | null;
  /** Undo leads to another take or branch, and not to the text that the step has changed. */
  readonly isBeside: boolean;
  readonly changes: readonly Change[];
}

/**
 * One document outside React: its steps, the text at one of them, and ways to change both. Listeners of
 * `onSteps` save what it holds; the editor follows `onChanges`.
 */
export interface DocumentSession extends SessionGenerations {
  readonly views: StoreApi<DocumentView>;
  view(): DocumentView;
  /** The person changed the text. The editor already shows it. */
  type(changes: readonly Change[], cursor: number): void;
  /** What was typed becomes a step. While a generation brings text, it stays as it is. */
  seal(): void;
  /** Shows the text of another step. Returns the changes that lead there. */
  goTo(place: NodeId): readonly Change[];
  /** Shows the text of another choice, as if it had been generated in the first place. */
  showChoice(id: string, insteadOf: string): void;
  /** Null: nothing to take back. */
  undoMove(): Move | null;
  /** Where undo has come from, or else the step that was left last or is the newest. Null: nothing comes after. */
  redoMove(): Move | null;
  /** Whether `redoMove` leads anywhere. Changes nothing, so that a screen may ask with every change. */
  hasRedo(): boolean;
  /** Makes such a move. */
  follow(move: Move): void;
  /** Where the text was on this page: undo leads along it. */
  trail(): Trail;
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
  /** Steps that are new or have changed, and the head. An open generation is sent when it begins, is named and ends. */
  onSteps(listener: (nodes: readonly DocumentNode[], head: NodeId) => void): () => void;
  /** Changes that the editor has not made itself. */
  onChanges(listener: (changes: readonly Change[], why: ChangeReason) => void): () => void;
}

export interface OpenedDocument extends OpenedText {
  readonly unsaved?: Unsaved | null;
}

/** After this pause, typing is a step of its own. */
export const PAUSE_MS = 600;

/** A way through the tree with more than these is shown as one replacement of the text. */
const MAX_SHOWN_CHANGES = 300;

/** Throws `ChangeMismatch` when the steps do not fit each other. */
export function createDocumentSession({ unsaved, ...opened }: OpenedDocument): DocumentSession {
  const page = createSessionText(opened);
  const { views, view, put, announce } = page;
  const generations = createGenerations(page, { unsaved: unsaved ?? null, seal, goTo: show });
  /** The child that was left last, by its parent. */
  const lastChild = new Map<NodeId, string>();
  let cursor = 0;
  let pause: ReturnType<typeof setTimeout> | undefined;

  function seal(): void {
    clearTimeout(pause);
    const { typed } = view();
    if (generations.isGrowing() || typed.length === 0) return;
    const changes = typed.filter(({ removed, inserted }) => removed.length > 0 || inserted.length > 0);
    if (changes.length === 0) views.setState({ typed: [] });
    for (let from = 0; from < changes.length; from += MAX_CHANGES_OF_STEP) {
      const to = from + MAX_CHANGES_OF_STEP;
      views.setState({ typed: changes.slice(to) });
      put({ ...newNode(view().head), changes: changes.slice(from, to), cursor });
    }
  }

  function type(changes: readonly Change[], at: number): void {
    if (changes.length > 1) {
      // What is done at once is undone at once: it is a step of its own.
      seal();
      const { typed, text } = view();
      views.setState({ typed: [...typed, ...changes], text: applyAll(text, changes) });
    } else for (const change of changes) typeOne(change);
    cursor = at;
    if (changes.length > 1) seal();
    else startPause();
  }

  function typeOne(change: Change): void {
    const last = view().typed.at(-1);
    const joined = last ? joinChanges(last, change) : null;
    if (last && !joined) seal();
    const { typed, text } = view();
    views.setState({
      typed: joined ? [...typed.slice(0, -1), joined] : [...typed, change],
      text: applyChange(text, change),
    });
  }

  function startPause(): void {
    clearTimeout(pause);
    pause = setTimeout(seal, PAUSE_MS);
  }

  function show(place: NodeId): readonly Change[] {
    generations.endAny();
    seal();
    const from = view().head;
    const changes = changesBetween(view().tree, from, place);
    const ahead = new Set(lineOf(view().tree, place));
    for (const id of lineOf(view().tree, from)) {
      if (ahead.has(id)) break;
      lastChild.set(view().tree.nodes.get(id)?.parentId ?? null, id);
    }
    const before = view().text;
    views.setState({ head: place, text: applyAll(before, changes) });
    page.show(changes.length > MAX_SHOWN_CHANGES ? [wholeChange(before, view().text)] : changes, 'moved');
    // One that another page has begun, and that is still being completed.
    generations.resume(place);
    return changes;
  }

  /** With the trail as it is after the move, and passed to those who store it. */
  function move(place: NodeId, trail: (from: NodeId) => Trail): readonly Change[] {
    generations.endAny();
    seal();
    const next = trail(view().head);
    const changes = show(place);
    page.setTrail(next);
    announce([]);
    return changes;
  }

  function withChanges(target: TrailMove, step: DocumentNode | null): Move {
    const { tree, head } = view();
    const isBeside = step?.parentId !== target.to && tree.nodes.get(target.to ?? '')?.parentId !== head;
    return { ...target, step, isBeside, changes: changesBetween(tree, head, target.to) };
  }

  function undoMove(): Move | null {
    seal();
    const { tree, head } = view();
    const stretch = page.trail().stretches[page.trail().at];
    const move = generations.isGrowing() ? null : moveBack(tree, page.trail(), head);
    // A place that is pruned is left for the step before it, which takes text away.
    const wasLooking =
      stretch?.looked === true && stretch.start === head && move?.trail.at !== page.trail().at;
    return move && withChanges(move, wasLooking ? null : (tree.nodes.get(head ?? '') ?? null));
  }

  function redoMove(): Move | null {
    seal();
    const target = redoTarget();
    return target && withChanges(target, view().tree.nodes.get(target.to ?? '') ?? null);
  }

  function redoTarget(): TrailMove | null {
    const { tree, head, typed } = view();
    if (generations.isGrowing() || typed.length > 0) return null;
    const known = moveForward(tree, page.trail(), head);
    if (known) return known;
    const children = (tree.children.get(head) ?? []).filter((id) => !tree.nodes.get(id)?.pruned);
    const left = lastChild.get(head);
    const to = left !== undefined && children.includes(left) ? left : children.at(-1);
    const step = to === undefined ? undefined : tree.nodes.get(to);
    return step ? { to: step.id, trail: afterWriting(page.trail(), head, step) } : null;
  }

  generations.resume(view().head);
  return {
    ...generations.parts,
    views,
    view,
    type,
    seal,
    goTo: (place) => move(place, (from) => afterLooking(page.trail(), from, place)),
    showChoice(id, insteadOf) {
      const step = view().tree.nodes.get(id);
      if (!step) return;
      move(id, (from) =>
        from === insteadOf ? afterExchange(page.trail(), from, id) : afterWriting(page.trail(), from, step),
      );
    },
    undoMove,
    redoMove,
    hasRedo: () => redoTarget() !== null,
    follow: ({ to, trail }) => void move(to, () => trail),
    trail: page.trail,
    edit(id, changes) {
      const node = view().tree.nodes.get(id);
      if (!node) return;
      const edited = { ...node, ...changes };
      views.setState({ tree: withNodes(view().tree, [edited]) });
      generations.replace(id, () => edited);
      announce([edited]);
    },
    addForeign(foreign) {
      const known = new Map(view().tree.nodes);
      const news: DocumentNode[] = [];
      for (const node of foreign) {
        const own = known.get(node.id);
        const isGrowing = generations.isGrowing() && node.id === view().generating;
        if (isGrowing || (node.parentId !== null && !known.has(node.parentId))) continue;
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
      page.setTrail(withIds(page.trail(), place));
      for (const id of follow)
        generations.replace(id, (node) => ({ ...node, parentId: place(node.parentId) }));
      for (const [parent, id] of [...lastChild]) lastChild.set(place(parent), ids.get(id) ?? id);
      announce(moved);
    },
    onSteps: page.onSteps,
    onChanges: page.onChanges,
  };
}

function wholeChange(before: DocumentText, after: DocumentText): Change {
  const whole = (text: DocumentText) => piecesBetween(text, 0, text.text.length);
  return { at: 0, removed: whole(before), inserted: whole(after) };
}
