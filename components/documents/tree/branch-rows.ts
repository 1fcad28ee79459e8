import type { TreePath } from '@/components/ui/tree-rail';
import type { Branch } from '@/lib/documents/model/branches';
import { type LineageRow, layoutLineage } from '@/lib/history/client/lineage-layout';

/** A branch as a row of the map. */
export interface BranchRow extends LineageRow<Branch> {
  readonly path: TreePath;
  /** Where it stands among its siblings, from 1: most rows of a large map are not in the page. */
  readonly position: number;
  readonly siblings: number;
}

export function branchRows(list: readonly Branch[], roots: readonly string[]): BranchRow[] {
  const rows = layoutLineage(list);
  const places = new Map<string, { position: number; siblings: number }>();
  const place = (ids: readonly string[]) => {
    for (const [at, id] of ids.entries()) places.set(id, { position: at + 1, siblings: ids.length });
  };
  place(roots);
  for (const { children } of list) place(children);
  const pathIds = new Set(list.flatMap(({ id, onPath }) => (onPath ? [id] : [])));
  /** The column of the last row on the path, until its child on the path has come. */
  let open: number | null = null;
  return rows.map((row): BranchRow => {
    const { id, onPath, children } = row.member;
    const goesOn = onPath && children.some((child) => pathIds.has(child));
    const path = {
      above: onPath && row.from !== null,
      below: goesOn,
      passing: onPath ? null : open,
    };
    if (onPath) open = goesOn ? row.column : null;
    return { ...row, path, ...(places.get(id) ?? { position: 1, siblings: 1 }) };
  });
}
