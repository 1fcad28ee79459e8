import type { TreePath } from '@/components/ui/tree-rail';
import { type Branch, drawnParentId } from '@/lib/documents/model/branches';
import { type LineageRow, layoutLineage } from '@/lib/history/client/lineage-layout';

/** A branch as a row of the map; its parent, its children and the generations after it are those of the drawing. */
export interface BranchRow extends LineageRow<Branch> {
  readonly path: TreePath;
  /** Where it stands among its siblings, from 1: most rows of a large map are not in the page. */
  readonly position: number;
  readonly siblings: number;
}

/** The place of a branch among the choices of its run. */
export type RankOf = (branch: Branch) => number;

const byNumber: RankOf = ({ choice }) => choice;

export function branchRows(list: readonly Branch[], rankOf: RankOf = byNumber): BranchRow[] {
  const drawn = asDrawn(list, rankOf);
  // It does not go on where that branch ends.
  const rows = layoutLineage(drawn, ({ fromId }) => fromId !== null);
  const byId = new Map(drawn.map((branch) => [branch.id, branch]));
  const places = new Map<string, { position: number; siblings: number }>();
  const place = (ids: readonly string[]) => {
    for (const [at, id] of ids.entries()) places.set(id, { position: at + 1, siblings: ids.length });
  };
  place(drawn.flatMap(({ id, parentId }) => (parentId === null ? [id] : [])));
  for (const { children } of drawn) place(children);
  /** The rows that lead to the text; some hold only the beginning of what it goes on from. */
  const pathIds = new Set<string>();
  for (const { id, onPath } of drawn) {
    for (let at = onPath ? id : null; at !== null && !pathIds.has(at); at = byId.get(at)?.parentId ?? null)
      pathIds.add(at);
  }
  /** The column of the last row on the path, until its child on the path has come. */
  let open: number | null = null;
  return rows.map((row): BranchRow => {
    const { id, children } = row.member;
    const isOnPath = pathIds.has(id);
    const goesOn = isOnPath && children.some((child) => pathIds.has(child));
    const path = {
      above: isOnPath && row.from !== null,
      below: goesOn,
      passing: isOnPath ? null : open,
    };
    if (isOnPath) open = goesOn ? row.column : null;
    return { ...row, path, ...(places.get(id) ?? { position: 1, siblings: 1 }) };
  });
}

/**
 * As the map draws them, with the generations that are drawn below each: what was branched from a token stands under the
 * branch that it goes on from, which the tree has beside it; and the choices of a run stand in the order in which they are
 * stepped through, in the places that they have.
 */
function asDrawn(list: readonly Branch[], rankOf: RankOf): Branch[] {
  const groups = new Map<string | null, Branch[]>();
  for (const branch of list) {
    const parentId = drawnParentId(branch);
    const group = groups.get(parentId);
    if (group) group.push({ ...branch, parentId });
    else groups.set(parentId, [{ ...branch, parentId }]);
  }
  for (const group of groups.values()) {
    const runs = new Map<string, number[]>();
    for (const [at, { runId }] of group.entries()) {
      if (runId === null) continue;
      const places = runs.get(runId);
      if (places) places.push(at);
      else runs.set(runId, [at]);
    }
    for (const places of runs.values()) {
      const ranked = places.flatMap((at) => group[at] ?? []).sort((a, b) => rankOf(a) - rankOf(b));
      for (const [order, at] of places.entries()) group[at] = ranked[order] as Branch;
    }
  }
  const below = generationsBelow(list);
  return [...groups.values()].flat().map((branch) => ({
    ...branch,
    children: (groups.get(branch.id) ?? []).map(({ id }) => id),
    generations: below.get(branch.id) ?? 0,
  }));
}

/** Of each branch, by its id. The list has the one that another is drawn under before it. */
function generationsBelow(list: readonly Branch[]): ReadonlyMap<string, number> {
  const below = new Map<string, number>();
  for (let at = list.length - 1; at >= 0; at -= 1) {
    const branch = list[at] as Branch;
    const parentId = drawnParentId(branch);
    if (parentId === null) continue;
    const own = (below.get(branch.id) ?? 0) + (branch.generated ? 1 : 0);
    below.set(parentId, (below.get(parentId) ?? 0) + own);
  }
  return below;
}
