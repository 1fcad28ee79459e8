import { nodesById, placesWithChildren } from '@/lib/documents/db/document-nodes';
import type { DocumentNode } from '@/lib/documents/model/document-node';
import type { Change, Piece } from '@/lib/documents/model/document-text';
import type { NodeId } from '@/lib/documents/model/document-tree';
import { AppError } from '@/lib/platform/model/app-error';

/** The steps of a save, by what they are to the document. */
export interface SortedSteps {
  /** Not there yet. */
  readonly added: readonly DocumentNode[];
  /** There, with other content: an open generation that has more, or a name, a star, pruning. */
  readonly replaced: readonly DocumentNode[];
  /** Those of both whose text is to be checked, in the order of the save. */
  readonly toApply: readonly DocumentNode[];
  /** Those that do not fit what another page has saved, and what comes after them. */
  readonly conflicts: readonly string[];
  readonly conflictIds: ReadonlySet<string>;
  /** As they are stored: of these steps, and of their parents. */
  readonly stored: ReadonlyMap<string, DocumentNode>;
  readonly newBranches: number;
}

/** Each step once: it would be compared again for each time that it comes. Throws AppError `invalid_request`. */
export async function sortSteps(documentId: string, nodes: readonly DocumentNode[]): Promise<SortedSteps> {
  if (new Set(nodes.map(({ id }) => id)).size < nodes.length)
    throw misfit('A save contains the same step twice.');
  const ids = new Set(nodes.flatMap(({ id, parentId }) => (parentId === null ? [id] : [id, parentId])));
  const stored = await nodesById(documentId, [...ids]);
  const latest = new Map(stored);
  const added: DocumentNode[] = [];
  const replaced = new Map<string, DocumentNode>();
  const regrown = new Set<string>();
  const conflictIds = new Set<string>();
  for (const node of nodes) {
    const before = latest.get(node.id);
    const parent = node.parentId === null ? null : latest.get(node.parentId);
    if (conflictIds.has(node.parentId ?? '')) conflictIds.add(node.id);
    else if (before === undefined) {
      if (parent === undefined) throw misfit("A step's parent is missing.");
      if (parent?.open) throw misfit("A step follows a generation that hasn't ended.");
      added.push(node);
      latest.set(node.id, node);
    } else if (isSameText(before, node) || (!before.open && node.open)) {
      // An older state of a generation that has ended says nothing new but for its name and marks.
      const merged = { ...before, ...marksOf(node), open: before.open && node.open };
      if (!isEqual(before, merged)) put(merged);
    } else if (before.open && before.parentId === node.parentId) {
      put(node);
      regrown.add(node.id);
    } else conflictIds.add(node.id);
  }

  function put(node: DocumentNode): void {
    latest.set(node.id, node);
    replaced.set(node.id, node);
  }

  return {
    added,
    replaced: [...replaced.values()],
    toApply: [...added, ...[...replaced.values()].filter(({ id }) => regrown.has(id))],
    conflicts: [...conflictIds],
    conflictIds,
    stored,
    newBranches: await countNewBranches(documentId, added),
  };
}

async function countNewBranches(documentId: string, added: readonly DocumentNode[]): Promise<number> {
  const places = [...new Set(added.map(({ parentId }) => parentId))];
  const taken: Set<NodeId> = await placesWithChildren(documentId, places);
  // The very first step makes the first end.
  let count = 0;
  for (const { parentId } of added) {
    if (parentId === null || taken.has(parentId)) count += 1;
    taken.add(parentId);
  }
  return count;
}

function marksOf({ name, starred, pruned }: DocumentNode) {
  return { name, starred, pruned };
}

function isEqual(a: DocumentNode, b: DocumentNode): boolean {
  return a.name === b.name && a.starred === b.starred && a.pruned === b.pruned && a.open === b.open;
}

/** Also where its place in the tree and its run are the same. */
function isSameText(a: DocumentNode, b: DocumentNode): boolean {
  return (
    a.parentId === b.parentId &&
    a.kind === b.kind &&
    a.runId === b.runId &&
    a.choice === b.choice &&
    isSameList(a.changes, b.changes, isSameChange)
  );
}

/** Ends at the first difference: a step may have megabytes of changes. */
function isSameList<Item>(
  a: readonly Item[],
  b: readonly Item[],
  isSame: (a: Item, b: Item) => boolean,
): boolean {
  return a.length === b.length && a.every((item, at) => isSame(item, b[at] as Item));
}

function isSameChange(a: Change, b: Change): boolean {
  return (
    a.at === b.at &&
    isSameList(a.removed, b.removed, isSamePiece) &&
    isSameList(a.inserted, b.inserted, isSamePiece)
  );
}

function isSamePiece(a: Piece, b: Piece): boolean {
  return (
    a.text === b.text &&
    a.source?.runId === b.source?.runId &&
    a.source?.choice === b.source?.choice &&
    a.source?.at === b.source?.at
  );
}

function misfit(message: string): AppError {
  return new AppError('invalid_request', { message, param: 'nodes' });
}
