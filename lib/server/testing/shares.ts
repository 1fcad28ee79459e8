import { getDb } from '@/lib/db/client';

/** What the database holds of a shared link, for tests. */
export function storedShare(id: string) {
  return getDb().share.findUniqueOrThrow({ where: { id } });
}

/** Writes past everything that the app checks. */
export async function overwriteShare(
  id: string,
  data: { expiresAt?: Date; sealedSlug?: string },
): Promise<void> {
  await getDb().share.update({ where: { id }, data });
}
