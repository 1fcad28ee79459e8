import { getDb } from './client';
import type { Prisma } from './generated/sqlite/client';
import { fromStored } from './stored-json';

/*
 * The reader's half of shared links. The one corner of this room without a userId: who has the slug may read, and of
 * whose it is nothing is read at all.
 */

/** A link as it is kept, judged by nobody yet. */
export interface StoredShare {
  readonly id: string;
  readonly kind: string;
  /** Null once revoked. */
  readonly snapshot: Prisma.JsonValue | null;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
}

export async function findShareBySlugHash(slugHash: string): Promise<StoredShare | null> {
  const row = await getDb().share.findUnique({
    where: { slugHash },
    select: { id: true, kind: true, snapshot: true, expiresAt: true, revokedAt: true },
  });
  return row && { ...row, snapshot: fromStored<Prisma.JsonValue>(row.snapshot) };
}

/** Counts one view of a link. One that was revoked in the meantime keeps its numbers. */
export async function countShareView(id: string, at: Date): Promise<void> {
  await getDb().share.updateMany({
    where: { id, revokedAt: null },
    data: { views: { increment: 1 }, lastViewedAt: at },
  });
}
