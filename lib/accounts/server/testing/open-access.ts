import { type Access, accessEndings } from '@/lib/accounts/server/access';
import type { Origin } from '@/lib/platform/server/http/origin';

/** The access of a session that stays open until something ends it. */
export function openAccess(userId: string): Access {
  return {
    userId,
    kind: 'session',
    id: 'a session',
    endingsBefore: accessEndings(),
    isOpen: async () => true,
  };
}

/** Where an old account's request comes from, unless something else is said. */
export function anOrigin(more: Partial<Origin> = {}): Origin {
  return { address: '192.0.2.1', isGuest: false, isNewcomer: false, ...more };
}
