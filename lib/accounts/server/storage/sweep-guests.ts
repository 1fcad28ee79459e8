import { setImmediate } from 'node:timers/promises';
import { listIdleGuests, removePieceOfGuest } from '@/lib/accounts/db/storage/idle-guests';
import { env } from '@/lib/platform/env/env';
import { perProcess } from '@/lib/platform/server/per-process';

const DAY_MS = 24 * 60 * 60_000;
/** In one go; the next one, a minute later, goes on from there. */
const MOST_GUESTS = 50;
const MOST_PIECES = 100;

const place = perProcess('guest-sweep', () => ({ after: '' }));

/**
 * Removes what guests left who come back no more (`KEEP_GUESTS_DAYS`), some of it, in small pieces between which others
 * have their turn. Starts over at the first guest when it has come to the last one.
 */
export async function sweepIdleGuests(now: number): Promise<void> {
  if (env.keepGuestsDays === null) return;
  const olderThan = new Date(now - env.keepGuestsDays * DAY_MS);
  const guests = await listIdleGuests(olderThan, place.after, MOST_GUESTS);
  let pieces = 0;
  for (const userId of guests) {
    while ((await removePieceOfGuest(userId, olderThan, new Date(now))) === 'more') {
      pieces += 1;
      if (pieces === MOST_PIECES) return;
      await setImmediate();
    }
    place.after = userId;
  }
  if (guests.length < MOST_GUESTS) place.after = '';
}
