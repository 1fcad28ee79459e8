import { getDb } from '@/lib/platform/db/client';
import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import { MAX_TAGS, type RunEdit, type RunEdited } from '@/lib/runs/model/runs';

/**
 * Saves what the owner says about a run; absent fields stay as they are. Returns all of these fields, or null
 * when the run is not there, not this user's, or deleted. The database's triggers mark the run for indexing.
 */
export function editRun(userId: string, id: string, { tags, ...edit }: RunEdit): Promise<RunEdited | null> {
  return getDb().$transaction(async (db) => {
    const where = { id, userId, deletedAt: null };
    const found = await db.run.findFirst({ where, select: { id: true } });
    if (found === null) return null;
    if (Object.keys(edit).length > 0) await db.run.update({ where, data: edit, select: { id: true } });
    if (tags !== undefined) {
      const uniqueTags = [...new Set(tags)];
      const rows = await db.runTag.findMany({ where: { runId: id }, select: { tag: true } });
      const known = new Set(rows.map(({ tag }) => tag));
      const added = uniqueTags.filter((tag) => !known.has(tag));
      await db.runTag.deleteMany({ where: { runId: id, tag: { notIn: uniqueTags } } });
      if (added.length > 0) {
        await db.runTag.createMany({ data: added.map((tag) => ({ runId: id, userId, tag })) });
      }
    }
    const run = await db.run.findUniqueOrThrow({
      where: { id },
      select: {
        title: true,
        note: true,
        starred: true,
        tags: { select: { tag: true }, orderBy: { tag: 'asc' } },
      },
    });
    return { ...run, tags: run.tags.map(({ tag }) => tag) };
  });
}

/** The same change to many runs of a user. Each function returns how many were changed. */

export async function starRuns(userId: string, ids: readonly string[], starred: boolean): Promise<number> {
  const { count } = await getDb().run.updateMany({
    where: { userId, id: { in: [...ids] }, deletedAt: null, starred: !starred },
    data: { starred },
  });
  return count;
}

/** Runs that already have the tag, or the maximum number of tags, stay as they are. */
export function tagRuns(userId: string, ids: readonly string[], tag: string): Promise<number> {
  return getDb().$executeRaw`
    INSERT INTO "RunTag" ("runId", "userId", "tag")
    SELECT run."id", run."userId", ${tag} FROM "Run" AS run
    WHERE run."userId" = ${userId} AND run."id" IN (${Prisma.join([...ids])}) AND run."deletedAt" IS NULL
      AND (SELECT count(*) FROM "RunTag" AS label WHERE label."runId" = run."id") < ${MAX_TAGS}
    ON CONFLICT ("runId", "tag") DO NOTHING`;
}

export async function untagRuns(userId: string, ids: readonly string[], tag: string): Promise<number> {
  const { count } = await getDb().runTag.deleteMany({ where: { userId, runId: { in: [...ids] }, tag } });
  return count;
}
