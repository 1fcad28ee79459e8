import type { NodeId } from './document-tree';

/** Over one step, from its parent's text to its own, or back. */
export interface WalkStep {
  readonly id: string;
  readonly back: boolean;
}

type Parents = ReadonlyMap<string, NodeId>;

/**
 * A way through the tree that begins at one place, comes to each of the targets, to a parent before its children, and
 * ends at another place. It takes each step a few times at most, whatever the order of the targets: the work is bounded
 * by the size of the tree.
 */
export function walkThrough(
  parents: Parents,
  from: NodeId,
  targets: readonly string[],
  to: NodeId,
): WalkStep[] {
  if (targets.length === 0) return wayBetween(parents, from, to);
  const needed = childrenTowards(parents, targets);
  const targetIds = new Set(targets);
  let top: NodeId = null;
  // Down from the root, as long as there is nothing to do on the way.
  for (
    let next = onlyOne(needed.get(top));
    next !== null && !targetIds.has(next);
    next = onlyOne(needed.get(top))
  ) {
    top = next;
  }
  const walk = wayBetween(parents, from, top);
  let place = top;
  const waiting: WalkStep[] = [];
  const goInto = (id: NodeId) => {
    for (const child of [...(needed.get(id) ?? [])].reverse()) waiting.push({ id: child, back: false });
  };
  goInto(top);
  for (let step = waiting.pop(); step; step = waiting.pop()) {
    walk.push(step);
    place = step.back ? (parents.get(step.id) ?? null) : step.id;
    if (step.back) continue;
    waiting.push({ id: step.id, back: true });
    goInto(step.id);
  }
  // All targets are done: the way up to the top was not asked for.
  for (let last = walk.at(-1); last?.back && place !== from; last = walk.at(-1)) {
    walk.pop();
    place = last.id;
  }
  return [...walk, ...wayBetween(parents, place, to)];
}

function wayBetween(parents: Parents, from: NodeId, to: NodeId): WalkStep[] {
  const up = lineUp(parents, from);
  const down = lineUp(parents, to);
  while (up.length > 0 && up.at(-1) === down.at(-1)) {
    up.pop();
    down.pop();
  }
  return [...up.map((id) => ({ id, back: true })), ...down.reverse().map((id) => ({ id, back: false }))];
}

/** The ids from a place up to the first step, nearest first. */
function lineUp(parents: Parents, from: NodeId): string[] {
  const line: string[] = [];
  for (let at = from; at !== null; at = parents.get(at) ?? null) line.push(at);
  return line;
}

/** The steps that lead to the targets, by their parents. */
function childrenTowards(parents: Parents, targets: readonly string[]): Map<NodeId, string[]> {
  const children = new Map<NodeId, string[]>();
  const seen = new Set<string>();
  for (const target of targets) {
    for (let at: NodeId = target; at !== null && !seen.has(at); ) {
      seen.add(at);
      const parent: NodeId = parents.get(at) ?? null;
      const siblings = children.get(parent);
      if (siblings) siblings.push(at);
      else children.set(parent, [at]);
      at = parent;
    }
  }
  return children;
}

function onlyOne(ids: readonly string[] | undefined): string | null {
  return ids?.length === 1 ? (ids[0] ?? null) : null;
}
