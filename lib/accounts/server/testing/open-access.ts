import { type Access, accessEndings } from '@/lib/accounts/server/access';

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
