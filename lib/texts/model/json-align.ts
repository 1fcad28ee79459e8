import { align } from '@/lib/protocol/text/align';
import type { IdOf } from './json-ids';
import type { JsonTree } from './json-tree';

/** Which item of a list became which; indexes, null where there is none. */
export interface Pairing {
  readonly before: number | null;
  readonly after: number | null;
  /** An equal item that moved relative to the others. */
  readonly moved: boolean;
}

/**
 * Pairs the items of two lists, in the order of the second: equal ones in the same order first (longest
 * common subsequence), then equal ones elsewhere (moved), then those with the same `id`, `key` or `name`,
 * then, within each changed stretch, by index.
 */
export function alignItems(before: readonly JsonTree[], after: readonly JsonTree[], idOf: IdOf): Pairing[] {
  const spelled = (items: readonly JsonTree[]) => items.map((item) => String(idOf(item)));
  const { blocks } = align(spelled(before), spelled(after));
  const stretches = blocks.filter(({ same }) => !same);
  const moves = findMoves(before, after, stretches, idOf);
  const left = (at: number[], taken: { has(at: number): boolean }) => at.filter((one) => !taken.has(one));
  const allIn = (side: 'before' | 'after') => stretches.flatMap((stretch) => indexes(stretch[side]));
  const partners = pairByName(
    before,
    left(allIn('before'), moves.from),
    after,
    left(allIn('after'), moves.to),
  );
  const pairings: Pairing[] = [];
  const named = new Set(partners.values());
  for (const stretch of stretches) {
    const gone = left(left(indexes(stretch.before), moves.from), named);
    const come = left(left(indexes(stretch.after), moves.to), partners);
    const paired = pairByIndex(before, gone, after, come, partners);
    for (const at of indexes(stretch.after)) {
      const from = moves.to.get(at);
      if (from !== undefined) pairings.push({ before: from, after: at, moved: true });
      else pairings.push({ before: partners.get(at) ?? null, after: at, moved: false });
    }
    for (const at of left(gone, paired)) pairings.push({ before: at, after: null, moved: false });
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
  idOf: IdOf,
): { from: Set<number>; to: Map<number, number> } {
  const gone = new Map<number, number[]>();
  for (const at of stretches.flatMap((stretch) => indexes(stretch.before)).reverse()) {
    const item = before[at];
    if (!item) continue;
    const id = idOf(item);
    const alike = gone.get(id);
    if (alike) alike.push(at);
    else gone.set(id, [at]);
  }
  const from = new Set<number>();
  const to = new Map<number, number>();
  for (const at of stretches.flatMap((stretch) => indexes(stretch.after))) {
    const item = after[at];
    const alike = item && gone.get(idOf(item));
    // In their order: they were collected from the end.
    const was = alike?.pop();
    if (was === undefined) continue;
    from.add(was);
    to.set(at, was);
  }
  return { from, to };
}

/** Index after → index before, of items with the same name. */
function pairByName(
  before: readonly JsonTree[],
  gone: readonly number[],
  after: readonly JsonTree[],
  come: readonly number[],
): Map<number, number> {
  const named = new Map<string, number>();
  for (const at of gone) {
    const name = nameOf(before[at]);
    if (name !== null && !named.has(name)) named.set(name, at);
  }
  const pairs = new Map<number, number>();
  for (const at of come) {
    const name = nameOf(after[at]);
    const was = name === null ? undefined : named.get(name);
    if (name === null || was === undefined) continue;
    named.delete(name);
    pairs.set(at, was);
  }
  return pairs;
}

/** Pairs the remaining items of a stretch by index. @returns the indexes before that found a partner */
function pairByIndex(
  before: readonly JsonTree[],
  gone: readonly number[],
  after: readonly JsonTree[],
  come: readonly number[],
  pairs: Map<number, number>,
): Set<number> {
  const paired = new Set<number>();
  for (const [index, at] of come.entries()) {
    const was = gone[index];
    if (was === undefined) break;
    // An item with a name did not turn into an item with another name.
    const [a, b] = [nameOf(before[was]), nameOf(after[at])];
    if (a !== null && b !== null && a !== b) continue;
    pairs.set(at, was);
    paired.add(was);
  }
  return paired;
}

/** The name that an object gives itself. */
function nameOf(tree: JsonTree | undefined): string | null {
  if (tree?.kind !== 'object') return null;
  for (const key of ['id', 'key', 'name']) {
    const value = tree.members.get(key)?.value;
    if (value?.kind === 'string' || value?.kind === 'number') return `${key}:${value.value}`;
  }
  return null;
}
