import { setImmediate } from 'node:timers/promises';
import { listIdleGuests, removePartOfGuest } from '@/lib/accounts/db/storage/idle-guests';
import { env } from '@/lib/platform/env/env';
import { perProcess } from '@/lib/platform/server/per-process';

const DAY_MS = 24 * 60 * 60_000;
/** In one go; the next one, a minute later, goes on from there. */
const MAX_GUESTS = 50;
const MAX_PIECES = 100;

const place = perProcess('guest-sweep', () => ({ after: '' }));

/**
 * Removes what guests left who come back no more (`KEEP_GUESTS_DAYS`), some of it, in small pieces between which others
 * have their turn. Starts over at the first guest when it has come to the last one.
 */
export async function sweepIdleGuests(now: number): Promise<void> {
  if (env.keepGuestsDays === null) return;
  const olderThan = new Date(now - env.keepGuestsDays * DAY_MS);
  const guests = await listIdleGuests(olderThan, place.after, MAX_GUESTS);
  let chunks = 0;
  for (const userId of guests) {
    while ((await removePartOfGuest(userId, olderThan, new Date(now))) === 'more') {
      chunks += 1;
      if (chunks === MAX_PIECES) return;
      await setImmediate();
    }
    place.after = userId;
  }
  if (guests.length < MAX_GUESTS) place.after = '';
}
