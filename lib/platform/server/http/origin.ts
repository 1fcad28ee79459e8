import { clientAddress, distinguishesUsers } from './client-address';

const DAY_MS = 24 * 60 * 60_000;

/** What is known of a person when bounds are drawn by address. */
export interface Person {
  readonly isGuest: boolean;
  readonly createdAt: Date;
}

/** Where a person asks from. */
export interface Origin {
  readonly address: string;
  readonly isGuest: boolean;
  /** A guest, or an account that costs as little as a guest: see `isNewcomer`. */
  readonly isNewcomer: boolean;
}

export function originOf(request: Request, person: Person): Origin {
  const address = clientAddress(request);
  return { address, isGuest: person.isGuest, isNewcomer: isNewcomer(person, address) };
}

/**
 * Guests, and accounts in their first day: one address can make many of both. Where addresses do not tell people apart, an
 * account is no newcomer: it would pay for everybody.
 */
export function isNewcomer({ isGuest, createdAt }: Person, address: string, now = Date.now()): boolean {
  return isGuest || (now - createdAt.getTime() < DAY_MS && distinguishesUsers(address));
}
