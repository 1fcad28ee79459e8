import { uuidv7 } from 'uuidv7';
import type { NewVote, Vote } from '@/lib/compare/model/comparisons';
import { getDb, isForeignKeyViolation } from '@/lib/platform/db/client';
import type { ComparisonVote } from '@/lib/platform/db/generated/sqlite/client';
import { fromStored, toStored } from '@/lib/platform/db/stored-json';

/** Votes on the outputs of a comparison. Every query checks who the comparison belongs to. */

/** Oldest first. */
export async function listVotes(userId: string, comparisonId: string): Promise<Vote[]> {
  const rows = await getDb().comparisonVote.findMany({
    where: { comparisonId, comparison: { userId, deletedAt: null } },
    orderBy: { id: 'asc' },
  });
  return rows.map(toVote);
}

export function countVotes(comparisonId: string): Promise<number> {
  return getDb().comparisonVote.count({ where: { comparisonId } });
}

/** The caller has checked that the comparison belongs to the user. Null: it is gone. */
export async function addVote(comparisonId: string, { cell, note, shown }: NewVote): Promise<Vote | null> {
  try {
    const row = await getDb().comparisonVote.create({
      data: { id: uuidv7(), comparisonId, cell, note, shown: toStored(shown) },
    });
    return toVote(row);
  } catch (error) {
    if (isForeignKeyViolation(error)) return null;
    throw error;
  }
}

export async function deleteVote(userId: string, comparisonId: string, voteId: string): Promise<boolean> {
  const { count } = await getDb().comparisonVote.deleteMany({
    where: { id: voteId, comparisonId, comparison: { userId, deletedAt: null } },
  });
  return count === 1;
}

function toVote({ id, cell, note, shown, createdAt }: ComparisonVote): Vote {
  return { id, cell, note, shown: fromStored<string[]>(shown) ?? [], createdAt: createdAt.toISOString() };
}
