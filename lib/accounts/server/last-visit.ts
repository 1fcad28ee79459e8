import { touchUser } from '@/lib/accounts/db/users';
import { logger } from '@/lib/platform/server/log';
import { perProcess } from '@/lib/platform/server/per-process';

const NOTE_EVERY_MS = 60 * 60 * 1000;
const MOST_REMEMBERED = 10_000;

const lastNoted = perProcess('last-visits', () => new Map<string, number>());

/**
 * Notes that the user was here, by a page or by an API token: guests who come back no more are removed. Without making
 * the request wait, and at most once an hour.
 */
export function noteVisit(userId: string): void {
  const now = Date.now();
  // Also after the clock was set back.
  if (Math.abs(now - (lastNoted.get(userId) ?? 0)) < NOTE_EVERY_MS) return;
  if (lastNoted.size > MOST_REMEMBERED) lastNoted.clear();
  lastNoted.set(userId, now);
  touchUser(userId).catch((error: unknown) => {
    // The next request tries again.
    lastNoted.delete(userId);
    logger.warn({ err: error }, 'last visit not noted');
  });
}
