import type { DocumentNode } from './document-node';
import { type Change, type DocumentText, EMPTY_TEXT, invertChange } from './document-text';
import { createTextBuffer } from './text-buffer';

/** A place in the tree: a step's id, or null before the first one, where the text is empty. */
export type NodeId = string | null;

/** The steps of a document. Never changed in place. */
export interface DocumentTree {
  readonly nodes: ReadonlyMap<string, DocumentNode>;
  /** The ids of the steps after each place, oldest first. */
  readonly children: ReadonlyMap<NodeId, readonly string[]>;
}

export const EMPTY_TREE: DocumentTree = { nodes: new Map(), children: new Map() };

/** The tree with these steps added, or replaced where it has them. Parents come before their children. */
export function withNodes(tree: DocumentTree, added: readonly DocumentNode[]): DocumentTree {
  const nodes = new Map(tree.nodes);
  const children = new Map<NodeId, readonly string[]>(tree.children);
  // Lists made here, which may be added to: thousands of siblings must not be copied thousands of times.
  const own = new Map<NodeId, string[]>();
  for (const node of added) {
    if (!nodes.has(node.id)) {
      if (node.parentId !== null && !nodes.has(node.parentId)) throw new RangeError('The parent is missing.');
      const siblings = own.get(node.parentId) ?? [...(children.get(node.parentId) ?? [])];
      siblings.push(node.id);
      own.set(node.parentId, siblings);
      children.set(node.parentId, siblings);
    }
    nodes.set(node.id, node);
  }
  return { nodes, children };
}

/** The same steps, parents before their children; without those whose parents are missing. */
export function parentsFirst(nodes: readonly DocumentNode[]): DocumentNode[] {
  const all = new Map(nodes.map((node) => [node.id, node]));
  /** False: a parent is missing. */
  const placed = new Map<string, boolean>();
  const sorted: DocumentNode[] = [];
  for (const first of all.values()) {
    const line: DocumentNode[] = [];
    for (let node: DocumentNode | undefined = first; node && !placed.has(node.id); ) {
      placed.set(node.id, false);
      line.push(node);
      node = all.get(node.parentId ?? '');
    }
    for (const node of line.reverse()) {
      const fits = node.parentId === null || placed.get(node.parentId) === true;
      placed.set(node.id, fits);
      if (fits) sorted.push(node);
    }
  }
  return sorted;
}

/** The ids from a place up to the first step, nearest first. */
export function lineOf(tree: DocumentTree, from: NodeId): string[] {
  const line: string[] = [];
  for (let at = from; at !== null; at = tree.nodes.get(at)?.parentId ?? null) line.push(at);
  return line;
}

/** The changes that lead from one place's text to another's, each in the text that the one before has left. */
export function changesBetween(tree: DocumentTree, from: NodeId, to: NodeId): Change[] {
  const up = lineOf(tree, from);
  const down = lineOf(tree, to);
  while (up.length > 0 && up.at(-1) === down.at(-1)) {
    up.pop();
    down.pop();
  }
  const back = up.flatMap((id) => [...changesOf(tree, id)].reverse().map(invertChange));
  return [...back, ...down.reverse().flatMap((id) => changesOf(tree, id))];
}

function changesOf(tree: DocumentTree, id: string): readonly Change[] {
  return tree.nodes.get(id)?.changes ?? [];
}

/** The text at a place. Throws `ChangeMismatch` when the steps do not fit each other. */
export function textAt(tree: DocumentTree, place: NodeId): DocumentText {
  const buffer = createTextBuffer(EMPTY_TEXT);
  for (const change of changesBetween(tree, null, place)) buffer.apply(change);
  return buffer.document();
}

/** The step's siblings, itself included, oldest first; without those that are pruned. */
export function siblingsOf(tree: DocumentTree, id: string): string[] {
  const parent = tree.nodes.get(id)?.parentId ?? null;
  return (tree.children.get(parent) ?? []).filter(
    (sibling) => sibling === id || tree.nodes.get(sibling)?.pruned === false,
  );
}
