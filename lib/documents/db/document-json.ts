import { getDb } from '@/lib/platform/db/client';
import { createYielder } from '@/lib/platform/db/yield-to-event-loop';
import { endOfPage, type NodeRow, nodeRows } from './document-nodes';

/** Saves that may come in between while a document is read. */
const MAX_READS = 5;

/** Null when it does not exist, belongs to another user, or is deleted. */
export function findRevision(userId: string, id: string) {
  return getDb().document.findFirst({
    where: { id, userId, deletedAt: null },
    select: { revision: true, nodeCount: true },
  });
}

/**
 * A `DocumentDetail` as JSON in parts of about a megabyte, with other work in between: nothing of it is parsed, and no
 * more than one part is in memory. A step that changes meanwhile comes again; the last one counts.
 */
export async function* documentJson(
  userId: string,
  id: string,
  read: { readonly revision: number; readonly nodeCount: number },
): AsyncGenerator<string, void> {
  const yieldToEventLoop = createYielder();
  yield `{"id":${JSON.stringify(id)},"nodes":[`;
  let comma = '';
  let where: object = { position: { lt: read.nodeCount } };
  for (let { revision } = read, reads = 1; ; reads += 1) {
    for (let from = 0; ; ) {
      await yieldToEventLoop();
      const end = await endOfPage(id, from, where);
      if (end === null) break;
      const rows = await nodeRows(id, { AND: [where, { position: { gte: from, lt: end } }] });
      if (rows.length > 0) {
        yield comma + rows.map(toJson).join(',');
        comma = ',';
      }
      from = end;
    }
    const row = await getDb().document.findFirst({
      where: { id, userId, deletedAt: null },
      omit: { folded: true },
    });
    if (row === null) throw new Error('The document was deleted while it was read.');
    // The steps would be older than the text.
    if (row.revision !== revision && reads < MAX_READS) {
      where = { revision: { gt: revision } };
      revision = row.revision;
      continue;
    }
    const { title, head, text, createdAt, updatedAt } = row;
    const fields = { title, head, revision: row.revision, createdAt, updatedAt, text };
    yield `],"spans":${row.spans},${JSON.stringify(fields).slice(1)}`;
    return;
  }
}

function toJson({
  documentId: _,
  userId: _userId,
  position: _position,
  revision: _revision,
  changes,
  ...row
}: NodeRow) {
  return `${JSON.stringify(row).slice(0, -1)},"changes":${changes}}`;
}
