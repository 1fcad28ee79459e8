import type { DocumentNode } from '@/lib/documents/model/document-node';
import type { Change } from '@/lib/documents/model/document-text';
import type { NodeId } from '@/lib/documents/model/document-tree';
import { type DbTransaction, getDb } from '@/lib/platform/db/client';
import type { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import { createYielder } from '@/lib/platform/db/yield-to-event-loop';

/** Steps of a document. The caller has made sure whose it is. */

/** Rows of one statement. */
const ROWS_AT_ONCE = 500;

/** All steps that there were when the document had so many, in the order in which they were added. */
export async function allNodes(documentId: string, count: number): Promise<DocumentNode[]> {
  const nodes: DocumentNode[] = [];
  const yieldToEventLoop = createYielder();
  for (let from = 0; from < count; from += ROWS_AT_ONCE) {
    await yieldToEventLoop();
    const rows = await getDb().documentNode.findMany({
      where: { documentId, position: { gte: from, lt: Math.min(count, from + ROWS_AT_ONCE) } },
      orderBy: { position: 'asc' },
    });
    for (const row of rows) nodes.push(toNode(row));
  }
  return nodes;
}

/** Steps that were added or changed after that revision, in the order in which they were added. */
export async function nodesSince(documentId: string, revision: number): Promise<DocumentNode[]> {
  const rows = await getDb().documentNode.findMany({
    where: { documentId, revision: { gt: revision } },
    orderBy: { position: 'asc' },
  });
  return rows.map(toNode);
}

/** By id; those that are missing are left out. */
export async function nodesById(
  documentId: string,
  ids: readonly string[],
): Promise<Map<string, DocumentNode>> {
  const found = new Map<string, DocumentNode>();
  const yieldToEventLoop = createYielder();
  for (let at = 0; at < ids.length; at += ROWS_AT_ONCE) {
    await yieldToEventLoop();
    const id = { in: ids.slice(at, at + ROWS_AT_ONCE) };
    for (const row of await getDb().documentNode.findMany({ where: { documentId, id } })) {
      found.set(row.id, toNode(row));
    }
  }
  return found;
}

/** The parent of each step. */
export async function allParents(documentId: string): Promise<Map<string, NodeId>> {
  const rows = await getDb().documentNode.findMany({
    where: { documentId },
    select: { id: true, parentId: true },
  });
  return new Map(rows.map(({ id, parentId }) => [id, parentId]));
}

/** Which of these places have steps after them. */
export async function placesWithChildren(
  documentId: string,
  places: readonly NodeId[],
): Promise<Set<NodeId>> {
  const found = new Set<NodeId>();
  const ids = places.flatMap((place) => place ?? []);
  if (ids.length < places.length) {
    const first = await getDb().documentNode.findFirst({
      where: { documentId, parentId: null },
      select: { id: true },
    });
    if (first) found.add(null);
  }
  for (let at = 0; at < ids.length; at += ROWS_AT_ONCE) {
    const rows = await getDb().documentNode.findMany({
      where: { documentId, parentId: { in: ids.slice(at, at + ROWS_AT_ONCE) } },
      distinct: ['parentId'],
      select: { parentId: true },
    });
    for (const { parentId } of rows) found.add(parentId);
  }
  return found;
}

export async function insertNodes(
  db: DbTransaction,
  documentId: string,
  nodes: readonly DocumentNode[],
  { position, revision }: { readonly position: number; readonly revision: number },
): Promise<void> {
  const rows = nodes.map((node, at) => ({ ...toRow(documentId, node), position: position + at, revision }));
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
    await db.documentNode.createMany({ data: rows.slice(at, at + ROWS_AT_ONCE) });
  }
}

export async function replaceNodes(
  db: DbTransaction,
  documentId: string,
  nodes: readonly DocumentNode[],
  revision: number,
): Promise<void> {
  for (const node of nodes) {
    const { id, ...row } = toRow(documentId, node);
    await db.documentNode.updateMany({ where: { documentId, id }, data: { ...row, revision } });
  }
}

type Row = Prisma.DocumentNodeGetPayload<object>;

function toRow(documentId: string, { changes, createdAt, ...node }: DocumentNode) {
  return { ...node, documentId, createdAt: new Date(createdAt), changes: JSON.stringify(changes) };
}

function toNode({ documentId: _, position: _position, revision: _revision, ...row }: Row): DocumentNode {
  return {
    ...row,
    kind: row.kind === 'generated' ? 'generated' : 'written',
    createdAt: row.createdAt.toISOString(),
    changes: JSON.parse(row.changes) as Change[],
  };
}
