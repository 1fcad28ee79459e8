import { originOf, parentOriginOf } from '@/lib/history/model/exported-ids';
import type { ExportedRun } from '@/lib/history/model/run-export';
import type { ImportLink } from '@/lib/history/model/run-import';
import { type DbTransaction, getDb } from '@/lib/platform/db/client';

/** A run of the history, with the ids that it has in files. */
interface KnownRun {
  readonly id: string;
  readonly originId: string | null;
  readonly parentId: string | null;
  readonly position: bigint;
}

/** Which of these ids, or origins, are runs of the user. */
export async function knownIds(
  db: DbTransaction,
  userId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, KnownRun>> {
  const uniqueIds = [...new Set(ids)];
  const columns = { id: true, originId: true, parentId: true, position: true } as const;
  const select = { ...columns, userId: true, deletedAt: true };
  // Two queries, each with an index. With combined conditions SQLite would go through all runs of the user.
  const found = [
    ...(await db.run.findMany({ where: { id: { in: uniqueIds } }, select })),
    ...(await db.run.findMany({ where: { userId, originId: { in: uniqueIds } }, select })),
  ];
  const rows = found.filter((row) => row.userId === userId && row.deletedAt === null);
  return new Map(rows.flatMap((row) => [row.id, row.originId ?? row.id].map((id) => [id, row] as const)));
}

export function linksOf(runs: readonly ExportedRun[]): ImportLink[] {
  return runs.flatMap((run) => {
    const parentId = parentOriginOf(run);
    return parentId === null ? [] : [{ id: originOf(run), parentId }];
  });
}

/**
 * Joins imported runs with their parents, both by origin. Skipped: runs that are not in the history, already
 * have a parent, or were made here, and parents that are not older, so that no circle can form. Returns the
 * origins of all that now have a parent.
 */
export async function linkParents(
  db: DbTransaction,
  userId: string,
  links: readonly ImportLink[],
): Promise<ReadonlySet<string>> {
  const linked = new Set<string>();
  if (links.length === 0) return linked;
  const known = await knownIds(
    db,
    userId,
    links.flatMap(({ id, parentId }) => [id, parentId]),
  );
  const children = new Map<string, string[]>();
  for (const { id, parentId } of links) {
    const child = known.get(id);
    const parent = known.get(parentId);
    if (child?.parentId) linked.add(id);
    if (!child || !parent || child.parentId !== null || child.originId === null) continue;
    // The same run twice: the first parent wins.
    if (parent.position >= child.position || linked.has(id)) continue;
    linked.add(id);
    children.set(parent.id, [...(children.get(parent.id) ?? []), child.id]);
  }
  for (const [parentId, ids] of children) {
    await db.run.updateMany({ where: { id: { in: ids } }, data: { parentId } });
  }
  return linked;
}

/**
 * The same in a transaction of its own, once the whole file is imported. Returns how many now have a parent.
 */
export async function linkImported(userId: string, links: readonly ImportLink[]): Promise<number> {
  return (await getDb().$transaction((db) => linkParents(db, userId, links))).size;
}
