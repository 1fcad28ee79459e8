import { stepKey, typedLength } from './branch-words';
import type { DocumentNode } from './document-node';
import { type DocumentTree, lineOf, type NodeId } from './document-tree';

/** An end with fewer units of its own is what somebody typed and took back. */
export const MIN_OWN_UNITS = 5;

/** Which steps strip and map show. */
export interface Worth {
  /** Not pruned, or shown all the same. */
  isShown(id: string): boolean;
  isPruned(id: string): boolean;
  isOnPath(id: string): boolean;
  /** Leads to the head, a generation, a named or starred step, or an end with text that no other has. */
  leads(id: string): boolean;
  /** Pruned steps that are not shown. */
  readonly hidden: number;
}

export function worthOf(
  tree: DocumentTree,
  head: NodeId,
  { showPruned, showShort }: { readonly showPruned: boolean; readonly showShort: boolean },
): Worth {
  const onPath = new Set(lineOf(tree, head));
  const pruned = new Set<string>();
  const shown = new Map<NodeId, number>();
  let hidden = 0;
  // Parents are in the map before their children.
  const isShown = (id: string) => showPruned || !pruned.has(id) || onPath.has(id);
  for (const { id, parentId, pruned: isPruned } of tree.nodes.values()) {
    const below = parentId !== null && pruned.has(parentId);
    if (isPruned || below) pruned.add(id);
    if (isShown(id)) shown.set(parentId, (shown.get(parentId) ?? 0) + 1);
    else if (isPruned && !below && hasContent(id)) hidden += 1;
  }
  const leading = new Set<string>();
  const ends = new Set<string>();
  const nodes = [...tree.nodes.values()];
  for (let at = nodes.length - 1; at >= 0; at -= 1) {
    const node = nodes[at] as DocumentNode;
    const { id, parentId } = node;
    if (!isShown(id)) continue;
    if (!shown.has(id) && hasOwnText(id)) leading.add(id);
    if (isMark(node) || onPath.has(id)) leading.add(id);
    if (leading.has(id) && parentId !== null) leading.add(parentId);
  }
  return {
    isShown,
    isPruned: (id) => pruned.has(id),
    isOnPath: (id) => onPath.has(id),
    leads: (id) => leading.has(id),
    hidden,
  };

  /** What a failed generation leaves is pruned as well, and nothing to bring back. */
  function hasContent(id: string): boolean {
    const node = tree.nodes.get(id);
    return node !== undefined && (typedLength(node) > 0 || tree.children.has(id));
  }

  /** Whether an end has text that no end of the same fork has. Goes up to that fork, so all ends together are linear. */
  function hasOwnText(end: string): boolean {
    let units = 0;
    let key = '';
    let fork: NodeId = end;
    for (let step = tree.nodes.get(end); step !== undefined; ) {
      if (isMark(step)) break;
      units += typedLength(step);
      key = `${stepKey(step)}\n${key}`;
      fork = step.parentId;
      if ((shown.get(fork) ?? 0) > 1) break;
      step = fork === null ? undefined : tree.nodes.get(fork);
    }
    if (units < (showShort ? 1 : MIN_OWN_UNITS)) return false;
    key = `${fork} ${key}`;
    return !ends.has(key) && ends.add(key).has(key);
  }
}

function isMark(node: DocumentNode): boolean {
  const { kind, open, name, starred } = node;
  // A run that failed before its first word has left nothing.
  return name !== null || starred || (kind === 'generated' && (open || typedLength(node) > 0));
}
