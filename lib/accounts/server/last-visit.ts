import { LRUCache } from 'lru-cache';
import { touchUser } from '@/lib/accounts/db/users';
import { logger } from '@/lib/platform/server/log';
import { perProcess } from '@/lib/platform/server/per-process';

const noted = perProcess(
  'last-visits',
  () => new LRUCache<string, true>({ max: 10_000, ttl: 60 * 60 * 1000 }),
);

/**
 * Records that the user was here, by a page or by an API token: guests who stop coming back are removed. Does
 * not make the request wait; at most once an hour.
 */
export function noteVisit(userId: string): void {
  if (noted.has(userId)) return;
  noted.set(userId, true);
  touchUser(userId).catch((error: unknown) => {
    // The next request tries again.
    noted.delete(userId);
    logger.warn({ err: error }, "couldn't record last visit");
  });
}
