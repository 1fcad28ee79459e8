import { getDb } from '@/lib/platform/db/client';

/*
 * The reader's half of shared links. The one corner of this room without a userId: who has the slug may read, and of
 * whose it is nothing is read at all.
 */

/** A link without what it shows, judged by nobody yet. */
export interface StoredShare {
  readonly id: string;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
}

export function findShareBySlugHash(slugHash: string): Promise<StoredShare | null> {
  return getDb().share.findUnique({
    where: { slugHash },
    select: { id: true, expiresAt: true, revokedAt: true },
  });
}

/**
 * What a link shows, as JSON text: Prisma would walk every value of it, which a copy with probabilities has a million of.
 * Null once it is closed and forgotten.
 */
export async function readShareCopy(id: string): Promise<string | null> {
  const rows = await getDb().$queryRaw<{ snapshot: string | null }[]>`
    SELECT CAST("snapshot" AS TEXT) AS "snapshot" FROM "Share" WHERE "id" = ${id}`;
  return rows[0]?.snapshot ?? null;
}

/** Counts one view of a link. One that was revoked in the meantime keeps its numbers. */
export async function countShareView(id: string, at: Date): Promise<void> {
  await getDb().share.updateMany({
    where: { id, revokedAt: null },
    data: { views: { increment: 1 }, lastViewedAt: at },
  });
}
