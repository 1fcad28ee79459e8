import type { DocumentNode } from '@/lib/documents/model/document-node';
import type { DocumentText, Span } from '@/lib/documents/model/document-text';
import type { NodeId } from '@/lib/documents/model/document-tree';
import {
  type DbTransaction,
  getDb,
  isForeignKeyViolation,
  isUniqueViolation,
  isWriteConflict,
} from '@/lib/platform/db/client';
import { revokeShares } from '@/lib/platform/db/share-state';
import { insertNodes, replaceNodes } from './document-nodes';
import type { TextColumns } from './text-columns';

/** A document as a save begins from it. */
export interface DocumentState {
  readonly revision: number;
  readonly head: NodeId;
  readonly nodeCount: number;
  readonly branches: number;
  readonly text: DocumentText;
}

/** Null when it does not exist, belongs to another user, or is deleted. */
export async function findState(userId: string, id: string): Promise<DocumentState | null> {
  const row = await getDb().document.findFirst({
    where: { id, userId, deletedAt: null },
    select: { revision: true, head: true, nodeCount: true, branches: true, text: true, spans: true },
  });
  return row && { ...row, text: { text: row.text, spans: JSON.parse(row.spans) as Span[] } };
}

/** Null when it does not exist, belongs to another user, or is deleted. */
export function findHead(userId: string, id: string): Promise<{ readonly head: NodeId } | null> {
  return getDb().document.findFirst({ where: { id, userId, deletedAt: null }, select: { head: true } });
}

export interface SaveWrite {
  readonly before: DocumentState;
  readonly head: NodeId;
  /** Null: as before. */
  readonly columns: TextColumns | null;
  readonly added: readonly DocumentNode[];
  readonly replaced: readonly DocumentNode[];
  /** How many more ends the tree has. */
  readonly newBranches: number;
}

/** `stale`: it has changed since `before` was read, or is gone. */
export type WriteResult = 'written' | 'stale';

/** Writes a save to the document as it was read; all of it or nothing. */
export async function writeSave(userId: string, id: string, write: SaveWrite): Promise<WriteResult> {
  const { before, head, columns, added, replaced, newBranches } = write;
  const revision = before.revision + 1;
  try {
    return await getDb().$transaction(async (db) => {
      const { count } = await db.document.updateMany({
        where: { id, userId, deletedAt: null, revision: before.revision },
        data: {
          head,
          revision,
          nodeCount: before.nodeCount + added.length,
          branches: before.branches + newBranches,
          ...columns,
        },
      });
      if (count === 0) return 'stale';
      await insertNodes(db, { documentId: id, userId }, added, { position: before.nodeCount, revision });
      await replaceNodes(db, id, replaced, revision);
      return 'written';
    });
  } catch (error) {
    if (isWriteConflict(error)) return 'stale';
    throw error;
  }
}

/** `taken`: there is something with this id, of this user or another; `no_user`: the account is gone. */
export type CreateResult = 'written' | 'taken' | 'no_user';

/** Writes the first save of a document. */
export async function createDocument(
  userId: string,
  id: string,
  title: string | null,
  { head, columns, added, newBranches }: SaveWrite,
): Promise<CreateResult> {
  try {
    return await getDb().$transaction(async (db) => {
      if (await isTaken(id, db)) return 'taken';
      await db.document.create({
        data: {
          ...{ id, userId, title, head, revision: 1 },
          nodeCount: added.length,
          branches: newBranches,
          ...columns,
        },
        select: { id: true },
      });
      await insertNodes(db, { documentId: id, userId }, added, { position: 0, revision: 1 });
      return 'written';
    });
  } catch (error) {
    if (isUniqueViolation(error) || isWriteConflict(error)) return 'taken';
    if (isForeignKeyViolation(error)) return 'no_user';
    throw error;
  }
}

/** The browser chooses the id, and the bytes of all kinds of things are counted by id. */
export async function isTaken(id: string, db: DbTransaction = getDb()): Promise<boolean> {
  return (await db.storedItem.findUnique({ where: { id }, select: { id: true } })) !== null;
}

/** Deleted ones count until they are swept. */
export function countDocuments(userId: string): Promise<number> {
  return getDb().document.count({ where: { userId } });
}

export async function renameDocument(userId: string, id: string, title: string | null): Promise<boolean> {
  const { count } = await getDb().document.updateMany({
    where: { id, userId, deletedAt: null },
    data: { title },
  });
  return count > 0;
}

/**
 * `restoreDocument` brings it back until it is swept. With `revoke` the links that show it are closed for good in the
 * same transaction.
 */
export function deleteDocument(
  userId: string,
  id: string,
  links: 'keep' | 'revoke' = 'keep',
): Promise<boolean> {
  return getDb().$transaction(async (db) => {
    const deletedAt = new Date();
    if (!(await setDeleted(db, userId, id, deletedAt))) return false;
    // Last, as in `deleteRunsWithLinks`.
    if (links === 'revoke') await revokeShares(userId, { documentId: id }, deletedAt, db);
    return true;
  });
}

export function restoreDocument(userId: string, id: string): Promise<boolean> {
  return setDeleted(getDb(), userId, id, null);
}

async function setDeleted(
  db: DbTransaction,
  userId: string,
  id: string,
  deletedAt: Date | null,
): Promise<boolean> {
  const where = { id, userId, deletedAt: deletedAt === null ? { not: null } : null };
  const row = await db.document.findFirst({ where, select: { updatedAt: true } });
  if (row === null) return false;
  // Its place in the list stays.
  const { count } = await db.document.updateMany({
    where,
    data: { deletedAt, updatedAt: row.updatedAt },
  });
  return count > 0;
}

/** Documents removed in one statement: each may have thousands of steps, and SQLite does nothing else meanwhile. */
const SWEPT_AT_ONCE = 5;

/** Permanently removes what was deleted before that moment. Returns how many. */
export async function sweepDeletedDocuments(olderThan: Date): Promise<number> {
  const where = { deletedAt: { lt: olderThan } };
  for (let removed = 0; ; ) {
    const rows = await getDb().document.findMany({ where, take: SWEPT_AT_ONCE, select: { id: true } });
    if (rows.length === 0) return removed;
    const id = { in: rows.map((row) => row.id) };
    const { count } = await getDb().document.deleteMany({ where: { ...where, id } });
    if (count === 0) return removed;
    removed += count;
  }
}
