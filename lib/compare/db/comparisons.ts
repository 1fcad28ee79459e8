import { uuidv7 } from 'uuidv7';
import type { Comparison, ComparisonEdit, NewComparison, Vote } from '@/lib/compare/model/comparisons';
import { kindOf } from '@/lib/compare/model/plan-cells';
import { getDb, isForeignKeyViolation } from '@/lib/platform/db/client';
import type { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import { openShares, revokeShares } from '@/lib/platform/db/share-state';
import { toStored } from '@/lib/platform/db/stored-json';
import { clearDeleted } from './queue';
import { storedPlan } from './stored-plan';

/** Comparisons themselves; their runs are read in ./comparison-runs.ts. */

const withLinks = () =>
  ({
    _count: { select: { shares: { where: openShares(new Date()) } } },
  }) as const satisfies Prisma.ComparisonInclude;

type ComparisonRow = Prisma.ComparisonGetPayload<{ include: ReturnType<typeof withLinks> }>;

/** What a new comparison may have from its beginning, from a file. */
export interface ComparisonToCreate extends NewComparison {
  readonly note?: string | null | undefined;
  readonly votes?: readonly Omit<Vote, 'id'>[] | undefined;
}

/** Null: the user no longer exists. */
export async function createComparison(
  userId: string,
  { plan, title = null, note = null, votes = [] }: ComparisonToCreate,
): Promise<Comparison | null> {
  try {
    const row = await getDb().comparison.create({
      data: {
        ...{ id: uuidv7(), userId, kind: kindOf(plan), plan: toStored(plan), title, note },
        votes: {
          create: votes.map(({ shown, ...vote }) => ({ ...vote, id: uuidv7(), shown: toStored(shown) })),
        },
      },
      include: withLinks(),
    });
    return toComparison(row);
  } catch (error) {
    if (isForeignKeyViolation(error)) return null;
    throw error;
  }
}

/** Deleted ones count until they are swept. */
export function countComparisons(userId: string): Promise<number> {
  return getDb().comparison.count({ where: { userId } });
}

/** Null when it does not exist, belongs to another user, or is deleted. */
export async function getComparison(userId: string, id: string): Promise<Comparison | null> {
  const row = await getDb().comparison.findFirst({
    where: { id, userId, deletedAt: null },
    include: withLinks(),
  });
  return row === null ? null : toComparison(row);
}

export async function comparisonExists(userId: string, id: string): Promise<boolean> {
  const row = await getDb().comparison.findFirst({
    where: { id, userId, deletedAt: null },
    select: { id: true },
  });
  return row !== null;
}

export type UpdateComparisonResult =
  | { ok: true; comparison: Comparison }
  | { ok: false; reason: 'not_found' | 'changed_meanwhile' };

/**
 * Changes the comparison if it still is as it was at `edit.updatedAt`; only one of several simultaneous
 * changes succeeds.
 */
export async function updateComparison(
  userId: string,
  id: string,
  { updatedAt, plan, ...edit }: Omit<ComparisonEdit, 'sameInputs'>,
): Promise<UpdateComparisonResult> {
  const from = new Date(updatedAt);
  const { count } = await getDb().comparison.updateMany({
    where: { id, userId, deletedAt: null, updatedAt: from },
    data: {
      ...edit,
      ...(plan && { plan: toStored(plan), kind: kindOf(plan) }),
      // Two changes in one millisecond must not look like the same version.
      updatedAt: new Date(Math.max(Date.now(), from.getTime() + 1)),
    },
  });
  const comparison = await getComparison(userId, id);
  if (comparison === null) return { ok: false, reason: 'not_found' };
  return count === 1 ? { ok: true, comparison } : { ok: false, reason: 'changed_meanwhile' };
}

/**
 * Deletes a comparison with its runs; `restoreComparison` brings them back until they are swept. With
 * `revoke` the links that show it, or one of its runs, are closed for good in the same transaction.
 */
export function deleteComparison(
  userId: string,
  id: string,
  links: 'keep' | 'revoke' = 'keep',
): Promise<boolean> {
  return getDb().$transaction(async (db) => {
    const row = await db.comparison.findFirst({ where: { id, userId, deletedAt: null } });
    if (row === null) return false;
    const deletedAt = new Date();
    const { count } = await db.comparison.updateMany({
      where: { id, userId, deletedAt: null },
      data: { deletedAt, updatedAt: row.updatedAt },
    });
    // When two requests delete it at once, only one does.
    if (count === 0) return false;
    await db.run.updateMany({ where: { userId, comparisonId: id, deletedAt: null }, data: { deletedAt } });
    await clearDeleted(db, id);
    // Last, as in `deleteRunsWithLinks`.
    if (links === 'revoke') await revokeShares(userId, { comparisonId: id }, deletedAt, db);
    return true;
  });
}

/** Runs that were deleted one by one before stay deleted: they have another `deletedAt`. */
export function restoreComparison(userId: string, id: string): Promise<boolean> {
  return getDb().$transaction(async (db) => {
    const row = await db.comparison.findFirst({ where: { id, userId, deletedAt: { not: null } } });
    if (row === null) return false;
    // Deleting and restoring is not a change that an open tab must know about.
    await db.comparison.update({ where: { id }, data: { deletedAt: null, updatedAt: row.updatedAt } });
    await db.run.updateMany({
      where: { userId, comparisonId: id, deletedAt: row.deletedAt },
      data: { deletedAt: null },
    });
    return true;
  });
}

/** Permanently removes what was deleted before that moment, with all runs and votes. Returns how many. */
export async function sweepDeletedComparisons(olderThan: Date): Promise<number> {
  const { count } = await getDb().comparison.deleteMany({ where: { deletedAt: { lt: olderThan } } });
  return count;
}

function toComparison(row: ComparisonRow): Comparison {
  const plan = storedPlan(row.plan);
  if (plan === null) throw new Error('A comparison has no plan.');
  return {
    id: row.id,
    title: row.title,
    note: row.note,
    plan,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    links: row._count.shares,
  };
}
