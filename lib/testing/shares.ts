import { randomUUID } from 'node:crypto';
import { sealSlug } from '@/lib/connections/server/secret-box';
import type { Shared } from '@/lib/links/model/shared';
import { hashSlug, newSlug } from '@/lib/links/server/slug';
import { getDb } from '@/lib/platform/db/client';
import { insertShare } from '@/lib/platform/db/testing/records';
import { aSharedRun } from '@/lib/protocol/fixtures/shared-run';

export interface ShareFields {
  readonly expiresAt?: Date;
  readonly revokedAt?: Date;
  readonly runId?: string;
}

/**
 * A link of this user, with the rows that creating one leaves in the database; returns its id and its slug.
 */
export async function aShare(
  userId: string,
  shared: Shared = aSharedRun(),
  fields: ShareFields = {},
): Promise<{ id: string; slug: string }> {
  const id = randomUUID();
  const slug = newSlug();
  await insertShare({
    id,
    userId,
    slugHash: hashSlug(slug),
    sealedSlug: sealSlug(slug, { userId, shareId: id }),
    title: shared.title,
    snapshot: fields.revokedAt ? null : shared,
    ...fields,
  });
  return { id, slug };
}

/** A shared link's row, for tests. */
export function storedShare(id: string) {
  return getDb().share.findUniqueOrThrow({ where: { id } });
}

/** Writes without any of the app's checks. */
export async function overwriteShare(
  id: string,
  data: { expiresAt?: Date; sealedSlug?: string },
): Promise<void> {
  await getDb().share.update({ where: { id }, data });
}
