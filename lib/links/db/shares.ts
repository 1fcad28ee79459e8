import type { ShareAbout } from '@/lib/links/model/share-about';
import type { Shared } from '@/lib/links/model/shared';
import { type DbTransaction, getDb, isForeignKeyViolation } from '@/lib/platform/db/client';
import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import { openShares } from '@/lib/platform/db/share-state';
import { fromStored, toStored } from '@/lib/platform/db/stored-json';
import { env } from '@/lib/platform/env/env';

/** Shared links, for their owners. Readers' access is in share-reading.ts. */

/** A link without its copy. */
export interface ShareRecord {
  readonly id: string;
  readonly userId: string;
  readonly kind: string;
  /** Empty once revoked. */
  readonly sealedSlug: string;
  readonly title: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly views: number;
  readonly lastViewedAt: Date | null;
  /** Null when the run is deleted; the same for the comparison and the document. */
  readonly runId: string | null;
  readonly comparisonId: string | null;
  readonly documentId: string | null;
  /**
   * The beginning of the run's prompt, the comparison's title, or the document's title or first words; null when
   * deleted.
   */
  readonly promptPreview: string | null;
  /** The run's model; null when deleted, and for anything else. */
  readonly model: string | null;
  /** Null once closed, and for links from before it was noted. */
  readonly about: ShareAbout | null;
}

export interface NewShareRecord {
  /** UUIDv7, made by the caller, because the sealed slug is bound to it. */
  readonly id: string;
  /** What the link was made from: exactly one of these. */
  readonly runId?: string;
  readonly comparisonId?: string;
  readonly documentId?: string;
  readonly slugHash: string;
  readonly sealedSlug: string;
  readonly title: string | null;
  readonly snapshot: Shared;
  readonly about: ShareAbout;
  readonly expiresAt: Date | null;
}

const columns = {
  id: true,
  userId: true,
  kind: true,
  sealedSlug: true,
  title: true,
  createdAt: true,
  expiresAt: true,
  revokedAt: true,
  views: true,
  lastViewedAt: true,
  runId: true,
  comparisonId: true,
  documentId: true,
  about: true,
  run: { select: { promptPreview: true, model: true, deletedAt: true } },
  comparison: { select: { title: true, deletedAt: true } },
  document: { select: { title: true, excerpt: true, deletedAt: true } },
} as const satisfies Prisma.ShareSelect;

/**
 * Null when the run, the comparison, the document or the user no longer exists, or was deleted while its copy was being
 * made.
 */
export async function insertShare(userId: string, share: NewShareRecord): Promise<ShareRecord | null> {
  const { snapshot, about, ...row } = share;
  const json = JSON.stringify(snapshot);
  try {
    return await getDb().$transaction(async (db) => {
      await lockSubject(db, row);
      const created = await db.share.create({
        data: { ...row, userId, kind: snapshot.kind, about: toStored(about) },
        select: columns,
      });
      // A deletion may have revoked the links, before this one existed.
      if ((created.run ?? created.comparison ?? created.document)?.deletedAt !== null)
        throw new SubjectGoneError();
      // As text: Prisma walks every value of a JSON column, and a copy with probabilities has a million.
      await db.$executeRaw`UPDATE "Share" SET "snapshot" = ${json} WHERE "id" = ${row.id}`;
      return toRecord(created);
    });
  } catch (error) {
    if (error instanceof SubjectGoneError || isForeignKeyViolation(error)) return null;
    throw error;
  }
}

/**
 * Makes a concurrent deletion wait for this transaction, or the other way round. SQLite allows one writer at
 * a time anyway.
 */
async function lockSubject(
  db: DbTransaction,
  {
    runId = '',
    comparisonId = '',
    documentId = '',
  }: Pick<NewShareRecord, 'runId' | 'comparisonId' | 'documentId'>,
): Promise<void> {
  if (env.databaseKind === 'sqlite') return;
  await db.$queryRaw`SELECT 1 FROM "Run" WHERE "id" = ${runId} FOR SHARE`;
  await db.$queryRaw`SELECT 1 FROM "Comparison" WHERE "id" = ${comparisonId} FOR SHARE`;
  await db.$queryRaw`SELECT 1 FROM "Document" WHERE "id" = ${documentId} FOR SHARE`;
}

