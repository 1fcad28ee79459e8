import { getDb } from '@/lib/platform/db/client';

/** What a person stores, and which quota applies to them. */
export interface StorageUse {
  /** Maintained by triggers of the database: see docs/decisions/0019. */
  readonly bytes: number;
  readonly isGuest: boolean;
}

/** Null when there is no such user. Two lookups by primary key, however much is stored. */
export async function storageUse(userId: string): Promise<StorageUse | null> {
  const user = await getDb().user.findUnique({
    where: { id: userId },
    select: { isGuest: true, storage: { select: { bytes: true } } },
  });
  return user && { isGuest: user.isGuest, bytes: Number(user.storage?.bytes ?? 0) };
}

/** The bytes of one run, comparison, link …; 0 when it is not there. */
export async function storedBytes(itemId: string): Promise<number> {
  const item = await getDb().storedItem.findUnique({ where: { id: itemId }, select: { bytes: true } });
  return item?.bytes ?? 0;
}
