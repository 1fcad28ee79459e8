import { bytesOfJson, withSpace } from '@/lib/accounts/server/storage/quota';
import { listDocuments } from '@/lib/documents/db/document-list';
import {
  deleteDocument as deleteRecord,
  renameDocument as renameRecord,
  restoreDocument as restoreRecord,
} from '@/lib/documents/db/documents';
import type { DocumentEdit, DocumentPage, DocumentPageQuery } from '@/lib/documents/model/documents';
import { AppError } from '@/lib/platform/model/app-error';

export function readDocumentPage(userId: string, query: DocumentPageQuery): Promise<DocumentPage> {
  return listDocuments(userId, query);
}

/** Throws AppError: `not_found`, `storage_full`. */
export async function renameDocument(
  userId: string,
  documentId: string,
  { title }: DocumentEdit,
): Promise<void> {
  const bytes = title === null ? 0 : bytesOfJson(title);
  const isThere = await withSpace(userId, bytes, () => renameRecord(userId, documentId, title));
  if (!isThere) throw new AppError('not_found');
}

/** Throws AppError `not_found`. */
export async function deleteDocument(
  userId: string,
  documentId: string,
  { links }: { readonly links: 'keep' | 'revoke' },
): Promise<void> {
  if (!(await deleteRecord(userId, documentId, links))) throw new AppError('not_found');
}

/** Undoes a deletion, until it is swept. Throws AppError `not_found`. */
export async function restoreDocument(userId: string, documentId: string): Promise<void> {
  if (!(await restoreRecord(userId, documentId))) throw new AppError('not_found');
}
