import { type Db, type DbTransaction, getDb } from './client';
import { Prisma } from './generated/sqlite/client';

/**
 * Which links are open, and closing them. Here instead of in lib/links, because features below it need this:
 * deleting something may close the links to it.
 */

/** Links that are open now. */
export function openShares(now: Date): Prisma.ShareWhereInput {
  return { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] };
}

export interface RevokeWhich {
  readonly ids?: readonly string[];
  readonly runIds?: readonly string[];
  /** Its own links, and those of its runs. */
  readonly comparisonId?: string;
  readonly documentId?: string;
}

/**
 * Closes links of a user (all of them unless some are named) and removes their copies and addresses. Returns
 * how many were not revoked before.
 */
export async function revokeShares(
  userId: string,
  { ids, runIds, comparisonId, documentId }: RevokeWhich,
  now: Date,
  db: Db | DbTransaction = getDb(),
): Promise<number> {
  const { count } = await db.share.updateMany({
    where: {
      userId,
      revokedAt: null,
      ...(ids && { id: { in: [...ids] } }),
      ...(runIds && { runId: { in: [...runIds] } }),
      ...(documentId && { documentId }),
      ...(comparisonId && { OR: [{ comparisonId }, { run: { comparisonId } }] }),
    },
    data: { revokedAt: now, snapshot: Prisma.DbNull, about: Prisma.DbNull, sealedSlug: '' },
  });
  return count;
}
