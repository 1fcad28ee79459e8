import { setTimeout } from 'node:timers/promises';
import { storedBytes } from '@/lib/accounts/db/storage/storage-use';
import { bytesOfJson, withSpace } from '@/lib/accounts/server/storage/quota';
import { nodesSince } from '@/lib/documents/db/document-nodes';
import {
  countDocuments,
  createDocument,
  type DocumentState,
  findState,
  isTaken,
  type SaveWrite,
  writeSave,
} from '@/lib/documents/db/documents';
import { bytesOfColumns, storedTextBytes, textColumns } from '@/lib/documents/db/text-columns';
import { type DocumentNode, MAX_DOCUMENT_NODES, MAX_STEP_BYTES } from '@/lib/documents/model/document-node';
import { EMPTY_TEXT } from '@/lib/documents/model/document-text';
import { MAX_DOCUMENTS, type Saved, type StepsToSave } from '@/lib/documents/model/documents';
import { AppError } from '@/lib/platform/model/app-error';
import { applySteps } from './apply-steps';
import { sortSteps } from './sort-steps';

/** Other saves of one document that may come in between. */
const MAX_TRIES = 8;
const PAUSE_MS = 20;
const NO_DOCUMENT: DocumentState = { revision: 0, head: null, nodeCount: 0, branches: 0, text: EMPTY_TEXT };

/**
 * Adds steps to a document, or creates it with them. Throws AppError: `not_found`, `invalid_request` (steps that do not
 * fit their parents, or too many), `conflict` (too many documents), `storage_full`, `rate_limited`, `not_signed_in`.
 */
export async function saveSteps(userId: string, documentId: string, save: StepsToSave): Promise<Saved> {
  for (let tries = 1; ; tries += 1) {
    const found = await findOwn(userId, documentId);
    if (found === null && save.since > 0) throw new AppError('not_found');
    const saved = await saveTo(userId, documentId, found, save);
    if (saved !== null) return saved;
    if (tries === MAX_TRIES) throw new AppError('unavailable');
    // Not all of them at the same moment again.
    await setTimeout(Math.random() * PAUSE_MS * tries);
  }
}

/**
 * Null: there is nothing with this id. What belongs to somebody else, or is deleted, is refused before any of its
 * steps is read: whether a step fits would tell what they say.
 */
async function findOwn(userId: string, documentId: string): Promise<DocumentState | null> {
  const found = await findState(userId, documentId);
  if (found !== null || !(await isTaken(documentId))) return found;
  // This page's first save may just have been written by another request.
  const written = await findState(userId, documentId);
  if (written === null) throw new AppError('not_found');
  return written;
}

/** Null: the document has changed meanwhile. */
async function saveTo(
  userId: string,
  documentId: string,
  found: DocumentState | null,
  save: StepsToSave,
): Promise<Saved | null> {
  const before = found ?? NO_DOCUMENT;
  const sorted = await sortSteps(documentId, save.nodes);
  const { added, replaced, conflicts } = sorted;
  if (before.nodeCount + added.length > MAX_DOCUMENT_NODES) throw tooManySteps();
  const head = sorted.conflictIds.has(save.head ?? '') ? before.head : save.head;
  const text = await applySteps({ userId, documentId }, before, sorted, head);
  const columns = text && (await textColumns(text));
  const write: SaveWrite = { before, head, columns, added, replaced, newBranches: sorted.newBranches };
  const isSame = added.length === 0 && replaced.length === 0 && head === before.head;
  let revision = before.revision;
  if (!isSame || found === null) {
    const textBytes = await storedTextBytes(documentId);
    if (sorted.toApply.length > 0) await checkIsNotFull(documentId, textBytes, sorted.toApply);
    // What is stored of the text at the head grows with it, also where only the head moves.
    const textGrowth = columns ? Math.max(0, bytesOfColumns(columns) - textBytes) : 0;
    const steps = [...added, ...replaced];
    const bytes = textGrowth + (steps.length === 0 ? 0 : bytesOfJson(steps));
    const result = await withSpace(userId, bytes, () =>
      found === null ? create(userId, documentId, save, write) : writeSave(userId, documentId, write),
    );
    if (result === 'stale') return null;
    revision += 1;
  }
  const sent = new Set(save.nodes.map(({ id }) => id));
  const since =
    save.since < before.revision ? await nodesSince(documentId, save.since) : { nodes: [], until: null };
  const foreign = since.nodes.filter(({ id }) => !sent.has(id));
  // As they are stored, also where the page has been told before.
  const nodes = [...conflicts.flatMap((id) => sorted.stored.get(id) ?? []), ...foreign];
  return { revision: since.until ?? revision, nodes, conflicts, more: since.until !== null };
}

/** A document is read as a whole when it is opened, by the server and by the page. */
async function checkIsNotFull(
  documentId: string,
  textBytes: number,
  steps: readonly DocumentNode[],
): Promise<void> {
  const stored = (await storedBytes(documentId)) - textBytes;
  if (stored + bytesOfJson(steps) > MAX_STEP_BYTES) throw full();
}

async function create(
  userId: string,
  documentId: string,
  { title = null }: StepsToSave,
  write: SaveWrite,
): Promise<'written' | 'stale'> {
  if ((await countDocuments(userId)) >= MAX_DOCUMENTS) {
    throw new AppError('conflict', {
      message: `You can have up to ${MAX_DOCUMENTS.toLocaleString('en')} documents. Delete some first.`,
    });
  }
  const result = await createDocument(userId, documentId, title, write);
  // The account was deleted while its last request was on the way.
  if (result === 'no_user') throw new AppError('not_signed_in');
  if (result === 'written') return 'written';
  // The same page's first save has arrived twice; or the id belongs to something else, or to somebody else.
  if ((await findState(userId, documentId)) === null) throw new AppError('not_found');
  return 'stale';
}

function full(): AppError {
  return new AppError('invalid_request', {
    message: `This document's edit history has reached the limit of ${MAX_STEP_BYTES / 2 ** 20} MB. Duplicate its text to continue in a new document.`,
    param: 'nodes',
  });
}

function tooManySteps(): AppError {
  return new AppError('invalid_request', {
    message: `A document can have up to ${MAX_DOCUMENT_NODES.toLocaleString('en')} steps. Duplicate its text to continue in a new document.`,
    param: 'nodes',
  });
}
