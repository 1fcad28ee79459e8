import { getDb } from '@/lib/platform/db/client';

/**
 * Who carries out a run of this user, and which cell of a comparison it fills; null: there is no such run. One that is
 * open can be followed and stopped although it is not in the history: a suggestion.
 */
export async function runOwner(userId: string, id: string): Promise<RunOwner | null> {
  const row = await getDb().run.findFirst({
    where: { id, userId, OR: [{ deletedAt: null }, { status: 'streaming' }] },
    select: { status: true, processId: true, comparisonId: true, cell: true },
  });
  return row && { ...row, isOpen: row.status === 'streaming' };
}

export interface RunOwner {
  readonly isOpen: boolean;
  /** The process that writes it; null when it is not open. */
  readonly processId: string | null;
  readonly comparisonId: string | null;
  readonly cell: string | null;
}

/** Which of these runs, of any users, are not open: ended, or gone. */
export async function endedOf(ids: readonly string[]): Promise<string[]> {
  const open = await getDb().run.findMany({
    where: { id: { in: [...ids] }, status: 'streaming' },
    select: { id: true },
  });
  const isOpen = new Set(open.map(({ id }) => id));
  return ids.filter((id) => !isOpen.has(id));
}
