import { getDb } from '@/lib/platform/db/client';
import type { RunEdit, RunEdited } from '@/lib/runs/model/runs';

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
