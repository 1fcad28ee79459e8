import { getDb } from '@/lib/platform/db/client';
import { reindexedFrom } from './search/index-runs';

/**
 * Tags of older versions may exist in two Unicode forms that look the same: they are merged. Needed only
 * while a history is indexed again; newer tags have one form.
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
