import { firstWords, insertedText, typedLength, wordsApart } from './branch-words';
import type { DocumentNode } from './document-node';
import type { DocumentTree, NodeId } from './document-tree';
import { worthOf } from './worth-showing';

/** A stretch of a document's tree without forks, as strip and map show it: a generation, or what was typed. */
export interface Branch {
  /** Its first step: a name, a star and pruning belong to it. */
  readonly id: string;
  /** Its last step: this is where going there leads. */
  readonly lastId: string;
  readonly parentId: string | null;
  /** From the top, which is 1. */
  readonly level: number;
  /** Branches that go on from it, oldest first. */
  readonly children: readonly string[];
  /** The one beside it whose text it keeps a beginning of: it was branched from a token there. Null: none. */
  readonly fromId: string | null;
  /** What it begins with, or from where it differs from those beside it; empty when it only removes text. */
  readonly words: string;
  /** It brings text from a run. */
  readonly generated: boolean;
  /** Its run may still bring text. */
  readonly open: boolean;
  readonly runId: string | null;
  /** Which of its run's choices it is. */
  readonly choice: number;
  readonly name: string | null;
  readonly starred: boolean;
  /** It, or one that it descends from, is pruned. */
  readonly pruned: boolean;
  readonly createdAt: string;
  /** Generations among its descendants. */
  readonly generations: number;
  /** Ends at it that are not drawn: a few characters that were typed and taken back. */
  readonly deadEnds: number;
  /** The text leads through it. */
  readonly onPath: boolean;
}

export interface Branches {
  /** Parents before their children, siblings oldest first. */
  readonly list: readonly Branch[];
  readonly byId: ReadonlyMap<string, Branch>;
  /** Those that begin at the empty text, oldest first. */
  readonly roots: readonly string[];
  /** The branch that the head is in; null at the empty text. */
  readonly current: Branch | null;
  /** Pruned steps that are not shown, without those below them. */
  readonly hidden: number;
}

export interface BranchOptions {
  /** Shows pruned branches as well. */
  readonly showPruned?: boolean;
  /** Shows also ends of a few typed characters. */
  readonly showShort?: boolean;
}

/** The branches of a document. Takes time in proportion to its steps. */
export function branchesOf(
  tree: DocumentTree,
  head: NodeId,
  { showPruned = false, showShort = false }: BranchOptions = {},
): Branches {
  const worth = worthOf(tree, head, { showPruned, showShort });
  const list: Mutable<Branch>[] = [];
  const byId = new Map<string, Mutable<Branch>>();
  const roots: string[] = [];
  const texts = new Map<string, string>();
  let current: Branch | null = null;
  /** Steps that begin a branch, the next one last. */
  const waiting: { id: string; parent: Mutable<Branch> | null }[] = [];
  const begin = (ids: readonly string[], parent: Mutable<Branch> | null) => {
    for (let at = ids.length - 1; at >= 0; at -= 1) waiting.push({ id: ids[at] as string, parent });
  };

  begin(drawnChildren(null), null);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { id, parent } = next;
    const first = tree.nodes.get(id);
    if (!first) continue;
    const { children, last, deadEnds, steps } = follow(first);
    const text = insertedText(steps);
    texts.set(id, text);
    const branch = {
      id,
      lastId: last.id,
      parentId: parent?.id ?? null,
      level: (parent?.level ?? 0) + 1,
      children,
      fromId: null,
      words: firstWords(text),
      generated: first.kind === 'generated',
      open: first.open,
      runId: first.runId,
      choice: first.choice,
      name: first.name,
      starred: first.starred,
      pruned: worth.isPruned(id),
      createdAt: first.createdAt,
      generations: 0,
      deadEnds,
      onPath: worth.isOnPath(id),
    };
    list.push(branch);
    byId.set(id, branch);
    if (!parent) roots.push(id);
    if (steps.some((step) => step.id === head)) current = branch;
    begin(children, branch);
  }
  for (let at = list.length - 1; at >= 0; at -= 1) {
    const { parentId, generated, generations } = list[at] as Branch;
    const parent = parentId === null ? undefined : byId.get(parentId);
    if (parent) parent.generations += generations + (generated ? 1 : 0);
  }
  for (const ids of [roots, ...list.map(({ children }) => children)]) {
    if (ids.length < 2) continue;
    const words = wordsApart(ids.map((id) => texts.get(id) ?? ''));
    for (const [at, id] of ids.entries()) {
      const branch = byId.get(id);
      if (branch) branch.words = words[at] ?? '';
    }
    const writers = new Map<string, string>();
    for (const id of ids) {
      const [branch, node] = [byId.get(id), tree.nodes.get(id)];
      if (!branch || node?.kind !== 'generated') continue;
      branch.fromId = keptFrom(node, writers);
      writers.set(writerKey(node), id);
    }
  }
  return { list, byId, roots, current, hidden: worth.hidden };

  /** The children that begin a branch, or the only way on. */
  function drawnChildren(place: NodeId): readonly string[] {
    const there = (tree.children.get(place) ?? []).filter(worth.isShown);
    const leading = there.filter(worth.leads);
    // Where nothing is worth showing, the newest of what was typed is the end.
    return leading.length > 0 ? leading : there.slice(-1);
  }

  /** Goes on from a step for as long as there is one way, of steps that are no branch of their own. */
  function follow(first: DocumentNode) {
    const steps = [first];
    let deadEnds = 0;
    for (let last = first; ; ) {
      const children = drawnChildren(last.id);
      const there = (tree.children.get(last.id) ?? []).filter(worth.isShown).length;
      deadEnds += there - children.length;
      const only = children.length === 1 ? tree.nodes.get(children[0] as string) : undefined;
      if (!only || !isFolded(last, only)) return { steps, last, children, deadEnds };
      last = only;
      steps.push(only);
    }
  }
}

