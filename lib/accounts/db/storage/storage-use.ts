import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import { asBoolean, hotRow } from '@/lib/platform/db/hot';

/** What a person stores, and which quota applies to them. */
export interface StorageUse {
  /** Maintained by triggers of the database: see docs/decisions/0019. */
  readonly bytes: number;
  readonly isGuest: boolean;
}

/** Null when there is no such user. Two lookups by primary key, however much is stored. */
export async function storageUse(userId: string): Promise<StorageUse | null> {
  const row = await hotRow(Prisma.sql`
    SELECT "isGuest", "bytes" FROM "User" LEFT JOIN "UserStorage" ON "UserStorage"."userId" = "User"."id"
    WHERE "User"."id" = ${userId}`);
  return row && { isGuest: asBoolean(row.isGuest), bytes: Number(row.bytes ?? 0) };
}

/** The bytes of one run, comparison, link …; 0 when it is not there. */
export async function storedBytes(itemId: string): Promise<number> {
  const row = await hotRow(Prisma.sql`SELECT "bytes" FROM "StoredItem" WHERE "id" = ${itemId}`);
  return Number(row?.bytes ?? 0);
}
