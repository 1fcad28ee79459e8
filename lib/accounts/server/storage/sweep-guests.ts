import { setImmediate } from 'node:timers/promises';
import { listIdleGuests, removePartOfGuest } from '@/lib/accounts/db/storage/idle-guests';
import { env } from '@/lib/platform/env/env';
import { perProcess } from '@/lib/platform/server/per-process';

const DAY_MS = 24 * 60 * 60_000;
/** Per sweep; the next one, a minute later, continues from there. */
const MAX_GUESTS = 50;
const MAX_STEPS = 100;

const cursor = perProcess('guest-sweep', () => ({ after: '' }));

/**
 * Removes part of what guests left who stopped coming back (`KEEP_GUESTS_DAYS`), in small steps so that other
 * work is not held up. After the last guest it starts over at the first.
 */
export async function sweepIdleGuests(now: number): Promise<void> {
  if (env.keepGuestsDays === null) return;
  const olderThan = new Date(now - env.keepGuestsDays * DAY_MS);
  const guests = await listIdleGuests(olderThan, cursor.after, MAX_GUESTS);
  let chunks = 0;
  for (const userId of guests) {
    while ((await removePartOfGuest(userId, olderThan, new Date(now))) === 'more') {
      chunks += 1;
      if (chunks === MAX_STEPS) return;
      await setImmediate();
    }
    cursor.after = userId;
  }
  if (guests.length < MAX_GUESTS) cursor.after = '';
}
