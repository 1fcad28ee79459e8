import { getDb, isForeignKeyViolation, isUniqueViolation } from '@/lib/platform/db/client';

/** Records that the session is over. Does nothing when it already was, or when its user is gone. */
export async function insertEndedSession(userId: string, id: string): Promise<void> {
  try {
    await getDb().endedSession.create({ data: { id, userId } });
  } catch (error) {
    if (!isUniqueViolation(error) && !isForeignKeyViolation(error)) throw error;
  }
}

/** Forgets sessions that ended before this moment: their cookies have expired by themselves. */
export async function sweepEndedSessions(olderThan: Date): Promise<number> {
  const { count } = await getDb().endedSession.deleteMany({ where: { endedAt: { lt: olderThan } } });
  return count;
}
