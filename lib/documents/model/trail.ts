import type { DocumentNode } from './document-node';
import { type DocumentTree, lineOf, type NodeId } from './document-tree';

/** Places that the text went through one after the other, each the child of the one before. */
export interface Stretch {
  readonly start: NodeId;
  readonly end: NodeId;
  /** It begins where somebody went to look; nothing was written there yet. */
  readonly looked: boolean;
}

/**
 * Where the text on a page was, one place after the other: undo and redo lead along it. The text is in the stretch
 * `at`; between two stretches it went elsewhere in the tree, as to another take of a generation or to another branch.
 * Never changed in place.
 */
export interface Trail {
  readonly stretches: readonly Stretch[];
  readonly at: number;
}

/** Where undo or redo leads to, and the trail from there. */
export interface TrailMove {
  readonly to: NodeId;
  readonly trail: Trail;
}

/** Older ones are forgotten: from there, undo leads to the parent. */
export const MAX_STRETCHES = 100;

/** All that is known is the way from the empty text to here. */
export function newTrail(head: NodeId): Trail {
  return { stretches: [{ start: null, end: head, looked: false }], at: 0 };
}

/** A step was added, or gone on to, from the place where the text was. */
export function afterWriting(trail: Trail, from: NodeId, { id, parentId }: DocumentNode): Trail {
  const [before, last] = untilHere(trail, from);
  if (parentId === from) return ending([...before, { ...last, end: id, looked: false }]);
  return ending([...before, last, { start: id, end: id, looked: false }]);
}

/** Another place is shown. Several of them in a row are one move, so that undo leads back to the text that was left. */
export function afterLooking(trail: Trail, from: NodeId, to: NodeId): Trail {
  if (from === to) return trail;
  const [before, last] = untilHere(trail, from);
  const left = last.looked ? before : [...before, last];
  if (left.at(-1)?.end === to) return ending(left);
  return ending([...left, { start: to, end: to, looked: true }]);
}

/** Another choice of the same generation takes the place of the one that is shown. */
export function afterExchange(trail: Trail, from: NodeId, to: NodeId): Trail {
  const [before, last] = untilHere(trail, from);
  return ending([...before, { ...last, start: last.start === from ? to : last.start, end: to }]);
}

/** A step that brought nothing is given up: where the text was before it. */
export function afterDiscard(trail: Trail, { id, parentId }: DocumentNode): TrailMove {
  const [before, last] = untilHere(trail, id);
  const left = last.start === id ? before : [...before, { ...last, end: parentId }];
  const place = left.at(-1);
  return place ? { to: place.end, trail: ending(left) } : { to: parentId, trail: newTrail(parentId) };
}

/** Null: there is nothing before. */
export function moveBack(tree: DocumentTree, { stretches, at }: Trail, head: NodeId): TrailMove | null {
  if (head === null) return null;
  if (stretches[at]?.start === head) {
    for (let before = at - 1; before >= 0; before -= 1) {
      const to = stretches[before]?.end ?? null;
      if (isThere(tree, to)) return { to, trail: { stretches, at: before } };
    }
  }
  return { to: tree.nodes.get(head)?.parentId ?? null, trail: { stretches, at } };
}

/** Null: nothing was left here. */
export function moveForward(tree: DocumentTree, { stretches, at }: Trail, head: NodeId): TrailMove | null {
  const end = stretches[at]?.end ?? null;
  if (head !== end) {
    const line = lineOf(tree, end);
    const place = head === null ? line.length : line.indexOf(head);
    const to = place > 0 ? line[place - 1] : undefined;
    return to !== undefined && isThere(tree, to) ? { to, trail: { stretches, at } } : null;
  }
  for (let next = at + 1; next < stretches.length; next += 1) {
    const to = stretches[next]?.start ?? null;
    if (isThere(tree, to)) return { to, trail: { stretches, at: next } };
  }
  return null;
}

/** The same with other ids. */
export function withIds({ stretches, at }: Trail, place: (id: NodeId) => NodeId): Trail {
  const renamed = stretches.map(({ start, end, looked }) => ({
    start: place(start),
    end: place(end),
    looked,
  }));
  return { stretches: renamed, at };
}

/** What the browser has stored; null: it is no trail. */
export function readTrail(stored: unknown): Trail | null {
  const { stretches, at } = (stored ?? {}) as Partial<Trail>;
  if (!Array.isArray(stretches) || typeof at !== 'number' || !(at in stretches)) return null;
  const isPlace = (id: unknown) => id === null || typeof id === 'string';
  const fits = stretches.every((stretch) => isPlace(stretch?.start) && isPlace(stretch?.end));
  return fits && stretches.length <= MAX_STRETCHES ? { stretches, at } : null;
}

/** The stretches before this one, and this one up to here: what was left ahead is not gone on to any more. */
function untilHere({ stretches, at }: Trail, head: NodeId): [Stretch[], Stretch] {
  const last = stretches[at] ?? { start: null, looked: false };
  return [stretches.slice(0, at), { ...last, end: head }];
}

function ending(stretches: readonly Stretch[]): Trail {
  const kept = stretches.slice(-MAX_STRETCHES);
  return { stretches: kept, at: kept.length - 1 };
}

/** Neither pruned nor below something pruned. */
function isThere(tree: DocumentTree, place: NodeId): boolean {
  return lineOf(tree, place).every((id) => tree.nodes.get(id)?.pruned === false);
}
