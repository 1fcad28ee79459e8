import { randomUUID } from 'node:crypto';
import { aSharedRun } from '@/lib/completions/fixtures/shared-run';
import type { SharedRun } from '@/lib/completions/share/shared-run';
import { insertShare } from '@/lib/db/testing/records';
import { hashSlug, newSlug } from '@/lib/server/sharing/slug';

export interface ShareFields {
  readonly expiresAt?: Date;
  readonly revokedAt?: Date;
  readonly runId?: string;
}

/** A link of this user, as the making of links leaves it in the database; answers its id and its slug. */
export async function aShare(
  userId: string,
  shared: SharedRun = aSharedRun(),
  fields: ShareFields = {},
): Promise<{ id: string; slug: string }> {
  const id = randomUUID();
  const slug = newSlug();
  await insertShare({
    id,
    userId,
    slugHash: hashSlug(slug),
    title: shared.title,
    snapshot: fields.revokedAt ? null : shared,
    ...fields,
  });
  return { id, slug };
}
