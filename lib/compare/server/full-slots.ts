import type { FullSlots } from '@/lib/compare/db/take-cell';
import { type RunSlots, refuseSlot, type SlotScope } from '@/lib/runs/server/run-slots';

/** Any cell: one run of a user outside of comparisons may start beyond the limit. */
const CELL = { comparisonId: '', cell: '' };

/** Whether this server has no slot at all for a cell. */
export function isFull(slots: RunSlots): boolean {
  return refuseSlot(slots, { userId: '', origin: null, comparisonCell: CELL }) !== null;
}

/**
 * Whose cells could not be started on this server now, by the rules for each run's slot: of those who have runs here, and of
 * those who were refused because of their runs on other servers.
 */
export function fullSlots(slots: RunSlots): FullSlots {
  const isRefused = (userId: string, address: string | null, isGuest = false) =>
    refuseSlot(slots, {
      userId,
      origin: address === null ? null : { address, isGuest, isNewcomer: isGuest },
      comparisonCell: CELL,
    }) !== null;
  const elsewhere = slots.elsewhere.boundsForCells();
  const refusedAt = (scopes: readonly SlotScope[]) =>
    elsewhere.flatMap(({ scope, of }) => (scopes.includes(scope) ? [of] : []));
  const users = new Set([...[...slots.open].map((run) => run.userId), ...refusedAt(['user'])]);
  const own = [...slots.open].flatMap(({ origin }) => origin?.address ?? []);
  const addresses = [...new Set([...own, ...refusedAt(['address', 'guestsAt'])])];
  const full = addresses.filter((address) => isRefused('', address));
  return {
    users: [...users].filter((userId) => isRefused(userId, null)),
    addresses: full,
    guestAddresses: addresses.filter((address) => !full.includes(address) && isRefused('', address, true)),
    guests: isRefused('', '', true),
  };
}
