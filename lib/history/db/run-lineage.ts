import {
  type LineageMember,
  MAX_GENERATIONS,
  MAX_LINEAGE_MEMBERS,
  type RunLineage,
} from '@/lib/history/model/run-lineage';
import { getDb } from '@/lib/platform/db/client';
import { fromStored } from '@/lib/platform/db/stored-json';

/** How many of a run's children and siblings are always included. */
const MAX_NEAR = 50;

/**
 * The tree around a run: its ancestors, then its closest relatives, then the others from the top down, at
 * most `MAX_LINEAGE_MEMBERS`. Null when the run is not there, not this user's, or deleted. Deleted runs with
 * descendants are included as gaps.
 */
export async function getRunLineage(userId: string, runId: string): Promise<RunLineage | null> {
  // From the run upwards. Bounded, so that rows that form a circle do no harm.
  const line = await getDb().$queryRaw<{ id: string; deleted: number | bigint }[]>`
    WITH RECURSIVE line ("id", "parentId", "height") AS (
      SELECT run."id", run."parentId", 0 FROM "Run" AS run WHERE run."id" = ${runId} AND run."userId" = ${userId}
      UNION ALL
      SELECT run."id", run."parentId", line."height" + 1
      FROM line JOIN "Run" AS run ON run."id" = line."parentId"
      WHERE run."userId" = ${userId} AND line."height" < ${MAX_GENERATIONS}
    )
    SELECT line."id", CASE WHEN run."deletedAt" IS NULL THEN 0 ELSE 1 END AS "deleted"
    FROM line JOIN "Run" AS run ON run."id" = line."id" ORDER BY line."height"`;
  const [self] = line;
  if (self === undefined || Number(self.deleted) === 1) return null;
  const ancestors = [...new Set(line.map(({ id }) => id))];
  const top = ancestors.at(-1) ?? runId;
  const parent = ancestors[1];
  const [own, siblings, all] = await Promise.all([
    descendants(userId, runId, MAX_NEAR),
    parent === undefined ? [] : childrenOf(userId, parent, MAX_NEAR),
    descendants(userId, top, MAX_LINEAGE_MEMBERS + 1),
  ]);
  const known = new Set([...ancestors, ...own, ...siblings]);
  for (const id of all) if (known.size < MAX_LINEAGE_MEMBERS) known.add(id);
  const members = await readMembers(userId, [...known], top);
  const more = line.length > MAX_GENERATIONS || all.some((id) => !known.has(id));
  return { members: withoutDeadEnds(members), more };
}

/**
 * The run and its descendants, nearest first. UNION, not UNION ALL: a row already found is not followed
 * again, so a circle ends. The limit is on the outer query, and both databases stop there.
 */
async function descendants(userId: string, id: string, limit: number): Promise<string[]> {
  const rows = await getDb().$queryRaw<{ id: string }[]>`
    WITH RECURSIVE below ("id") AS (
      SELECT run."id" FROM "Run" AS run WHERE run."id" = ${id} AND run."userId" = ${userId}
      UNION
      SELECT run."id" FROM below JOIN "Run" AS run ON run."parentId" = below."id" WHERE run."userId" = ${userId}
    )
    SELECT below."id" FROM below LIMIT ${limit}`;
  return rows.map((row) => row.id);
}

async function childrenOf(userId: string, parentId: string, limit: number): Promise<string[]> {
  const rows = await getDb().run.findMany({
    where: { userId, parentId },
    orderBy: { id: 'desc' },
    take: limit,
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

async function readMembers(userId: string, ids: readonly string[], top: string): Promise<LineageMember[]> {
  const rows = await getDb().run.findMany({
    where: { userId, id: { in: [...ids] } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: {
      id: true,
      parentId: true,
      branch: true,
      createdAt: true,
      deletedAt: true,
      title: true,
      status: true,
      starred: true,
      model: true,
      promptPreview: true,
      outputPreview: true,
      choiceCount: true,
    },
  });
  return rows.map(({ id, parentId, branch, createdAt, deletedAt, ...run }) => ({
    id,
    parentId: id === top ? null : parentId,
    branch: fromStored<LineageMember['branch']>(branch),
    createdAt: createdAt.toISOString(),
    run: deletedAt === null ? run : null,
  }));
}

/** Without deleted runs that have no remaining descendants. */
function withoutDeadEnds(members: readonly LineageMember[]): LineageMember[] {
  const byId = new Map(members.map((member) => [member.id, member]));
  const needed = new Set<string>();
  for (const { id, run } of members) {
    if (run === null) continue;
    for (let at: string | null = id; at !== null && !needed.has(at); at = byId.get(at)?.parentId ?? null) {
      needed.add(at);
    }
  }
  return members.filter(({ id }) => needed.has(id));
}