/** Rolls back the row that was just written. */
class SubjectGoneError extends Error {}

export interface ShareListQuery {
  readonly before?: string | undefined;
  readonly limit: number;
  readonly runId?: string | undefined;
  readonly comparisonId?: string | undefined;
  readonly documentId?: string | undefined;
}

/** Newest first, starting below `before`. */
export async function listShares(
  userId: string,
  { before, limit, runId, comparisonId, documentId }: ShareListQuery,
): Promise<ShareRecord[]> {
  const rows = await getDb().share.findMany({
    where: {
      userId,
      ...(before !== undefined && { id: { lt: before } }),
      ...(runId !== undefined && { runId }),
      ...(comparisonId !== undefined && { comparisonId }),
      ...(documentId !== undefined && { documentId }),
    },
    orderBy: { id: 'desc' },
    take: limit,
    select: columns,
  });
  return rows.map(toRecord);
}

export async function findShare(userId: string, id: string): Promise<ShareRecord | null> {
  const row = await getDb().share.findFirst({ where: { id, userId }, select: columns });
  return row && toRecord(row);
}

export function countOpenShares(userId: string, now: Date): Promise<number> {
  return getDb().share.count({ where: { userId, ...openShares(now) } });
}

/** False when the link does not exist, belongs to another user, or is already closed. */
export async function changeShareExpiry(
  userId: string,
  id: string,
  expiresAt: Date | null,
  now: Date,
): Promise<boolean> {
  const { count } = await getDb().share.updateMany({
    where: { id, userId, ...openShares(now) },
    data: { expiresAt },
  });
  return count === 1;
}

/**
 * Removes the copies of links that expired before that moment; their rows stay, so that they still answer as
 * expired. Returns how many.
 */
export async function sweepExpiredShares(olderThan: Date): Promise<number> {
  const { count } = await getDb().share.updateMany({
    where: { expiresAt: { lt: olderThan }, sealedSlug: { not: '' } },
    data: { snapshot: Prisma.DbNull, about: Prisma.DbNull, sealedSlug: '' },
  });
  return count;
}

export interface SealedSlugRecord {
  readonly id: string;
  readonly sealed: string;
}

/** A page of all users' sealed slugs, in order of id, for the command that rewraps them. Starts at `''`. */
export async function listSealedSlugs(afterId: string, limit: number): Promise<SealedSlugRecord[]> {
  const rows = await getDb().share.findMany({
    where: { id: { gt: afterId }, sealedSlug: { not: '' } },
    orderBy: { id: 'asc' },
    take: limit,
    select: { id: true, sealedSlug: true },
  });
  return rows.map(({ id, sealedSlug }) => ({ id, sealed: sealedSlug }));
}

/** False when the link was closed in between. */
export async function replaceSealedSlug(id: string, old: string, replacement: string): Promise<boolean> {
  const { count } = await getDb().share.updateMany({
    where: { id, sealedSlug: old },
    data: { sealedSlug: replacement },
  });
  return count === 1;
}

type Row = Prisma.ShareGetPayload<{ select: typeof columns }>;

function toRecord(share: Row): ShareRecord {
  const { run, runId, comparison, comparisonId, document, documentId, about, ...row } = share;
  const [ofRun, ofComparison] = [unlessDeleted(run), unlessDeleted(comparison)];
  const ofDocument = unlessDeleted(document);
  return {
    ...row,
    runId: ofRun && runId,
    comparisonId: ofComparison && comparisonId,
    documentId: ofDocument && documentId,
    promptPreview:
      ofRun?.promptPreview ?? ofComparison?.title ?? (ofDocument && (ofDocument.title ?? ofDocument.excerpt)),
    model: ofRun?.model ?? null,
    about: fromStored<ShareAbout>(about),
  };
}

function unlessDeleted<Subject extends { deletedAt: Date | null }>(subject: Subject | null): Subject | null {
  return subject?.deletedAt === null ? subject : null;
}