/** The last of these writers of which a generation keeps text before its own. */
function keptFrom({ changes, runId, choice }: DocumentNode, writers: ReadonlyMap<string, string>) {
  if (writers.size === 0) return null;
  for (let at = changes.length - 1; at >= 0; at -= 1) {
    const { inserted } = changes[at] as DocumentNode['changes'][number];
    for (let piece = inserted.length - 1; piece >= 0; piece -= 1) {
      const source = inserted[piece]?.source;
      if (!source || (source.runId === runId && source.choice === choice)) continue;
      const writer = writers.get(writerKey(source));
      if (writer !== undefined) return writer;
    }
  }
  return null;
}

function writerKey({ runId, choice }: Pick<DocumentNode, 'runId' | 'choice'>): string {
  return `${runId} ${choice}`;
}

/** Whether the only step after another is shown as a part of it. */
function isFolded(before: DocumentNode, step: DocumentNode): boolean {
  if (step.name !== null || step.starred) return false;
  if (step.kind === 'written' || goesOn(before, step)) return true;
  return !step.open && typedLength(step) === 0;
}

/** A suggestion that was taken word by word is one generation. */
function goesOn(before: DocumentNode, step: DocumentNode): boolean {
  if (before.kind !== 'generated' || before.runId === null || step.open) return false;
  return before.runId === step.runId && before.choice === step.choice;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

export type BranchStep = 'parent' | 'child' | 'previous' | 'next';

/** The branch one step from the head; its first child unless `prefer` is among them. Null: there is none. */
export function branchBeside(
  { byId, roots, current }: Branches,
  step: BranchStep,
  prefer: NodeId = null,
): Branch | null {
  const siblings = siblingsOfBranch({ byId, roots }, current);
  const children = current?.children ?? roots;
  const at = current ? siblings.indexOf(current.id) : -1;
  const id = {
    parent: current?.parentId,
    child: children.find((child) => child === prefer) ?? children[0],
    previous: siblings[at - 1],
    next: current ? siblings[at + 1] : undefined,
  }[step];
  return (id && byId.get(id)) || null;
}

/** The one that the map draws it under: what was branched from a token stands under the branch that it goes on from. */
export function drawnParentId({ fromId, parentId }: Pick<Branch, 'fromId' | 'parentId'>): string | null {
  return fromId ?? parentId;
}

/**
 * A branch and those beside it that the map draws under it, or under one of these: with all that descends from them, they
 * are what stands below its row.
 */
export function withBranchedOff(branches: Pick<Branches, 'byId' | 'roots'>, branch: Branch): string[] {
  const ids = new Set([branch.id]);
  // Each goes on from an older one.
  for (const id of siblingsOfBranch(branches, branch)) {
    const fromId = branches.byId.get(id)?.fromId ?? null;
    if (fromId !== null && ids.has(fromId)) ids.add(id);
  }
  return [...ids];
}

/** It and the branches beside it, oldest first. */
export function siblingsOfBranch(
  { byId, roots }: Pick<Branches, 'byId' | 'roots'>,
  branch: Branch | null,
): readonly string[] {
  if (!branch) return [];
  const parent = branch.parentId === null ? undefined : byId.get(branch.parentId);
  return parent?.children ?? roots;
}
