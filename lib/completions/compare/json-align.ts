import { align } from './align';
import type { JsonIds } from './json-ids';
import type { JsonTree } from './json-tree';

/** Which item of a list became which; indexes, null where there is none. */
export interface Pairing {
  readonly before: number | null;
  readonly after: number | null;
  /** The very same item, at another place among the others. */
  readonly moved: boolean;
}

/**
 * Pairs the items of two lists, in the order of the second: equal ones in the same order first (longest common
 * subsequence), then equal ones elsewhere (moved), then, within each stretch that changed, those of one `id`, `key` or
 * `name`, then those of one kind by their place.
 */
export function alignItems(before: readonly JsonTree[], after: readonly JsonTree[], ids: JsonIds): Pairing[] {
  const spelled = (items: readonly JsonTree[]) => items.map((item) => String(ids.of(item)));
  const { blocks } = align(spelled(before), spelled(after));
  const stretches = blocks.filter(({ same }) => !same);
  const moves = findMoves(before, after, stretches, ids);
  const pairings: Pairing[] = [];
  for (const block of blocks) {
    if (block.same) continue;
    const gone = indexes(block.before).filter((at) => !moves.from.has(at));
    const come = indexes(block.after).filter((at) => !moves.to.has(at));
    const partners = pairUp(before, gone, after, come);
    for (const at of indexes(block.after)) {
      const from = moves.to.get(at);
      if (from !== undefined) pairings.push({ before: from, after: at, moved: true });
      else pairings.push({ before: partners.get(at) ?? null, after: at, moved: false });
    }
    const paired = new Set(partners.values());
    for (const at of gone) if (!paired.has(at)) pairings.push({ before: at, after: null, moved: false });
  }
  return pairings;
}

type Stretch = { readonly before: readonly [number, number]; readonly after: readonly [number, number] };

function indexes([start, end]: readonly [number, number]): number[] {
  return Array.from({ length: end - start }, (_, at) => start + at);
}

function findMoves(
  before: readonly JsonTree[],
  after: readonly JsonTree[],
  stretches: readonly Stretch[],
  ids: JsonIds,
): { from: Set<number>; to: Map<number, number> } {
  const gone = new Map<number, number[]>();
  for (const at of stretches.flatMap((stretch) => indexes(stretch.before))) {
    const item = before[at];
    if (!item) continue;
    const id = ids.of(item);
    gone.set(id, [...(gone.get(id) ?? []), at]);
  }
  const from = new Set<number>();
  const to = new Map<number, number>();
  for (const at of stretches.flatMap((stretch) => indexes(stretch.after))) {
    const item = after[at];
    const was = item && gone.get(ids.of(item))?.shift();
    if (was === undefined) continue;
    from.add(was);
    to.set(at, was);
  }
  return { from, to };
}

/** Index after → index before, of items that are the same thing with another content. */
function pairUp(
  before: readonly JsonTree[],
  gone: readonly number[],
  after: readonly JsonTree[],
  come: readonly number[],
): Map<number, number> {
  const pairs = new Map<number, number>();
  const left = new Set(gone);
  const named = new Map<string, number>();
  for (const at of gone) {
    const name = nameOf(before[at]);
    if (name !== null && !named.has(name)) named.set(name, at);
  }
  for (const at of come) {
    const name = nameOf(after[at]);
    const was = name === null ? undefined : named.get(name);
    if (was !== undefined && left.delete(was)) pairs.set(at, was);
  }
  const queue = [...left];
  let next = 0;
  for (const at of come) {
    if (pairs.has(at)) continue;
    const was = queue[next];
    if (was === undefined) break;
    // Something that has a name of its own did not become something with another one.
    const [a, b] = [nameOf(before[was]), nameOf(after[at])];
    next += 1;
    if (a === null || b === null || a === b) pairs.set(at, was);
  }
  return pairs;
}

/** What an object calls itself. */
function nameOf(tree: JsonTree | undefined): string | null {
  if (tree?.kind !== 'object') return null;
  for (const key of ['id', 'key', 'name']) {
    const value = tree.members.get(key)?.value;
    if (value?.kind === 'string' || value?.kind === 'number') return `${key}:${value.value}`;
  }
  return null;
}
