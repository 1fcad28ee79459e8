import type { DocumentNode } from '@/lib/documents/model/document-node';
import type { Change } from '@/lib/documents/model/document-text';
import type { NodeId } from '@/lib/documents/model/document-tree';
import { type DbTransaction, getDb } from '@/lib/platform/db/client';
import type { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import { createYielder } from '@/lib/platform/db/yield-to-event-loop';

/** Steps of a document. The caller has made sure whose it is. */

/** Rows of one statement. */
const ROWS_AT_ONCE = 500;

/** Characters of a page, unless a single step has more. */
const PAGE_LENGTH = 1_000_000;

/** Where a page that begins at a position ends; null: no such step comes after it. */
export async function endOfPage(
  documentId: string,
  from: number,
  where: Prisma.DocumentNodeWhereInput,
): Promise<number | null> {
  const next = await getDb().documentNode.findFirst({
    where: { AND: [where, { documentId, position: { gte: from } }] },
    orderBy: { position: 'asc' },
    select: { position: true },
  });
  if (next === null) return null;
  const start = next.position;
  const sizes = await getDb().$queryRaw<{ position: number; length: number | bigint }[]>`
    SELECT "position", length("changes") AS "length" FROM "DocumentNode"
    WHERE "documentId" = ${documentId} AND "position" >= ${start} AND "position" < ${start + ROWS_AT_ONCE}
    ORDER BY "position"`;
  let length = 0;
  for (const size of sizes) {
    length += Number(size.length);
    if (length > PAGE_LENGTH && size.position > start) return size.position;
  }
  return start + ROWS_AT_ONCE;
}

/** In the order in which they were added. */
export function nodeRows(documentId: string, where: Prisma.DocumentNodeWhereInput): Promise<NodeRow[]> {
  return getDb().documentNode.findMany({
    where: { AND: [where, { documentId }] },
    orderBy: { position: 'asc' },
  });
}

/** Characters of the steps that one answer to a save brings, unless a single save has brought more. */
const MAX_SINCE = 4_000_000;

export interface NodesSince {
  /** In the order in which they were added. */
  readonly nodes: readonly DocumentNode[];
  /** Up to this revision; null: all. */
  readonly until: number | null;
}

/** Steps that were added or changed after that revision: those of the next saves, as many as one answer may have. */
export async function nodesSince(documentId: string, revision: number): Promise<NodesSince> {
  const saves = await getDb().$queryRaw<{ revision: number; length: number | bigint }[]>`
    SELECT "revision", sum(length("changes") + 300) AS "length" FROM "DocumentNode"
    WHERE "documentId" = ${documentId} AND "revision" > ${revision}
    GROUP BY "revision" ORDER BY "revision"`;
  let until: number | null = null;
  let length = 0;
  for (const save of saves) {
    length += Number(save.length);
    if (length > MAX_SINCE && save !== saves[0]) break;
    until = save.revision;
  }
  if (until === null) return { nodes: [], until };
  const nodes = await readNodes(documentId, { revision: { gt: revision, lte: until } });
  return { nodes, until: until === saves.at(-1)?.revision ? null : until };
}

/** Steps in the order in which they were added, with other work in between. */
export async function readNodes(
  documentId: string,
  where: Prisma.DocumentNodeWhereInput,
): Promise<DocumentNode[]> {
  const yieldToEventLoop = createYielder();
  const nodes: DocumentNode[] = [];
  for (let from = 0; ; ) {
    await yieldToEventLoop();
    const end = await endOfPage(documentId, from, where);
    if (end === null) return nodes;
    const rows = await nodeRows(documentId, { AND: [where, { position: { gte: from, lt: end } }] });
    for (const row of rows) nodes.push(toNode(row));
    from = end;
  }
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
  { documentId, userId }: { readonly documentId: string; readonly userId: string },
  nodes: readonly DocumentNode[],
  { position, revision }: { readonly position: number; readonly revision: number },
): Promise<void> {
  const rows = nodes.map((node, at) => ({
    ...toRow(documentId, node),
    ...{ userId, position: position + at, revision },
  }));
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

export type NodeRow = Prisma.DocumentNodeGetPayload<object>;

function toRow(documentId: string, { changes, createdAt, ...node }: DocumentNode) {
  return { ...node, documentId, createdAt: new Date(createdAt), changes: JSON.stringify(changes) };
}

function toNode({
  documentId: _,
  userId: _userId,
  position: _position,
  revision: _revision,
  ...row
}: NodeRow): DocumentNode {
  return {
    ...row,
    kind: row.kind === 'generated' ? 'generated' : 'written',
    createdAt: row.createdAt.toISOString(),
    changes: JSON.parse(row.changes) as Change[],
  };
}
