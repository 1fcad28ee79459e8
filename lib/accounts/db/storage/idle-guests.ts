import { getDb } from '@/lib/platform/db/client';
import type { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import { openShares } from '@/lib/platform/db/share-state';

/** Runs, or closed links, removed in one statement: SQLite does nothing else meanwhile. */
const REMOVED_AT_ONCE = 20;

/** Ids of guests who have not visited since that moment, in order, starting behind `after`. */
export async function listIdleGuests(olderThan: Date, after: string, limit: number): Promise<string[]> {
  const rows = await getDb().user.findMany({
    where: { ...idle(olderThan), id: { gt: after } },
    orderBy: { id: 'asc' },
    take: limit,
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/**
 * Removes a batch of what an idle guest left: 'more' while there may be more to remove, else 'done'. An open
 * link keeps working, so it stays together with the run, comparison or document that it shows, and the guest. Without
 * open links the guest is removed last. Every statement checks again that the guest is still idle, so a guest
 * who comes back meanwhile loses nothing more.
 */
export async function removePartOfGuest(
  userId: string,
  olderThan: Date,
  now: Date,
): Promise<'more' | 'done'> {
  const db = getDb();
  const user = idle(olderThan);
  // One person's open links are few.
  const open = await db.share.findMany({
    where: { userId, ...openShares(now) },
    select: { runId: true, comparisonId: true, documentId: true },
  });
  const runIds = open.flatMap(({ runId }) => runId ?? []);
  const comparisonIds = open.flatMap(({ comparisonId }) => comparisonId ?? []);
  const documentIds = open.flatMap(({ documentId }) => documentId ?? []);
  const free: Prisma.RunWhereInput = {
    userId,
    user,
    // The process that is writing a run also writes its end.
    status: { not: 'streaming' },
    id: { notIn: runIds },
    OR: [{ comparisonId: null }, { comparisonId: { notIn: comparisonIds } }],
  };
  if (await removeRuns(free)) return 'more';
  if (await removeShares({ userId, user, NOT: openShares(now) })) return 'more';
  await db.comparison.deleteMany({
    where: { userId, user, runs: { none: {} }, id: { notIn: comparisonIds } },
  });
  if (await removeDocuments({ userId, user, id: { notIn: documentIds } })) return 'more';
  await db.connection.deleteMany({ where: { userId, user } });
  await db.preset.deleteMany({ where: { userId, user } });
  await db.apiToken.deleteMany({ where: { userId, user } });
  const none = { none: {} };
  const nothing = { runs: none, comparisons: none, documents: none, shares: none };
  await db.user.deleteMany({ where: { ...user, ...nothing, id: userId } });
  return 'done';
}

/** A guest may use only an API token, so using one counts as a visit. */
function idle(olderThan: Date): Prisma.UserWhereInput {
  return {
    isGuest: true,
    lastSeenAt: { lt: olderThan },
    apiTokens: { none: { lastUsedAt: { gte: olderThan } } },
  };
}

// All delete with the condition once more: the guest may have come back since they were found.

async function removeRuns(where: Prisma.RunWhereInput): Promise<boolean> {
  const rows = await getDb().run.findMany({ where, take: REMOVED_AT_ONCE, select: { id: true } });
  const id = { in: rows.map((row) => row.id) };
  return rows.length > 0 && (await getDb().run.deleteMany({ where: { AND: [where, { id }] } })).count > 0;
}

async function removeShares(where: Prisma.ShareWhereInput): Promise<boolean> {
  const rows = await getDb().share.findMany({ where, take: REMOVED_AT_ONCE, select: { id: true } });
  const id = { in: rows.map((row) => row.id) };
  return rows.length > 0 && (await getDb().share.deleteMany({ where: { AND: [where, { id }] } })).count > 0;
}

/** One at a time: it may have thousands of steps. */
async function removeDocuments(where: Prisma.DocumentWhereInput): Promise<boolean> {
  const found = await getDb().document.findFirst({ where, select: { id: true } });
  if (found === null) return false;
  return (await getDb().document.deleteMany({ where: { AND: [where, { id: found.id }] } })).count > 0;
}
