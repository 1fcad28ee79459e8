import { getDb } from '@/lib/platform/db/client';
import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import { MAX_TAGS } from '@/lib/runs/model/runs';

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
