import { getDb } from '@/lib/platform/db/client';

/*
 * The reader's half of shared links. The only database code of this feature without a userId: the slug alone
 * gives access, and nothing about the owner is read.
 */

/** A link without its copy, whether open or closed. */
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
 * The copy that a link shows, as JSON text: Prisma would walk every value of it, and a copy with
 * probabilities has a million. Null once the link is closed and its copy removed.
 */
export async function readShareCopy(id: string): Promise<string | null> {
  const rows = await getDb().$queryRaw<{ snapshot: string | null }[]>`
    SELECT CAST("snapshot" AS TEXT) AS "snapshot" FROM "Share" WHERE "id" = ${id}`;
  return rows[0]?.snapshot ?? null;
}

/** Counts one view of a link. A link that was revoked in the meantime is not counted. */
export async function countShareView(id: string, at: Date): Promise<void> {
  await getDb().share.updateMany({
    where: { id, revokedAt: null },
    data: { views: { increment: 1 }, lastViewedAt: at },
  });
}
