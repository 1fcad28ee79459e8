import type { DocumentPage, DocumentPageQuery, DocumentSummary } from '@/lib/documents/model/documents';
import { foldText } from '@/lib/history/model/search/fold-text';
import { getDb } from '@/lib/platform/db/client';
import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import { openShares } from '@/lib/platform/db/share-state';
import { createYielder } from '@/lib/platform/db/yield-to-event-loop';
import { env } from '@/lib/platform/env/env';

const SUMMARY = {
  id: true,
  title: true,
  excerpt: true,
  words: true,
  characters: true,
  branches: true,
  createdAt: true,
  updatedAt: true,
} satisfies Prisma.DocumentSelect;

/** A page of documents, last changed first. An unknown `before` means from the beginning. */
export async function listDocuments(
  userId: string,
  { q, before, limit }: DocumentPageQuery,
): Promise<DocumentPage> {
  const query = q?.trim() ?? '';
  const found =
    query === '' ? await findNext(userId, before, limit + 1) : await search(userId, query, before, limit + 1);
  const page = found.slice(0, limit);
  const last = found.length > limit ? page.at(-1) : undefined;
  const links = await countLinks(page.map(({ id }) => id));
  const documents = page.map((row) => toSummary(row, links.get(row.id) ?? 0));
  return { documents, next: last ? orderKey(last) : null };
}

type Row = Prisma.DocumentGetPayload<{ select: typeof SUMMARY }>;

function findNext(userId: string, before: string | undefined, take: number): Promise<Row[]> {
  return getDb().document.findMany({
    where: { userId, deletedAt: null, ...(before && afterOrderKey(before)) },
    orderBy: [{ updatedAt: 'desc' }, { id: 'desc' }],
    take,
    select: SUMMARY,
  });
}

/** Documents looked at between two turns of the event loop: SQLite does nothing else meanwhile. */
const LOOKED_AT_ONCE = 200;

/** In the order of the list, until there are enough: the whole text of each is looked through by the database. */
async function search(
  userId: string,
  query: string,
  before: string | undefined,
  take: number,
): Promise<Row[]> {
  const folded = foldText(query);
  const yieldToEventLoop = createYielder();
  const found: Row[] = [];
  for (let key = before; ; ) {
    await yieldToEventLoop();
    const rows = await findNext(userId, key, LOOKED_AT_ONCE);
    const hits = await withText(rows, folded);
    for (const row of rows) if (hits.has(row.id)) found.push(row);
    const last = rows.at(-1);
    if (found.length >= take || rows.length < LOOKED_AT_ONCE || last === undefined)
      return found.slice(0, take);
    key = orderKey(last);
  }
}

/** Which of them have it in their title or text. */
async function withText(rows: readonly Row[], folded: string): Promise<Set<string>> {
  const byTitle = rows.filter(({ title }) => title !== null && foldText(title).includes(folded));
  const hits = new Set(byTitle.map(({ id }) => id));
  const others = rows.filter(({ id }) => !hits.has(id)).map(({ id }) => id);
  if (others.length === 0) return hits;
  const place =
    env.databaseKind === 'sqlite'
      ? Prisma.sql`instr("folded", ${folded})`
      : Prisma.sql`strpos("folded", ${folded})`;
  const inText = await getDb().$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "Document" WHERE "id" IN (${Prisma.join(others)}) AND ${place} > 0`;
  for (const { id } of inText) hits.add(id);
  return hits;
}

function orderKey({ updatedAt, id }: Row): string {
  return `${updatedAt.getTime()}.${id}`;
}

function afterOrderKey(before: string): Prisma.DocumentWhereInput {
  const [, time, id] = /^(\d{1,15})\.(.+)$/.exec(before) ?? [];
  if (time === undefined || id === undefined) return {};
  const updatedAt = new Date(Number(time));
  return { OR: [{ updatedAt: { lt: updatedAt } }, { updatedAt, id: { lt: id } }] };
}

/** Open links of each. By document: Prisma would otherwise first count those of all users. */
async function countLinks(ids: readonly string[]): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  if (ids.length === 0) return counts;
  const where = { documentId: { in: [...ids] }, ...openShares(new Date()) };
  for (const { documentId } of await getDb().share.findMany({ where, select: { documentId: true } })) {
    if (documentId !== null) counts.set(documentId, (counts.get(documentId) ?? 0) + 1);
  }
  return counts;
}

function toSummary({ createdAt, updatedAt, ...row }: Row, links: number): DocumentSummary {
  return { ...row, links, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}
