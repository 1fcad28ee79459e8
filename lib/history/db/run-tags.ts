import { getDb } from '@/lib/platform/db/client';
import { reindexedFrom } from './search/index-runs';

/**
 * Tags of older versions may be there in two forms of Unicode, which look the same: they become one. Only while a history
 * is indexed anew: since then they come in one form.
 */
export async function mergeTagForms(): Promise<void> {
  if ((await reindexedFrom()) === null) return;
  const rows = await getDb().$queryRaw<{ tag: string }[]>`SELECT DISTINCT "tag" FROM "RunTag"`;
  for (const { tag } of rows) {
    const one = tag.normalize('NFC');
    if (one === tag) continue;
    await getDb().$transaction(async (db) => {
      await db.$executeRaw`
        INSERT INTO "RunTag" ("runId", "userId", "tag")
        SELECT "runId", "userId", ${one} FROM "RunTag" WHERE "tag" = ${tag} ON CONFLICT ("runId", "tag") DO NOTHING`;
      await db.runTag.deleteMany({ where: { tag } });
    });
  }
}
